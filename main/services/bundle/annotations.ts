import type { Copier } from './copier.ts'
import type { Destinations } from './destinations.ts'
import { type multiply, transformBox } from './geometry.ts'
import { type Dict, Made, Name, name, Ref, readTextString, Stream, Text, type Value } from './objects.ts'
import { type Box, boxOf, type SourcePage } from './page-tree.ts'
import type { ReportKind } from './plan.ts'
import type { PdfReader } from './reader.ts'
import type { Typeface } from './typeface.ts'

const KEPT = new Set([
  'Subtype',
  'Rect',
  'Contents',
  'M',
  'CreationDate',
  'F',
  'AP',
  'AS',
  'Border',
  'BS',
  'C',
  'CA',
  'IC',
  'QuadPoints',
  'InkList',
  'Vertices',
  'L',
  'LE',
  'LL',
  'LLE',
  'LLO',
  'Cap',
  'CP',
  'CO',
  'DA',
  'DS',
  'RC',
  'Q',
  'RD',
  'BE',
  'Name',
  'IT',
  'T',
  'Subj',
  'H',
  'Open',
  'Sy',
  'OC',
  'State',
  'StateModel',
  'Lang',
])
const DROPPED = new Set([
  'Popup',
  'FileAttachment',
  'Sound',
  'Movie',
  'Screen',
  'RichMedia',
  '3D',
  'TrapNet',
  'PrinterMark',
])

/** What a page keeps of its annotations. */
export interface KeptAnnotations {
  /** Annotations of the new page. */
  readonly annotations: readonly Dict[]
  /** Form fields drawn into the page: operators, and the pictures they name. */
  readonly operators: string
  readonly pictures: ReadonlyMap<string, Value>
  /** Where visible annotations lie, for the ink test. */
  readonly boxes: readonly Box[]
  readonly needsFont: boolean
  readonly notes: readonly { readonly kind: ReportKind; readonly sentence: string }[]
}

/** What is said of a link that was left out because it ran something. */
export const RAN_A_PROGRAM = 'A link that would run a program was removed.'

const FONT = 'TurnstoneField'
/** The name field values are set under in a page's resources. */
export const FIELD_FONT = FONT

const HIDDEN = 2
const NO_VIEW = 32

/** Reads a page's annotations: links rewritten, comments kept with their looks, form fields drawn in, the rest dropped and said. */
export function keepAnnotations(
  copier: Copier,
  page: SourcePage,
  destinations: Destinations,
  font: Typeface,
): KeptAnnotations {
  const { reader } = copier
  const annotations: Dict[] = []
  const pictures = new Map<string, Value>()
  const boxes: Box[] = []
  const notes: { kind: ReportKind; sentence: string }[] = []
  let operators = ''
  let needsFont = false
  const list = reader.get(page.dict, 'Annots')
  for (const item of Array.isArray(list) ? list.slice(0, 20_000) : []) {
    const annotation = reader.resolve(item)
    if (!(annotation instanceof Map)) continue
    const kind = reader.get(annotation, 'Subtype')
    const subtype = kind instanceof Name ? kind.value : ''
    const flags = reader.get(annotation, 'F')
    const hidden = typeof flags === 'number' && (flags & (HIDDEN | NO_VIEW)) !== 0
    const rect = boxOf(reader, reader.get(annotation, 'Rect'))
    if (subtype === 'Widget') {
      if (hidden || !rect) continue
      const drawn = drawField(copier, annotation, rect, `TurnstoneField${pictures.size}`, font)
      if (!drawn) continue
      if (drawn.picture) pictures.set(drawn.key, drawn.picture)
      else needsFont = true
      operators += drawn.operators
      boxes.push(rect)
      if (drawn.note) notes.push({ kind: 'form', sentence: drawn.note })
      continue
    }
    if (DROPPED.has(subtype)) {
      if (subtype === 'FileAttachment')
        notes.push({
          kind: 'attachment',
          sentence: 'A file attached to the page was not brought into the bundle.',
        })
      else if (subtype !== 'Popup')
        notes.push({
          kind: 'annotation-removed',
          sentence: 'A sound, film or other moving part was left out.',
        })
      continue
    }
    const kept: Dict = new Map()
    kept.set('Type', name('Annot'))
    annotation.forEach((value, key) => {
      if (KEPT.has(key)) kept.set(key, value)
    })
    if (subtype === 'Link') {
      const outcome = keepLink(copier, annotation, kept, destinations)
      if (outcome) notes.push(outcome)
      // A link that may not lead on still looks as it did.
      if (outcome?.kind === 'link-removed' && !framed(reader, annotation)) continue
    } else if (rect && !hidden) boxes.push(rect)
    annotations.push(kept)
  }
  return { annotations, operators, pictures, boxes, needsFont, notes }
}

/** True if a link draws a frame around itself. */
function framed(reader: PdfReader, link: Dict): boolean {
  const style = reader.get(link, 'BS')
  const width = style instanceof Map ? reader.get(style, 'W') : null
  if (typeof width === 'number') return width > 0
  const border = reader.get(link, 'Border')
  return !Array.isArray(border) || border.length < 3 || reader.resolve(border[2]) !== 0
}

