import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { demonstrationPassphrase, openDemonstration } from '../support/demonstration.ts'
import { openWindow } from '../support/hosts.ts'
import { press, tabTo, typeIn } from '../support/keyboard.ts'
import { errorsOf } from '../support/page.ts'

test('one click opens the demonstration; idleness locks it; the passphrase alone opens it again', async () => {
  const clock = { ahead: 0 }
  const home = process.env['HOME']
  process.env['HOME'] = mkdtempSync(join(tmpdir(), 'turnstone-home-'))
  const { page, close, workbench } = await openWindow({
    now: () => Date.now() + clock.ahead,
    viewport: { width: 1280, height: 800 },
  })
  page.setDefaultTimeout(20_000)
  const errors = errorsOf(page)
  try {
    await page.getByRole('button', { name: /demonstration/ }).click()
    await page.getByText(demonstrationPassphrase).waitFor({ timeout: 60_000 })
    await page.getByText('Nguyễn Thị Hường').first().waitFor()

    clock.ahead += 11 * 60_000
    await page.getByLabel('Passphrase', { exact: true }).waitFor()
    const shown = await page.evaluate(() => document.documentElement.outerText)
    for (const word of ['Nguyễn', 'Whitlock', 'JLB', 'overdue']) expect(shown).not.toContain(word)
    expect((await workbench.serve('evidence/0/0', null)).status).toBe(404)

    await typeIn(page, /^Passphrase/, 'not the passphrase')
    await page.keyboard.press('Enter')
    await page.getByText(/did not open this case/).waitFor()
    await expect(page.getByText('Nguyễn Thị Hường')).toHaveCount(0)

    await typeIn(page, /^Passphrase/, demonstrationPassphrase)
    await page.keyboard.press('Enter')
    await page.getByText('Nguyễn Thị Hường').first().waitFor()

    // A filled search box and an open palette stop nothing.
    await page.keyboard.press('Control+K')
    await page.getByRole('combobox', { name: 'Search or jump' }).waitFor()
    await page.keyboard.type('huong')
    await page.getByRole('option', { name: /Hường/ }).first().waitFor()
    await page.keyboard.press('Control+Shift+L')
    await page.getByLabel('Passphrase', { exact: true }).waitFor()
    await expect(page.getByText('Hường')).toHaveCount(0)

    // Opened again, nothing comes back by itself: no palette, no words in it.
    const unlock = async () => {
      await typeIn(page, /^Passphrase/, demonstrationPassphrase)
      await page.keyboard.press('Enter')
      await page.getByRole('navigation', { name: 'Sections' }).waitFor()
    }
    await unlock()
    await expect(page.getByRole('combobox', { name: 'Search or jump' })).toHaveCount(0)

    // Nor does a dialog with words in it, a toast, or what was being told in either.
    await page.keyboard.press('Control+8')
    await page.getByRole('grid', { name: 'Actions' }).waitFor()
    await press(page, 'New')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.type('Ring the harbour master about berth nine')
    await page.keyboard.press('Control+Shift+L')
    await page.getByLabel('Passphrase', { exact: true }).waitFor()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    expect(await page.content()).not.toContain('harbour master')
    await unlock()
    await expect(page.getByRole('dialog')).toHaveCount(0)

    // Nor what was last said to a screen reader.
    const voice = page.locator('.unseen[role=status]').last()
    await press(page, 'Evidence')
    await page.getByRole('grid', { name: /Exhibits|Evidence/ }).focus()
    await page.keyboard.press('Control+A')
    await expect(voice).toHaveText(/selected/)
    await page.keyboard.press('Control+Shift+L')
    await page.getByLabel('Passphrase', { exact: true }).waitFor()
    await expect(voice).toHaveText('')
    await unlock()

    // Work under way stops, and its end is told to nobody behind the lock.
    await press(page, 'Case file')
    await tabTo(page, 'Who can open it')
    await page.keyboard.press('ArrowRight')
    await press(page, 'Verify everything')
    await page.keyboard.press('Control+Shift+L')
    await page.getByLabel('Passphrase', { exact: true }).waitFor()
    await page.waitForTimeout(500)
    await expect(page.getByText('as it was sealed')).toHaveCount(0)
    await unlock()
    expect(errors).toEqual([])

    // The window closed, its host ends, and the case is closed: nobody holds it any more.
    const held = () =>
      (readdirSync(process.env['HOME'] as string, { recursive: true }) as string[]).filter((path) =>
        /\.case.lock$/.test(path),
      )
    expect(held()).toHaveLength(1)
    await page.close()
    await close()
    expect(held()).toEqual([])
  } finally {
    await close()
    process.env['HOME'] = home
  }
})

test('every screen of the demonstration opens, light and dark, with nothing refused and nothing thrown', async () => {
  const home = process.env['HOME']
  process.env['HOME'] = mkdtempSync(join(tmpdir(), 'turnstone-home-'))
  const { page, close } = await openWindow({ viewport: { width: 1280, height: 800 } })
  page.setDefaultTimeout(20_000)
  const errors = errorsOf(page, ['error', 'warning'])
  try {
    await openDemonstration(page)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      for (const name of [
        'Overview',
        'Evidence',
        'Timeline',
        'People',
        'Statements',
        'Actions',
        'Bundles',
        'Audit',
        'Case file',
      ]) {
        await page.getByRole('navigation', { name: 'Sections' }).getByText(name, { exact: true }).click()
        await page.getByRole('heading').first().waitFor()
        await page.waitForTimeout(400)
        await page.screenshot({ path: `test-results/pictures/${name.toLowerCase()}-${colorScheme}.png` })
      }
      await page.keyboard.press('Control+1')
      await page
        .getByText(/day \d+ [A-Z]/)
        .first()
        .waitFor()
      await page.screenshot({ path: `test-results/pictures/today-${colorScheme}.png` })
      await page.getByRole('navigation', { name: 'Sections' }).getByText('Marram').click()
    }
    expect(errors).toEqual([])
  } finally {
    await close()
    process.env['HOME'] = home
  }
})
