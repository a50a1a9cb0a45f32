import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { openDemonstration } from '../support/demonstration.ts'
import { openWindow } from '../support/hosts.ts'
import { press, typeIn } from '../support/keyboard.ts'
import { errorsOf, picturesOf } from '../support/page.ts'

test('writes a statement for civil proceedings and looks at it as it prints', async () => {
  const home = process.env['HOME']
  process.env['HOME'] = mkdtempSync(join(tmpdir(), 'turnstone-home-'))
  const { page, close } = await openWindow({ viewport: { width: 1280, height: 800 } })
  page.setDefaultTimeout(20_000)
  const errors = errorsOf(page)
  const pictures = picturesOf(page, 'light')
  try {
    await openDemonstration(page)
    await page
      .getByRole('navigation', { name: 'Sections' })
      .getByRole('button', { name: /^Statements/ })
      .click()
    await page.getByRole('heading', { name: 'Statements', level: 1 }).waitFor()
    await page.keyboard.press('n')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Form').selectOption({ label: 'Civil: CPR PD 32' })
    await typeIn(page, /^Statement of/, 'Nguyễn Thị Hường, known as Hana')
    await pictures('civil-begin')
    await press(page, 'Begin statement')
    await page.getByRole('heading', { name: 'The witness' }).waitFor()
    await expect(page.getByLabel('Age if under 18')).toBeHidden()
    await page.getByText('The corner names no party').waitFor()
    await typeIn(page, /^Made on behalf of/, 'Claimant')
    await typeIn(page, /^Initials and surname/, 'N. T. Hường')
    await page.getByRole('textbox', { name: /^Paragraph 1/ }).click()
    await page.keyboard.type('I refer to the notebook marked JLB/7, which I was shown on 14 August 2024.')
    await page.keyboard.press('Control+S')
    await page.getByText('Made on behalf of: Claimant').waitFor()
    await page.getByText('I believe that the facts stated').waitFor()
    await pictures('civil-words')
    await page.getByText('As printed').click()
    await page
      .getByRole('region', { name: 'The words' })
      .getByRole('status')
      .getByText('Page 1 of 1')
      .waitFor()
    await page.waitForTimeout(500)
    await pictures('civil-printed')
    expect(errors).toEqual([])
  } finally {
    process.env['HOME'] = home
    await close()
  }
})
