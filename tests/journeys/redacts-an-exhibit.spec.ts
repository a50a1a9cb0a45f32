import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { buildHere, goToBundles, makeBundle } from '../support/bundles.ts'
import { openDemonstration } from '../support/demonstration.ts'
import { openWindow } from '../support/hosts.ts'
import { press, typeIn } from '../support/keyboard.ts'
import { errorsOf, picturesOf } from '../support/page.ts'

test('redacts an exhibit, proves it, and serves the edited copy', async () => {
  test.setTimeout(240_000)
  const home = process.env['HOME']
  const { page, folder, close } = await openWindow({ viewport: { width: 1280, height: 800 } })
  process.env['HOME'] = folder
  page.setDefaultTimeout(30_000)
  const errors = errorsOf(page)
  const pictures = picturesOf(page, 'light')
  try {
    await openDemonstration(page)

    // The tenancy agreement, found and opened for redacting.
    await page.keyboard.press('Control+K')
    await page.getByRole('combobox', { name: 'Search or jump' }).waitFor()
    await page.keyboard.type('tenancy agreement')
    // At once, before the answer is there: Enter takes what was found for these words and not for those before.
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: 'The exhibit' }).waitFor()
    // The search has closed, and its keys with it.
    await expect(page.getByRole('combobox', { name: 'Search or jump' })).toHaveCount(0)
    await page.getByRole('row', { name: /Tenancy agreement/, selected: true }).waitFor()
    await page.keyboard.press('m')
    const layer = page.getByRole('group', { name: /^Page 1\./ })
    await layer.waitFor()
    await page.locator('[data-drawn="1"]').waitFor()
    await expect(page.getByText('No boxes yet.')).toBeVisible()

    // A box with the mouse, and one with the keyboard.
    const box = (await layer.boundingBox())!
    await page.mouse.move(box.x + 90, box.y + 120)
    await page.mouse.down()
    await page.mouse.move(box.x + 240, box.y + 150, { steps: 4 })
    await page.mouse.up()
    await page.getByRole('button', { name: /^Box 1:/ }).waitFor()
    await layer.focus()
    for (const key of ['Enter', 'ArrowDown', 'ArrowRight', 'Shift+ArrowRight', 'Enter'])
      await page.keyboard.press(key)
    await expect(page.getByRole('button', { name: /^Box \d:/ })).toHaveCount(2)

    // What was set by mistake is removed with Delete, and stays as history.
    await page.getByRole('button', { name: /^Box 1:/ }).click()
    await page.keyboard.press('Delete')
    await expect(page.getByRole('button', { name: /^Box \d:/ })).toHaveCount(1)
    await page.getByText('1 box removed').first().waitFor()

    // Words are found, looked over, and marked together.
    await layer.focus()
    await page.keyboard.press('f')
    await expect(page.getByLabel('Words', { exact: true })).toBeFocused()
    await typeIn(page, 'Words', 'Mill Lane; Hoxha')
    await page.keyboard.press('Enter')
    await page.getByText(/places\. Nothing is marked yet/).waitFor()
    await pictures('redact-find')
    await press(page, /^Mark \d+ places$/)
    await page.getByText(/places marked/).waitFor()
    await page.getByRole('tab', { name: /^Boxes/ }).click()
    await pictures('redact-boxes')

    // A reason is out of use while it is kept, and one goes on from it.
    const reason = page.getByLabel('Reason of box 1', { exact: true })
    await reason.focus()
    for (const key of ['Enter', 'ArrowDown', 'Enter']) await page.keyboard.press(key)
    await expect(reason).toHaveValue('birth')
    await expect(reason).toBeEnabled()
    await expect(reason).toBeFocused()

    // A second person checks every box.
    await typeIn(page, 'Checked by', 'DI R. Okafor')
    await page.keyboard.press('Enter')
    await page.getByText('checked by DI R. Okafor').first().waitFor()

    // Burned; words that stand elsewhere, if there are any, are told first.
    await press(page, /^Burn \d+ boxes$/)
    const told = page.getByRole('alertdialog')
    const burned = page.getByText('Burned and proved')
    await expect(told.or(burned)).toBeVisible({ timeout: 90_000 })
    if (await told.isVisible()) {
      await pictures('redact-still')
      await press(page, 'Let them stand')
    }
    await expect(burned).toBeVisible({ timeout: 90_000 })
    // What was pressed is out of use now. The focus is at the head of what it was about, and not only once the toast goes.
    await expect(page.locator('body:has(.toast) .redact-main h1')).toBeFocused()
    await page.getByRole('tab', { name: 'Proof' }).click()
    await page.getByText('Nothing is left under the boxes').waitFor()
    await page.getByRole('radio', { name: 'Edited copy' }).click()
    await page.locator('[data-drawn="1"]').waitFor()
    await page.waitForTimeout(500)
    await pictures('redact-proof')
    await page.keyboard.press('Escape')
    await page.getByRole('region', { name: 'The exhibit' }).waitFor()

    // What is served takes the edited copy; a title that says what its boxes hide is told.
    await goToBundles(page)
    await makeBundle(page, 'Served bundle')
    await page.getByRole('treeitem', { name: /Tenancy agreement.*edited copy/ }).waitFor()
    await page.getByText('The title of TAO/1 says what its boxes hide').waitFor()
    const pdf = await buildHere(page, folder)
    const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' })
    const agreement = text.split('\f').filter((each) => each.includes('Assured shorthold tenancy agreement'))
    expect(agreement.join()).toContain('Darren Paul Whitlock')
    expect(agreement.join()).not.toMatch(/Hoxha|Mill Lane Holdings/)
    expect(readFileSync(pdf.replace(/\.pdf$/, '.manifest.json'), 'utf8')).toContain('"redactions":7')
    expect(errors).toEqual([])
  } finally {
    process.env['HOME'] = home
    await close()
  }
})
