import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { factList } from './fact-list.ts'
import { type BundleDocument, entryTitle, type TranslationPrint } from './plan.ts'
import type { Press } from './press.ts'
import { MARGIN, MEASURE, MM, Sheet, wrap } from './sheet.ts'
import { signatureLine } from './statement-paragraphs.ts'

const BODY = { face: 'serif', size: 12 } as const
const HEADING = { face: 'serif-bold', size: 20 } as const

const label = z.string().min(1).max(80)
/** The words of the translator's certificate, with where they come from. Data: see resources/forms/translation.json. */
const translationForm = z.strictObject({
  id: z.string(),
  version: z.string(),
  source: z.string(),
  effectiveFrom: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  verified: z.enum(['official', 'secondary', 'unverified']),
  heading: label,
  labels: z.strictObject({
    translation: label,
    original: label,
    language: label,
    translator: label,
    translatedOn: label,
    signature: label,
    signedOn: label,
  }),
  words: z.string().includes('{translator}'),
})

/** The certificate before a translation: what it is of, from which language, who made it and when, and lines to sign on in ink. */
export function translationSheet(
  press: Press,
  document: BundleDocument,
  translation: TranslationPrint,
  tools: { readonly fonts: string; readonly forms?: string },
): Sheet {
  const { faces } = press
  const folder = tools.forms ?? join(dirname(tools.fonts), 'forms')
  const form = translationForm.parse(JSON.parse(readFileSync(join(folder, 'translation.json'), 'utf8')))
  const sheet = new Sheet(faces)
  let y = MARGIN.top + 40 * MM
  sheet.as('H1')
  sheet.text(MARGIN.left, y, form.heading, HEADING)
  y += 12
  sheet.rule(MARGIN.left, y, MEASURE, 0.3 * MM)
  y += 10 * MM
  const facts: readonly (readonly [string, string])[] = [
    [form.labels.translation, entryTitle(document)],
    [form.labels.original, translation.original],
    [form.labels.language, translation.language],
    [form.labels.translator, translation.translator],
    [form.labels.translatedOn, translation.on ?? ''],
  ]
  y = factList(sheet, faces, facts, { top: y, indent: 42 * MM, gap: 2.4 * MM, most: 8 }).end + 8 * MM
  sheet.as('P')
  for (const line of wrap(faces, form.words.replace('{translator}', translation.translator), BODY, MEASURE)) {
    sheet.text(MARGIN.left, y, line, BODY)
    y += 18
  }
  y += 20 * MM
  const wide = (MEASURE - 12 * MM) * 0.6
  signatureLine(sheet, MARGIN.left, y, wide, form.labels.signature)
  signatureLine(sheet, MARGIN.left + wide + 12 * MM, y, MEASURE - 12 * MM - wide, form.labels.signedOn)
  return sheet
}
