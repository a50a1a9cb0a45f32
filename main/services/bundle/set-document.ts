import { labelRange } from '../../../casework/rules/numbering.ts'
import { coversheetSheet, exhibitSheet, PAGES, type SheetBefore } from './document-sheets.ts'
import type { LaterWords } from './later-words.ts'
import { layDocument } from './lay-document.ts'
import type { Stretch } from './object-file.ts'
import type { BuildTools, BundleDocument } from './plan.ts'
import type { Press, Slot } from './press.ts'
import type { Pause } from './source-pages.ts'
import { translationSheet } from './translation-sheet.ts'

/** Sets one document with the sheets before it, as one stretch of the file; the run of its numbers is set already. */
export async function setDocument(press: Press, document: BundleDocument, tools: BuildTools, pause: Pause) {
  if (press.citations) press.citations.document = document.id
  press.faces.setting(document.id)
  press.head = document.head ?? press.plan
  const start = press.file.begin('document')
  const sheets: (() => SheetBefore)[] = []
  if (document.coversheet) sheets.push(() => coversheetSheet(press, document))
  const { front, translation } = document
  if (front) sheets.push(() => exhibitSheet(press, front))
  if (translation) sheets.push(() => ({ sheet: translationSheet(press, document, translation, tools) }))
  const numbers: LaterWords[] = []
  const ahead: Slot[] = []
  const stretches: Stretch[] = []
  for (const draw of sheets) {
    const begun = press.file.begin('page')
    const slot = press.take()
    const { sheet, pages } = draw()
    press.writeSheet(sheet, slot, (own) => press.pageOf(own, slot), pages && { [PAGES]: pages.ref })
    if (pages) numbers.push(pages)
    stretches.push(press.file.finish('page', begun))
    ahead.push(slot)
  }
  const laid = await layDocument(press, document, tools, pause)
  const slots = [...ahead, ...laid.slots]
  for (const pages of numbers) pages.write(labelRange(slots[0]!.label, slots.at(-1)!.label))
  const whole = press.file.finish('document', start)
  press.faces.setting(undefined)
  press.head = press.plan
  return { laid, whole, slots, stretches: [...stretches, ...laid.stretches] }
}
