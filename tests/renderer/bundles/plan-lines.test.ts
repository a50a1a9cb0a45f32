import { expect, test } from 'vitest'
import {
  checksByWeight,
  type Plan,
  planLines,
  rangeWords,
  refOfCheck,
  titleParts,
} from '../../../renderer/views/bundles/plan-lines.ts'

const document = (id: string, ref: string, from: number, to: number) => ({
  type: 'exhibit' as const,
  id,
  ref,
  title: `Thing ${id}`,
  date: '',
  pages: to - from + 1,
  from,
  to,
  placeholder: '',
})
const plan: Plan = {
  sections: [
    {
      letter: 'A',
      title: 'Statements',
      from: 4,
      to: 10,
      documents: [document('s1', 'S1', 4, 7), document('s2', 'S2', 8, 10)],
    },
    { letter: 'B', title: 'Documents', from: 11, to: 11, documents: [document('e1', 'JLB/7', 11, 11)] },
  ],
  front: 3,
  pages: 11,
  bytes: 1,
  left: [],
  checks: [
    { weight: 'look', sentence: 'S2 is not signed', detail: '', type: 'statement', id: 's2' },
    { weight: 'fine', sentence: 'In the index', detail: '' },
    { weight: 'look', sentence: 'Elsewhere', detail: '', type: 'exhibit', id: 'gone' },
  ],
  fileName: 'x.pdf',
}

test('pages run on from the cover to the last document, each in one line', () => {
  expect(planLines(plan, new Set()).map(({ kind, pages }) => `${kind} ${pages}`)).toEqual([
    'front 1',
    'front 2–3',
    'section 4–10',
    'document 4–7',
    'document 8–10',
    'section 11',
    'document 11',
  ])
})

test('a folded section keeps its place, its range and its count', () => {
  const lines = planLines(plan, new Set(['section A']))
  expect(lines.map(({ key }) => key)).toEqual(['cover', 'index', 'section A', 'section B', 'e1'])
  expect(lines[2]).toMatchObject({ open: false, count: 2, pages: '4–10' })
})

test('every line has a key of its own, and an empty bundle has no line', () => {
  const keys = planLines(plan, new Set()).map(({ key }) => key)
  expect(new Set(keys).size).toBe(keys.length)
  expect(planLines({ ...plan, sections: [], front: 0 }, new Set())).toEqual([])
  expect(planLines({ ...plan, front: 1 }, new Set())[1]?.kind).toBe('section')
})

test('a range of one page is a number', () => {
  expect(rangeWords(5, 5)).toBe('5')
  expect(rangeWords(5, 7)).toBe('5–7')
})

test('a reference is said once, and never where it could be cut', () => {
  expect(titleParts(document('e1', 'JLB/7', 1, 1))).toEqual({ title: 'JLB/7 Thing e1', tail: '' })
  const statement = { ...document('s1', 'S1', 1, 1), title: 'Statement of V1 (S1)' }
  expect(titleParts(statement)).toEqual({ title: 'Statement of V1', tail: '(S1)' })
  expect(titleParts({ ...statement, ref: '' })).toEqual({ title: 'Statement of V1 (S1)', tail: '' })
})

test('checks fall under their weight and know what they are about', () => {
  const { stops, look, fine } = checksByWeight(plan.checks)
  expect([stops.length, look.length, fine.length]).toEqual([0, 2, 1])
  expect(look.map((check) => refOfCheck(plan, check))).toEqual(['S2', ''])
})
