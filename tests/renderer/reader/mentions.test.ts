import { expect, test } from 'vitest'
import { pagesMentioned, partsOf } from '../../../renderer/views/reader/mentions.ts'

const labels = ['i', '1', '2', '2A', 'B12']
const said = (words: string) =>
  partsOf(words, labels, labels.length).map((part) =>
    part.kind === 'page' ? `<${part.text}=${part.page}>` : part.text,
  )

test('pages are known as people write them, by the number printed on them', () => {
  expect(said('See [p.2], then p 2A and p.b12.')).toEqual([
    'See ',
    '<[p.2]=3>',
    ', then ',
    '<p 2A=4>',
    ' and ',
    '<p.b12=5>',
    '.',
  ])
  expect(said('p1')).toEqual(['<p1=2>'])
  expect(said('pp. 1 to 2')).toEqual(['<pp. 1=2>', ' to 2'])
})

test('a number no page bears, a word that only begins so, and a number alone are words', () => {
  for (const words of ['p.99', 'paragraph 2', 'map 2', 'stop 2', '2', 'p.', 'up2', ''])
    expect(
      said(words).filter((part) => part.startsWith('<')),
      words,
    ).toEqual([])
})

test('nothing of the words is lost, and each page is listed once', () => {
  const words = 'p.2, again p.2;\np.1 “p.77” [p.2A]'
  expect(
    partsOf(words, labels, 5)
      .map(({ text }) => text)
      .join(''),
  ).toBe(words)
  expect(pagesMentioned(words, labels, 5)).toEqual([3, 2, 4])
})

test('in a supplement a page is mentioned with what its number begins with', () => {
  const own = ['SB1/1', 'SB1/2', 'SB1/3']
  expect(partsOf('See [p.SB1/2], p.SB2/3.', own, 3)).toEqual([
    { kind: 'words', text: 'See ' },
    { kind: 'page', text: '[p.SB1/2]', page: 2 },
    { kind: 'words', text: ', p.SB2/3.' },
  ])
})
