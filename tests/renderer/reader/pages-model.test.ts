import { expect, test } from 'vitest'
import {
  copied,
  createTrail,
  findPage,
  indexRows,
  mostZoom,
  percentRead,
  readOf,
  rowAt,
  timeLeft,
} from '../../../renderer/views/reader/pages-model.ts'

const labels = ['i', 'ii', 'A1', 'A2', '143', '143A', 'B1']

test('a page is found by the number printed on it, however it is typed', () => {
  expect(findPage(labels, 7, 'A2')).toBe(4)
  expect(findPage(labels, 7, ' a2 ')).toBe(4)
  expect(findPage(labels, 7, '143a')).toBe(6)
  expect(findPage(labels, 7, 'p.143')).toBe(5)
  expect(findPage(labels, 7, 'II')).toBe(2)
})

test('a number of a page that was taken out is found on the page that stands for it', () => {
  const taken = ['1', '2', '5–8', '9', 'B2–B4', '143A–143C']
  expect(findPage(taken, 6, '6')).toBe(3)
  expect(findPage(taken, 6, 'p. 8')).toBe(3)
  expect(findPage(taken, 6, '5-8')).toBe(3)
  expect(findPage(taken, 6, 'b 3')).toBe(5)
  expect(findPage(taken, 6, '143b')).toBe(6)
  expect(findPage(taken, 6, '4')).toBeNull()
  expect(findPage(taken, 6, '3')).toBeNull()
  // Chapter and page, as some files have it, are no ranges.
  expect(findPage(['3–1', '3–4', '3–5', '3–6'], 4, '4')).toBeNull()
})

test('in a supplement a page is found by its whole number, and by what is behind its series', () => {
  const labels = ['SB1/1', 'SB1/2', 'SB1/2A', 'SB1/3–SB1/5', 'SB1/6']
  expect(findPage(labels, 5, 'sb1/2a')).toBe(3)
  expect(findPage(labels, 5, 'p. SB1/4')).toBe(4)
  expect(findPage(labels, 5, '6')).toBe(5)
  expect(findPage(labels, 5, '4')).toBe(4)
  expect(findPage(labels, 5, '7')).toBeNull()
  expect(findPage(labels, 5, 'SB2/2')).toBeNull()
  // Where not every page stands in the series, a number alone says nothing of it.
  expect(findPage([...labels, '7'], 6, '6')).toBeNull()
})

test('a number no page carries is no page, unless pages carry none', () => {
  expect(findPage(labels, 7, '3')).toBeNull()
  expect(findPage([], 7, '3')).toBe(3)
  expect(findPage([], 7, '8')).toBeNull()
  expect(findPage([], 7, '0')).toBeNull()
  expect(findPage([], 7, '')).toBeNull()
})

const outline = [
  { title: 'Index', page: 2, depth: 0, ranged: true },
  { title: 'H Statements', page: 3, depth: 0, ranged: true },
  { title: 'Statement of V1', page: 3, depth: 1, ranged: true },
  { title: 'a heading in it', page: 4, depth: 2, ranged: false },
  { title: 'its translation', page: 5, depth: 2, ranged: true },
  { title: 'Statement of V2', page: 6, depth: 1, ranged: true },
]

test('the index has sections and documents, each with its pages', () => {
  const rows = indexRows(outline, 9)
  expect(rows).toEqual([
    { kind: 'document', title: 'Index', from: 2, to: 2 },
    { kind: 'section', letter: 'H', title: 'Statements', page: 3 },
    { kind: 'document', title: 'Statement of V1', from: 3, to: 4 },
    { kind: 'document', title: 'its translation', from: 5, to: 5 },
    { kind: 'document', title: 'Statement of V2', from: 6, to: 9 },
  ])
  expect(rowAt(rows, 4)).toBe(2)
  expect(rowAt(rows, 9)).toBe(4)
  expect(rowAt(rows, 1)).toBe(-1)
})

test('read, part and unread; none and all are said only when true', () => {
  expect(readOf([[1, 3]], 1, 3)).toBe('read')
  expect(readOf([[1, 3]], 3, 4)).toBe('part')
  expect(readOf([[1, 3]], 4, 9)).toBe('unread')
  expect(percentRead([], 10_000)).toBe(0)
  expect(percentRead([[1, 1]], 10_000)).toBe(1)
  expect(percentRead([[1, 9_999]], 10_000)).toBe(99)
  expect(percentRead([[1, 10_000]], 10_000)).toBe(100)
  expect(timeLeft([[1, 98]], 398)).toBe('about 5 h left')
  expect(timeLeft([], 12)).toBe('about 12 min left')
  expect(timeLeft([[1, 12]], 12)).toBe('all read')
})

test('jumps lead back and forward, and a new jump begins a new way on', () => {
  const trail = createTrail()
  expect(trail.back(1)).toBeNull()
  trail.jump(1, 50)
  trail.jump(50, 50)
  trail.jump(60, 143)
  expect(trail.back(150)).toBe(60)
  expect(trail.back(60)).toBe(1)
  expect(trail.forward(2)).toBe(60)
  trail.jump(60, 7)
  expect(trail.forward(7)).toBeNull()
  expect(trail.back(7)).toBe(60)
})

test('a column never outgrows what a browser lays out', () => {
  expect(mostZoom(398)).toBe(6)
  expect(mostZoom(10_000) * 10_000 * 1_140).toBeLessThan(30_000_001)
  expect(mostZoom(10_000)).toBeGreaterThan(2)
  expect(mostZoom(1_000_000)).toBe(0)
})

test('copied words carry their page', () => {
  expect(copied(' I owed him \n for the room ', '143A')).toBe('I owed him\nfor the room [p.143A]')
  expect(copied('I owed him', '143A', '143B')).toBe('I owed him [pp.143A–143B]')
})
