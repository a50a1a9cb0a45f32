import { fileURLToPath } from 'node:url'
import { defineConfig } from '@playwright/test'

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** Those that open no window of ours. */
const fromShell =
  /(a-stranger-verifies|demonstrate-without|disk-fills|notices-a-rollback|opens-a-stolen|power-fails)[^/]*\.spec\.ts$/

/** Journeys: one file per thing an officer sets out to do, driven through the program itself. */
export default defineConfig({
  testDir: at('tests/journeys'),
  // A folder of its own: Playwright empties it, and the other runners' reports stand beside it.
  outputDir: at('test-results/journeys'),
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // Two cores: one window at a time, and beside it what is done from a shell. A journey that needs a second try has
  // failed.
  workers: 2,
  projects: [
    { name: 'window', testIgnore: fromShell, workers: 1 },
    { name: 'shell', testMatch: fromShell, workers: 1 },
  ],
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: at('test-results/journeys.json') }]],
})
