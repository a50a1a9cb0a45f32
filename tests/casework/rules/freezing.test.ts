import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { documentEntry, type Entry, keyOf } from '../../../casework/rules/arrangement.ts'
import {
  type FrozenLine,
  type HowNumbered,
  keepFrozen,
  nextVersion,
  renumbered,
} from '../../../casework/rules/freezing.ts'
import { labelAt, letters, numberBundle } from '../../../casework/rules/numbering.ts'

const section = (letter: string): Entry => ({ kind: 'section', letter, title: `Section ${letter}` })
const paper = (id: string) => documentEntry('exhibit', id.padStart(4, '0'))

/** Freezes what an arrangement holds as it would be numbered at first. */
function frozen(entries: readonly Entry[], how: HowNumbered, pages: (key: string) => number): FrozenLine[] {
  const parts = entries.flatMap((entry, at) => {
    if (entry.kind !== 'section') return []
    const end = entries.findIndex((each, next) => next > at && each.kind === 'section')
    const documents = entries.slice(at + 1, end < 0 ? entries.length : end)
    return documents.length === 0 ? [] : [{ entry, documents }]
  })
  const { sections } = numberBundle(
    how.numbering,
    3,
    parts.map(({ entry, documents }) => ({
      letter: entry.letter,
      divider: how.dividers,
      documents: documents.map((each) => ({ pages: pages(keyOf(each)) })),
    })),
  )
  return parts.flatMap(({ entry, documents }, s) => [
    ...(how.dividers
      ? [{ key: keyOf(entry), title: entry.title, pages: 1, run: sections[s]!.divider! }]
      : []),
    ...documents.map((each, d) => ({
      key: keyOf(each),
      title: each.kind === 'document' ? each.id : '',
      pages: pages(keyOf(each)),
      run: sections[s]!.documents[d]!,
    })),
  ])
}

const insert: HowNumbered = { numbering: 'continuous', late: 'insert', dividers: false }
const two = () => 2
const labelsOf = (
  { runs }: ReturnType<typeof renumbered>,
  entries: readonly Entry[],
  pages: (key: string) => number,
) =>
  entries.flatMap((entry) => {
    const run = runs.get(keyOf(entry))
    const count = entry.kind === 'section' ? 1 : pages(keyOf(entry))
    return run === undefined ? [] : Array.from({ length: count }, (_, at) => labelAt(run, at))
  })

describe('late material', () => {
  const before = [section('A'), paper('1'), paper('2'), section('B'), paper('3')]
  const lines = frozen(before, insert, two)

  test('stands between frozen pages as 5A, and behind them under the next number', () => {
    const after = [before[0]!, before[1]!, paper('9'), ...before.slice(2), paper('8')]
    const { late, misplaced, ...numbers } = renumbered(after, lines, insert, two)
    expect([...late]).toEqual(['exhibit 0009', 'exhibit 0008'])
    expect([...misplaced]).toEqual([])
    expect(labelsOf({ late, misplaced, ...numbers }, after, two)).toEqual(
      '4 5 5A 5B 6 7 8 9 10 11'.split(' '),
    )
  })

  test('goes on where letters were frozen before', () => {
    const first = [before[0]!, before[1]!, paper('9'), ...before.slice(2)]
    const { runs } = renumbered(first, lines, insert, two)
    const second = [...lines, { key: 'exhibit 0009', title: '', pages: 2, run: runs.get('exhibit 0009')! }]
    const after = [before[0]!, before[1]!, paper('9'), paper('8'), ...before.slice(2)]
    expect(labelsOf(renumbered(after, second, insert, two), after, two)).toEqual(
      '4 5 5A 5B 5C 5D 6 7 8 9'.split(' '),
    )
  })

  test('is misplaced among frozen pages where it must go to the end, and before the first of all', () => {
    const among = [before[0]!, before[1]!, paper('9'), ...before.slice(2)]
    expect([...renumbered(among, lines, { ...insert, late: 'end' }, two).misplaced]).toEqual(['exhibit 0009'])
    const ahead = [before[0]!, paper('9'), ...before.slice(1)]
    expect([...renumbered(ahead, lines, insert, two).misplaced]).toEqual(['exhibit 0009'])
  })

  test('goes on within its section where sections are numbered for themselves', () => {
    const how: HowNumbered = { numbering: 'sections', late: 'end', dividers: false }
    const after = [...before.slice(0, 3), paper('9'), ...before.slice(3)]
    expect(labelsOf(renumbered(after, frozen(before, how, two), how, two), after, two)).toEqual(
      'A1 A2 A3 A4 A5 A6 B1 B2'.split(' '),
    )
  })

  test('a document taken out leaves its range', () => {
    const taken = { ...(before[1] as ReturnType<typeof paper>), taken: true }
    expect(
      labelsOf(
        renumbered(before.with(1, taken), lines, insert, () => 1),
        [taken],
        () => 1,
      ),
    ).toEqual(['4–5'])
  })
})

