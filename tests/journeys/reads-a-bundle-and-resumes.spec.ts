import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { type OpenWindow, openWindow } from '../support/hosts.ts'
import { press } from '../support/keyboard.ts'
import { documentOf, openServed, pageField, serveBundle } from '../support/served.ts'

const own: { window: OpenWindow | null; home: string | undefined } = {
  window: null,
  home: process.env['HOME'],
}
const name = 'Trial bundle v1.pdf'
const owed = 'He said I owed him for the room'
const pageTexts = (path: string) => execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' })
const hashOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

test.beforeEach(async () => {
  own.window = await openWindow({ viewport: { width: 1280, height: 800 } })
  const { page, folder } = own.window
  page.setDefaultTimeout(15_000)
  // The picker starts at home: one with the bundle that was served, and a folder for what is written.
  process.env['HOME'] = folder
  mkdirSync(join(folder, 'Documents'))
  const before = Array.from({ length: 10 }, (_, at) => `I am the person named above, ${at + 1}`)
  await serveBundle(folder, name, [
    {
      title: 'Statements',
      documents: [documentOf('d1', 'S9', 'Statement of V3', ...before, owed, 'Signed')],
    },
    {
      title: 'Exhibits',
      documents: [documentOf('d2', 'JLB/7', 'Notebook, blue', 'owes 640', 'owes 210')],
    },
  ])
})
test.afterEach(async () => {
  await own.window?.close()
  process.env['HOME'] = own.home
})

const openBundle = (page: Page) => openServed(page, name)
const index = (page: Page, title: RegExp) =>
  page.getByRole('navigation', { name: 'Bundle' }).getByRole('button', { name: title })

async function keepSummary(page: Page, form: 'PDF' | 'Markdown'): Promise<void> {
  await press(page, 'Summary')
  await press(page, form)
  await press(page, 'Choose a folder')
  const filter = page.getByLabel('Show only names that hold')
  await filter.waitFor()
  await page.keyboard.type('Documents')
  await page.keyboard.press('Enter')
  await page.getByText('No folders in here').waitFor()
  await press(page, 'Keep it here')
}

test('a reviewer reads a bundle without a case, by keyboard, and comes back to where they were', async () => {
  const { page, folder } = own.window!
  const bundle = join(folder, 'Served', name)
  const before = { hash: hashOf(bundle), beside: readdirSync(join(folder, 'Served')).sort() }

  await openBundle(page)
  await page.getByText('Matches its manifest').waitFor()
  await expect(page.getByRole('banner').getByText('FICTIONAL', { exact: true })).toBeVisible()
  await expect(index(page, /S9 Statement of V3, not read yet, page/)).toBeVisible()
  const first = Number(
    await index(page, /S9 Statement of V3/)
      .locator('.page')
      .textContent(),
  )

  // A number of two digits, printed on a page of the statement, typed from anywhere.
  await page.keyboard.type(String(first + 10))
  await page.keyboard.press('Enter')
  await expect(pageField(page)).toHaveValue(String(first + 10))
  await expect(page.getByText(owed)).toBeVisible()
  // A number that no page carries leads nowhere, and says so.
  await page.keyboard.type('999')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('No page is numbered 999')
  await page.keyboard.press('Escape')
  await page.keyboard.type(String(first + 10))
  await page.keyboard.press('Enter')

  // From "owed", three words along.
  await page.keyboard.press('h')
  const words = () => page.evaluate(() => document.getSelection()?.toString())
  for (let tries = 0; (await words()) !== 'owed' && tries < 40; tries++)
    await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  const notes = page.getByRole('complementary', { name: 'Notes' })
  await expect(notes.getByText('“owed him for”')).toBeVisible()
  await expect(page.locator('.reader-mark')).not.toHaveCount(0)

  await page.keyboard.press('n')
  await page.keyboard.type('Same items as JLB/7. Ask S12.')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Debt')
  await page.keyboard.press('Escape')
  await expect(notes.getByText('Same items as JLB/7. Ask S12.')).toBeVisible()
  // In sight for long enough, the page counts as read.
  await expect(index(page, /S9 Statement of V3, read in part/)).toBeVisible()

  // To the notebook by document, and back along the way.
  await page.keyboard.press('Shift+J')
  await expect(pageField(page)).toHaveValue(String(first + 12))
  await page.keyboard.press('b')
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(pageField(page)).toHaveValue(String(first + 10))

  await page.keyboard.press('/')
  await page.keyboard.type('owes 640')
  await page.keyboard.press('Enter')
  await page.getByText('1 place with “owes 640”').waitFor()
  await page.keyboard.press('Escape')
  // What was found has gone, and the index is there again.
  await expect(page.getByRole('tab', { name: 'Index', selected: true })).toBeVisible()
  await page.keyboard.press('Alt+ArrowLeft')

  await page.keyboard.type(String(first + 10))
  await page.keyboard.press('Enter')
  await page.waitForTimeout(300)
  await page.keyboard.press('Alt+Backspace')
  await page.getByRole('button', { name: 'Open a bundle to read' }).waitFor()
  await expect(page.getByText('owed him for')).toHaveCount(0)

  await openBundle(page)
  await expect(pageField(page)).toHaveValue(String(first + 10))
  await expect(page.getByText(owed)).toBeVisible()
  await expect(notes.getByText('Same items as JLB/7. Ask S12.')).toBeVisible()
  await expect(notes.getByText('“owed him for”')).toBeVisible()

  await keepSummary(page, 'PDF')
  await page.getByText('3 notes written to Documents').waitFor()
  await press(page, 'Close')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  const written = readdirSync(join(folder, 'Documents'))
  expect(written).toEqual(['Notes on R v Whitlock and Hoxha, Trial bundle.pdf'])
  const text = pageTexts(join(folder, 'Documents', written[0]!))
  for (const said of [
    `p.${first + 10}`,
    '“owed him for”',
    'Debt',
    'Same items as JLB/7. Ask S12.',
    'Bookmark',
  ])
    expect(text).toContain(said)
  // Written once, it is never written over.
  await keepSummary(page, 'PDF')
  await page.getByText(/already a file called “Notes on R v Whitlock and Hoxha, Trial bundle.pdf”/).waitFor()
  await page.keyboard.press('Escape')

  // Locking empties the reader like everything else.
  await page.keyboard.press('Control+Shift+L')
  await page.getByRole('button', { name: 'Open a bundle to read' }).waitFor()
  await expect(page.getByText('Statement of V3')).toHaveCount(0)

  expect(hashOf(bundle)).toBe(before.hash)
  expect(readdirSync(join(folder, 'Served')).sort()).toEqual(before.beside)
  expect(existsSync(join(folder, 'machine', 'reading'))).toBe(true)
})
