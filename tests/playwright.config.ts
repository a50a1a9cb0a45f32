import { fileURLToPath } from 'node:url'
import { defineConfig } from '@playwright/test'

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** Journeys: one file per thing an officer sets out to do, driven through the program itself. */
export default defineConfig({
  testDir: at('tests/journeys'),
  // A folder of its own: Playwright empties it, and the other runners' reports stand beside it.
  outputDir: at('test-results/journeys'),
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // Two cores and one window at a time. A journey that needs a second try has failed.
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: at('test-results/journeys.json') }]],
})
