import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columnsOf, looks, minuteOf, minutesInDay } from '../../../renderer/views/timeline/columns.ts'
import { gapsOf } from '../../../renderer/views/timeline/gaps.ts'
import { type Lane, lanesOf } from '../../../renderer/views/timeline/lanes.ts'
import { type Brush, packed, paint } from '../../../renderer/views/timeline/paint.ts'
import { foundAt } from '../../../renderer/views/timeline/pick.ts'
import { type Scene, sceneOf } from '../../../renderer/views/timeline/scene.ts'
import { ticksOf } from '../../../renderer/views/timeline/ticks.ts'
import { fitted, panned, showing, type View, zoomed } from '../../../renderer/views/timeline/view.ts'
import { madeEvent } from './made-events.ts'

const width = 640
const setting = (view: View) => ({
  view,
  width,
  unit: 1,
  measure: () => 90,
  measureWords: (words: string) => words.length * 6,
  gaps: () => [],
  window: { top: 0, bottom: 10_000 },
})
const marksOf = (scene: Scene) => scene.lanes.flatMap((lane) => lane.marks)
const year: View = { from: minuteOf('2025-01-01'), to: minuteOf('2026-01-01') }

test('events stand in time order, and the undated borrow no date', () => {
  const columns = columnsOf(
    [
      madeEvent(1, '28 Nov 2025'),
      madeEvent(2, ''),
      madeEvent(3, 'about Feb 2025'),
      madeEvent(4, 'before Oct 2024'),
    ],
    'happened',
  )
  expect(columns.events.map(({ no }) => no)).toEqual([4, 3, 1])
  expect(columns.undated.map(({ no }) => no)).toEqual([2])
  expect([...columns.look]).toEqual([looks.before, looks.about, looks.exact])
  // Before October ends with the last day of September.
  expect(columns.end[0]).toBe(minuteOf('2024-10-01'))
})

test('an uncertain date is never drawn as a point, however far one zooms out', () => {
  const words = [
    'about 3 May 2025',
    'May 2025',
    '2025',
    'before May 2025',
    'after 3 May 2025',
    'between 3 May 2025 and 5 May 2025',
  ]
  const columns = columnsOf(
    words.map((each, index) => madeEvent(index + 1, each)),
    'happened',
  )
  const lanes = lanesOf(columns, 'none', [])
  for (const factor of [1, 10, 100]) {
    const scene = sceneOf(columns, lanes, setting(zoomed(year, factor, year.from)))
    const marks = marksOf(scene)
    expect(marks.length).toBeGreaterThan(0)
    expect(marks.filter((mark) => mark.point)).toEqual([])
  }
})

test('an exact day is a point until the day itself is wide enough to draw', () => {
  const columns = columnsOf([madeEvent(1, '3 May 2025')], 'happened')
  const lanes = lanesOf(columns, 'none', [])
  expect(marksOf(sceneOf(columns, lanes, setting(year)))[0]?.point).toBe(true)
  const near = { from: minuteOf('2025-05-02'), to: minuteOf('2025-05-06') }
  const [mark] = marksOf(sceneOf(columns, lanes, setting(near)))
  expect(mark?.point).toBe(false)
  expect(mark!.to - mark!.from).toBeCloseTo(width / 4)
})

test('words beside marks never overlap a mark or other words on their track', () => {
  const day = fc
    .integer({ min: 0, max: 364 })
    .map((count) => new Date(Date.UTC(2025, 0, 1 + count)).toISOString().slice(0, 10))
  const said = fc
    .tuple(fc.constantFrom('', 'about ', 'before ', 'after '), day)
    .map(([how, on]) => `${how}${on}`)
  fc.assert(
    fc.property(
      fc.array(said, { minLength: 1, maxLength: 60 }),
      fc.array(fc.integer({ min: 20, max: 220 }), { minLength: 60, maxLength: 60 }),
      (words, long) => {
        const columns = columnsOf(
          words.map((each, index) => madeEvent(index + 1, each)),
          'happened',
        )
        const scene = sceneOf(columns, lanesOf(columns, 'none', []), {
          ...setting(year),
          measure: (item) => long[item]!,
        })
        const marks = marksOf(scene)
        expect(marks.filter(({ words: beside }) => beside === null).length).toBe(scene.hidden)
        for (const [index, mark] of marks.entries())
          for (const other of marks.slice(index + 1)) {
            if (other.y !== mark.y) continue
            expect(apart(mark, other)).toBe(true)
            for (const [one, two] of [
              [mark, other],
              [other, mark],
            ] as const)
              if (one.words !== null) {
                expect(apart(one.words, two)).toBe(true)
                if (two.words !== null) expect(apart(one.words, two.words)).toBe(true)
              }
          }
      },
    ),
    { numRuns: 60 },
  )
})
const apart = (a: { from: number; to: number }, b: { from: number; to: number }) =>
  a.to <= b.from || b.to <= a.from

