import { expect, test } from 'vitest'
import { gapsIn } from '../../../casework/rules/custody.ts'
import { readWhen } from '../../../casework/rules/when.ts'
import { lastCheck, lastPlace, ledgerLines, shortHash } from '../../../renderer/views/evidence/ledger.ts'
import { remarkOn, rowOf, verdictsOf } from '../../../renderer/views/evidence/rows.ts'
import { entryWith, exhibitWith, fileWith } from './samples.ts'

const at = (words: string) => readWhen(words, '2026-03-16')
const intact = () =>
  entryWith({ exhibit: 'thing01', action: 'checked', note: 'Intact: the same, byte for byte.' })

test('a gap stands after the entry where it opens, its length apart from what is missing', () => {
  const entries = [
    entryWith({ action: 'sealed', at: at('29 Nov 2025 07:31'), to: 'Van', seal: 'NM 0418823' }),
    entryWith({
      action: 'stored',
      at: at('30 Nov 2025 02:20'),
      from: 'Front desk',
      to: 'Bay 6',
      by: 'P. Achterberg',
    }),
  ]
  const lines = ledgerLines(entries, gapsIn(entries))
  expect(lines.map(({ title }) => title)).toEqual(['Sealed', 'Gap of 18 h 49 min', 'Into store'])
  expect(lines[1]?.detail).toBe('From “Van” to “Front desk” is not accounted for')
  expect(lines[0]?.detail).toBe('to Van · seal NM 0418823')
  expect(lastPlace(entries)).toBe('Bay 6')
})

test('checks that follow one another are one line, and a bad one stands alone with its words', () => {
  const altered = entryWith({ action: 'checked', note: 'Altered: its content has another hash.' })
  const lines = ledgerLines([intact(), intact(), intact(), altered, intact()], [])
  expect(lines.map(({ title }) => title)).toEqual(['Checked 3 times, intact', 'Checked', 'Checked, intact'])
  expect(lines[1]?.detail).toContain('Altered')
})

test('a movement names where it went once', () => {
  const [line] = ledgerLines(
    [entryWith({ action: 'submitted', to: 'H. R. Kaur, handwriting', by: 'A. Łęcka' })],
    [],
  )
  expect(line).toMatchObject({ title: 'To H. R. Kaur, handwriting', detail: 'A. Łęcka' })
})

test('the newest check is the one that counts', () => {
  const entries = [
    intact(),
    entryWith({ exhibit: 'thing01', action: 'checked', note: 'Missing: the sealed file is not there.' }),
    entryWith({ exhibit: 'thing01', action: 'moved', to: 'Bay 6' }),
  ]
  expect(verdictsOf(entries).get('thing01')).toBe('missing')
  expect(lastCheck(entries)?.fields.note).toContain('Missing')
})

test('a thing without a file is no fault; a file that can’t be shown says why', () => {
  expect(rowOf(exhibitWith({ title: 'Phone' }), new Map())).toMatchObject({ state: 'none', unshown: '' })
  const other = exhibitWith({ title: 'Mail', file: fileWith({ kind: 'other' }) })
  expect(rowOf(other, new Map()).unshown).toContain('does not show this kind')
  expect(
    rowOf(exhibitWith({ file: fileWith({ note: 'Needs a password.', pages: null }) }), new Map()).unshown,
  ).toBe('Needs a password.')
})

test('a damaged PDF whose pages were found is shown, with what was noted of it', () => {
  const file = fileWith({ note: 'Its table of contents was rebuilt.', pages: 2 })
  expect(rowOf(exhibitWith({ file }), new Map()).unshown).toBe('')
  expect(remarkOn(file)).toBe('Its table of contents was rebuilt.')
  expect(remarkOn(fileWith({ kind: 'other', note: 'It is an archive.', pages: null }))).toBe('')
})

test('a hash is shown by its ends', () => {
  expect(shortHash(`9f3c${'0'.repeat(56)}71ae`)).toBe('9f3c…71ae')
})
