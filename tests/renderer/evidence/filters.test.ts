import { expect, test } from 'vitest'
import { readWhen } from '../../../casework/rules/when.ts'
import { everything, filtersOf, narrowed, passes } from '../../../renderer/views/evidence/filters.ts'
import { rowOf } from '../../../renderer/views/evidence/rows.ts'
import { exhibitWith, fileWith } from './samples.ts'

const day = readWhen('29 Nov 2025', '2026-03-16')
const records = [
  exhibitWith({
    title: 'Notebook, blue',
    producer: 'JLB',
    number: 7,
    date: day,
    source: '12 Mill Lane',
    file: fileWith(),
  }),
  exhibitWith({
    title: 'Hường’s coach ticket',
    producer: 'JLB',
    number: 12,
    source: '12 Mill Lane',
    tags: ['travel', 'money'],
  }),
  exhibitWith({
    title: 'Handset',
    kind: 'physical',
    date: day,
    source: 'Phones',
    notForService: true,
    tags: ['money'],
  }),
  exhibitWith({
    title: 'IMG_2207',
    date: day,
    kind: 'image',
    file: fileWith({ kind: 'other', note: 'Damaged.' }),
  }),
]
const rows = records.map((record) => rowOf(record, new Map([[records[0]!.id, 'altered']])))
const titles = (key: string, words = '') => narrowed(rows, key, words).map(({ title }) => title)

test('what asks for attention is found by its reason', () => {
  expect(titles('attention:no-ref')).toEqual(['Handset', 'IMG_2207'])
  expect(titles('attention:no-date')).toEqual(['Hường’s coach ticket'])
  expect(titles('attention:unshown')).toEqual(['IMG_2207'])
  expect(titles('attention:trouble')).toEqual(['Notebook, blue'])
  expect(titles('attention:not-served')).toEqual(['Handset'])
})

test('every word must be found, in any field, with accents laid aside', () => {
  expect(titles(everything, 'huong')).toEqual(['Hường’s coach ticket'])
  expect(titles(everything, 'mill jlb/7')).toEqual(['Notebook, blue'])
  expect(titles(everything, 'mill phones')).toEqual([])
  expect(titles('tag:money', 'ticket')).toEqual(['Hường’s coach ticket'])
})

test('each filter counts exactly what it lets through, and none that is empty is offered', () => {
  const entries = filtersOf(rows).flatMap((group) => group.entries)
  for (const { key, count } of entries) {
    expect(rows.filter((row) => passes(row, key))).toHaveLength(count)
    expect(count).toBeGreaterThan(0)
  }
  expect(filtersOf(rows).map(({ title }) => title)).toEqual(['', 'Needs attention', 'Source', 'Kind', 'Tags'])
  expect(filtersOf([])).toEqual([
    { title: '', entries: [{ key: everything, word: 'All evidence', count: 0 }] },
  ])
})

test('sources come most used first, and no more than asked for', () => {
  const sources = (most: number) =>
    filtersOf(rows, most)
      .find(({ title }) => title === 'Source')
      ?.entries.map(({ word }) => word)
  expect(sources(12)).toEqual(['12 Mill Lane', 'Phones'])
  expect(sources(1)).toEqual(['12 Mill Lane'])
})

test('a source with a colon in it still filters', () => {
  const row = rowOf(exhibitWith({ title: 'Odd', source: 'a:b' }), new Map())
  expect(passes(row, 'source:a:b')).toBe(true)
  expect(passes(row, 'source:a')).toBe(false)
  expect(passes(row, `only:other,${row.id}`)).toBe(true)
  expect(passes(row, 'only:other')).toBe(false)
})

test('ten thousand rows are narrowed and counted without a pause', () => {
  const many = Array.from({ length: 10_000 }, (_, at) =>
    rowOf(exhibitWith({ title: `Item ${at}`, source: `Place ${at % 40}` }), new Map()),
  )
  expect(narrowed(many, 'source:Place 7', 'item 12')).not.toHaveLength(0)
  expect(filtersOf(many)[0]?.entries[0]?.count).toBe(10_000)
})
