import { expect, test } from 'vitest'
import { reportGroups } from '../../../casework/rules/report-groups.ts'
import { keptWords, whereFound } from '../../../renderer/views/bundles/report-lines.ts'

const names = new Map([
  ['e1', 'JLB/7'],
  ['e2', 'JLB/9'],
])
const left = 'Left out: hidden properties.'

test('what was done alike is said once, with where in the order it happened', () => {
  const groups = reportGroups(
    [
      { kind: 'stripped', sentence: left, document: 'e1' },
      { kind: 'stamp-moved', sentence: 'The stamp moved.', document: 'e2', page: 152 },
      { kind: 'stripped', sentence: left, document: 'e2' },
      { kind: 'stripped', sentence: left, document: 'e2' },
    ],
    names,
  )
  expect(groups).toEqual([
    { sentence: left, where: ['JLB/7', 'JLB/9'] },
    { sentence: 'The stamp moved.', where: ['JLB/9, page 152'] },
  ])
})

test('an id is never shown, and a line about no document stands alone', () => {
  const groups = reportGroups(
    [
      { kind: 'x', sentence: 'Gone.', document: '4496c1266772189993132e7638981905' },
      { kind: 'x', sentence: 'Whole.' },
    ],
    names,
  )
  expect(groups[0]?.where).toEqual(['a document since removed'])
  expect(groups[1]?.where).toEqual([])
})

test('what is said of many pages alike is said once, each page by its printed number', () => {
  const groups = reportGroups(
    [
      {
        kind: 'no-text',
        document: 'a',
        page: 47,
        sentence: 'Page J12 has no text layer: it can’t be searched.',
      },
      {
        kind: 'no-text',
        document: 'b',
        page: 48,
        sentence: 'Page J13 has no text layer: it can’t be searched.',
      },
      { kind: 'stamp-moved', document: 'b', page: 48, sentence: 'Page J13: there is something at the foot.' },
      { kind: 'limit', sentence: 'Page counts are no page: this is left as it is.' },
    ],
    new Map([
      ['a', 'JLB/1'],
      ['b', 'JLB/2'],
    ]),
  )
  expect(groups).toEqual([
    {
      sentence: 'The page has no text layer: it can’t be searched.',
      where: ['JLB/1, page J12', 'JLB/2, page J13'],
    },
    { sentence: 'There is something at the foot.', where: ['JLB/2, page J13'] },
    { sentence: 'Page counts are no page: this is left as it is.', where: [] },
  ])
})

test('pages are named by the number printed on them, not by their place in the file, and joined', () => {
  const at = (document: string | undefined, page: number, label?: string) => ({
    kind: 'turned',
    sentence: 'The words on it lie on their side.',
    ...(document === undefined ? {} : { document }),
    page,
    ...(label === undefined ? {} : { label }),
  })
  const where = (...lines: Parameters<typeof reportGroups>[0]) => reportGroups(lines, names)[0]?.where
  expect(where(at('e1', 64, 'F62'))).toEqual(['JLB/7, page F62'])
  expect(where(at('e1', 66, 'F64'), at('e1', 64, 'F62'), at('e1', 65, 'F63'), at('e1', 70, '143A'))).toEqual([
    'JLB/7, pages F62–F64, 143A',
  ])
  // Of two volumes, where a page of each stands at one place.
  expect(
    where(at('e1', 9, '9'), at('e2', 9, '1,009'), at(undefined, 2, 'ii'), at(undefined, 2, '12')),
  ).toEqual(['JLB/7, page 9', 'JLB/9, page 1,009', 'page ii', 'page 12'])
  // As an older build kept it.
  expect(where(at('e1', 64))).toEqual(['JLB/7, page 64'])
})

test('a report read again says what was built, for whom, and whether that still stands', () => {
  const of = { version: null, reader: '', changed: false }
  expect(keptWords(of)).toBe('The draft, as it stands now')
  expect(keptWords({ ...of, changed: true, reader: 'The jury' })).toBe(
    'The draft, for the jury. The bundle was changed since',
  )
  expect(keptWords({ ...of, changed: null })).toBe('The draft')
  expect(keptWords({ ...of, version: 2 })).toBe('Version 2, as it was frozen')
})

test('a finding says where it is by the name of its document, and by no id where there is none', () => {
  const finding = { rule: 'hash', sentence: 'It was altered.', document: 'e1', page: 3 }
  expect(whereFound(finding, names)).toBe('JLB/7 · page 3 of the file · rule hash')
  expect(whereFound({ ...finding, document: '72947257a118' }, names)).toBe('page 3 of the file · rule hash')
  expect(whereFound(finding)).toBe('page 3 of the file · rule hash')
})
