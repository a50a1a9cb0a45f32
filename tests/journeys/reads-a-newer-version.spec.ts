import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { type OpenWindow, openWindow } from '../support/hosts.ts'
import { press, tabTo } from '../support/keyboard.ts'
import { documentOf, goToPage, openServed, pageField, serveBundle } from '../support/served.ts'

const own: { window: OpenWindow | null; home: string | undefined } = {
  window: null,
  home: process.env['HOME'],
}
const account = (third: string, ...more: string[]) =>
  documentOf('d1', 'JLB/4', 'Account 4410', 'First page', 'Second page', third, ...more)
const meter = documentOf('d2', 'QZX/1', 'Gas meter readings', 'Reading one', 'Reading two')

test.beforeEach(async () => {
  own.window = await openWindow({ viewport: { width: 1280, height: 800 } })
  const { page, folder } = own.window
  page.setDefaultTimeout(15_000)
  process.env['HOME'] = folder
  mkdirSync(join(folder, 'Documents'))
  // Of the second version, one page shows something else, one is gone and two are new.
  await serveBundle(folder, 'Trial bundle v1.pdf', [
    { title: 'Exhibits', documents: [account('Third page', 'Fourth page')] },
  ])
  await serveBundle(folder, 'Trial bundle v2.pdf', [
    { title: 'Exhibits', documents: [account('Third page, mended')] },
    { title: 'Late', documents: [meter] },
  ])
})
test.afterEach(async () => {
  await own.window?.close()
  process.env['HOME'] = own.home
})

async function write(page: Page, number: string, words: string): Promise<void> {
  await goToPage(page, number)
  await page.keyboard.press('n')
  await page.keyboard.type(words)
  await page.keyboard.press('Escape')
  await expect(page.locator('.reader-scroll')).toBeFocused()
}

test('notes go along to a newer version when their reader says so, and each says how its page stands', async () => {
  const { page } = own.window!
  const notes = page.getByRole('complementary', { name: 'Notes' })
  const bundle = page.getByRole('navigation', { name: 'Bundle' })

  await openServed(page, 'Trial bundle v1.pdf')
  await write(page, '3', 'On the first page')
  await write(page, '5', 'On the third page')
  await write(page, '6', 'On the fourth page')
  await goToPage(page, '4')
  await page.keyboard.press('b')
  await page.keyboard.press('v')
  await page.getByText('No earlier version of this bundle was read here').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Alt+Backspace')

  // Nothing came along by itself; that an earlier version was read is said.
  await openServed(page, 'Trial bundle v2.pdf')
  await page.getByText('You read an earlier version of this bundle.').waitFor()
  await expect(page.getByText('On the first page')).toHaveCount(0)
  await press(page, 'See and carry over')
  const dialog = page.getByRole('dialog', { name: 'Since the version you read' })
  await expect(dialog.getByRole('listitem').filter({ hasText: 'new' }).first()).toHaveText(
    /^2 pages are new: ?6–7$/,
  )
  await expect(dialog.getByText('1 page is changed')).toBeVisible()
  await expect(dialog.getByText('2 notes that will need a look')).toBeVisible()
  await press(page, 'Carry over')
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText('You read an earlier version of this bundle.')).toHaveCount(0)
  for (const words of ['On the first page', 'On the third page', 'On the fourth page'])
    await expect(notes.getByText(words)).toBeVisible()
  await expect(notes.getByText('This page changed since you wrote it.')).toHaveCount(1)
  await expect(notes.getByText('Its page is not in this version.')).toHaveCount(1)
  await expect(bundle.getByRole('button', { name: '2 pages new, 1 changed since you read' })).toBeVisible()

  // One that still holds is settled, and stays so.
  await tabTo(page, /^Note, p\.5/)
  await page.keyboard.press('Enter')
  await press(page, 'It still holds')
  await expect(notes.getByText('This page changed since you wrote it.')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Alt+Backspace')
  await openServed(page, 'Trial bundle v2.pdf')
  await expect(notes.getByText('On the third page')).toBeVisible()
  await expect(notes.getByText('This page changed since you wrote it.')).toHaveCount(0)
  await expect(notes.getByText('Its page is not in this version.')).toHaveCount(1)
  await expect(page.getByText('You read an earlier version of this bundle.')).toHaveCount(0)

  // What is new is a key away, and its number leads there.
  await bundle.getByRole('button', { name: /since you read/ }).waitFor()
  await page.keyboard.press('v')
  await dialog.getByText('was carried over').waitFor()
  await press(page, '6–7')
  await expect(pageField(page)).toHaveValue('6')
})
