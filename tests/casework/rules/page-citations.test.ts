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

test('in a supplement a page is cited with what its number begins with, and a number alone is one of the bundle', () => {
  const within = (text: string, numbering: Numbering, series: string) =>
    pageCitationsIn(text).map((each) =>
      pagesNamed(each, numbering, series)
        .map(({ label, letter }) => (letter === '' ? label : `${letter}:${label}`))
        .join(' to '),
    )
  const text =
    '[SB1/3] [p. SB1 / 3] [SB1/C/3] [SB1/3–5] [pp.SB1/3–SB1/5] [SB1/2019] [3] [C/3] [SB2/3] [SB1/A]'
  expect(within(text, 'continuous', 'SB1/')).toEqual([
    'SB1/3',
    'SB1/3',
    'C:SB1/3',
    'SB1/3 to SB1/5',
    'SB1/3 to SB1/5',
    'SB1/2019',
    '',
    '',
    '',
  ])
  expect(within('[SB12/A3] [A3] [SB1/A3]', 'sections', 'SB12/')).toEqual(['A:SB12/A3', '', ''])
  expect(within('[SB1/A/2/3] [A/2/3]', 'tabs', 'SB1/')).toEqual(['A:SB1/A/2/3', ''])
  // In the bundle itself they name no page.
  expect(within('[SB12/A3] [SB1/A/1/3]', 'sections', '')).toEqual(['', ''])
})
