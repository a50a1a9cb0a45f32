import { expect, test } from 'vitest'
import { stepped } from '../../../casework/rules/arrangement.ts'
import type { FrozenLine } from '../../../casework/rules/freezing.ts'
import {
  type Check,
  livePlan,
  nameOf,
  rangeWords,
  saidNow,
} from '../../../renderer/views/bundles/live-plan.ts'
import {
  beforeFreezing,
  checksByWeight,
  dropBefore,
  lineBefore,
  planLines,
  titleParts,
} from '../../../renderer/views/bundles/plan-lines.ts'
import { exhibit, planFor, section } from './samples.ts'

const entries = [
  section('A'),
  exhibit('e1'),
  { ...exhibit('e2'), depth: 1 as const },
  section('B'),
  section('C'),
  exhibit('e3'),
]
const plan = planFor(entries, { e1: 4, e2: 2, e3: 1 })
const live = livePlan(plan, entries, [])
const lines = planLines(live, new Set())
const said = (all: typeof lines) => all.map(({ key, pages }) => `${key} ${pages}`.trim())

test('numbers run on from the cover to the last document; an empty section has none', () => {
  expect(said(lines)).toEqual([
    'cover 1',
    'index 2–3',
    'section A 4–10',
    'exhibit e1 5–8',
    'exhibit e2 9–10',
    'section B',
    'section C 11–12',
    'exhibit e3 12',
  ])
  expect(live.pages).toBe(12)
})

test('a folded section keeps its place and its range', () => {
  expect(said(planLines(live, new Set(['section A']))).slice(2, 4)).toEqual(['section A 4–10', 'section B'])
})

test('a move is numbered at once, without asking, and said', () => {
  const after = stepped(entries, 5, -1)
  const now = livePlan(plan, after, [])
  expect(said(planLines(now, new Set())).slice(5)).toEqual(['section B 11–12', 'exhibit e3 12', 'section C'])
  expect(saidNow(now, 'exhibit e1')).toBe('E1, now pages 5 to 8')
  expect(saidNow(now, 'exhibit e3')).toBe('E3, now page 12')
  expect(saidNow(now, 'section C')).toBe('Section C moved')
  expect(nameOf(now, 'exhibit gone')).toBe('')
})

test('a coversheet, a front sheet and being taken out count before the workbench has counted', () => {
  const changed = entries.map((entry) =>
    entry.kind === 'document' && entry.id === 'e1' ? { ...entry, coversheet: true, front: true } : entry,
  )
  expect(livePlan(plan, changed, []).sections[0]?.documents[0]?.pages).toBe(6)
  const taken = entries.map((entry) =>
    entry.kind === 'document' && entry.id === 'e1' ? { ...entry, taken: true } : entry,
  )
  expect(livePlan(plan, taken, []).sections[0]?.documents[0]).toMatchObject({ pages: 1, standing: 'taken' })
})

test('what stands in a supplement, and what waits for one, shows the numbers it has there', () => {
  const run = (from: number, prefix = '') => ({ style: 'decimal' as const, prefix, from })
  const frozen: FrozenLine[] = [
    { key: 'front', title: 'Front', pages: 3, run: run(1) },
    { key: 'section A', title: 'A', pages: 1, run: run(4) },
    { key: 'exhibit e1', title: 'E1', pages: 4, run: run(5) },
    { key: 'exhibit e2', title: 'E2', pages: 2, run: run(4, 'SB1/'), supplement: 2 },
  ]
  const with3 = [...entries, section('D'), exhibit('e4')]
  const own = planFor(with3, { e1: 4, e2: 2, e3: 1, e4: 3 }, { frozen, late: 'supplement' })
  const shown = (all: typeof with3) => said(planLines(livePlan(own, all, frozen), new Set()))
  expect(shown(with3)).toEqual([
    'cover 1',
    'index 2–3',
    // What it has in the supplement is no part of its range.
    'section A 4–8',
    'exhibit e1 5–8',
    'exhibit e2 SB1/4–SB1/5',
    'section B',
    'section C SB2/4',
    'exhibit e3 SB2/4',
    'section D SB2/6–SB2/8',
    'exhibit e4 SB2/6–SB2/8',
  ])
  // They follow at once when what waits is moved.
  expect(shown(with3.toSpliced(5, 1).toSpliced(1, 0, exhibit('e3'))).slice(2)).toEqual([
    'section A 4–8',
    'exhibit e3 SB2/4',
    'exhibit e1 5–8',
    'exhibit e2 SB1/4–SB1/5',
    'section B',
    'section C',
    'section D SB2/6–SB2/8',
    'exhibit e4 SB2/6–SB2/8',
  ])
})

