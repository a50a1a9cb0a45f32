import type { ReadLine } from '../../../casework/schema.ts'
import { FIELD_FONT } from './annotation-looks.ts'
import { PdfProblem } from './lexer.ts'
import { metadata } from './metadata.ts'
import { ObjectFile, type Sink } from './object-file.ts'
import { dict, type Made, name, textString } from './objects.ts'
import { WORDS_FONT } from './page-text.ts'
import { pagesOf } from './page-tree.ts'
import type { BundlePlan } from './plan.ts'
import { planAlone } from './plan-alone.ts'
import { Press, type Slot } from './press.ts'
import { reachedFrom, usedBy } from './reach.ts'
import type { PdfReader } from './reader.ts'
import { laySource, type Pause } from './source-pages.ts'
import { invisible } from './text-layer.ts'
import { pageText } from './text-pages.ts'
import { Typefaces } from './typeface.ts'

/** A page that was drawn and had its boxes burned into the picture. */
export interface BurnedPage {
  /** Its size on paper, as it is seen. */
  readonly width: number
  readonly height: number
  readonly picture: {
    readonly form: 'flate' | 'jpeg'
    readonly bytes: Uint8Array
    readonly width: number
    readonly height: number
    readonly grey: boolean
  }
  /** The words no box touches, in the space of the page as it is seen, from its lower left corner. */
  readonly lines: readonly ReadLine[]
  /** A machine had read the page: the words are not those of a stamp on it alone. */
  readonly read: boolean
}

/** What an edited copy is made of. */
export interface EditedParts {
  /** The source as read; null where it is a picture and all of it was drawn. */
  readonly reader: PdfReader | null
  readonly burned: ReadonlyMap<number, BurnedPage>
  /** The title in the file’s properties: never one the source gives itself. */
  readonly title: string
  readonly fonts: string
}
export interface EditedCopy {
  readonly bytes: Uint8Array
  readonly pages: number
  /** What stayed behind or had to be mended, in sentences. */
  readonly notes: readonly string[]
}

/**
 * Sets an edited copy of a document: pages with boxes are their burned pictures with the words that are left, the others
 * are brought along as they are. Nothing that only a page with boxes used comes along, and nothing of the file as a
 * whole: no properties, bookmarks, named places, attachments, scripts, and no earlier state of it.
 */
export async function setEditedCopy(parts: EditedParts, pause: Pause): Promise<EditedCopy> {
  const { reader, burned, title } = parts
  const sink = gathered()
  const file = new ObjectFile(sink)
  const faces = new Typefaces(parts.fonts, file)
  const press = new Press(planNamed(title), file, faces)
  const lay = (number: number, slot: Slot): boolean => {
    const page = burned.get(number)
    if (page !== undefined) layBurned(press, page, slot, page.read || hadText(reader, number))
    return page !== undefined
  }
  if (reader === null) lay(1, press.take())
  else {
    const without = stayBehind(reader, burned)
    const document = { id: '', title, content: { kind: 'placeholder', reason: '', facts: [] } } as const
    await laySource(press, document, reader, pause, undefined, { without, lay })
  }
  // Faces of our own that no page uses are left out.
  faces.get('sans').write(file)
  faces.get('sans-bold').write(file)
  const properties = file.reserve()
  file.writeStream(properties, dict({ Type: name('Metadata'), Subtype: name('XML') }), metadata(title, false))
  const { layers, layersOff } = press
  const root = file.add(
    dict({
      Type: name('Catalog'),
      Version: name('1.7'),
      Pages: press.writeTree(),
      Metadata: properties,
      ViewerPreferences: dict({ DisplayDocTitle: true }),
      OCProperties: layers.length > 0 ? dict({ OCGs: layers, D: dict({ OFF: layersOff }) }) : undefined,
    }),
  )
  file.close(root, file.add(dict({ Title: textString(title) })))
  // What is said of words and scans is said where the copy is bound; here it matters what did not come along.
  const told = press.report.filter(
    ({ kind }) => !['no-text', 'text-layer', 'turned', 'resolution'].includes(kind),
  )
  // A hundred links that lead nowhere are one thing to know.
  const notes = new Set(told.map(({ sentence }) => sentence.replaceAll('the bundle', 'the edited copy')))
  return { bytes: sink.bytes(), pages: press.slots.length, notes: [...notes] }
}

