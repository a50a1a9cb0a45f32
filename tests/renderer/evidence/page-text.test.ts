import { expect, test } from 'vitest'
import {
  leftToRead,
  pagesWithWords,
  readWord,
  shownPage,
  type TextOf,
} from '../../../renderer/views/evidence/page-text.ts'

const read = (page: number, words: number) => ({
  page,
  words,
  confidence: 80,
  note: '',
  engine: '',
  checkedBy: '',
  checkedAt: null,
})
const of = (marks: string, ...pages: ReturnType<typeof read>[]): TextOf => ({
  looked: true,
  why: '',
  marks,
  read: pages,
})

test('what is left to read is what has ink, no words, and was not read; a page without words was', () => {
  expect(leftToRead(undefined)).toBe(0)
  expect(leftToRead(of('tnnbn'))).toBe(3)
  expect(leftToRead(of('tnnbn', read(2, 9), read(5, 0)))).toBe(1)
  expect([...pagesWithWords(of('tnnbn', read(2, 9), read(5, 0)))]).toEqual([2])
})

test('reading that was begun goes on', () => {
  expect(readWord(of('nn'))).toBe('Read text')
  expect(readWord(of('nn', read(1, 4)))).toBe('Go on reading')
})

test('the page shown is the one asked for, the next that was read, or the last', () => {
  const pages = [read(2, 1), read(5, 1)]
  expect(shownPage(pages, 2)).toBe(2)
  expect(shownPage(pages, 3)).toBe(5)
  expect(shownPage(pages, 9)).toBe(5)
  expect(shownPage([], 1)).toBe(null)
})
