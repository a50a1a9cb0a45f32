import { expect, test } from 'vitest'
import { isIn, measureFor } from '../../../renderer/views/bundles/for-reader.ts'
import { livePlan } from '../../../renderer/views/bundles/live-plan.ts'
import { exhibit, planFor, section } from './samples.ts'

const secret = { ...exhibit('b'), audience: ['The court'] }
const entries = [section('A'), exhibit('a'), secret]
const plan = planFor(entries, { a: 5, b: 9 })
const live = livePlan(plan, entries, [])

test('a document for nobody in particular is for everyone', () => {
  expect(isIn(exhibit('a'), 'The defence')).toBe(true)
  expect(isIn(secret, 'The court')).toBe(true)
  expect(isIn(secret, 'The defence')).toBe(false)
  expect(isIn(secret, null)).toBe(true)
})

test('a copy is as long as what its reader gets, and one page for each document they do not', () => {
  expect(measureFor(plan, live, null)).toEqual({ pages: live.pages, bytes: 14_000 })
  expect(measureFor(plan, live, 'The court')).toEqual({ pages: live.pages, bytes: 14_000 })
  expect(measureFor(plan, live, 'The defence')).toEqual({ pages: live.pages - 8, bytes: 5_000 })
})

test('what a newer arrangement left out is not measured', () => {
  const fewer = entries.slice(0, 2)
  expect(measureFor(plan, livePlan(plan, fewer, []), null).bytes).toBe(5_000)
})
