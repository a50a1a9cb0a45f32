import { describe, expect, test } from 'vitest'
import { PictureUnread, type ReadingEngine, type SeenWord } from '../../../../main/services/ocr/engine.ts'
import { lieOf, readLying } from '../../../../main/services/ocr/lying.ts'
import { turnedOn, upright } from '../../../../main/services/ocr/upright.ts'

/** Two rows of three points, each of its own grey. */
const picture = { form: 'grey', width: 3, height: 2, bytes: Uint8Array.of(1, 2, 3, 4, 5, 6) } as const
const never = new AbortController().signal

type Line = readonly SeenWord[]
const word = (text: string, confidence: number, box: SeenWord['box'] = [0, 0, 9, 3]): SeenWord => ({
  text,
  box,
  confidence,
})
const good = [[word('Harbour', 96), word('Lane', 95)]]
const nonsense = [[word('moqreH', 25), word('oueT', 30)]]
const tallNonsense = [[word('moqreH', 25, [0, 0, 3, 9])]]

/** An engine that gives these readings, one after the other, and keeps what it was shown. */
function engineOf(...readings: (readonly Line[] | ((signal: AbortSignal) => Promise<never>))[]) {
  const shown: number[][] = []
  const engine: ReadingEngine = {
    read(bytes, { signal }) {
      const reading = readings[shown.length]
      shown.push([...bytes.subarray(-6)])
      if (reading === undefined) throw new Error('It was asked once too often.')
      return typeof reading === 'function' ? reading(signal) : Promise.resolve(reading)
    },
    close: async () => undefined,
  }
  return { engine, shown }
}
const read = async (
  { engine }: ReturnType<typeof engineOf>,
  how: { limit?: number; signal?: AbortSignal } = {},
) => {
  const lines = await readLying(engine, picture, 1, { resolution: null, limit: 9_000, signal: never, ...how })
  return lines.map(({ turn, words }) => `${turn}: ${words.map(({ text }) => text).join(' ')}`)
}
const untilStopped = (signal: AbortSignal) =>
  new Promise<never>((_done, fail) => signal.addEventListener('abort', () => fail(signal.reason)))

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'a picture of orientation %i is turned on as a person would',
  (stored) => {
    const rows = (orientation: number) => {
      const [, wide, points] = /^P5\n(\d+) \d+\n255\n([\s\S]*)$/.exec(
        Buffer.from(upright(picture, orientation)).toString('latin1'),
      )!
      const all = [...Buffer.from(points!, 'latin1')]
      return Array.from({ length: 6 / Number(wide) }, (_, y) =>
        all.slice(y * Number(wide), (y + 1) * Number(wide)),
      )
    }
    const before = rows(stored)
    expect(rows(turnedOn(stored, 180))).toEqual(before.map((row) => row.toReversed()).reverse())
    expect(rows(turnedOn(stored, 90))).toEqual(
      before[0]!.map((_, x) => before.map((row) => row[x]!).reverse()),
    )
  },
)

describe('a picture is read again only when that may help', () => {
  test.each([
    ['it was read well', [good], ['0: Harbour Lane']],
    ['there are no words', [[]], []],
    ['it lies on its head', [nonsense, good], ['180: Harbour Lane']],
    ['it is nonsense both ways', [nonsense, nonsense], ['0: moqreH oueT']],
    ['one word looks right by chance', [nonsense, [[word('oueT', 20), word('run', 90)]]], ['0: moqreH oueT']],
    ['its words run up', [tallNonsense, good], ['90: Harbour Lane']],
    ['its words run down', [[[word('Harbour', 96, [0, 0, 3, 9])]]], ['270: Harbour']],
  ])('%s', async (_what, readings, lines) => {
    const from = engineOf(...readings)
    expect(await read(from)).toEqual(lines)
    expect(from.shown).toHaveLength(readings.length)
  })

  test('the other way up, with each box where its ink is', async () => {
    const { engine, shown } = engineOf(nonsense, [[word('Harbour', 96, [0, 0, 2, 1])]])
    const [line] = await readLying(engine, picture, 1, { resolution: null, limit: 9_000, signal: never })
    expect(shown).toEqual([
      [1, 2, 3, 4, 5, 6],
      [6, 5, 4, 3, 2, 1],
    ])
    expect(line!.words[0]!.box).toEqual([1, 1, 3, 2])
  })
})

describe('the second reading', () => {
  test('ends with the time both have, and the first stands', async () => {
    expect(await read(engineOf(nonsense, untilStopped), { limit: 20 })).toEqual(['0: moqreH oueT'])
  })
  test('that fails loses nothing of the first', async () => {
    const fails = () => Promise.reject(new PictureUnread('Its picture is damaged.'))
    expect(await read(engineOf(nonsense, fails))).toEqual(['0: moqreH oueT'])
  })
  test('stops when it is told to', async () => {
    const stop = new AbortController()
    const reading = read(
      engineOf(nonsense, (signal) => {
        stop.abort(new Error('Stopped.'))
        return Promise.reject(signal.reason)
      }),
      { signal: stop.signal },
    )
    await expect(reading).rejects.toThrow('Stopped.')
  })
})

test.each([
  ['upright', [[0, 30]]],
  [
    'upside-down',
    [
      [180, 30],
      [0, 5],
    ],
  ],
  ['sideways', [[270, 30]]],
  [
    'upright',
    [
      [180, 30],
      [0, 10],
    ],
  ],
  ['upright', [[180, 12]]],
] as const)('a page lies %s as most of its sure letters do, if they are enough: %j', (lie, lines) => {
  const of = lines.map(([turn, count]) => ({
    turn,
    words: [word('a'.repeat(count), 90), word('b'.repeat(50), 20)],
  }))
  expect(lieOf(of)).toBe(lie)
})