function keepLink(
  copier: Copier,
  annotation: Dict,
  kept: Dict,
  destinations: Destinations,
): { kind: ReportKind; sentence: string } | null {
  const { reader } = copier
  const target = retarget(copier, destinations.of(annotation))
  if (target) {
    kept.set('Dest', target)
    return null
  }
  const action = reader.get(annotation, 'A')
  const kind = action instanceof Map ? reader.get(action, 'S') : null
  if (action instanceof Map && kind instanceof Name && kind.value === 'URI') {
    const address = reader.get(action, 'URI')
    const words = address instanceof Text ? Buffer.from(address.bytes).toString('latin1') : ''
    if (/^(https?|mailto):/i.test(words)) {
      kept.set(
        'A',
        new Map<string, Value>([
          ['S', name('URI')],
          ['URI', address],
        ]),
      )
      return null
    }
  }
  const what = kind instanceof Name ? kind.value : ''
  if (what === 'JavaScript' || what === 'Launch') return { kind: 'link-removed', sentence: RAN_A_PROGRAM }
  if (what === 'GoToR' || what === 'GoToE')
    return { kind: 'link-removed', sentence: 'A link to another file was removed.' }
  return { kind: 'link-removed', sentence: 'A link that leads nowhere was removed.' }
}

/** A destination with its page as it is in the bundle; null if the page is not there. */
export function retarget(copier: Copier, destination: Value[] | null): Value[] | null {
  if (!destination) return null
  const page = destination[0]
  const at =
    typeof page === 'number'
      ? copier.pageAt(page)
      : page instanceof Ref
        ? copier.pages.get(page.number)
        : undefined
  if (!at) return null
  // Worked on in place of the copy: a list that grows keeps room for many more items, and bookmarks hold on to thousands.
  const found = destination.slice()
  found[0] = at
  let kept = 1
  for (let i = 1; i < found.length; i++) {
    const item = copier.reader.resolve(found[i])
    if (item === null || typeof item === 'number' || item instanceof Name) found[kept++] = item
  }
  found.length = kept
  if (kept === 1) found.push(name('Fit'))
  return found
}

/** An entry of a form field, its own or from the fields above it. */
function fieldEntry(copier: Copier, field: Dict, key: string): Value {
  let at: Value = field
  for (let hops = 0; at instanceof Map && hops < 32; hops++) {
    const value = copier.reader.get(at, key)
    if (value !== null) return value
    at = copier.reader.get(at, 'Parent')
  }
  return null
}

interface DrawnField {
  readonly key: string
  readonly operators: string
  readonly picture?: Value
  readonly note?: string
}

function drawField(copier: Copier, widget: Dict, rect: Box, key: string, font: Typeface): DrawnField | null {
  const { reader } = copier
  const looks = reader.get(widget, 'AP')
  let ref: Value | undefined = looks instanceof Map ? looks.get('N') : undefined
  let picture = reader.resolve(ref)
  if (picture instanceof Map) {
    const state = reader.get(widget, 'AS')
    ref = state instanceof Name ? picture.get(state.value) : undefined
    picture = reader.resolve(ref)
    if (!(picture instanceof Stream)) return null
  }
  if (picture instanceof Stream && ref instanceof Ref) {
    picture.dict.set('Type', name('XObject'))
    picture.dict.set('Subtype', name('Form'))
    const box = boxOf(reader, reader.get(picture.dict, 'BBox'))
    if (!box) return null
    const own = reader.get(picture.dict, 'Matrix')
    const matrix =
      Array.isArray(own) && own.length === 6
        ? own.map((v) => Number(reader.resolve(v)) || 0)
        : [1, 0, 0, 1, 0, 0]
    const shown = transformBox(matrix as unknown as Parameters<typeof multiply>[0], box)
    const sx = (rect[2] - rect[0]) / (shown[2] - shown[0] || 1)
    const sy = (rect[3] - rect[1]) / (shown[3] - shown[1] || 1)
    const m = [sx, 0, 0, sy, rect[0] - shown[0] * sx, rect[1] - shown[1] * sy].map(
      (n) => Math.round(n * 1e5) / 1e5,
    )
    return {
      key,
      operators: `q ${m.join(' ')} cm /${key} Do Q\n`,
      picture: new Made(copier.number(ref) ?? 0),
    }
  }
  const type = fieldEntry(copier, widget, 'FT')
  const value = fieldEntry(copier, widget, 'V')
  if (!(type instanceof Name) || !(value instanceof Text) || (type.value !== 'Tx' && type.value !== 'Ch'))
    return null
  const words = readTextString(value).replace(/\s+/g, ' ').trim()
  if (!words) return null
  const size = Math.max(4, Math.min(10, (rect[3] - rect[1]) * 0.7))
  const y = rect[1] + (rect[3] - rect[1] - size * 0.72) / 2
  const operators = `q ${rect[0]} ${rect[1]} ${rect[2] - rect[0]} ${rect[3] - rect[1]} re W n BT 0 g 0 Tr 0 Tc 0 Tw 100 Tz /${FONT} ${size} Tf 1 0 0 1 ${rect[0] + 2} ${y} Tm\n${font.show(words)}ET Q\n`
  return {
    key,
    operators,
    note: 'A form field had a value but no picture of it; the value is printed in the bundle’s own type.',
  }
}
