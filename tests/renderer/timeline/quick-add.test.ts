import { expect, test } from 'vitest'
import { readCitation } from '../../../renderer/views/timeline/citing.ts'
import { readQuickAdd } from '../../../renderer/views/timeline/quick-add.ts'

const known = {
  today: '2026-03-18',
  people: [
    { id: 'huong', name: 'Nguyễn Thị Hường', ref: 'V1', victim: true },
    { id: 'anna', name: 'Anna Łęcka', ref: 'N4', victim: false },
    { id: 'mark', name: 'Mark Moss', ref: 'N5', victim: false },
    { id: 'marklow', name: 'Mark Low', ref: 'N6', victim: false },
  ],
  citables: [
    { type: 'statement' as const, id: 'state4', ref: 'S4' },
    { type: 'exhibit' as const, id: 'jlb7', ref: 'JLB/7' },
    { type: 'exhibit' as const, id: 'awl2', ref: 'AWŁ/2' },
  ],
}
const read = (line: string) => readQuickAdd(line, known)

test('reads date, person, title, tag and source from one line', () => {
  const { fields, ready } = read('~Mar 2019 @Anna moved to 12 Mill Lane #transport? [S4 p.3]')
  expect(ready).toBe(true)
  expect(fields.title).toBe('Moved to 12 Mill Lane')
  expect(fields.when).toMatchObject({
    words: '~Mar 2019',
    precision: 'about',
    earliest: '2019-03-01',
    latest: '2019-03-31',
  })
  expect(fields.people).toEqual(['anna'])
  expect(fields.sources).toEqual([{ type: 'statement', id: 'state4', page: 3, paragraph: null }])
  expect(fields.notes).toBe('#transport?')
})

test('finds people by reference, by a name without its marks, and by a whole name', () => {
  expect(read('@V1 leaves').fields.people).toEqual(['huong'])
  expect(read('@v1 leaves').fields.people).toEqual(['huong'])
  expect(read('@huong leaves').fields.people).toEqual(['huong'])
  expect(read('@Nguyễn Thị Hường leaves').fields).toMatchObject({ people: ['huong'], title: 'Leaves' })
  expect(read('@Lecka leaves').fields.people).toEqual(['anna'])
})

test('a name two people share finds neither, and stays in the title', () => {
  const { fields, chips } = read('@Mark drives')
  expect(fields.people).toBeUndefined()
  expect(fields.title).toBe('Mark drives')
  expect(chips).toContainEqual({ kind: 'missing', words: '2 people are called Mark' })
  expect(read('@Mark Low drives').fields).toMatchObject({ people: ['marklow'], title: 'Drives' })
})

test('the longest words that read as a date are the date; a number in the title is not', () => {
  expect(read('12–18 Mar 2025 moves').fields).toMatchObject({
    title: 'Moves',
    when: { earliest: '2025-03-12', latest: '2025-03-18' },
  })
  expect(read('before Oct 2024 passport taken').fields).toMatchObject({
    title: 'Passport taken',
    when: { precision: 'before' },
  })
  expect(read('in Mar 2019, arrives').fields).toMatchObject({ title: 'Arrives', when: { words: 'Mar 2019' } })
  expect(read('29 Nov 2025 06:40 arrested').fields.when).toMatchObject({ earliest: '2025-11-29T06:40' })
  expect(read('told she owes 2019 pounds').fields.when).toBeUndefined()
})

test('a source the case does not hold is kept as it was typed, and never guessed', () => {
  const { fields, chips } = read('3 May 2025 opened account [JLB/99 p.2]')
  expect(fields.sources).toBeUndefined()
  expect(fields.notes).toBe('Source as typed: JLB/99 p.2')
  expect(chips).toContainEqual({ kind: 'missing', words: 'JLB/99 p.2 is not in this case' })
})

test('several sources; the kind of source follows the first unless a tag says it', () => {
  const { fields } = read('3 May 2025 account opened [awł/2 p.1; S4 ¶6]')
  expect(fields.sources).toEqual([
    { type: 'exhibit', id: 'awl2', page: 1, paragraph: null },
    { type: 'statement', id: 'state4', page: null, paragraph: 6 },
  ])
  expect(fields.sourceKind).toBe('document')
  expect(read('3 May 2025 arrested #police-act #fact').fields).toMatchObject({
    sourceKind: 'police-act',
    basis: 'fact',
  })
})

test('a line with nothing that happened can’t be saved', () => {
  expect(read('~Mar 2019 @Anna').ready).toBe(false)
  expect(read('').ready).toBe(false)
})

test('citations read as they are printed', () => {
  const cite = (words: string) => readCitation(words, known.citables)
  expect(cite('S4 p.3 ¶6')).toEqual({ type: 'statement', id: 'state4', page: 3, paragraph: 6 })
  expect(cite('jlb/7 p12')).toEqual({ type: 'exhibit', id: 'jlb7', page: 12, paragraph: null })
  expect(cite('S4 page 3 para 6')).toMatchObject({ page: 3, paragraph: 6 })
  expect(cite('S44')).toBeNull()
  expect(cite('S4 p.0')).toBeNull()
})
