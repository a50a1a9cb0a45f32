import type { Page } from '@playwright/test'
import { press, typeIn } from './keyboard.ts'

/** Brings in the files that were dropped or chosen, under these initials, and closes what tells of it. */
export async function bringIn(page: Page, initials: string, count: number): Promise<void> {
  await typeIn(page, /^Producer’s initials/, initials)
  await press(page, 'Start import')
  await page
    .getByRole('dialog')
    .getByText(new RegExp(`${count} file${count === 1 ? '' : 's'}|${count} taken|of ${count}`))
    .first()
    .waitFor({ timeout: 60_000 })
  await press(page, 'Close')
}
