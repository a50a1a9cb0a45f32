import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: [
      'tests/faults/**/*.faults.ts',
      // These are told by FAULTS how much to do.
      'tests/faults/{downgrade,full-disk,growth,parsers,schedules,swaps}.test.ts',
      'tests/main/services/vault/damage.test.ts',
      'tests/main/services/case-store/crash.test.ts',
    ],
    maxWorkers: 2,
    testTimeout: 20_000,
    allowOnly: !process.env.CI,
  },
})
