import { expect, test } from 'vitest'
import { chosenIn, reached, turned } from '../../../renderer/views/bundles/choosing.ts'
import { livePlan } from '../../../renderer/views/bundles/live-plan.ts'
import { planLines } from '../../../renderer/views/bundles/plan-lines.ts'
import { exhibit, planFor, section } from './samples.ts'

const entries = [section('A'), ...['a1', 'a2', 'a3'].map(exhibit), section('B'), ...['b1', 'b2'].map(exhibit)]
const live = livePlan(planFor(entries, {}), entries, [])
const lines = planLines(live, new Set())
const at = (key: string) => lines.findIndex((line) => line.key === key)
const ids = (keys: ReadonlySet<string>) => [...keys].map((key) => key.replace('exhibit ', '')).join(' ')

test('reaching takes the documents between two lines, in either direction, and no section', () => {
  expect(ids(reached(lines, at('exhibit a2'), at('exhibit b1')))).toBe('a2 a3 b1')
  expect(ids(reached(lines, at('exhibit b1'), at('exhibit a2')))).toBe('a2 a3 b1')
  expect(ids(reached(lines, at('exhibit a3'), at('section B')))).toBe('a3')
  expect(ids(reached(lines, 0, at('exhibit a1')))).toBe('a1')
})

test('a section that is shut stands for its documents', () => {
  const shut = planLines(live, new Set(['section B']))
  const from = shut.findIndex(({ key }) => key === 'exhibit a3')
  expect(ids(reached(shut, from, shut.length - 1))).toBe('a3 b1 b2')
})

test('a line is turned over; a section turns all its documents', () => {
  const line = (key: string) => lines[at(key)]!
  const one = turned(new Set(), line('exhibit a1'))
  expect(ids(one)).toBe('a1')
  expect(ids(turned(one, line('exhibit a1')))).toBe('')
  const all = turned(one, line('section A'))
  expect(ids(all)).toBe('a1 a2 a3')
  expect(ids(turned(all, line('section A')))).toBe('')
  expect(ids(turned(one, line('cover')))).toBe('a1')
})

test('what is chosen is told in the order of the bundle, without what has gone', () => {
  const chosen = new Set(['exhibit b1', 'exhibit gone', 'exhibit a2'])
  expect(chosenIn(live, chosen).map(({ entry }) => entry.id)).toEqual(['a2', 'b1'])
})
