import { expect, test } from 'vitest'
import type { Numbering } from '../../../casework/rules/numbering.ts'
import { pageCitationsIn, pagesNamed } from '../../../casework/rules/page-citations.ts'

const named = (text: string, numbering: Numbering) =>
  pageCitationsIn(text).map((each) =>
    pagesNamed(each, numbering)
      .map(({ label, letter }) => (letter === '' ? label : `${letter}:${label}`))
      .join(' to '),
  )

test('the ways a page is cited by its number, as each numbering reads them', () => {
  const text = 'See [C/123], [A12], [143], [p.143], [pp. 12–15], [C 9] and [A1/7].'
  expect(pageCitationsIn(text).map(({ from, to }) => text.slice(from, to))).toEqual([
    '[C/123]',
    '[A12]',
    '[143]',
    '[p.143]',
    '[pp. 12–15]',
    '[C 9]',
    '[A1/7]',
  ])
  expect(named(text, 'continuous')).toEqual(['C:123', 'A:12', '143', '143', '12 to 15', 'C:9', 'A1:7'])
  expect(named(text, 'sections')).toEqual(['C:C123', 'A:A12', '', '', '', 'C:C9', 'A1:A17'])
  expect(named('[B/2/14] [B/14] [143A]', 'tabs')).toEqual(['B:B/2/14', '', ''])
  expect(named('[143A] and [12A–12C]', 'continuous')).toEqual(['143A', '12A to 12C'])
})

test('what only looks a little like one is none', () => {
  const others =
    '[2019] UKSC 4, [1998] 1 AC, [emphasis added], [he], [], [12, [1/2/3/4], (12), [12.5], [JLB/7]'
  expect(pageCitationsIn(others)).toEqual([])
  // A year with more said is a page.
  expect(named('[p. 2019] [C/1998]', 'continuous')).toEqual(['2019', 'C:1998'])
})
