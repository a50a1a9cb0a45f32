import { between, leading } from './pack.ts'
import type { Mark, Setting } from './scene.ts'

/** Words written in the lanes, from and to in px. */
export interface Words {
  readonly from: number
  readonly to: number
  readonly y: number
  /** The text itself, where it is not the title of the mark's event. */
  readonly text: string
  /** Written on the mark rather than beside it. */
  readonly inside: boolean
}

const beside = 6

/**
 * Writes the title of each mark of one track on it, right of it or left of it, wherever nothing else stands; a title with
 * no room is left out rather than cut. `row` is in the order the marks stand.
 */
export function placeWords(
  row: readonly Omit<Mark, 'words'>[],
  { measure, measureWords, width, unit }: Pick<Setting, 'measure' | 'measureWords' | 'width' | 'unit'>,
): readonly Mark[] {
  const inOrder = [...row].sort((a, b) => a.from - b.from)
  let free = 0
  return inOrder.map((mark, index) => {
    const extra = mark.more === 0 ? '' : ` and ${mark.more} more`
    const long =
      measure(mark.item) + (mark.point ? 0 : leading * unit) + (extra === '' ? 0 : measureWords(extra))
    const next = inOrder[index + 1]?.from ?? width + between
    const made = (from: number, inside: boolean): Mark => {
      free = Math.max(mark.to, from + long)
      return { ...mark, words: { from, to: from + long, y: mark.y, text: extra, inside } }
    }
    const start = Math.max(mark.from, 0)
    const end = Math.min(mark.to, width)
    if (!mark.point && end - start >= long + between * 2) return made(start + between, true)
    const right = mark.to + beside
    if (right + long <= Math.min(next - between, width)) return made(right, false)
    const left = mark.from - beside - long
    if (left >= (free === 0 ? 0 : free + between)) return made(left, false)
    free = mark.to
    return { ...mark, words: null }
  })
}
