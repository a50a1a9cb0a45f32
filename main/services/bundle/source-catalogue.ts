import { attachedNames } from './attachments.ts'
import type { Copier } from './copier.ts'
import { type Dict, Name, Ref, type Value } from './objects.ts'
import type { ReportKind } from './plan.ts'
import type { Press } from './press.ts'
import type { PdfReader } from './reader.ts'
import type { Active } from './refused.ts'

/** Puts into the report what of a source's catalogue stays behind: scripts, properties, attachments, forms, signatures. */
export function sayOfCatalogue(
  reader: PdfReader,
  root: Dict,
  {
    forms,
    held,
    note,
  }: {
    /** How many pages had form fields drawn in. */
    readonly forms: number
    readonly held: Set<Active>
    note(kind: ReportKind, sentence: string): void
  },
): void {
  const left: string[] = []
  const names = reader.get(root, 'Names')
  if (root.has('OpenAction') || root.has('AA') || (names instanceof Map && names.has('JavaScript')))
    left.push('scripts and automatic actions')
  if (acts(reader, root)) held.add('scripts')
  if (root.has('Metadata') || root.has('PieceInfo') || reader.trailer.has('Info'))
    left.push('hidden properties')
  if (left.length > 0)
    note('stripped', `Left out of the bundle: ${left.join(', ')}. The original is unchanged.`)
  // How many, and not their names: the report is served with the bundle, and they are not.
  const attached = attachedNames(reader).length
  if (attached > 0) held.add('attachments')
  if (attached > 0)
    note(
      'attachment',
      `It has ${attached === 1 ? 'a file' : `${attached.toLocaleString('en-GB')} files`} attached inside it. Not brought into the bundle; exhibit separately what matters.`,
    )
  const form = reader.get(root, 'AcroForm')
  if (form instanceof Map) {
    held.add('forms')
    if (forms > 0)
      note('form', 'Its form fields are printed as they were filled in and can no longer be typed into.')
    if (form.has('XFA'))
      note('form', 'It holds a dynamic (XFA) form; only its printed pages are in the bundle.')
    const flags = reader.get(form, 'SigFlags')
    if (typeof flags === 'number' && (flags & 1) !== 0)
      note(
        'signed',
        'It is digitally signed. A signature does not survive bundling: serve the original beside the bundle; its hash is in the manifest.',
      )
  }
}

/** Takes over a source's layers, and which of them are switched off; says how many are. */
export function takeLayers(press: Press, copier: Copier, root: Dict): number {
  const { reader } = copier
  const properties = reader.get(root, 'OCProperties')
  if (!(properties instanceof Map)) return 0
  const before = press.layersOff.length
  const usual = reader.get(properties, 'D')
  const take = (list: Value, into: Value[]) => {
    for (const item of Array.isArray(list) ? list.slice(0, 10_000) : []) {
      const made = item instanceof Ref ? copier.refTo(item) : null
      if (made) into.push(made)
    }
  }
  const all = reader.get(properties, 'OCGs')
  take(all, press.layers)
  if (usual instanceof Map) {
    const base = reader.get(usual, 'BaseState')
    const on = reader.get(usual, 'ON')
    if (base instanceof Name && base.value === 'OFF') {
      const shown = new Set(
        (Array.isArray(on) ? on : []).map((item) => (item instanceof Ref ? item.number : 0)),
      )
      take(
        Array.isArray(all) ? all.filter((item) => item instanceof Ref && !shown.has(item.number)) : null,
        press.layersOff,
      )
    } else take(reader.get(usual, 'OFF'), press.layersOff)
  }
  copier.drain()
  return press.layersOff.length - before
}

// To open at a page is no script.
function acts(reader: PdfReader, root: Dict): boolean {
  const names = reader.get(root, 'Names')
  const opens = reader.get(root, 'OpenAction')
  const kind = opens instanceof Map ? reader.get(opens, 'S') : null
  const runs = kind instanceof Name && kind.value !== 'GoTo'
  return runs || root.has('AA') || (names instanceof Map && names.has('JavaScript'))
}
