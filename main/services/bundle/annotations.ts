import { drawField, drawLook } from './annotation-looks.ts'
import type { Copier } from './copier.ts'
import type { Destinations } from './destinations.ts'
import { type Dict, Name, name, Ref, Text, type Value } from './objects.ts'
import { type Box, boxOf, type SourcePage } from './page-tree.ts'
import type { BundleDocument, ReportKind } from './plan.ts'
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

/** What became of comments and marks: highlights, notes, stamps, drawings; not links and fields. */
export interface CommentCounts {
  readonly kept: number
  readonly flattened: number
  readonly stripped: number
  /** To be flattened, but without a picture of themselves that could be drawn: kept. */
  readonly undrawn: number
}

/** What a page keeps of its annotations. */
export interface KeptAnnotations {
  /** Annotations of the new page. */
  readonly annotations: readonly Dict[]
  /** Form fields and flattened comments drawn into the page: operators, and the pictures they name. */
  readonly operators: string
  readonly pictures: ReadonlyMap<string, Value>
  /** Where visible annotations lie, for the ink test. */
  readonly boxes: readonly Box[]
  readonly needsFont: boolean
  /** How many form fields are among what is drawn. */
  readonly fields: number
  readonly comments: CommentCounts
  readonly notes: readonly { readonly kind: ReportKind; readonly sentence: string }[]
}

/** What is said of a link that was left out because it ran something. */
export const RAN_A_PROGRAM = 'A link that would run a program was removed.'

const HIDDEN = 2
const NO_VIEW = 32

/** Reads a page's annotations: links rewritten, comments kept with their looks, form fields drawn in, the rest dropped and said. */
export function keepAnnotations(
  copier: Copier,
  page: SourcePage,
  destinations: Destinations,
  font: Typeface,
  choice: NonNullable<BundleDocument['comments']> = 'keep',
): KeptAnnotations {
  const { reader } = copier
  const annotations: Dict[] = []
  const pictures = new Map<string, Value>()
  const boxes: Box[] = []
  const notes: { kind: ReportKind; sentence: string }[] = []
  let operators = ''
  let needsFont = false
  let fields = 0
  const comments = { kept: 0, flattened: 0, stripped: 0, undrawn: 0 }
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
      fields++
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
    if (subtype !== 'Link' && choice === 'strip') {
      comments.stripped++
      continue
    }
    if (subtype !== 'Link' && choice === 'flatten') {
      const look = flattened(copier, annotation, rect, `TurnstoneField${pictures.size}`, hidden)
      if (look === 'hidden') comments.stripped++
      else if (look) {
        comments.flattened++
        pictures.set(look.key, look.picture)
        operators += look.operators
        if (rect) boxes.push(rect)
      }
      if (look) continue
      comments.undrawn++
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
    } else {
      if (choice === 'keep') comments.kept++
      if (rect && !hidden) boxes.push(rect)
    }
    annotations.push(kept)
  }
  return { annotations, operators, pictures, boxes, needsFont, fields, comments, notes }
}

/** A comment drawn into the page; `hidden` for one that is not shown; null where it cannot be drawn as it is shown. */
function flattened(
  copier: Copier,
  annotation: Dict,
  rect: Box | undefined,
  key: string,
  hidden: boolean,
): { readonly key: string; readonly operators: string; readonly picture: Value } | 'hidden' | null {
  if (hidden) return 'hidden'
  // What belongs to a layer is shown or not as its reader likes.
  if (!rect || annotation.has('OC')) return null
  const look = drawLook(copier, annotation, rect, key)
  if (look === null || look === 'none' || look.picture === undefined) return null
  return { key: look.key, operators: look.operators, picture: look.picture }
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
