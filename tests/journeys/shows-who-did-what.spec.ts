import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { openDemonstration } from '../support/demonstration.ts'
import { openWindow } from '../support/hosts.ts'
import { press } from '../support/keyboard.ts'
import { errorsOf, picturesOf } from '../support/page.ts'

test('shows who looked at a statement, verifies the history, and gives part of it away with its proof', async () => {
  const home = mkdtempSync(join(tmpdir(), 'turnstone-home-'))
  const before = process.env['HOME']
  process.env['HOME'] = home
  mkdirSync(join(home, 'Documents'))
  const { page, close } = await openWindow({ viewport: { width: 1280, height: 800 } })
  page.setDefaultTimeout(20_000)
  const errors = errorsOf(page)
  const pictures = picturesOf(page)
  const goTo = async (words: string) => {
    await page.keyboard.press('Control+K')
    await page.getByRole('combobox', { name: 'Search or jump' }).waitFor()
    await page.keyboard.type(words)
    await page
      .getByRole('option', { name: new RegExp(words) })
      .first()
      .waitFor()
    await page.keyboard.press('Enter')
  }
  try {
    await openDemonstration(page)

    // A victim's statement is looked at: that alone makes an entry.
    await goTo('S1')
    await page.getByRole('heading', { level: 1, name: /Hường/ }).waitFor()

    await goTo('Audit')
    const list = page.getByRole('grid', { name: 'Entries, newest first' })
    await list.waitFor()
    await pictures('audit')
    await press(page, 'Consultation')
    await expect(list.getByRole('row', { name: /Looked at the statement/ }).first()).toBeVisible()
    await list.focus()
    await page.keyboard.press('ArrowDown')
    await page.getByText('What holds it in place').waitFor()
    await pictures('audit-entry')
    await page.keyboard.press('Escape')
    await expect(page.getByText('What holds it in place')).toHaveCount(0)
    await press(page, 'Show everything')

    await page.keyboard.press('v')
    await page.getByText('Unbroken').waitFor()
    await pictures('audit-verified')

    // Part of it, as a file that proves itself; one altered letter, and it proves nothing.
    await page.keyboard.press('x')
    const dialog = page.getByRole('dialog', { name: /^Export part/ })
    await dialog.waitFor()
    await pictures('audit-export')
    await press(page, /^Choose where/)
    await page.getByText('Documents').first().waitFor()
    await page.getByRole('row', { name: /Documents/ }).click()
    await press(page, 'Save here')
    await page.getByRole('dialog', { name: 'Exported' }).waitFor()
    await pictures('audit-exported')
    await press(page, 'Close')
    const [name] = readdirSync(join(home, 'Documents')).filter((each) => each.endsWith('.json'))
    const text = readFileSync(join(home, 'Documents', name as string), 'utf8')
    const altered = text.replace('collection', 'alteration')
    expect(altered).not.toBe(text)
    writeFileSync(join(home, 'Documents', 'altered.json'), altered)
    const check = async (file: string) => {
      await press(page, 'More')
      await page.getByRole('menuitem', { name: /^Check a proof/ }).press('Enter')
      await page.getByRole('row', { name: /Documents/ }).dblclick()
      await page.getByRole('row', { name: file }).click()
      await press(page, 'Check')
    }
    await check(name as string)
    await page.getByText('It proves itself').waitFor()
    await press(page, 'Close')
    await check('altered.json')
    await page.getByText('It does not verify').waitFor()
    await pictures('audit-altered')
    await press(page, 'Close')
    expect(errors).toEqual([])
  } finally {
    await close()
    process.env['HOME'] = before
  }
})
