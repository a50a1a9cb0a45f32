import type { Page } from '@playwright/test'

/** What the page throws or says as an error from here on, in a list that grows. */
export function errorsOf(page: Page, kinds: readonly string[] = ['error']): readonly string[] {
  const errors: string[] = []
  page.on('console', (message) => kinds.includes(message.type()) && errors.push(message.text()))
  page.on('pageerror', (error) => errors.push(error.message))
  return errors
}

/** Takes pictures of the page, by day and by night. It stays in the dark unless it is to be left in the light. */
export const picturesOf =
  (page: Page, left: 'light' | 'dark' = 'dark') =>
  async (name: string): Promise<void> => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.waitForTimeout(300)
      await page.screenshot({ path: `test-results/pictures/${name}-${colorScheme}.png` })
    }
    if (left === 'light') await page.emulateMedia({ colorScheme: left })
  }
