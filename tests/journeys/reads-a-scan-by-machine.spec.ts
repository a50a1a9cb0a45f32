import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { images, scanPdf } from '../main/services/bundle/scans.ts'
import { buildHere, goToBundles, makeBundle, selectLine } from '../support/bundles.ts'
import { openDemonstration } from '../support/demonstration.ts'
import { bringIn } from '../support/evidence.ts'
import { dropFiles, openWindow } from '../support/hosts.ts'
import { press, tabTo } from '../support/keyboard.ts'

// So many that nobody who presses Pause comes too late.
const lines =
  'Kittiwake Guillemot Razorbill Sandpiper Dotterel Whimbrel Curlew Lapwing Plover Fulmar Gannet Puffin Heron Egret Avocet Dunlin Sanderling Redshank'.split(
    ' ',
  )

/** Brings in a scan: pages that are pictures, each with one word. */
async function bringInScan(page: Page, folder: string): Promise<void> {
  const scan = join(folder, 'Log of the harbour watch.pdf')
  writeFileSync(scan, scanPdf(lines.map((word) => ({ image: images.grey([`${word} was seen there.`]) }))))
  await dropFiles(page, null, [scan])
  await bringIn(page, 'QZX', 1)
}

test('a scan is read by machine, paused, gone on with, found, checked, and bound with its words', async () => {
  test.setTimeout(240_000)
  const home = process.env['HOME']
  const { page, folder, close } = await openWindow({ viewport: { width: 1280, height: 800 } })
  page.setDefaultTimeout(30_000)
  process.env['HOME'] = folder
  try {
    await openDemonstration(page)
    await bringInScan(page, folder)
    await page.getByText('QZX/1', { exact: true }).first().click()
    await page.getByRole('tab', { name: 'Text' }).click()
    await page.getByText('18 pages without text: 1–18.').waitFor()

    // A stop is a pause: what was read stays, and reading goes on with the rest.
    await press(page, 'Read text')
    await page.getByText(/^[1-4] of 18 pages$/).waitFor()
    // At once: by keyboard it might be reached when the last page is read.
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByText('Paused. What was read is kept').waitFor()
    await page.getByText(/^\d+ pages? read by machine; \d+ pages? without text/).waitFor()
    await press(page, 'Go on reading')
    await page.getByText('18 pages read by machine.', { exact: true }).waitFor({ timeout: 120_000 })

    // The search finds the page, and says what such words are worth.
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search or jump' }).waitFor()
    await page.keyboard.type('sandpiper was seen')
    const found = page.getByRole('option', { name: /QZX\/1.*page 4 · machine-read, unchecked/ })
    await found.waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('document', { name: /page 4/ }).waitFor()

    // Somebody compares it with its picture, and puts their name to it.
    await page.getByRole('tab', { name: 'Text' }).click()
    const read = page.getByRole('region', { name: 'Page 4, read by machine' })
    await expect(read).toContainText('Sandpiper')
    await expect(read).toContainText('Machine-read, unchecked')
    await press(page, 'I have checked this page')
    await expect(read).toContainText('Machine-read, checked by')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search or jump' }).waitFor()
    await page.keyboard.type('sandpiper')
    await page.getByRole('option', { name: /QZX\/1.*page 4 · machine-read, checked/ }).waitFor()
    await page.keyboard.press('Escape')

    // A bundle takes the words along, unseen behind the pictures.
    await goToBundles(page)
    await makeBundle(page, 'Harbour watch')
    await selectLine(page, /QZX\/1/)
    await tabTo(page, 'What goes in, in order')
    const pdf = await buildHere(page, folder, false)
    await page
      .getByText(/text read by machine/)
      .first()
      .waitFor()
    const text = execFileSync('pdftotext', [pdf, '-'], { encoding: 'utf8' })
    for (const word of lines) expect(text).toContain(word)
    execFileSync('qpdf', ['--check', pdf])
  } finally {
    process.env['HOME'] = home
    await close()
  }
})