test('what finds no room is stood for by a neighbour, so that every event is counted', () => {
  const columns = columnsOf(
    Array.from({ length: 40 }, (_, index) => madeEvent(index + 1, '3 May 2025')),
    'happened',
  )
  const scene = sceneOf(columns, lanesOf(columns, 'none', []), setting(year))
  expect(marksOf(scene).length).toBeLessThan(40)
  expect(scene.inSight).toBe(40)
})

test('an event about two people stands in both their lanes, and victims come first', () => {
  const people = [
    { id: 'hoxha', name: 'A. Hoxha', ref: 'N2', victim: false },
    { id: 'ionut', name: 'Ionuț Țăranu', ref: 'V2', victim: true },
  ]
  const columns = columnsOf(
    [madeEvent(1, '3 May 2025', { people: ['hoxha', 'ionut'] }), madeEvent(2, '4 May 2025')],
    'happened',
  )
  expect(lanesOf(columns, 'people', people).map(({ name, items }) => [name, items.length])).toEqual([
    ['Ionuț Țăranu', 1],
    ['A. Hoxha', 1],
    ['Nobody named', 1],
  ])
})

test('gaps say their length, and an end that is not known leaves none behind it', () => {
  const lane = (columns: ReturnType<typeof columnsOf>) => Int32Array.from(columns.events.keys())
  const known = columnsOf([madeEvent(1, '12 Aug 2025'), madeEvent(2, '29 Sep 2025')], 'happened')
  expect(gapsOf(known, lane(known), 30).map(({ words }) => words)).toEqual(['Nothing for 47 days'])
  expect(gapsOf(known, lane(known), 47)).toEqual([])
  const open = columnsOf([madeEvent(1, 'after 12 Aug 2025'), madeEvent(2, '29 Sep 2025')], 'happened')
  expect(gapsOf(open, lane(open), 30)).toEqual([])
})

test('the axis is lined at every zoom, never more densely than its words can stand', () => {
  for (let span = 1 / 4; span < 366 * 300; span *= 1.7) {
    const view = { from: minuteOf('2025-03-08'), to: minuteOf('2025-03-08') + span * minutesInDay }
    const ticks = ticksOf(view, width)
    const seen = ticks.filter(({ at }) => at >= view.from)
    expect(seen.length).toBeLessThanOrEqual(width / 16 + 1)
    expect(ticks.length).toBeGreaterThan(1)
    for (const [index, tick] of ticks.slice(1).entries()) expect(tick.at).toBeGreaterThan(ticks[index]!.at)
  }
})

test('zooming keeps the minute under the pointer, and zooming back comes back', () => {
  const at = minuteOf('2025-03-08')
  const near = zoomed(year, 0.5, at)
  const part = (view: View) => (at - view.from) / (view.to - view.from)
  expect(part(near)).toBeCloseTo(part(year))
  expect(zoomed(near, 2, at).from).toBeCloseTo(year.from)
  expect(panned(year, 1).from).toBe(year.to)
  const far = minuteOf('2027-01-01')
  const brought = showing(year, far, far)
  expect(brought.from <= far && far <= brought.to).toBe(true)
  expect(showing(year, minuteOf('2025-06-01'), minuteOf('2025-06-02'))).toBe(year)
})

test('a mark is found under the pointer, and by its words', () => {
  const columns = columnsOf([madeEvent(1, '3 May 2025')], 'happened')
  const scene = sceneOf(columns, lanesOf(columns, 'none', []), setting(year))
  const [mark] = marksOf(scene)
  expect(foundAt(scene, (mark!.from + mark!.to) / 2, mark!.y)?.kind).toBe('mark')
  expect(foundAt(scene, mark!.words!.to - 2, mark!.y)?.kind).toBe('mark')
  expect(foundAt(scene, mark!.to + 200, mark!.y)).toBeNull()
})

