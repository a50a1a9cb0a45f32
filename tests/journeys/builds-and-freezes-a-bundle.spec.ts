import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from '@playwright/test'
import { buildHere, goToBundles, makeBundle, selectLine } from '../support/bundles.ts'
import { openDemonstration } from '../support/demonstration.ts'
import { openWindow } from '../support/hosts.ts'
import { press, tabTo, typeIn } from '../support/keyboard.ts'
import { errorsOf } from '../support/page.ts'

test('puts a bundle together, freezes it, serves it, builds it and verifies it, by keyboard alone', async () => {
  const home = process.env['HOME']
  const { page, folder, close } = await openWindow({ viewport: { width: 1280, height: 800 } })
  page.setDefaultTimeout(20_000)
  process.env['HOME'] = folder
  const errors = errorsOf(page)
  const line = (name: RegExp) => page.getByRole('treeitem', { name })
  const said = (words: RegExp | string) => page.getByRole('status').filter({ hasText: words }).first()
  try {
    await openDemonstration(page)
    await goToBundles(page)
    await makeBundle(page, 'Trial bundle', 'Crown Court sections')

    // A move is numbered at once and said; a title is given; one stands under another.
    await selectLine(page, /Statement of V2 \(S2\)/)
    await page.keyboard.press('Control+Shift+ArrowUp')
    await said(/^S2, now pages \d+ to \d+/).waitFor({ state: 'attached' })
    await page.keyboard.press('F2')
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type('First account of V2 (S2)')
    await page.keyboard.press('Enter')
    await line(/First account of V2/).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Control+]')
    await expect(page.locator('[role=treeitem][aria-selected=true]')).toHaveAttribute('aria-level', '3')

    // Two drafts stop it. They are taken out; one is brought back by undo, and taken out again.
    await page.getByText('Stops the build').waitFor()
    for (const draft of [/\(S1\)/, /\(S5\)/]) {
      await selectLine(page, draft)
      await page.keyboard.press('Delete')
      await expect(line(draft)).toHaveCount(0)
    }
    await expect(page.getByText('Stops the build')).toHaveCount(0)
    await page.keyboard.press('Control+z')
    await line(/\(S5\)/).waitFor()
    await page.getByText('Stops the build').waitFor()
    await selectLine(page, /\(S5\)/)
    await page.keyboard.press('Delete')
    await expect(page.getByText('Stops the build')).toHaveCount(0)

    // What was taken out is offered again, and put into the section at hand.
    await tabTo(page, 'What could go in')
    await page.keyboard.press('b')
    await page.getByText('Stops the build').waitFor()
    await page.keyboard.press('Control+z')
    await expect(page.getByText('Stops the build')).toHaveCount(0)

    await page.keyboard.press('Control+p')
    await page.getByRole('document', { name: /page 1/ }).waitFor({ timeout: 30_000 })
    await page.keyboard.press('Control+p')

    await page.keyboard.press('Control+Shift+F')
    await press(page, 'Freeze version 1')
    const frozen = page.getByRole('dialog', { name: 'Version 1 is frozen' })
    await frozen.waitFor({ timeout: 60_000 })
    const sha256 = await frozen.locator('.mono').textContent()
    await press(page, 'Serve version 1')
    await typeIn(page, /^Served on/, 'The defence')
    await press(page, 'Serve version 1')
    await page.getByText('Served', { exact: true }).waitFor()

    // What is frozen stays where it is.
    await selectLine(page, /\(S3\)/)
    await page.keyboard.press('Control+Shift+ArrowUp')
    await page.getByText(/was frozen as .* so it stays where it is/).waitFor()
    await press(page, 'Dismiss')

    // The court's system takes each document by itself: that is asked for with the bundle.
    await selectLine(page, /^Cover/)
    await tabTo(page, /^Checks/)
    await page.keyboard.press('ArrowRight')
    await tabTo(page, 'With each document by itself')
    await page.keyboard.press('Space')
    // The key that builds is heard in every tab.
    await tabTo(page, /^Details/)
    await page.keyboard.press('ArrowRight')
    await page.getByRole('tab', { name: 'History', selected: true }).waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    const pdf = await buildHere(page, folder)
    const alone = readdirSync(pdf.replace(/\.pdf$/, ' documents'), { recursive: true }) as string[]
    expect(alone.filter((name) => /^H Statements.\d{4}-\d\d-\d\d .*\(S\d\)\.pdf$/.test(name))).not.toEqual([])
    expect(createHash('sha256').update(readFileSync(pdf)).digest('hex')).toBe(sha256)
    execFileSync('qpdf', ['--check', pdf])
    const text = execFileSync('pdftotext', [pdf, '-'], { encoding: 'utf8' })
    expect(text).toContain('First account of V2')
    expect(text).toContain('Version 1, frozen on')

    // The copy is verified from its own bytes.
    await goToBundlesList(page)
    await press(page, 'Verify a bundle')
    await typeIn(page, /^Show only names/, '.pdf')
    await page.getByRole('row', { name: /\.pdf/ }).first().waitFor()
    await tabTo(page, new RegExp(`^${basename(folder)}`))
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByText('Verified', { exact: true }).waitFor({ timeout: 30_000 })
    expect(errors).toEqual([])
  } finally {
    process.env['HOME'] = home
    await close()
  }
})

async function goToBundlesList(page: Parameters<typeof press>[0]): Promise<void> {
  await press(page, 'More')
  await page.getByRole('menuitem', { name: 'All bundles' }).waitFor()
  await page.keyboard.press('a')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Bundles', level: 1 }).waitFor()
}
