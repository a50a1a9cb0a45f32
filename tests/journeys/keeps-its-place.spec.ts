import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { buildHere, goToBundles, makeBundle, selectLine } from '../support/bundles.ts'
import { demonstrationPassphrase, openDemonstration } from '../support/demonstration.ts'
import { type OpenWindow, openWindow } from '../support/hosts.ts'
import { press } from '../support/keyboard.ts'
import { unspoken } from '../support/spoken-names.ts'

const own: { window: OpenWindow | null; home: string | undefined } = {
  window: null,
  home: process.env['HOME'],
}
// Each builds the demonstration case first, and one a bundle of it.
test.setTimeout(240_000)
test.beforeEach(async () => {
  own.window = await openWindow({ viewport: { width: 1280, height: 800 } })
  own.window.page.setDefaultTimeout(20_000)
  process.env['HOME'] = own.window.folder
  await openDemonstration(own.window.page)
})
test.afterEach(async () => {
  await own.window?.close()
  process.env['HOME'] = own.home
})

const tree = (page: Page) => page.getByRole('tree', { name: 'What goes in, in order' })
const tab = (page: Page, name: RegExp) => page.getByRole('tab', { name })
const dialogs = (page: Page) => page.getByRole('dialog')

test('in a bundle, whatever closes or goes leaves the focus on what comes next', async () => {
  const { page, folder } = own.window!
  await goToBundles(page)
  await makeBundle(page, 'Trial bundle')
  await expect(tree(page)).toBeFocused()

  // A check's button begins with what it shows, and leads somewhere.
  expect(await unspoken(page)).toEqual([])
  const check = page.getByRole('button', { name: /^Open S1/ }).first()
  await check.click()
  await page.getByRole('region', { name: 'The words' }).waitFor()
  await expect(page.locator('#work :focus')).toHaveCount(1)
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(tree(page)).toBeFocused()
  for (const draft of [/\(S1\)/, /\(S5\)/]) {
    await selectLine(page, draft)
    await page.keyboard.press('Delete')
  }
  await expect(page.getByText('Stops the build')).toHaveCount(0)

  await page.getByRole('button', { name: 'Freeze' }).click()
  await press(page, 'Freeze version 1')
  await page.getByRole('dialog', { name: 'Version 1 is frozen' }).waitFor({ timeout: 60_000 })
  await press(page, 'Done')
  await expect(dialogs(page)).toHaveCount(0)
  await expect(tab(page, /^Checks/)).toBeFocused()
  // What stands is not offered to be undone.
  await page.getByRole('button', { name: /^Freezing B1 can’t be undone/ }).waitFor()
  await expect(page.getByRole('button', { name: /^Undo/ })).toHaveCount(0)

  // What is frozen keeps its title: that is said in no field, and what is typed then is no command.
  await selectLine(page, /\(S3\)/)
  await expect(page.locator('.key-hints')).not.toContainText('rename')
  await page.keyboard.press('F2')
  await page.getByText('S3 keeps its title').waitFor()
  await expect(tree(page).getByText('Frozen, keeps its title')).toBeFocused()
  await expect(tree(page).getByRole('textbox')).toHaveCount(0)
  await page.keyboard.press('Control+a')
  await page.keyboard.type('New name, Bundle')
  await page.keyboard.press('Delete')
  await expect(dialogs(page)).toHaveCount(0)
  await page.keyboard.press('Enter')
  await expect(tree(page)).toBeFocused()
  await expect(page.locator('[role=treeitem][aria-selected=true]')).toHaveText(/\(S3\)/)
  await expect(page.getByRole('treeitem', { name: /\(S3\)/ })).toHaveCount(1)
  await press(page, 'Dismiss')
  await expect(tree(page)).toBeFocused()

  // So does the section it stands in, whose divider and index are frozen with it.
  const section = page.getByRole('treeitem', { name: /Statements/ }).first()
  await section.click()
  await page.keyboard.press('F2')
  await expect(section.getByText('Frozen, keeps its title')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(tree(page)).toBeFocused()
  await selectLine(page, /\(S3\)/)

  // Another title comes into the next version: the document is put in again, and named there.
  await page.keyboard.press('F2')
  await press(page, 'Take it out and put it in again')
  await expect(tree(page).getByRole('textbox', { name: 'Title' })).toBeFocused()
  await page.keyboard.type('Second account (S3)')
  await page.keyboard.press('Enter')
  await expect(tree(page)).toBeFocused()
  await expect(page.getByRole('treeitem', { name: /Second account \(S3\).*Late/ })).toHaveCount(1)
  await selectLine(page, /\(S3\).*Taken out/)
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('treeitem', { name: /\(S3\)/ })).toHaveCount(1)

  await buildHere(page, folder)
  await expect(tree(page)).toBeFocused()
  await tab(page, /^History/).click()
  expect(await unspoken(page)).toEqual([])
})

