import { coversheetSheet, exhibitSheet } from './document-sheets.ts'
import { layDocument } from './lay-document.ts'
import type { Stretch } from './object-file.ts'
import type { BuildTools, BundleDocument } from './plan.ts'
import type { Press, Slot } from './press.ts'
import type { Sheet } from './sheet.ts'
import type { Pause } from './source-pages.ts'
import { translationSheet } from './translation-sheet.ts'

/** Sets one document with the sheets before it, as one stretch of the file; the run of its numbers is set already. */
export async function setDocument(press: Press, document: BundleDocument, tools: BuildTools, pause: Pause) {
  if (press.citations) press.citations.document = document.id
  const start = press.file.begin('document')
  const sheets: ((slot: Slot) => Sheet)[] = []
  if (document.coversheet) sheets.push(({ label }) => coversheetSheet(press, document, label))
  const { front, translation } = document
  if (front) sheets.push(() => exhibitSheet(press, front))
  if (translation) sheets.push(() => translationSheet(press, document, translation, tools))
  const ahead: Slot[] = []
  const stretches: Stretch[] = []
  for (const draw of sheets) {
    const begun = press.file.begin('page')
    const slot = press.take()
    press.writeSheet(draw(slot), slot, (own) => press.pageOf(own, slot))
    stretches.push(press.file.finish('page', begun))
    ahead.push(slot)
  }
  const laid = await layDocument(press, document, tools, pause)
  const slots = [...ahead, ...laid.slots]
  const whole = press.file.finish('document', start)
  return { laid, whole, slots, stretches: [...stretches, ...laid.stretches] }
}
