import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { openWindow } from '../support/hosts.ts'
import { press, tabTo, typeIn } from '../support/keyboard.ts'
import { errorsOf, picturesOf } from '../support/page.ts'

const own = 'heron lantern oatmeal'
const theirs = 'curlew ember thistle bracket nine'

test('lets a colleague open the case, and shuts them out again', async () => {
  const home = mkdtempSync(join(tmpdir(), 'turnstone-home-'))
  const before = process.env['HOME']
  process.env['HOME'] = home
  mkdirSync(join(home, 'Documents'))
  const { page, close } = await openWindow({ viewport: { width: 1280, height: 800 } })
  page.setDefaultTimeout(30_000)
  const errors = errorsOf(page)
  const pictures = picturesOf(page)
  const unlockWith = async (passphrase: string) => {
    await page.keyboard.press('Control+Shift+L')
    await page.getByRole('button', { name: 'Unlock' }).waitFor()
    await typeIn(page, 'Passphrase', passphrase)
    await page.keyboard.press('Enter')
  }
  const caseFile = async () => {
    await press(page, 'Case file')
    await page.getByRole('heading', { level: 1, name: 'Case file' }).waitFor()
  }
  try {
    await press(page, /demonstration/)
    const shown = page.getByText(own)
    await shown.waitFor({ timeout: 60_000 })
    const passphrase = ((await shown.textContent()) ?? '').match(/heron lantern oatmeal[a-z ]*/)?.[0] ?? own

    await caseFile()
    await page.getByRole('row', { name: /Recovery key/ }).waitFor()
    await pictures('case-file')
    await press(page, /^Add somebody/)
    await page.getByRole('dialog').waitFor()
    await typeIn(page, 'Name', 'DS Priya Nair')
    await typeIn(page, 'Passphrase', theirs)
    await typeIn(page, 'The same again', theirs)
    await pictures('case-file-add')
    await press(page, 'Add DS Priya Nair')
    await page.getByRole('row', { name: /DS Priya Nair/ }).waitFor()

    // She opens it with what only she knows.
    await unlockWith(theirs)
    await page
      .getByText(/Operation Marram/)
      .first()
      .waitFor()
    await caseFile()
    await expect(page.getByRole('row', { name: /DS Priya Nair/ })).toContainText('You')

    // The first opens it again, and removes her.
    await unlockWith(passphrase)
    await page
      .getByText(/Operation Marram/)
      .first()
      .waitFor()
    await caseFile()
    await page.getByRole('row', { name: /DS Priya Nair/ }).waitFor()
    await press(page, 'Remove DS Priya Nair')
    await page.getByRole('alertdialog').waitFor()
    await pictures('case-file-remove')
    await press(page, 'Remove DS Priya Nair')
    await page.getByRole('heading', { name: 'No longer' }).waitFor()
    await pictures('case-file-after')

    // Verified, and backed up, while we are here.
    await tabTo(page, 'Who can open it')
    await page.keyboard.press('ArrowRight')
    await press(page, 'Verify everything')
    await page.getByText('All of it is as it was sealed.').waitFor()
    await press(page, /^Back up/)
    await page.getByRole('row', { name: /Documents/ }).click()
    await press(page, 'Back up here')
    await page.getByText('Backed up, and the copy verified.').waitFor()
    await pictures('case-file-check')

    // Her passphrase opens nothing any more; the first still does.
    await unlockWith(theirs)
    await page.getByText('That passphrase did not open this case.').waitFor()
    await pictures('unlock-refused')
    await typeIn(page, 'Passphrase', passphrase)
    await page.keyboard.press('Enter')
    await page
      .getByText(/Operation Marram/)
      .first()
      .waitFor()
    expect(errors).toEqual([])
  } finally {
    await close()
    process.env['HOME'] = before
  }
})
