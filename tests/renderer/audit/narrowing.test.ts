import { describe, expect, test } from 'vitest'
import { everything, isNarrowed, questionOf, withKind } from '../../../renderer/views/audit/filters.ts'
import {
  coverWords,
  endOfDay,
  rangeOf,
  standingWords,
  standsBadly,
  startOfDay,
  verifiedWords,
} from '../../../renderer/views/audit/words.ts'

describe('what the history is narrowed to', () => {
  test('nothing left out asks for the whole of it', () => {
    expect(questionOf('c1', everything)).toEqual({ caseId: 'c1' })
    expect(isNarrowed(everything)).toBe(false)
  })

  test('every part of a filter reaches the question, kinds in one order however they were chosen', () => {
    const by = {
      actor: 'DC Fenn',
      kinds: withKind(withKind([], 'erasure'), 'consultation'),
      about: { type: 'statement', id: 's1', words: 'S1' },
      from: '2026-03-02',
      to: '2026-03-02',
      odd: true,
    }
    expect(questionOf('c1', by)).toEqual({
      caseId: 'c1',
      actor: 'DC Fenn',
      kinds: ['consultation', 'erasure'],
      record: { type: 'statement', id: 's1' },
      since: startOfDay('2026-03-02'),
      until: startOfDay('2026-03-03'),
      odd: true,
    })
    expect(isNarrowed(by)).toBe(true)
  })

  test('a kind chosen twice is not chosen', () => {
    expect(withKind(withKind([], 'keys'), 'keys')).toEqual([])
  })

  test('a day ends where the next begins, over the end of a month and of a year', () => {
    expect(endOfDay('2026-02-28')).toBe(startOfDay('2026-03-01'))
    expect(endOfDay('2026-12-31')).toBe(startOfDay('2027-01-01'))
    expect(endOfDay('')).toBeUndefined()
  })
})

describe('how the history stands', () => {
  const standing = { seq: 1_200, signed: { seq: 1_190, by: 'DC Fenn' }, verified: null, witness: null }

  test('a history that verifies, or has not been verified, does not stand badly', () => {
    expect(standsBadly(standing)).toBe(false)
    expect(standsBadly({ ...standing, verified: { at: 0, ok: true, entries: 1_200 } })).toBe(false)
  })

  test('one that did not verify does, and so does one shorter than this machine has seen', () => {
    expect(standsBadly({ ...standing, verified: { at: 0, ok: false, entries: 1_200 } })).toBe(true)
    expect(standsBadly({ ...standing, witness: { seq: 1_201, at: 0 } })).toBe(true)
    expect(standsBadly({ ...standing, witness: { seq: 1_200, at: 0 } })).toBe(false)
  })

  test('it says how many, signed where and by whom, and when verified', () => {
    expect(standingWords(standing, '2026-03-18').join(' · ')).toMatch(
      /1,200 entries.*1,190 by DC Fenn.*not verified/,
    )
  })

  test('an entry after the last signed head is said to be under none', () => {
    const entry = (seq: number) => ({ seq }) as Parameters<typeof coverWords>[0]
    expect(coverWords(entry(1_190), standing.signed)).toMatch(/under the head signed at 1,190/)
    expect(coverWords(entry(1_191), standing.signed)).toMatch(/No head after it/)
    expect(coverWords(entry(1), null)).toMatch(/No head after it/)
  })

  test('verifying is put in a sentence, and never called sound when it is not', () => {
    const found = { entries: 12, signatures: 3, findings: [] }
    expect(verifiedWords({ ok: true, ...found })).toMatch(/^12 entries .* 3 signed heads/)
    const finding = { code: 'audit-broken', sentence: 'x', what: 'entry 4' } as const
    expect(verifiedWords({ ok: false, ...found, findings: [finding] })).toMatch(/did not verify/)
  })
})

describe('the range to be given away', () => {
  test('both ends count, and a single entry is a range', () => {
    expect(rangeOf({ from: 1, to: 9 }, 9)).toEqual({ from: 1, to: 9 })
    expect(rangeOf({ from: 4, to: 4 }, 9)).toEqual({ from: 4, to: 4 })
  })

  test.each([
    [{ from: 0, to: 4 }, 'from'],
    [{ from: 10, to: 10 }, 'from'],
    [{ from: null, to: 4 }, 'from'],
    [{ from: 3, to: 10 }, 'to'],
    [{ from: 3, to: null }, 'to'],
    [{ from: 5, to: 4 }, 'to'],
  ])('%j is refused where it is wrong', (typed, where) => {
    expect(rangeOf(typed, 9)).toMatchObject({ faults: { [where]: expect.any(String) } })
  })
})
