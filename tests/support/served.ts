import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type Page } from '@playwright/test'
import {
  type BundleDocument,
  type BundlePlan,
  buildBundle,
  readProfile,
} from '../../main/services/bundle/index.ts'
import { pagesPdf } from '../main/services/bundle/sample-pdfs.ts'
import { press } from './keyboard.ts'

const resources = fileURLToPath(new URL('../../resources', import.meta.url))

/** The content of a document of PDF bytes. */
export const pdfContent = (bytes: Buffer): BundleDocument['content'] => ({
  kind: 'pdf',
  sha256: createHash('sha256').update(bytes).digest('hex'),
  source: bytes,
})
/** A document of pages with a few words each. */
export const documentOf = (id: string, ref: string, title: string, ...words: string[]): BundleDocument => ({
  id,
  ref,
  title,
  content: pdfContent(pagesPdf(words.map((each) => ({ words: each })))),
})

/** Builds a bundle, as somebody would have served it, into the folder `Served` of a folder. Gives its path. */
export async function serveBundle(
  folder: string,
  name: string,
  sections: BundlePlan['sections'],
): Promise<string> {
  const to = join(folder, 'Served', name)
  mkdirSync(join(folder, 'Served'), { recursive: true })
  await buildBundle(
    {
      title: 'Trial bundle',
      date: '2026-03-20',
      caseTitle: 'R v Whitlock and Hoxha',
      parties: ['The King', 'Darren Paul Whitlock'],
      fictional: true,
      profile: readProfile(join(resources, 'profiles', 'general.json')),
      sections,
    },
    {
      to,
      fonts: join(resources, 'fonts'),
      forms: join(resources, 'forms'),
      open: (source) => {
        const bytes = source as Buffer
        const read = (at: number, length: number) => bytes.subarray(at, at + length)
        return { size: bytes.length, read, close: () => undefined }
      },
    },
  )
  return to
}

/** Opens a served bundle from the first screen, by keyboard. The picker starts where `Served` is. */
export async function openServed(page: Page, name: string): Promise<void> {
  await press(page, 'Open a bundle to read')
  await choose(page, name)
  await page.locator('.page[data-loaded="true"]').first().waitFor()
}

/** Chooses a served bundle where the picker asks for one. It starts where `Served` is. */
export async function choose(page: Page, name: string): Promise<void> {
  const filter = page.getByLabel('Show only names that hold')
  await filter.waitFor()
  await expect(filter).toBeFocused()
  await page.keyboard.type('Served')
  await page.keyboard.press('Enter')
  await expect(page.getByText(name, { exact: true }).first()).toBeVisible()
  await filter.focus()
  await page.keyboard.type(name)
  await expect(page.getByRole('row')).toHaveCount(2)
  await page.keyboard.press('Enter')
}

/** Where the number of the page that is read stands. */
export const pageField = (page: Page) => page.getByRole('textbox', { name: 'Go to page' })

/** Goes to the page with a number, from wherever the focus is on the pages. */
export async function goToPage(page: Page, number: string): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.type(number)
  await page.keyboard.press('Enter')
  await expect(pageField(page)).toHaveValue(number)
}
