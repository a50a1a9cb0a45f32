import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: [
      'tests/{architecture,casework,main,preload,renderer,vectors,conformance,faults,second-reader}/**/*.test.{ts,tsx}',
    ],
    // Two cores: more workers only take turns.
    maxWorkers: 2,
    testTimeout: 20_000,
    allowOnly: !process.env.CI,
  },
})
