import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type Page, test } from '@playwright/test'
import { makeBundle } from '../support/bundles.ts'
import { bringIn } from '../support/evidence.ts'
import { dropFiles, type OpenWindow, openWindow } from '../support/hosts.ts'
import { press, tabTo, typeIn } from '../support/keyboard.ts'

const passphrase = 'heron lantern oatmeal quarry saddle willow'
const demonstration = fileURLToPath(new URL('../../resources/demonstration/files', import.meta.url))
const own: { window: OpenWindow | null; home: string | undefined } = {
  window: null,
  home: process.env['HOME'],
}

test.beforeEach(async () => {
  own.window = await openWindow({ viewport: { width: 1280, height: 800 } })
  own.window.page.setDefaultTimeout(15_000)
  // The picker starts at home: one with nothing in it but what the officer brought.
  process.env['HOME'] = own.window.folder
  mkdirSync(join(own.window.folder, 'Documents'))
  mkdirSync(join(own.window.folder, 'Seized'))
  for (const name of readdirSync(demonstration)
    .filter((each) => /\.(pdf|jpg|txt|png)$/.test(each))
    .slice(0, 12)) {
    copyFileSync(join(demonstration, name), join(own.window.folder, 'Seized', name))
  }
})
test.afterEach(async () => {
  await own.window?.close()
  process.env['HOME'] = own.home
})

async function newCase(page: Page): Promise<void> {
  await press(page, 'New case')
  await typeIn(page, /^Operation name/, 'Operation Whinchat')
  await press(page, 'Choose a folder')
  await press(page, 'Keep it here')
  await typeIn(page, /^Passphrase/, passphrase)
  await typeIn(page, /^The same passphrase again/, passphrase)
  await press(page, 'Make the case')
  await page.getByRole('dialog', { name: 'Recovery key' }).waitFor()
  const groups = await page
    .getByRole('list', { name: /Recovery key/ })
    .locator('.mono')
    .allTextContents()
  await press(page, 'I have a copy')
  for (const label of await page
    .getByRole('dialog')
    .getByLabel(/^Group \d+/)
    .evaluateAll((inputs) =>
      inputs.map((each) => (each as HTMLInputElement).labels?.[0]?.textContent ?? ''),
    )) {
    await typeIn(
      page,
      new RegExp(`^${label.trim().replace(/\*$/, '')}`),
      groups[Number(/\d+/.exec(label)![0]) - 1]!,
    )
  }
  await press(page, 'Open the case')
  await page.getByRole('heading', { name: 'Operation Whinchat' }).waitFor()
}

/** To a section by the number of its place in the rail, as its key. */
async function goTo(page: Page, name: string, heading = new RegExp(`^${name}`)): Promise<void> {
  const rail = page.getByRole('navigation', { name: 'Sections' })
  const places = (await rail.getByRole('button').or(rail.getByRole('link')).allTextContents()).map((text) =>
    text.replace(/\d.*$/, '').trim(),
  )
  const number = places.indexOf(name) + 1
  expect(number, `${name} among ${places.join(', ')}`).toBeGreaterThan(0)
  // Keys of the window rest while a dialog is open; one that is about to close is waited for, as a person does.
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press(`Control+${number}`)
  await page.getByRole('heading', { name: heading }).first().waitFor()
}

async function importNamed(page: Page, initials: string): Promise<void> {
  await bringIn(page, initials, 12)
  await page.getByText(`${initials}/12`, { exact: true }).first().waitFor()
}

async function writeStatement(page: Page): Promise<void> {
  await goTo(page, 'Statements')
  await page.keyboard.press('n')
  await typeIn(page, /^Statement of/, 'Nguyễn Thị Hường')
  await press(page, /^(Start|Write|Make|Add|Begin)/)
  await tabTo(page, /^Paragraph 1/)
  await page.keyboard.type('I come from a village in Nghệ An.')
  await page.keyboard.press('Enter')
  await page.keyboard.type('I have been shown a notebook, exhibit TAO/1.')
  await page
    .getByText(/^Saved/)
    .first()
    .waitFor()
}

async function addEvent(page: Page): Promise<void> {
  await goTo(page, 'Timeline')
  await page.keyboard.press('n')
  await page.keyboard.type('about March 2025 Moves to 12 Mill Lane [TAO/1 p.1]')
  await page.keyboard.press('Enter')
  await page.getByText('T1 added', { exact: true }).waitFor({ state: 'attached' })
  await page.keyboard.press('Escape')
}

async function addAction(page: Page): Promise<void> {
  await goTo(page, 'Actions')
  await page.keyboard.press('n')
  await typeIn(page, /^Action/, 'Speak to the neighbour at number 14')
  await typeIn(page, /^Due/, 'yesterday')
  await press(page, /^Add/)
  await page
    .getByText(/overdue/)
    .first()
    .waitFor()
}

async function buildBundle(page: Page, folder: string): Promise<string> {
  await goTo(page, 'Bundles')
  await page.getByRole('heading', { name: 'No bundle yet' }).waitFor()
  await makeBundle(page, 'Trial bundle')
  await page.getByRole('treeitem', { name: /Statement of/ }).waitFor()
  await page.keyboard.press('Control+Enter')
  await press(page, 'Build here')
  await page
    .getByText(/Verified/)
    .first()
    .waitFor({ timeout: 60_000 })
  const made = readdirSync(folder).filter((name) => name.endsWith('.pdf'))
  expect(made).toHaveLength(1)
  return join(folder, made[0]!)
}

test('from first launch to an exported bundle, by keyboard but for one drop of files', async () => {
  const { page, folder } = own.window!
  await newCase(page)
  await goTo(page, 'Evidence')
  await dropFiles(page, null, [join(folder, 'Seized')])
  await importNamed(page, 'TAO')
  await writeStatement(page)
  await addEvent(page)
  await addAction(page)
  await goTo(page, 'Today', /day \d+/)
  await page.getByText('Speak to the neighbour at number 14', { exact: true }).waitFor()
  await page.getByText('1 day overdue').first().waitFor()
  await page.keyboard.press('o')
  await page
    .getByRole('heading', { name: /^Actions/ })
    .first()
    .waitFor()
  const bundle = await buildBundle(page, folder)
  execFileSync('qpdf', ['--check', bundle])
  expect(existsSync(bundle.replace(/pdf$/, 'manifest.json'))).toBe(true)
  expect(execFileSync('pdftotext', [bundle, '-'], { encoding: 'utf8' })).toContain('Nguyễn Thị Hường')
})

test('the same files are brought in by keyboard alone', async () => {
  const { page } = own.window!
  await newCase(page)
  await goTo(page, 'Evidence')
  await page.keyboard.press('i')
  // The folder is found by its name and opened, and everything in it taken.
  await typeIn(page, /^Show only names/, 'Seized')
  await tabTo(page, /^turnstone-test/)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('row', { name: /\.pdf/ }).first().waitFor({ timeout: 10_000 })
  await tabTo(page, /^Seized/)
  await page.keyboard.press('ControlOrMeta+A')
  await press(page, 'Choose')
  await importNamed(page, 'JLB')
})
