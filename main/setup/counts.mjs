import { readFileSync } from 'node:fs'

/** Counts of checks. */
const none = { passed: 0, failed: 0, skipped: 0 }

/** The sum of some counts. */
export function sum(counts) {
  return counts.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: all.skipped + one.skipped,
    }),
    none,
  )
}

/** The line a run of the tests ends with. Skips are named only if there are any. */
export function line({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** A check that is one thing: it passed if its program ended well. */
export const ofOne = (code) => (code === 0 ? { ...none, passed: 1 } : { ...none, failed: 1 })

/** One check that was not run. */
export const ofSkip = { ...none, skipped: 1 }

/** What Vitest's JSON report says. A file that could not be read as tests counts as one failure. */
export function ofVitest(report, code) {
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(isFailed),
  )
  return honest(code, {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  })
}

const isFailed = (test) => test.status === 'failed'

/** What Playwright's JSON report says. A journey that needed a second try has failed. */
export function ofPlaywright(report, code) {
  const { expected, unexpected, flaky, skipped } = report.stats
  return honest(code, { passed: expected, failed: unexpected + flaky, skipped })
}

/** Counts from a runner's report file; one failure if the runner left none that can be read. */
export function fromReport(file, read, code) {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')), code)
  } catch {
    return ofOne(1)
  }
}

// A runner that ended badly has failed, whatever its report forgot to say; so has one that ran nothing.
function honest(code, counts) {
  const ranNothing = counts.passed + counts.failed + counts.skipped === 0
  return counts.failed === 0 && (code !== 0 || ranNothing) ? { ...counts, failed: 1 } : counts
}