test('a frozen document is never moved, taken to another section or left out', () => {
  const before = [section('A'), paper('1'), paper('2'), section('B'), paper('3')]
  const lines = frozen(before, insert, two)
  const kept = (after: readonly Entry[]) => () => keepFrozen(before, after, lines)
  expect(kept([...before, paper('9')])).not.toThrow()
  expect(kept([before[0]!, before[2]!, before[1]!, ...before.slice(3)])).toThrow('was frozen as 6–7')
  expect(kept(before.toSpliced(1, 1))).toThrow('was frozen as 4–5')
  expect(kept([...before.slice(0, 2), ...before.slice(3), before[2]!])).toThrow('stays where it is')
})

test('a section keeps the title it was frozen with, and one with nothing frozen in it does not', () => {
  const called = (letter: string, title: string): Entry => ({ kind: 'section', letter, title })
  const before = [section('A'), paper('1'), section('B'), paper('2'), section('C')]
  const lines = frozen(before, insert, two).map((line) =>
    line.key === keyOf(paper('2')) ? { ...line, supplement: 2 } : line,
  )
  const renamed = (at: number, title: string) => () => {
    const entry = before[at] as { letter: string } & Entry
    keepFrozen(before, before.with(at, called(entry.letter, title)), lines)
  }
  expect(renamed(0, 'Papers')).toThrow('Section A was frozen as “Section A”, so it keeps that title.')
  expect(renamed(2, 'Papers')).not.toThrow()
  expect(renamed(4, 'Papers')).not.toThrow()
  // One that was renamed since may be called again as its divider is.
  const since = before.with(0, called('A', 'Papers'))
  const run = { style: 'decimal' as const, prefix: '', from: 4 }
  const divider = [{ key: 'section A', title: 'Section A: Old', pages: 1, run }, ...lines]
  const named = (title: string) => () => keepFrozen(since, before.with(0, called('A', title)), divider)
  expect(named('Old')).not.toThrow()
  expect(named('New')).toThrow('was frozen as “Old”')
})

test('whatever comes in wherever, frozen numbers stand and no number is given twice', () => {
  const tree = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(
      tree,
      fc.array(fc.nat({ max: 30 }), { maxLength: 8 }),
      fc.constantFrom('continuous' as const, 'roman' as const, 'sections' as const),
      fc.boolean(),
      fc.integer({ min: 1, max: 30 }),
      (sizes, places, numbering, dividers, size) => {
        const how: HowNumbered = { numbering, late: 'insert', dividers }
        const pages = (key: string) => (key.startsWith('section') ? 1 : (Number(key.slice(-2)) % 7) + size)
        let n = 0
        const before = sizes.flatMap((count, s) => [
          section(letters(s + 1)),
          ...Array.from({ length: count }, () => paper(String(n++))),
        ])
        const lines = frozen(before, how, pages)
        const after = places.reduce(
          (now, place, at) => now.toSpliced(1 + (place % now.length), 0, paper(String(60 + at))),
          before,
        )
        const numbers = renumbered(after, lines, how, pages)
        for (const { key, run } of lines) expect(numbers.runs.get(key)).toEqual(run)
        const all = labelsOf(numbers, after, pages)
        expect(new Set(all).size).toBe(all.length)
      },
    ),
  )
})

test('a version is one file: the bundle itself first, then each supplement something was taken out of, then what came late', () => {
  const run = (from: number, prefix = '') => ({ style: 'decimal' as const, prefix, from })
  const line = (id: string, more: Partial<FrozenLine>): FrozenLine => ({
    key: keyOf(paper(id)),
    title: id,
    pages: 2,
    run: run(3),
    ...more,
  })
  const lines = [
    line('1', {}),
    line('2', { run: run(3, 'SB2/'), supplement: 4 }),
    line('3', { run: run(3, 'SB1/'), supplement: 2 }),
    line('4', { run: { style: 'fixed', label: 'SB1/5–SB1/6' }, pages: 1, supplement: 2 }),
  ]
  const next = (out: string, policy: 'end' | 'supplement', late = '5') =>
    nextVersion(
      {
        entries: [section('A'), ...['1', '2', '3', '4', ...late].map(paper)].map((entry) =>
          entry.kind === 'document' && (out + 4).includes(String(Number(entry.id)))
            ? { ...entry, taken: true }
            : entry,
        ),
        frozen: lines,
        version: 4,
      },
      policy,
    )
  const keys = (ids: string) => [...ids].map((id) => keyOf(paper(id)))
  expect(next('123', 'supplement')).toEqual({ what: 'bundle', out: keys('1'), late: keys('5') })
  expect(next('23', 'supplement')).toEqual({
    what: 'supplement',
    again: 2,
    out: keys('3'),
    late: keys('5'),
  })
  expect(next('2', 'supplement')).toMatchObject({ what: 'supplement', again: 4, out: keys('2') })
  expect(next('', 'supplement')).toEqual({ what: 'supplement', out: [], late: keys('5') })
  expect(next('', 'supplement', '')).toEqual({ what: 'nothing', out: [], late: [] })
  // Where late material goes into the bundle itself, it comes before what was taken out of a supplement.
  expect(next('2', 'end')).toEqual({ what: 'bundle', out: [], late: keys('5') })
  expect(next('2', 'end', '')).toMatchObject({ what: 'supplement', again: 4 })
})