// A hundred thousand events over twenty years in forty lanes, made without reading words: reading is not drawn.
const many = (() => {
  const count = 100_000
  const start = new Int32Array(count)
  const end = new Int32Array(count)
  const from = minuteOf('2005-01-01')
  for (let index = 0; index < count; index++) {
    start[index] = from + Math.floor((index * 20 * 365 * minutesInDay) / count)
    end[index] = start[index]! + (index % 10 === 0 ? 30 : 1) * minutesInDay
  }
  const columns = {
    events: [],
    start,
    end,
    look: Uint8Array.from({ length: count }, (_, index) => (index % 10 === 0 ? looks.about : looks.exact)),
    shape: new Uint8Array(count),
    undated: [],
  }
  const lanes: readonly Lane[] = Array.from({ length: 40 }, (_, lane) => ({
    key: String(lane),
    name: `Lane ${lane}`,
    ref: '',
    victim: false,
    items: Int32Array.from({ length: count / 40 }, (_, index) => index * 40 + lane),
  }))
  return { columns, lanes }
})()

test('a hundred thousand events lay out, and one pass draws no more than is in sight', () => {
  const { columns, lanes } = many
  const all = fitted(columns, 0)
  const middle = minuteOf('2015-01-01')
  for (const view of [all, zoomed(all, 0.01, middle), zoomed(all, 0.001, middle)]) {
    const scene = sceneOf(columns, lanes, { ...setting(view), width: 1200, window: { top: 0, bottom: 680 } })
    const brush = countingBrush()
    const drawn = paint(brush.brush, scene, sheet(view))
    const room = 64 / (1200 / (view.to - view.from))
    let inSight = 0
    for (let index = 0; index < columns.start.length; index++)
      if (columns.end[index]! >= view.from - room && columns.start[index]! <= view.to + room) inSight++
    expect(drawn).toBeGreaterThan(0)
    expect(drawn).toBeLessThanOrEqual(Math.max(inSight, 40 * 1200))
    expect(brush.calls()).toBeLessThan(200 + inSight * 40)
    // Crowded lanes are put in as pixels: no call for each event.
    if (inSight > 50_000) expect(brush.calls()).toBeLessThan(1_000)
  }
})

test('a crowd counts every event it stands for', () => {
  const { columns, lanes } = many
  const scene = sceneOf(columns, lanes, { ...setting(fitted(columns, 0)), width: 1200 })
  expect(scene.lanes.every(({ density }) => density !== null)).toBe(true)
  expect(scene.inSight).toBe(100_000)
})

test('colours become the bytes of a pixel', () => {
  expect(packed('rgb(18, 86, 108)')).toBe(0xff6c5612)
  expect(packed('#12566c')).toBe(0xff6c5612)
})

const colours = {
  surface: '#ffffff',
  line: '#dcdfdc',
  edge: '#7a8488',
  ink: '#1b2327',
  ink2: '#465157',
  ink3: '#5d686e',
  water: '#12566c',
  onWater: '#ffffff',
  sand: '#eee4cf',
  sandInk: '#554521',
  focus: '#12566c',
}
const sheet = (view: View) => ({
  width: 1200,
  height: 680,
  axis: 34,
  scroll: 0,
  unit: 1,
  fine: 1,
  colours,
  fonts: { plain: '', strong: '', axis: '', heading: '' },
  titleOf: () => 'Title',
  chosen: -1,
  ticks: ticksOf(view, 1200),
  xOf: (minute: number) => ((minute - view.from) * 1200) / (view.to - view.from),
})
function countingBrush(): { brush: Brush; calls: () => number } {
  const state = { calls: 0 }
  const note = () => {
    state.calls++
  }
  const brush = new Proxy({} as Record<string | symbol, unknown>, {
    get: (held, name) => {
      if (name in held) return held[name]
      if (name === 'createImageData')
        return (wide: number, tall: number) => ({
          width: wide,
          height: tall,
          data: new Uint8ClampedArray(wide * tall * 4),
        })
      if (name === 'createLinearGradient') return () => ({ addColorStop: note })
      return note
    },
  })
  return { brush: brush as unknown as Brush, calls: () => state.calls }
}