test('what is frozen keeps its numbers while something late comes in between', () => {
  const run = (from: number) => ({ style: 'decimal' as const, prefix: '', from })
  const frozen = [
    { key: 'front', title: 'Front', pages: 3, run: run(1) },
    { key: 'section A', title: 'A', pages: 1, run: run(4) },
    { key: 'exhibit e1', title: 'E1', pages: 4, run: run(5) },
    { key: 'section C', title: 'C', pages: 1, run: run(9) },
    { key: 'exhibit e3', title: 'E3', pages: 1, run: run(10) },
  ]
  const now = (late: 'end' | 'insert') =>
    livePlan(planFor(entries, { e1: 9, e2: 2, e3: 9 }, { frozen, late }), entries, frozen)
  const ranges = (late: 'end' | 'insert') =>
    now(late).sections.flatMap(({ documents }) => documents.map((each) => rangeWords(each.ends)))
  expect(ranges('insert')).toEqual(['5–8', '8A–8B', '10'])
  expect(ranges('end')).toEqual(['5–8', '–', '10'])
  expect(now('end').sections[0]?.documents.map(({ standing }) => standing)).toEqual(['frozen', 'late'])
  expect(saidNow(now('end'), 'exhibit e2')).toBe('E2 has no page numbers here')
})

test('a drop finds its entry: the upper half of a line before it, the lower half behind it', () => {
  expect(dropBefore(lines, 3.2, entries.length)).toBe(1)
  expect(dropBefore(lines, 3.8, entries.length)).toBe(2)
  expect(dropBefore(lines, 0.5, entries.length)).toBe(0)
  expect(dropBefore(lines, 99, entries.length)).toBe(entries.length)
  const folded = planLines(live, new Set(['section A']))
  expect(dropBefore(folded, 2.8, entries.length)).toBe(3)
  expect(lineBefore(lines, 3)).toBe(5)
  expect(lineBefore(lines, entries.length)).toBe(lines.length)
})

test('a reference is said once, and never where it could be cut', () => {
  expect(titleParts({ ref: 'JLB/7', title: 'Notebook' })).toEqual({ title: 'JLB/7 Notebook', tail: '' })
  const statement = { ref: 'S1', title: 'Statement of V1 (S1)' }
  expect(titleParts(statement)).toEqual({ title: 'Statement of V1', tail: '(S1)' })
  expect(titleParts({ ...statement, ref: '' })).toEqual({ title: 'Statement of V1 (S1)', tail: '' })
})

test('checks fall under their weight', () => {
  const check = (weight: 'stops' | 'look' | 'fine') => ({ rule: 'R1', weight, sentence: weight, detail: '' })
  const { stops, look, fine } = checksByWeight([check('look'), check('fine'), check('look')])
  expect([stops.length, look.length, fine.length]).toEqual([0, 2, 1])
})

test('ten thousand documents are numbered as one would be', () => {
  const many = [section('A'), ...Array.from({ length: 10_000 }, (_, n) => exhibit(`e${n}x`))]
  const large = planFor(many, {})
  const all = planLines(livePlan(large, many, []), new Set())
  expect(all).toHaveLength(10_003)
  expect(all.at(-1)?.pages).toBe('10004')
})

test('what to look at before freezing comes gravest first, without what is no fault', () => {
  const look = (rule: string): Check => ({ rule, weight: 'look', sentence: rule, detail: '' })
  const checks = [
    look('R58'),
    look('R9'),
    look('R40'),
    { ...look('R12'), weight: 'stops' as const },
    look('R46'),
  ]
  expect(beforeFreezing(checks).map(({ rule }) => rule)).toEqual(['R46', 'R40', 'R58'])
})

test('a section whose first document was taken out bears its range once', () => {
  const taken = { ...exhibit('e1'), taken: true }
  const all = [section('A'), taken, exhibit('e2')]
  const line = (key: string, title: string, pages: number, from: number): FrozenLine => ({
    key,
    title,
    pages,
    run: { style: 'decimal', prefix: '', from },
  })
  const frozen = [line('exhibit e1', 'E1', 2, 5), line('exhibit e2', 'E2', 10, 7)]
  const now = livePlan(planFor(all, { e2: 10 }, { frozen, dividers: false }), all, frozen)
  expect(said(planLines(now, new Set())).slice(2)).toEqual([
    'section A 5–16',
    'exhibit e1 5–6',
    'exhibit e2 7–16',
  ])
})
