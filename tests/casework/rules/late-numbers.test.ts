import { expect, test } from 'vitest'
import { documentEntry, type Entry } from '../../../casework/rules/arrangement.ts'
import { bundleRuns } from '../../../casework/rules/bundle-runs.ts'
import { type FrozenLine, renumbered } from '../../../casework/rules/freezing.ts'
import { labelAt } from '../../../casework/rules/numbering.ts'

const section = (letter: string): Entry => ({ kind: 'section', letter, title: letter })
const document = (id: string): Entry => documentEntry('exhibit', id)
const line = (key: string, from: number, pages: number): FrozenLine => ({
  key,
  title: key,
  pages,
  run: { style: 'decimal', prefix: '', from },
})
const frozen = [
  line('front', 1, 2),
  line('section A', 3, 1),
  line('exhibit a', 4, 3),
  line('section C', 7, 1),
  line('exhibit c', 8, 2),
]
const how = { numbering: 'continuous', dividers: true } as const
const numbers = (entries: readonly Entry[], late: 'end' | 'insert') => {
  const { runs, misplaced } = renumbered(entries, frozen, { ...how, late }, (key) =>
    key.startsWith('section') ? 1 : 2,
  )
  return { label: (key: string) => (runs.has(key) ? labelAt(runs.get(key)!, 0) : ''), misplaced }
}

test('a section with nothing in it takes no number, before or behind what is frozen', () => {
  const entries = [
    section('A'),
    document('a'),
    section('B'),
    section('C'),
    document('c'),
    section('D'),
    section('E'),
    document('x'),
  ]
  const { label, misplaced } = numbers(entries, 'end')
  expect([label('section B'), label('section D'), label('section E'), label('exhibit x')]).toEqual([
    '',
    '',
    '10',
    '11',
  ])
  expect([...misplaced]).toEqual([])
})

test('between frozen pages a late document takes letters of the number before it, none lost to an empty section', () => {
  const entries = [
    section('A'),
    document('a'),
    section('B'),
    document('x'),
    document('y'),
    section('C'),
    document('c'),
  ]
  const { label } = numbers(entries, 'insert')
  expect([label('section B'), label('exhibit x'), label('exhibit y'), label('exhibit c')]).toEqual([
    '6A',
    '6B',
    '6D',
    '8',
  ])
  const straight = numbers(
    [section('A'), document('a'), document('x'), section('B'), section('C'), document('c')],
    'insert',
  )
  expect(straight.label('exhibit x')).toBe('6A')
})

test('where a court lets nothing stand in between, a late document there has no number', () => {
  const { label, misplaced } = numbers(
    [section('A'), document('a'), document('x'), section('C'), document('c')],
    'end',
  )
  expect([label('exhibit x'), [...misplaced]]).toEqual(['', ['exhibit x']])
})

test('a bundle of which nothing is frozen is numbered as its court has it', () => {
  const entries = [section('A'), document('a'), section('C'), document('c')]
  const filled = [
    { key: 'section A', letter: 'A', documents: [{ key: 'exhibit a' }] },
    { key: 'section C', letter: 'C', documents: [{ key: 'exhibit c' }] },
  ]
  const { runs } = bundleRuns({ entries, frozen: [] }, { ...how, late: 'end' }, filled, 2, () => 3)
  expect(
    ['section A', 'exhibit a', 'section C', 'exhibit c'].map((key) => labelAt(runs.get(key)!, 0)),
  ).toEqual(['3', '4', '7', '8'])
})
