import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { demonstrationPassphrase, openDemonstration } from '../support/demonstration.ts'
import { openWindow } from '../support/hosts.ts'
import { press, tabTo, typeIn } from '../support/keyboard.ts'
import { errorsOf, picturesOf } from '../support/page.ts'

test('takes back a change, does it again, and brings an earlier version back, by keyboard alone', async () => {
  const home = process.env['HOME']
  process.env['HOME'] = mkdtempSync(join(tmpdir(), 'turnstone-home-'))
  const { page, close } = await openWindow({ viewport: { width: 1280, height: 800 } })
  page.setDefaultTimeout(20_000)
  const errors = errorsOf(page)
  const pictures = picturesOf(page, 'light')
  const occupation = (words: string) => page.getByRole('definition').filter({ hasText: words })
  try {
    await openDemonstration(page)
    await expect(page.getByRole('button', { name: /^Undo/ })).toHaveCount(0)

    // Somebody is opened, and their occupation changed.
    await page.keyboard.press('Control+K')
    await page.getByRole('combobox', { name: 'Search or jump' }).waitFor()
    await page.keyboard.type('pattinson')
    await page
      .getByRole('option', { name: /Pattinson/ })
      .first()
      .waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: /Pattinson/ }).waitFor()
    const edit = async (words: string) => {
      await page.keyboard.press('e')
      await page.getByRole('dialog').waitFor()
      await typeIn(page, 'Occupation', words)
      await press(page, 'Save changes')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await occupation(words).waitFor()
    }
    await edit('Driver of a white van')
    await page.getByRole('button', { name: /^Undo change of .*: occupation/ }).waitFor()

    // Back, and again.
    await page.keyboard.press('Control+Z')
    await page.getByText(/^Undone: change of .*: occupation/).waitFor()
    await expect(occupation('Driver of a white van')).toHaveCount(0)
    await page.keyboard.press('Control+Y')
    await occupation('Driver of a white van').waitFor()

    // A later version, and the one before it made the newest again.
    await page.waitForTimeout(50)
    await edit('Mechanic at the car wash')
    await page.keyboard.press('h')
    const versions = page.getByRole('dialog', { name: /^Versions of / })
    await versions.getByText('Mechanic at the car wash').waitFor()
    await pictures('versions')
    const newest = await versions.getByRole('listitem').count()
    await tabTo(page, new RegExp(`^${newest} ?Changed occupation`))
    await page.keyboard.press('ArrowDown')
    await versions.getByText('Driver of a white van').waitFor()
    await press(page, new RegExp(`^Make version ${newest - 1} the newest again`))
    await versions.waitFor({ state: 'detached' })
    await occupation('Driver of a white van').waitFor()

    // Nothing was taken away: that is one version more.
    await page.keyboard.press('h')
    await expect(versions.getByRole('listitem')).toHaveCount(newest + 1)
    await page.keyboard.press('Escape')
    await versions.waitFor({ state: 'detached' })

    // What was done ends with the lock.
    await page.keyboard.press('Control+Shift+L')
    await typeIn(page, /^Passphrase/, demonstrationPassphrase)
    await page.keyboard.press('Enter')
    await page.getByRole('navigation', { name: 'Sections' }).waitFor()
    await expect(page.getByRole('button', { name: /^(Undo|Redo) / })).toHaveCount(0)
    expect(errors).toEqual([])
  } finally {
    await close()
    process.env['HOME'] = home
  }
})
