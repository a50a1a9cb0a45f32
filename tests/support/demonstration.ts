import type { Page } from '@playwright/test'
import { press } from './keyboard.ts'

/** The passphrase of the demonstration case, as the program shows it. */
export const demonstrationPassphrase = 'heron lantern oatmeal quarry saddle willow'

/** Makes the demonstration case from the first screen, and waits until it is open. */
export async function openDemonstration(page: Page): Promise<void> {
  await press(page, /demonstration/)
  await page.getByText(demonstrationPassphrase).waitFor({ timeout: 60_000 })
}
