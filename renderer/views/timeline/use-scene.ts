import { useMemo } from 'react'
import type { Columns } from './columns.ts'
import { type Gap, gapsOf } from './gaps.ts'
import type { Lane, LaneKind } from './lanes.ts'
import { type Scene, sceneOf } from './scene.ts'
import type { Theme } from './theme.ts'
import type { View } from './view.ts'

const noGaps: readonly Gap[] = []

/** The picture for a view, laid out again when anything it depends on changes. Widths of words are measured once. */
export function useScene(at: {
  readonly columns: Columns
  readonly lanes: readonly Lane[]
  readonly by: LaneKind
  readonly gapDays: number
  readonly view: View
  readonly width: number
  readonly top: number
  readonly bottom: number
  readonly theme: Theme
}): Scene {
  const { columns, lanes, by, gapDays, view, width, top, bottom, theme } = at
  const measureWords = useMemo(() => {
    const brush = document.createElement('canvas').getContext('2d')
    return (words: string) => {
      if (brush === null) return words.length * 6
      brush.font = theme.fonts.strong
      return brush.measureText(words).width
    }
  }, [theme])
  const measure = useMemo(() => {
    const widths = new Float32Array(columns.events.length)
    return (item: number) => {
      const held = widths[item]!
      if (held > 0) return held
      const width = Math.max(1, measureWords(columns.events[item]!.fields.title))
      widths[item] = width
      return width
    }
  }, [columns, measureWords])
  const gaps = useMemo(() => {
    // A gap says something of one life; between events of a place or a kind of source it says nothing.
    const shown = lanes.filter((lane) => gapDays > 0 && (by === 'none' || (by === 'people' && lane.victim)))
    const held = new Map(shown.map((lane) => [lane.key, gapsOf(columns, lane.items, gapDays)]))
    return (lane: Lane) => held.get(lane.key) ?? noGaps
  }, [columns, lanes, by, gapDays])
  return useMemo(
    () =>
      sceneOf(columns, lanes, {
        view,
        width,
        unit: theme.unit,
        measure,
        measureWords,
        gaps,
        window: { top, bottom },
      }),
    [columns, lanes, view, width, theme, measure, measureWords, gaps, top, bottom],
  )
}
