import type { Copier } from './copier.ts'
import type { InkFound } from './ink.ts'
import type { ObjectFile } from './object-file.ts'
import { dict, type Made, name, type Value } from './objects.ts'
import type { PageView } from './page-tree.ts'

/** The name under which a page draws content of its own that was set apart. */
export const APART = 'TurnstonePage'

/**
 * Writes a page's faulty content as a form, which the page then draws as one thing. A program that gives up within the
 * content, or swallows what follows it, does so at the form's end at the latest, and goes on to show the page's number.
 * The form has the page's resources as the source has them.
 */
export function setApart(
  file: ObjectFile,
  copier: Copier,
  found: InkFound,
  of: { readonly content: Uint8Array; readonly resources: Value; readonly view: PageView },
): Made {
  const form = file.reserve()
  const entries = dict({
    Type: name('XObject'),
    Subtype: name('Form'),
    BBox: [...of.view.media],
    Resources: of.resources instanceof Map ? copier.withoutLeft(of.resources) : new Map(),
  })
  const before = Buffer.from('q\n'.repeat(found.under))
  const after = Buffer.from(`\n${found.unclosed}\n${'Q\n'.repeat(found.open)}`)
  file.writePacked(form, entries, Buffer.concat([before, of.content, after]), copier.number)
  return form
}
