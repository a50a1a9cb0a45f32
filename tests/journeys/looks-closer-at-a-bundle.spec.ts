import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { type OpenWindow, openWindow } from '../support/hosts.ts'
import { tabTo } from '../support/keyboard.ts'
import { documentOf, goToPage, openServed, pageField, serveBundle } from '../support/served.ts'

const own: { window: OpenWindow | null; home: string | undefined } = {
  window: null,
  home: process.env['HOME'],
}
const name = 'Trial bundle v1.pdf'

test.beforeEach(async () => {
  own.window = await openWindow({ viewport: { width: 1280, height: 800 } })
  const { page, folder } = own.window
  page.setDefaultTimeout(15_000)
  process.env['HOME'] = folder
  mkdirSync(join(folder, 'Documents'))
  await serveBundle(folder, name, [
    {
      title: 'Statements',
      documents: [documentOf('d1', 'S9', 'Statement of V3', 'He said I owed him', 'I left in May')],
    },
    { title: 'Exhibits', documents: [documentOf('d2', 'JLB/7', 'Notebook, blue', 'owes 640', 'owes 210')] },
  ])
  await openServed(page, name)
})
test.afterEach(async () => {
  await own.window?.close()
  process.env['HOME'] = own.home
})
const peeked = (page: Page) => page.getByRole('tooltip')

test('a link and a mention show the page they lead to before it is gone to, by keyboard and by pointer', async () => {
  const { page } = own.window!
  await goToPage(page, '2')
  await page.locator('.linkAnnotation > a').first().waitFor()

  // By keyboard: along the links of the index to the notebook, P, Esc. The page that is read stays.
  await tabTo(page, 'To page 5')
  await page.keyboard.press('p')
  await expect(peeked(page).getByText('p.5, JLB/7 Notebook, blue')).toBeVisible()
  await expect(peeked(page).locator('canvas')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(peeked(page)).toHaveCount(0)
  await expect(pageField(page)).toHaveValue('2')
  await expect(page.getByRole('link', { name: 'To page 5' }).first()).toBeFocused()

  // By pointer; it stays while the pointer is on the picture, and goes with it.
  await page.getByRole('link', { name: 'To page 3' }).first().hover()
  await expect(peeked(page).getByText('p.3, S9 Statement of V3')).toBeVisible()
  await peeked(page).hover()
  await page.waitForTimeout(500)
  await expect(peeked(page)).toBeVisible()
  await page.mouse.move(5, 5)
  await expect(peeked(page)).toHaveCount(0)

  // A mention in a note, while it is written and after.
  await page.locator('.reader-scroll').focus()
  await page.keyboard.press('n')
  await page.keyboard.type('As in the notebook, [p.6]; not p.99.')
  await page.keyboard.press('Escape')
  const mention = page.getByRole('button', { name: 'go to page 6' })
  await expect(mention).toHaveText('[p.6]')
  await expect(page.getByRole('button', { name: 'go to page 99' })).toHaveCount(0)
  await mention.focus()
  await page.keyboard.press('p')
  await expect(peeked(page).getByText('p.6, JLB/7 Notebook, blue')).toBeVisible()
  await page.keyboard.press('p')
  await expect(peeked(page)).toHaveCount(0)
  await page.keyboard.press('Enter')
  await expect(pageField(page)).toHaveValue('6')
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(pageField(page)).toHaveValue('2')
})
