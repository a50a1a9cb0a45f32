import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { type OpenWindow, openWindow } from '../support/hosts.ts'
import { press, tabTo } from '../support/keyboard.ts'
import { choose, documentOf, goToPage, openServed, pageField, serveBundle } from '../support/served.ts'

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

test('a box is drawn by keys or by dragging, listed, kept, and told in the summary', async () => {
  const { page, folder } = own.window!
  const notes = page.getByRole('complementary', { name: 'Notes' })
  const boxes = page.locator('.reader-mark.box')
  await goToPage(page, '5')
  await page.keyboard.press('d')
  await expect(page.locator('.reader-draft')).toBeVisible()
  const sides = () =>
    page
      .locator('.reader-draft')
      .evaluate(({ style }) => [style.left, style.top, style.width, style.height].map(Number.parseFloat))
  const before = await sides()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowDown')
  const [left, top, width, height] = await sides()
  expect(left).toBeCloseTo(before[0]! + 2, 3)
  expect(top).toBeCloseTo(before[1]!, 3)
  expect(width).toBeCloseTo(before[2]!, 3)
  expect(height).toBeCloseTo(before[3]! + 2, 3)
  await page.keyboard.press('Enter')
  await page.keyboard.type('The stamp')
  await page.keyboard.press('Escape')
  await expect(page.locator('.reader-draft')).toHaveCount(0)
  await expect(boxes).toHaveCount(1)
  await expect(notes.getByText('The stamp')).toBeVisible()

  // Esc lets go of one without keeping it.
  await page.keyboard.press('d')
  await page.keyboard.press('Escape')
  await expect(page.locator('.reader-draft')).toHaveCount(0)
  await expect(boxes).toHaveCount(1)

  // By dragging: it stands where it was dragged, and what is typed next is its note.
  await page.keyboard.press('d')
  const sheet = (await page.locator('.page[data-page-number="5"]').boundingBox())!
  await page.mouse.move(sheet.x + 100, sheet.y + 120)
  await page.mouse.down()
  await page.mouse.move(sheet.x + 220, sheet.y + 180, { steps: 4 })
  await page.mouse.up()
  await page.keyboard.type('Another hand')
  await page.keyboard.press('Escape')
  await expect(boxes).toHaveCount(2)
  // The page may be drawn anew meanwhile, so where they are is asked until it is told.
  const places = () =>
    boxes.evaluateAll((all) =>
      all.map((each) => {
        const { x, y, width, height } = each.getBoundingClientRect()
        return [x, y, width, height] as const
      }),
    )
  const dragged = [sheet.x + 100, sheet.y + 120, 120, 60]
  await expect
    .poll(async () => (await places()).some((at) => at.every((n, i) => Math.abs(n - dragged[i]!) < 4)))
    .toBe(true)
  // A click on it opens its note.
  await page.mouse.click(sheet.x + 150, sheet.y + 150)
  await expect(page.getByRole('textbox', { name: 'Note', exact: true })).toHaveValue('Another hand')
  await page.keyboard.press('Escape')

  await page.locator('.reader-scroll').focus()
  await page.keyboard.press('Alt+Backspace')
  await openServed(page, name)
  await expect(notes.getByText('Another hand')).toBeVisible()
  await expect(boxes).toHaveCount(2)
  for (const form of ['PDF', 'Markdown'] as const) {
    await press(page, 'Summary')
    await press(page, form)
    await press(page, 'Choose a folder')
    await page.getByLabel('Show only names that hold').waitFor()
    await page.keyboard.type('Documents')
    await page.keyboard.press('Enter')
    await page.getByText('No folders in here').waitFor()
    await press(page, 'Keep it here')
    await page.getByText('2 notes written to Documents').waitFor()
    await press(page, 'Close')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  const written = join(folder, 'Documents', 'Notes on R v Whitlock and Hoxha, Trial bundle')
  const told = [
    execFileSync('pdftotext', ['-layout', `${written}.pdf`, '-'], { encoding: 'utf8' }),
    readFileSync(`${written}.md`, 'utf8'),
  ]
  for (const text of told)
    for (const words of ['p.5', 'Box on the page', 'The stamp', 'Another hand']) expect(text).toContain(words)
})

test('what is copied carries the number of its page', async () => {
  const { page } = own.window!
  await goToPage(page, '4')
  const line = page.getByText('I left in May')
  await line.click({ clickCount: 3 })
  await page.keyboard.press('ControlOrMeta+C')
  const pasted = async () => {
    await page.keyboard.press('/')
    await page.keyboard.press('ControlOrMeta+V')
    return await page.getByLabel('Find in the bundle').inputValue()
  }
  expect(await pasted()).toBe('I left in May [p.4]')
  await page.keyboard.press('Escape')

  // By keys alone: the words that are taken along.
  await goToPage(page, '3')
  await page.getByText('He said I owed him').waitFor()
  await page.keyboard.press('h')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ControlOrMeta+C')
  await page.keyboard.press('Escape')
  expect(await pasted()).toBe('said I [p.3]')
})

test('split holds the statement on one side while the exhibit is read on the other', async () => {
  const { page } = own.window!
  const sheets = page.locator('.reader-scroll')
  const [statement, exhibit] = [sheets.first(), sheets.nth(1)]
  await goToPage(page, '3')
  await page.keyboard.press('s')
  await expect(sheets).toHaveCount(2)
  await expect(exhibit).toBeFocused()
  await exhibit.locator('.page[data-loaded="true"]').first().waitFor()
  await goToPage(page, '5')
  await expect(exhibit.getByText('owes 640')).toBeInViewport()
  await expect(statement.getByText('He said I owed him')).toBeInViewport()

  // A note goes to the side that is read, and X to the other, whose page then shows.
  await page.keyboard.press('b')
  await expect(page.getByRole('button', { name: /^Bookmark p\.5/ }).first()).toBeVisible()
  await sheets.nth(1).focus()
  await page.keyboard.press('x')
  await expect(statement).toBeFocused()
  await expect(pageField(page)).toHaveValue('3')
  await page.keyboard.press('j')
  await expect(pageField(page)).toHaveValue('4')
  await expect(exhibit.getByText('owes 640')).toBeInViewport()
  await page.keyboard.press('s')
  await expect(sheets).toHaveCount(1)
  await expect(pageField(page)).toHaveValue('4')
})

test('an earlier version that is chosen is compared, page by page', async () => {
  const { page, folder } = own.window!
  await serveBundle(folder, 'Trial bundle v0.pdf', [
    {
      title: 'Statements',
      documents: [documentOf('d1', 'S9', 'Statement of V3', 'He said I owed him', 'I left in June')],
    },
    { title: 'Exhibits', documents: [documentOf('d2', 'JLB/7', 'Notebook, blue', 'owes 640')] },
  ])
  // It came to the folder after the folder was looked at.
  await page.keyboard.press('c')
  await choose(page, 'Trial bundle v0.pdf')
  const dialog = page.getByRole('dialog', { name: 'Since the earlier version' })
  await expect(dialog.getByText(`${name} as against Trial bundle v0.pdf`)).toBeVisible()
  await expect(dialog.getByText('1 page is changed: 4 (S9 Statement of V3).')).toBeVisible()
  await expect(dialog.getByText('1 page is new: 6 (JLB/7 Notebook, blue).')).toBeVisible()
  await expect(dialog.getByRole('alert')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(page.locator('.reader-scroll')).toBeFocused()

  // One that ends early is compared as far as it goes, and that is said before all else.
  const short = 'Trial bundle as it came by e-mail from the other side on Friday.pdf'
  const bytes = readFileSync(join(folder, 'Served', 'Trial bundle v0.pdf'))
  writeFileSync(join(folder, 'Served', short), bytes.subarray(0, bytes.length - 30))
  await page.keyboard.press('c')
  await choose(page, short)
  const alert = dialog.getByRole('alert')
  await expect(alert).toContainText(`There is something wrong with the first file, ${short}.`)
  await expect(alert).toContainText('The file ends early, so pages may be missing')
  await expect(alert).toContainText('Get a sound copy, verify it, and compare again.')
  await expect(dialog.getByText('1 page is changed: 4 (S9 Statement of V3).')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
})
