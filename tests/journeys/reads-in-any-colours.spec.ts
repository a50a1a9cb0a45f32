import { expect, type Page, test } from '@playwright/test'
import { buildHere, goToBundles, makeBundle, selectLine } from '../support/bundles.ts'
import { faintWords, looks } from '../support/contrast.ts'
import { openDemonstration } from '../support/demonstration.ts'
import { openWindow } from '../support/hosts.ts'
import { press } from '../support/keyboard.ts'

async function readable(page: Page, what: string): Promise<void> {
  for (const look of looks) {
    // Without motion, no colour is on its way to another.
    await page.emulateMedia({ ...look, reducedMotion: 'reduce' })
    const where = `${what}, ${look.colorScheme}, forced colours ${look.forcedColors}`
    expect.soft(await faintWords(page), where).toEqual([])
  }
}

// The demonstration case is built first, and a bundle of it.
test.setTimeout(240_000)
test('evidence, bundle, reader and lock screen can be read by day, by night and in forced colours', async () => {
  const home = process.env['HOME']
  const { page, folder, close } = await openWindow({ viewport: { width: 1280, height: 800 } })
  page.setDefaultTimeout(20_000)
  process.env['HOME'] = folder
  try {
    await openDemonstration(page)
    await page
      .getByRole('navigation', { name: 'Sections' })
      .getByRole('button', { name: /^Evidence/ })
      .click()
    await page.getByRole('grid', { name: 'Evidence' }).getByRole('row').nth(3).click()
    await page.getByRole('tab').first().waitFor()
    await readable(page, 'evidence')
    await goToBundles(page)
    await makeBundle(page, 'Trial bundle')
    await page.getByRole('treeitem', { name: /\(S1\)/ }).waitFor()
    await readable(page, 'builder')
    for (const draft of [/\(S1\)/, /\(S5\)/]) {
      await selectLine(page, draft)
      await page.keyboard.press('Delete')
    }
    await expect(page.getByText('Stops the build')).toHaveCount(0)
    await buildHere(page, folder, false)
    await press(page, 'Read it')
    await page.getByText('Matches its manifest').waitFor({ timeout: 30_000 })
    await readable(page, 'reader')
    await page.keyboard.press('/')
    await page.keyboard.type('harbour')
    await page.keyboard.press('Enter')
    await page.getByText(/places with “harbour”/).waitFor()
    await readable(page, 'what was found')
    await page.keyboard.press('Escape')

    // Back at the case, any bundle can be read beside it.
    await page.keyboard.press('Alt+Backspace')
    await page.getByRole('heading', { name: 'The bundle is built' }).waitFor()
    await page.keyboard.press('Control+Shift+O')
    await page.getByRole('dialog', { name: 'Open a bundle to read' }).waitFor()
    await expect(page.getByLabel('Show only names that hold')).toBeFocused()
    await page.keyboard.type('draft.pdf')
    await expect(page.getByRole('row')).toHaveCount(2)
    await page.keyboard.press('Enter')
    await page.getByText('Matches its manifest').waitFor({ timeout: 30_000 })
    await page.keyboard.press('Control+Shift+L')
    await page.getByLabel('Passphrase').waitFor()
    await readable(page, 'lock')
  } finally {
    process.env['HOME'] = home
    await close()
  }
})
