import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['tests/{architecture,casework,main,preload,renderer,vectors,conformance}/**/*.test.{ts,tsx}'],
    // Two cores: more workers only take turns.
    maxWorkers: 2,
    testTimeout: 20_000,
  },
})
