import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { buildHere, goToBundles, makeBundle, selectLine } from '../support/bundles.ts'
import { openDemonstration } from '../support/demonstration.ts'
import { bringIn } from '../support/evidence.ts'
import { dropFiles, openWindow } from '../support/hosts.ts'
import { press, tabTo } from '../support/keyboard.ts'

interface Listed {
  readonly ref?: string
  readonly labels: readonly [string, string]
  readonly pages: number
  readonly from: number
}
const documentsOf = (pdf: string): readonly Listed[] =>
  JSON.parse(readFileSync(pdf.replace(/pdf$/, 'manifest.json'), 'utf8')).documents
const textOf = (pdf: string, page: number) =>
  execFileSync('pdftotext', ['-f', String(page), '-l', String(page), '-layout', pdf, '-'], {
    encoding: 'utf8',
  })
/** The words of a page, but for the version its foot names. */
const unversioned = (text: string) =>
  text.replace(/\s+/g, ' ').replace(/Version \d+, frozen/, 'Version, frozen')
const pagesOf = (pdf: string) =>
  Number(/Pages:\s+(\d+)/.exec(execFileSync('pdfinfo', [pdf], { encoding: 'utf8' }))?.[1])

async function bringInLate(page: Page, folder: string): Promise<void> {
  const late = join(folder, 'Gas meter readings, 12 Mill Lane.txt')
  writeFileSync(
    late,
    Array.from({ length: 130 }, (_, n) => `Reading ${n + 1}: ${4_410 + n * 7} units`).join('\n'),
  )
  await dropFiles(page, null, [late])
  await bringIn(page, 'QZX', 1)
  await page.getByText('QZX/1', { exact: true }).first().waitFor()
}

test('an exhibit that comes after freezing stands in between, and no old number changes', async () => {
  const home = process.env['HOME']
  const { page, folder, close } = await openWindow({ viewport: { width: 1280, height: 800 } })
  page.setDefaultTimeout(20_000)
  process.env['HOME'] = folder
  const line = (name: RegExp) => page.getByRole('treeitem', { name })
  try {
    await openDemonstration(page)
    await goToBundles(page)
    await makeBundle(page, 'Committal')
    await page.keyboard.press('Control+Shift+F')
    await press(page, 'Freeze version 1')
    await page.getByRole('dialog', { name: 'Version 1 is frozen' }).waitFor({ timeout: 60_000 })
    await press(page, 'Done')
    const one = await buildHere(page, folder)

    await bringInLate(page, folder)
    await goToBundles(page)
    await page.getByRole('grid', { name: 'Bundles' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Committal', level: 1 }).waitFor()

    // This court wants what comes late at the end, and there it goes by itself.
    const stop = page.getByText(/QZX\/1 came late and stands among frozen pages/)
    await selectLine(page, /HRK\/1/)
    await tabTo(page, 'What could go in')
    await page.keyboard.press('b')
    await line(/QZX\/1/).waitFor()
    await expect(page.getByText(/came late and stands among/)).toHaveCount(0)
    // Moved in among frozen pages it holds up the freezing.
    await selectLine(page, /QZX\/1/)
    for (let step = 0; step < 40 && (await stop.count()) === 0; step++) {
      await page.keyboard.press('Control+Shift+ArrowUp')
      await page.waitForTimeout(150)
    }
    await stop.waitFor()
    await expect(page.getByRole('button', { name: 'Freeze', exact: true })).toBeDisabled()
    await press(page, /^Move to the end/)
    await expect(page.getByText(/came late and stands among/)).toHaveCount(0)
    await page.keyboard.press('Control+z')
    await page.getByText(/QZX\/1 came late and stands among frozen pages/).waitFor()

    // Another court lets it stand in between. It is moved up behind the handwriting report.
    await selectLine(page, /^Cover/)
    await tabTo(page, /^Checks/)
    await page.keyboard.press('ArrowRight')
    await page.getByLabel('Late material').selectOption('insert')
    const before = documentsOf(one).find(({ ref }) => ref === 'HRK/1')!.labels[1]
    await selectLine(page, /QZX\/1/)
    await expect(line(/QZX\/1/)).toContainText(/\d+A/)
    for (let step = 0; step < 40; step++) {
      if (((await line(/QZX\/1/).textContent()) ?? '').includes(`${before}A`)) break
      await page.keyboard.press('Control+Shift+ArrowUp')
      await page.waitForTimeout(50)
    }
    await expect(line(/QZX\/1/)).toContainText(`${before}A–${before}`)

    await page.keyboard.press('Control+Shift+F')
    await page
      .getByRole('alertdialog')
      .getByText(/QZX\/1/)
      .waitFor()
    await press(page, 'Freeze version 2')
    await page
      .getByRole('dialog', { name: 'Version 2 is frozen' })
      .getByText(/^Added: QZX\/1/)
      .waitFor({ timeout: 60_000 })
    await press(page, 'Done')
    const two = await buildHere(page, folder)

    // Every document of the first version has in the second the numbers and the words it had.
    const [old, now] = [documentsOf(one), documentsOf(two)]
    for (const { ref, labels, pages, from } of old) {
      const same = now.find((each) => each.ref === ref)!
      expect(same.labels, ref).toEqual(labels)
      for (const page of [0, pages - 1])
        expect(unversioned(textOf(two, same.from + page)), ref).toBe(unversioned(textOf(one, from + page)))
    }
    const late = now.find(({ ref }) => ref === 'QZX/1')!
    expect(late.labels[0]).toBe(`${before}A`)
    expect(late.pages).toBeGreaterThan(1)
    for (let page = 0; page < late.pages; page++)
      expect(textOf(two, late.from + page)).toContain(`${before}${String.fromCharCode(65 + page)}`)
    expect(pagesOf(two)).toBeGreaterThanOrEqual(pagesOf(one) + late.pages)
    execFileSync('qpdf', ['--check', two])
  } finally {
    process.env['HOME'] = home
    await close()
  }
})