/** Objects that pages with boxes lead to and no other page uses. */
function stayBehind(reader: PdfReader, burned: ReadonlyMap<number, BurnedPage>): ReadonlySet<number> {
  const pages = pagesOf(reader)
  const without = new Set<number>()
  for (const [i, page] of pages.entries())
    if (burned.has(i + 1)) for (const number of reachedFrom(reader, page)) without.add(number)
  for (const [i, page] of pages.entries()) {
    if (burned.has(i + 1)) continue
    try {
      for (const number of usedBy(reader, page)) without.delete(number)
    } catch (problem) {
      if (!(problem instanceof PdfProblem) || problem.kind === 'hostile') throw problem
      throw new PdfProblem(
        'broken',
        `Page ${i + 1} is damaged, so it can’t be told what of the redacted pages it would bring along. Put a box on it as well, and it becomes a picture.`,
      )
    }
    reader.forget()
  }
  return without
}

function hadText(reader: PdfReader | null, number: number): boolean {
  if (reader === null) return false
  try {
    return pageText(reader, pagesOf(reader)[number - 1]!).text === 'text'
  } catch (problem) {
    // Of a damaged page the drawing decides, and it was burned.
    if (problem instanceof PdfProblem && problem.kind !== 'hostile') return false
    throw problem
  }
}

function layBurned(press: Press, page: BurnedPage, slot: Slot, text: boolean): void {
  const { file, faces } = press
  const { picture, width, height } = page
  const round = (n: number) => Math.round(n * 1000) / 1000
  const image = file.reserve()
  file.writeStream(image, imageOf(picture), picture.bytes)
  const own = text ? WORDS_FONT : FIELD_FONT
  const words = invisible(faces.get('sans'), own, page.lines)
  const body = file.reserve()
  const drawn = `q ${round(width)} 0 0 ${round(height)} 0 0 cm /Page Do Q\n${words}`
  file.writePacked(body, dict({}), Buffer.from(drawn, 'latin1'))
  const font = words === '' ? undefined : dict({ [own]: faces.get('sans').ref })
  file.write(
    slot.ref,
    dict({
      Type: name('Page'),
      Parent: slot.parent,
      MediaBox: [0, 0, round(width), round(height)],
      Resources: dict({ XObject: dict({ Page: image }), Font: font }),
      Contents: body satisfies Made,
    }),
  )
}

const imageOf = ({ form, width, height, grey }: BurnedPage['picture']) =>
  dict({
    Type: name('XObject'),
    Subtype: name('Image'),
    Width: width,
    Height: height,
    ColorSpace: name(grey ? 'DeviceGray' : 'DeviceRGB'),
    BitsPerComponent: 8,
    Filter: name(form === 'jpeg' ? 'DCTDecode' : 'FlateDecode'),
    DecodeParms:
      form === 'jpeg'
        ? undefined
        : dict({ Predictor: 12, Colors: grey ? 1 : 3, BitsPerComponent: 8, Columns: width }),
  })

/** An edited copy is a document, and becomes part of a bundle later. */
const planNamed = (title: string): BundlePlan => ({
  ...planAlone({ caseTitle: '', fictional: false }, title),
  unnumbered: true,
})

/** Bytes kept in memory: an edited copy is sealed in the case and never lies on the disk in the clear. */
function gathered(): Sink & { bytes(): Uint8Array } {
  const parts: Buffer[] = []
  return {
    write: (bytes) => void parts.push(Buffer.from(bytes)),
    truncate: () => undefined,
    finish: () => undefined,
    abandon: () => undefined,
    bytes: () => Buffer.concat(parts),
  }
}
