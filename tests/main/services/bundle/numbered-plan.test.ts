import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type BundlePlan, numberPlan, readProfile } from '../../../../main/services/bundle/index.ts'
import { document, plan, resources } from './workshop.ts'

const paper = { fonts: join(resources, 'fonts') }
const sheet = (id: string, more = {}) =>
  document(id, `Document ${id}`, { kind: 'placeholder', reason: 'Elsewhere.', facts: [] }, more)
const profile = (numbering: BundlePlan['profile']['numbering'], dividers = false): BundlePlan['profile'] => ({
  ...readProfile(join(resources, 'profiles', 'general.json')),
  numbering,
  dividers,
})
const two = (more: Partial<BundlePlan>) =>
  plan([], {
    sections: [
      { letter: 'C', title: 'Statements', documents: [sheet('a'), sheet('b', { coversheet: true })] },
      { title: 'Empty', documents: [] },
      { letter: 'F', title: 'Exhibits', documents: [sheet('c')] },
    ],
    ...more,
  })
const ranges = (what: BundlePlan, pages: Record<string, number>) => {
  const { front, sections, pages: all } = numberPlan(what, new Map(Object.entries(pages)), paper)
  return {
    front: front.labels.join(' '),
    sections: sections.map(({ letter, divider, documents }) =>
      [letter, divider ?? '-', ...documents.map((each) => `${each.first}..${each.last}`)].join(' '),
    ),
    all,
  }
}

test('a plan is numbered before it is built, in each way, with cover sheets and dividers counted', () => {
  const pages = { a: 3, b: 1, c: 2 }
  expect(ranges(two({ profile: profile('continuous', true) }), pages)).toEqual({
    front: '1 2',
    sections: ['C 3 4..6 7..8', 'F 9 10..11'],
    all: 11,
  })
  expect(ranges(two({ profile: profile('sections') }), pages).sections).toEqual([
    'C - C1..C3 C4..C5',
    'F - F1..F2',
  ])
  expect(ranges(two({ profile: profile('roman') }), pages)).toMatchObject({
    front: 'i ii',
    sections: ['C - 1..3 4..5', 'F - 6..7'],
  })
  expect(ranges(two({ profile: profile('tabs', true) }), pages).sections).toEqual([
    'C C/0/1 C/1/1..C/1/3 C/2/1..C/2/2',
    'F F/0/1 F/1/1..F/1/2',
  ])
})

test('frozen numbers stay: what comes between has letters, and so has a front that grew', () => {
  const frozen = two({
    profile: profile('continuous', true),
    frozenFront: 2,
    changes: [{ what: 'added', title: 'Late', pages: '6A–6B' }],
    sections: [
      {
        letter: 'C',
        title: 'Statements',
        documents: [
          sheet('a', { numbers: { style: 'decimal', prefix: '', from: 4 } }),
          sheet('late', { numbers: { style: 'letters', prefix: '6', from: 1 } }),
          sheet('out', { numbers: { style: 'fixed', label: '7–9' } }),
        ],
      },
      {
        letter: 'F',
        title: 'Exhibits',
        documents: [sheet('c', { numbers: { style: 'decimal', prefix: '', from: 11 } }), sheet('d')],
      },
    ],
  })
  expect(ranges(frozen, { a: 3, late: 2, c: 2 })).toEqual({
    front: '1 2 2A',
    sections: ['C 3 4..6 6A..6B 7–9..7–9', 'F 10 11..12 13..13'],
    all: 14,
  })
})

test('a front that became shorter keeps its numbers', () => {
  const { front, sections } = numberPlan(two({ frozenFront: 5 }), new Map(), paper)
  expect(front).toMatchObject({ pages: 5, own: 5, labels: ['1', '2', '3', '4', '5'] })
  expect(sections[0]!.documents[0]!.first).toBe('6')
})

test('volumes are cut by pages between documents, each with a front of its own', () => {
  const limited = {
    ...profile('continuous'),
    limits: { pages: 6, megabytes: null, beyond: 'volumes' as const },
  }
  const { sections, volumes } = numberPlan(
    two({ profile: limited }),
    new Map([
      ['a', 3],
      ['b', 1],
      ['c', 3],
    ]),
    paper,
  )
  expect(volumes).toBe(3)
  expect(
    sections.flatMap((each) => each.documents).map((each) => [each.volume, each.first, each.last]),
  ).toEqual([
    [1, '3', '5'],
    [2, '8', '9'],
    [3, '12', '14'],
  ])
})
