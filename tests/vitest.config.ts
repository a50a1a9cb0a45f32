import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { longestFirst } from './support/longest-first.ts'

const longest = [
  'faults/break-off',
  'conformance/child-process',
  'vault/damage',
  'standalone/verify-bundle-page',
  'jobs/burn-redactions',
  'faults/swaps',
  'faults/power-cut',
  'vault/disk-faults',
  'hosts/child-link',
  'case-store/crash',
]

/** They put modules in the place of others, which whoever ran before them in the same process would have loaded already. */
const alone = [
  'tests/main/desk/old-supplements.test.ts',
  'tests/main/hosts/electron.test.ts',
  'tests/main/hosts/terminal-read-only.test.ts',
]

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: [
            'tests/{architecture,casework,main,preload,renderer,vectors,conformance,faults,second-reader}/**/*.test.{ts,tsx}',
          ],
          exclude: alone,
          // A process of its own for each file would load the same modules two hundred times: a fifth of the whole time.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: alone } },
    ],
    // Two cores: more workers only take turns.
    maxWorkers: 2,
    testTimeout: 20_000,
    sequence: { sequencer: longestFirst(longest) },
    allowOnly: !process.env.CI,
  },
})
