import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { press, tabTo, typeIn } from './keyboard.ts'

/** Goes to the Bundles of the open case, by the number of their place in the rail. */
export async function goToBundles(page: Page): Promise<void> {
  await expect(page.getByRole('dialog')).toHaveCount(0)
  const names = await page.getByRole('navigation', { name: 'Sections' }).getByRole('button').allTextContents()
  const number = names.map((text) => text.replace(/\d.*$/, '').trim()).indexOf('Bundles') + 1
  expect(number, names.join(', ')).toBeGreaterThan(0)
  await page.keyboard.press(`Control+${number}`)
  await page.getByRole('heading', { name: 'Bundles', level: 1 }).waitFor()
}

/**
 * Makes a bundle from the Bundles, called so, and waits until it is shown. Its profile is the one that is offered, or the
 * Crown Court's, two further down.
 */
export async function makeBundle(page: Page, title: string, profile?: 'Crown Court sections'): Promise<void> {
  await page.keyboard.press('n')
  await typeIn(page, /^Title/, title)
  if (profile !== undefined) {
    await tabTo(page, /^General/)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await expect(page.getByRole('radio', { name: profile })).toBeChecked()
  }
  await press(page, 'Make the bundle')
  await page.getByRole('heading', { name: title, level: 1 }).waitFor()
}

/** The line of the bundle that is selected, in words. */
const selected = (page: Page) => page.locator('[role=treeitem][aria-selected=true]').textContent()

/** Goes down the bundle with the arrow keys until a line is called so. */
export async function selectLine(page: Page, name: RegExp): Promise<void> {
  await tabTo(page, 'What goes in, in order')
  await page.keyboard.press('Home')
  for (let line = 0; line < 80; line++) {
    if (name.test(((await selected(page)) ?? '').replace(/\s+/g, ' '))) return
    await page.keyboard.press('ArrowDown')
  }
  throw new Error(`No line of the bundle is called ${name}.`)
}

/** Builds what the builder shows into the folder the picker stands in; gives the path of the PDF that came of it. */
export async function buildHere(page: Page, folder: string, done = true): Promise<string> {
  const before = new Set(readdirSync(folder))
  await page.keyboard.press('Control+Enter')
  await press(page, 'Build here')
  await page.getByText('Verified', { exact: true }).waitFor({ timeout: 60_000 })
  const made = readdirSync(folder).filter((name) => name.endsWith('.pdf') && !before.has(name))
  expect(made).toHaveLength(1)
  if (done) await press(page, 'Done')
  return join(folder, made[0]!)
}
