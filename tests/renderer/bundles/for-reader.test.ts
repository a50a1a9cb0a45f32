import { expect, test } from 'vitest'
import type { FrozenLine } from '../../../casework/rules/freezing.ts'
import { isIn, measuresFor } from '../../../renderer/views/bundles/for-reader.ts'
import { livePlan } from '../../../renderer/views/bundles/live-plan.ts'
import { exhibit, planFor, section } from './samples.ts'

const secret = { ...exhibit('b'), audience: ['The court'] }
const entries = [section('A'), exhibit('a'), secret]
const plan = planFor(entries, { a: 5, b: 9 })
const live = livePlan(plan, entries, [])
const bundle = { part: '', waits: false }

test('a document for nobody in particular is for everyone', () => {
  expect(isIn(exhibit('a'), 'The defence')).toBe(true)
  expect(isIn(secret, 'The court')).toBe(true)
  expect(isIn(secret, 'The defence')).toBe(false)
  expect(isIn(secret, null)).toBe(true)
})

test('a copy is as long as what its reader gets, and one page for each document they do not', () => {
  expect(measuresFor(plan, live, null)).toEqual([{ ...bundle, pages: live.pages, bytes: 14_000 }])
  expect(measuresFor(plan, live, 'The court')).toEqual([{ ...bundle, pages: live.pages, bytes: 14_000 }])
  expect(measuresFor(plan, live, 'The defence')).toEqual([{ ...bundle, pages: live.pages - 8, bytes: 5_000 }])
})

test('what a newer arrangement left out is not measured', () => {
  const fewer = entries.slice(0, 2)
  expect(measuresFor(plan, livePlan(plan, fewer, []), null)[0]?.bytes).toBe(5_000)
})

test('what stands in a supplement or waits for one is measured there, and not in the bundle', () => {
  const run = (from: number, prefix = '') => ({ style: 'decimal' as const, prefix, from })
  const frozen: FrozenLine[] = [
    { key: 'front', title: 'Front', pages: 3, run: run(1) },
    { key: 'section A', title: 'A', pages: 1, run: run(4) },
    { key: 'exhibit a', title: 'A', pages: 5, run: run(5) },
    { key: 'exhibit b', title: 'B', pages: 9, run: run(4, 'SB1/'), supplement: 2 },
  ]
  const all = [...entries, section('B'), exhibit('c')]
  const own = {
    ...planFor(all, { a: 5, b: 9, c: 4 }, { frozen, late: 'supplement' }),
    supplements: [{ part: 'supplement', frame: 3 }],
  }
  const now = livePlan(own, all, frozen)
  // The divider of what waits is one of its pages.
  expect(measuresFor(own, now, null)).toEqual([
    { part: '', pages: 9, bytes: 5_000, waits: false },
    { part: 'supplement', pages: 12, bytes: 9_000, waits: false },
    { part: 'supplement 2', pages: 7, bytes: 4_000, waits: true },
  ])
  expect(now).toMatchObject({ pages: 9, documents: 1 })
  expect(measuresFor(own, now, 'The defence')[1]).toMatchObject({ pages: 4, bytes: 0 })
})
