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

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: [
      'tests/{architecture,casework,main,preload,renderer,vectors,conformance,faults,second-reader}/**/*.test.{ts,tsx}',
    ],
    // Two cores: more workers only take turns.
    maxWorkers: 2,
    testTimeout: 20_000,
    sequence: { sequencer: longestFirst(longest) },
    allowOnly: !process.env.CI,
  },
})
