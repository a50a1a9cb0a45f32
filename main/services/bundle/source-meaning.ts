import type { BundleDocument } from './plan.ts'
import { entryTitle } from './plan.ts'
import type { Press, Slot } from './press.ts'
import type { PdfReader } from './reader.ts'

/** Notes that these pages are as their file made them, and in the report that a structure they had is not carried. */
export function noteSource(
  press: Press,
  document: BundleDocument,
  slots: readonly Slot[],
  reader: PdfReader,
): void {
  noteForeign(press, document, slots, 'source')
  const root = reader.get(reader.trailer, 'Root')
  // A root that names a structure its file has lost had none to lose.
  if (root instanceof Map && reader.get(root, 'StructTreeRoot') instanceof Map)
    press.note({
      document: document.id,
      kind: 'structure',
      sentence:
        'It was tagged for screen readers. Its tags are not carried into the bundle; the original has them.',
    })
}

/** Notes what keeps these pages from being our own alone. */
export function noteForeign(
  press: Press,
  document: BundleDocument,
  slots: readonly Slot[],
  why: 'source' | 'inks',
): void {
  const first = slots[0]!
  press.foreign.set(first, { entry: entryTitle(document), why, pages: [first.label, slots.at(-1)!.label] })
}
