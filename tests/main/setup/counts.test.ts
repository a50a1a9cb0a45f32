import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}
type Read = (report: object, code: number) => Counts
const { fromReport, line, ofOne, ofPlaywright, ofVitest, sum } = (await import(
  new URL('../../../main/setup/counts.mjs', import.meta.url).href
)) as {
  fromReport: (file: string, read: Read, code: number) => Counts
  line: (counts: Counts) => string
  ofOne: (code: number) => Counts
  ofPlaywright: Read
  ofVitest: Read
  sum: (counts: readonly Counts[]) => Counts
}

const vitest = (numbers: object, testResults: readonly object[] = []) => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults,
  ...numbers,
})
const playwright = (numbers: object) => ({
  stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...numbers },
})

test('the closing line names skips only if there are any', () => {
  expect(line({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed')
  expect(line({ passed: 12, failed: 1, skipped: 3 })).toBe('12 passed, 1 failed, 3 skipped')
})

test('counts add up', () => {
  expect(sum([ofOne(0), ofOne(2), { passed: 1, failed: 1, skipped: 1 }])).toEqual({
    passed: 2,
    failed: 2,
    skipped: 1,
  })
  expect(line(sum([]))).toBe('0 passed, 0 failed')
})

test('Vitest: tests, skips, and files that could not be read', () => {
  expect(ofVitest(vitest({ numPassedTests: 5, numPendingTests: 1, numTodoTests: 1 }), 0)).toEqual({
    passed: 5,
    failed: 0,
    skipped: 2,
  })
  const files = [
    { status: 'failed', assertionResults: [] },
    { status: 'failed', assertionResults: [{ status: 'failed' }] },
    { status: 'passed', assertionResults: [{ status: 'passed' }] },
  ]
  expect(ofVitest(vitest({ numPassedTests: 1, numFailedTests: 1 }, files), 1).failed).toBe(2)
})

test('Playwright: a second try is a failure', () => {
  expect(ofPlaywright(playwright({ expected: 3, skipped: 1 }), 0)).toEqual({
    passed: 3,
    failed: 0,
    skipped: 1,
  })
  expect(ofPlaywright(playwright({ expected: 3, unexpected: 1, flaky: 1 }), 1).failed).toBe(2)
})

test('a runner that ended badly, ran nothing or left no report has failed', () => {
  expect(ofVitest(vitest({ numPassedTests: 5 }), 1)).toEqual({ passed: 5, failed: 1, skipped: 0 })
  expect(ofPlaywright(playwright({ expected: 5 }), 1).failed).toBe(1)
  expect(ofPlaywright(playwright({}), 0).failed).toBe(1)
  const folder = mkdtempSync(join(tmpdir(), 'counts '))
  const file = join(folder, 'report.json')
  expect(fromReport(file, ofVitest, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  writeFileSync(file, '{"numPassed')
  expect(fromReport(file, ofVitest, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  writeFileSync(file, JSON.stringify(vitest({ numPassedTests: 2 })))
  expect(fromReport(file, ofVitest, 0)).toEqual({ passed: 2, failed: 0, skipped: 0 })
  rmSync(folder, { recursive: true })
})
