import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: { include: ['tests/faults/**/*.faults.ts'], maxWorkers: 2, allowOnly: !process.env.CI },
})