test('an import, a look back at it and an unlock leave the focus where one goes on', async () => {
  const { page, folder } = own.window!
  const papers = join(folder, 'Papers')
  mkdirSync(papers)
  const long = (version: number) =>
    `R v Quill and others, tenancy papers as disclosed, version ${version}.txt`
  for (let version = 1; version <= 12; version++)
    writeFileSync(join(papers, long(version)), `version ${version}`)

  await page
    .getByRole('navigation', { name: 'Sections' })
    .getByRole('button', { name: /^Evidence/ })
    .click()
  const list = page.getByRole('grid', { name: 'Evidence' })
  await list.waitFor()
  const bring = async () => {
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.keyboard.type('Papers')
    await page.keyboard.press('Enter')
    const files = page.getByRole('grid', { name: 'Papers' })
    await files.waitFor()
    await page
      .getByRole('row', { name: long(1), exact: false })
      .first()
      .click()
    // The end of a name, where versions differ, is in sight, and the whole of what is selected stands below.
    for (const row of await files.getByRole('row').filter({ hasText: 'version' }).all()) {
      const inside = await row
        .locator('.file-name > :last-child')
        .evaluate(
          (end) => end.getBoundingClientRect().right <= end.closest('.td')!.getBoundingClientRect().right,
        )
      expect(inside).toBe(true)
    }
    await expect(page.locator('.picker-whole')).toHaveText(long(1))
    await files.press('Control+a')
    await page.getByRole('button', { name: 'Choose 12 files' }).click()
    await page.getByRole('button', { name: 'Start import' }).click()
    await page.getByRole('dialog', { name: 'What was brought in' }).waitFor({ timeout: 30_000 })
  }
  await bring()
  await page.getByRole('button', { name: 'Close and select the new ones' }).click()
  await expect(list).toBeFocused()
  // The first of what was selected is in sight.
  await expect(list.locator('[role=row][aria-selected=true]').first()).toBeInViewport()

  await bring()
  await page.keyboard.press('Escape')
  await expect(dialogs(page)).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Import', exact: true })).toBeFocused()

  await page.keyboard.press('Control+Shift+L')
  await page.getByLabel('Passphrase').waitFor()
  await page.keyboard.type('not this one')
  await page.keyboard.press('Enter')
  await page.getByText('did not open this case').waitFor({ timeout: 30_000 })
  await expect(page.getByLabel('Passphrase')).toBeFocused()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type(demonstrationPassphrase)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: 'Sections' }).waitFor({ timeout: 30_000 })
  await expect(page.locator('#work :is([role=grid], h1):focus')).toHaveCount(1)

  // On every screen, what is called otherwise than it looks still begins with what it shows.
  const sections = page.getByRole('navigation', { name: 'Sections' }).getByRole('button')
  for (const section of await sections.filter({ hasNotText: /Settings|Lock now/ }).all()) {
    await section.click()
    await page.locator('#work h1').first().waitFor()
    expect.soft(await unspoken(page), (await section.textContent()) ?? '').toEqual([])
  }
})
