import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { longestFirst } from '../support/longest-first.ts'

/** The longest come first, so that no core waits for them alone at the end. */
const longest = [
  'break-off-refused',
  'break-off-killed',
  'power-cut-of-upkeep',
  'power-cut-of-changes',
  'refused.',
]
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: [
      'tests/faults/**/*.faults.ts',
      // These are told by FAULTS how much to do.
      'tests/faults/{downgrade,full-disk,growth,parsers,schedules,swaps}.test.ts',
      'tests/main/services/vault/{damage,disk-faults,holder-faults,new-case}.test.ts',
      'tests/main/services/case-store/{crash,versions}.test.ts',
    ],
    maxWorkers: 2,
    testTimeout: 20_000,
    sequence: { sequencer: longestFirst(longest) },
    allowOnly: !process.env.CI,
  },
})
