import { expect, test } from 'vitest'
import {
  copyName,
  fullness,
  keepsTitleWords,
  limitWords,
  nameFault,
  profileFacts,
} from '../../../renderer/views/bundles/words.ts'
import { planFor, section } from './samples.ts'

const { profile } = planFor([section('A')], {})

test('limits are said with what happens beyond them, and where there are none', () => {
  expect(limitWords(profile)).toBe('At most 500 pages; beyond that it is built in volumes.')
  expect(limitWords({ pages: 1_000, megabytes: 50, beyond: 'stops' })).toBe(
    'At most 1,000 pages and 50 MB a file; beyond that it is not built.',
  )
  expect(limitWords({ pages: null, megabytes: null, beyond: 'warns' })).toBe('No limit is set.')
})

test('a profile says where its rules come from and how far they were checked', () => {
  const source = profileFacts(profile).find(([label]) => label === 'Source')?.[1] ?? ''
  expect(source).toContain('A practice direction. In force from 29 November 2021.')
  expect(source).toContain('not the published text itself')
})

test('what late material does is the bundle’s own, where there is one', () => {
  const said = (late?: 'supplement') =>
    profileFacts(profile, late).find(([label]) => label === 'Late material')?.[1]
  expect(said()).toBe('What comes after freezing goes to the end.')
  expect(said('supplement')).toBe('What comes after freezing goes into a supplement, a bundle of its own.')
})

test('what keeps its title is told as frozen or as taken out, with the numbers it has', () => {
  const of = { ref: '', title: 'Bank statement', ends: ['12', '15'] as const }
  const frozen = keepsTitleWords({ ...of, standing: 'frozen' })
  expect(frozen.title).toBe('Bank statement keeps its title')
  expect(frozen.words).toMatch(/^It was frozen as 12–15, .* put it in again: .*the next version/)
  expect(keepsTitleWords({ ...of, ref: 'S3', standing: 'taken' })).toMatchObject({
    title: 'S3 keeps its title',
    words: expect.stringMatching(/^It is taken out, and one page stands for 12–15\./),
  })
})

test('how full it is counts against the nearest limit', () => {
  expect(fullness(250, 0, profile)).toBe(0.5)
  expect(fullness(250, 90_000_000, { pages: 500, megabytes: 100 })).toBe(0.9)
  expect(fullness(250, 1, { pages: null, megabytes: null })).toBe(null)
})

test('two versions never want the same file, and a name that no system takes is refused', () => {
  expect(copyName('R v X, Trial.pdf', 2)).toBe('R v X, Trial, version 2.pdf')
  expect(copyName('R v X, Trial.pdf', null)).toBe('R v X, Trial, draft.pdf')
  expect(copyName('R v X, Trial.pdf', 2, 'The court')).toBe('R v X, Trial, version 2, for the court.pdf')
  expect(copyName('R v X, Trial.pdf', 3, 'The court', 'supplement 2')).toBe(
    'R v X, Trial, supplement 2, version 3, for the court.pdf',
  )
  expect(nameFault('a/b.pdf')).toContain('slash')
  expect(nameFault(' .pdf')).toContain('name')
  expect(nameFault('a.pdf')).toBe('')
})
