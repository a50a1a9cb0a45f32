import { describe, expect, test } from 'vitest'
import { everything, isNarrowed, questionOf, withKind } from '../../../renderer/views/audit/filters.ts'
import {
  endOfDay,
  exportName,
  rangeOf,
  standingWords,
  standsBadly,
  startOfDay,
  verifiedWords,
} from '../../../renderer/views/audit/words.ts'

const standing = { seq: 12_481, signed: null, verified: null, witness: null }

describe('how the chain stands', () => {
  test('part by part', () => {
    expect(standingWords(standing, '2026-03-18')).toEqual([
      '12,481 entries',
      'nothing signed yet',
      'not verified since it was opened',
    ])
    const signed = { seq: 12_480, by: 'DC Brennan' }
    expect(standingWords({ ...standing, signed }, '2026-03-18')[1]).toBe(
      'last signed at 12,480 by DC Brennan',
    )
  })

  test('badly where it did not verify, or this machine has seen more', () => {
    expect(standsBadly(standing)).toBe(false)
    expect(standsBadly({ ...standing, verified: { at: 0, ok: false, entries: 9 } })).toBe(true)
    expect(standsBadly({ ...standing, witness: { seq: 12_482, at: 0 } })).toBe(true)
    expect(standsBadly({ ...standing, witness: { seq: 12_481, at: 0 } })).toBe(false)
  })

  test('what verifying came to', () => {
    expect(verifiedWords({ ok: true, entries: 1, signatures: 2, findings: [] })).toMatch(
      /^1 entry .*2 signed heads/,
    )
    const findings = [{ code: 'audit-broken' as const, sentence: 'x', what: 'entry 2' }]
    expect(verifiedWords({ ok: false, entries: 9, signatures: 0, findings })).toBe(
      '1 thing did not verify, in 9 entries.',
    )
  })
})

describe('a range to export', () => {
  test('holds both its ends', () => {
    expect(rangeOf({ from: 1, to: 9 }, 9)).toEqual({ from: 1, to: 9 })
    expect(rangeOf({ from: 9, to: 9 }, 9)).toEqual({ from: 9, to: 9 })
  })

  test.each([
    [{ from: 0, to: 9 }, ['from']],
    [{ from: null, to: 10 }, ['from', 'to']],
    [{ from: 5, to: 4 }, ['to']],
    [{ from: 10, to: 1 }, ['from']],
  ])('%j is no range', (typed, wrong) => {
    const made = rangeOf(typed, 9)
    expect('faults' in made ? Object.keys(made.faults) : []).toEqual(wrong)
  })

  test('gives a file a name without a word of the case', () => {
    expect(exportName(3, 40)).toBe('audit-3-to-40.json')
  })
})

describe('what the list is narrowed to', () => {
  test('everything asks for everything', () => {
    expect(questionOf('c', everything)).toEqual({ caseId: 'c' })
    expect(isNarrowed(everything)).toBe(false)
  })

  test('days are whole days here, summer time or not', () => {
    for (const day of ['2026-03-29', '2026-10-25', '2026-07-01']) {
      const asked = questionOf('c', { ...everything, from: day, to: day })
      expect(asked).toEqual({ caseId: 'c', since: startOfDay(day), until: endOfDay(day) })
      const hours = ((asked.until as number) - (asked.since as number)) / 3_600_000
      expect(hours).toBeGreaterThanOrEqual(23)
      expect(hours).toBeLessThanOrEqual(25)
    }
  })

  test('a kind is put in, and taken out again', () => {
    const once = withKind([], 'disclosure')
    expect(once).toEqual(['disclosure'])
    expect(withKind(once, 'disclosure')).toEqual([])
    expect(isNarrowed({ ...everything, kinds: once })).toBe(true)
  })
})
