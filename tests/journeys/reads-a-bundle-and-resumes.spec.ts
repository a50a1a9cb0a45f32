import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type Page, test } from '@playwright/test'
import { buildBundle, readProfile } from '../../main/services/bundle/index.ts'
import { pagesPdf } from '../main/services/bundle/sample-pdfs.ts'
import { type OpenWindow, openWindow } from '../support/hosts.ts'
import { press } from '../support/keyboard.ts'

const own: { window: OpenWindow | null; home: string | undefined } = {
  window: null,
  home: process.env['HOME'],
}
const name = 'Trial bundle v1.pdf'
const owed = 'He said I owed him for the room'
const resources = fileURLToPath(new URL('../../resources', import.meta.url))
const pdf = (bytes: Buffer) => ({
  kind: 'pdf' as const,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  source: bytes,
})
const pageTexts = (path: string) => execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' })
const hashOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

test.beforeEach(async () => {
  own.window = await openWindow({ viewport: { width: 1280, height: 800 } })
  const { page, folder } = own.window
  page.setDefaultTimeout(15_000)
  // The picker starts at home: one with the bundle that was served, and a folder for what is written.
  process.env['HOME'] = folder
  mkdirSync(join(folder, 'Documents'))
  mkdirSync(join(folder, 'Served'))
  const before = Array.from({ length: 10 }, (_, at) => ({ words: `I am the person named above, ${at + 1}` }))
  const statement = pagesPdf([...before, { words: owed }, { words: 'Signed' }])
  const notebook = pagesPdf([{ words: 'owes 640' }, { words: 'owes 210' }])
  await buildBundle(
    {
      title: 'Trial bundle',
      date: '2026-03-20',
      caseTitle: 'R v Whitlock and Hoxha',
      parties: ['The King', 'Darren Paul Whitlock'],
      fictional: true,
      profile: readProfile(join(resources, 'profiles', 'general.json')),
      sections: [
        {
          title: 'Statements',
          documents: [{ id: 'd1', ref: 'S9', title: 'Statement of V3', content: pdf(statement) }],
        },
        {
          title: 'Exhibits',
          documents: [{ id: 'd2', ref: 'JLB/7', title: 'Notebook, blue', content: pdf(notebook) }],
        },
      ],
    },
    {
      to: join(folder, 'Served', name),
      fonts: join(resources, 'fonts'),
      forms: join(resources, 'forms'),
      open: (source) => {
        const bytes = source as Buffer
        const read = (at: number, length: number) => bytes.subarray(at, at + length)
        return { size: bytes.length, read, close: () => undefined }
      },
    },
  )
})
test.afterEach(async () => {
  await own.window?.close()
  process.env['HOME'] = own.home
})

async function openBundle(page: Page): Promise<void> {
  await press(page, 'Open a bundle to read')
  const filter = page.getByLabel('Show only names that hold')
  await filter.waitFor()
  await page.keyboard.type('Served')
  await page.keyboard.press('Enter')
  await expect(page.getByText(name, { exact: true })).toBeVisible()
  await filter.focus()
  await page.keyboard.type('Trial')
  await expect(page.getByRole('row')).toHaveCount(2)
  await page.keyboard.press('Enter')
  await page.getByRole('document').waitFor()
}
const pageField = (page: Page) => page.getByLabel('Go to page')
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
