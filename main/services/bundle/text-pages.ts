import type { FileState } from '../../../casework/schema.ts'
import { contentOf, examine } from './examine.ts'
import { readerStates } from './file-states.ts'
import { type Matrix, multiply, transformBox } from './geometry.ts'
import { InkReader } from './ink.ts'
import { openPdf } from './lay-document.ts'
import { PdfProblem } from './lexer.ts'
import { Name, type Value } from './objects.ts'
import { inverse, type Orientation, orient, orientationOf } from './orientation.ts'
import { lieOn, type PageLie } from './page-lie.ts'
import { picturesOn } from './page-pictures.ts'
import { type PageText, textOn, wordsLaid } from './page-text.ts'
import { type Box, pageEntry, pagesOf, type SourcePage, viewOf } from './page-tree.ts'
import { refuseSize, type TakenPicture, takePicture } from './picture-data.ts'
import { jpegFacts, pngSize } from './pictures.ts'
import type { Source } from './plan.ts'
import type { PdfReader } from './reader.ts'

/** A picture of a page to be read by machine. */
export interface PictureToRead {
  readonly picture:
    | TakenPicture
    | { readonly form: 'png'; readonly bytes: Uint8Array; readonly width: number; readonly height: number }
  /** How it is turned to be upright as a reader sees the page. */
  readonly orientation: Orientation
  /** Points to the inch on paper; null where nobody knows. */
  readonly resolution: number | null
  /** How far the page itself is turned, clockwise, when it is read. */
  readonly turn: 0 | 90 | 180 | 270
  /** A box of the picture made upright, in its points from the top left, as a box of the page’s own space. */
  place(box: Box): Box
}

/** The pages of one file, asked for their words. */
export interface TextPages {
  readonly pages: number
  /** Whether the words of a page can be had, and how they lie: upright where nobody can tell. Pages count from 1. */
  lookAt(page: number): { readonly text: PageText; readonly lie: PageLie }
  /** What is not as it should be in the file, from what was read of it so far. */
  states(): readonly FileState[]
  /** What there is to read on a page, and why the rest can’t be, as sentences. */
  toRead(page: number): { readonly pictures: readonly PictureToRead[]; readonly refused: readonly string[] }
}

/**
 * Opens a file, a locked one with its password, to ask what of its words can be had. Throws PdfProblem for one that is
 * no such file, is damaged, or that the password does not open. In a
 * picture file the page’s own space is the picture made upright: one unit a point, from the lower left.
 */
export async function openTextPages(
  source: Source,
  kind: 'pdf' | 'jpeg' | 'png',
  password?: string,
): Promise<TextPages> {
  if (kind !== 'pdf') return pictureFile(source, kind)
  const reader = await openPdf(source, password)
  const pages = pagesOf(reader)
  return {
    pages: pages.length,
    states: () => readerStates(reader),
    lookAt: (page) => pageText(reader, pages[page - 1]!),
    toRead: (page) => pageToRead(reader, pages[page - 1]!),
  }
}

/** Whether the words of a page can be had, and how they lie. */
export function pageText(reader: PdfReader, page: SourcePage): ReturnType<TextPages['lookAt']> {
  const ink = new InkReader(reader, [], new Map())
  const resources = pageEntry(reader, page, 'Resources')
  const found = ink.read(contentOf(reader, reader.get(page.dict, 'Contents')), resources)
  const view = viewOf(reader, page)
  const noted = isNoted(reader, reader.get(page.dict, 'Annots'))
  const text = textOn(found, view, noted, wordsLaid(reader, resources))
  reader.forget()
  return { text, lie: lieOn(found, view) }
}

function isNoted(reader: PdfReader, notes: Value): boolean {
  return (Array.isArray(notes) ? notes.slice(0, 1_000) : []).some((item) => {
    const note = reader.resolve(item)
    const kind = note instanceof Map ? reader.get(note, 'Subtype') : null
    return (
      note instanceof Map && note.has('AP') && kind instanceof Name && !['Link', 'Popup'].includes(kind.value)
    )
  })
}

function pageToRead(reader: PdfReader, page: SourcePage): ReturnType<TextPages['toRead']> {
  const view = viewOf(reader, page)
  const content = contentOf(reader, reader.get(page.dict, 'Contents'))
  const refused = new Set<string>()
  const pictures: PictureToRead[] = []
  for (const { stream, matrix } of picturesOn(
    reader,
    content,
    pageEntry(reader, page, 'Resources'),
    view.unit,
  )) {
    try {
      if (!stream)
        throw new PdfProblem('broken', 'Its picture is written into the page itself and can’t be read here.')
      const picture = takePicture(reader, stream)
      const inches = (Math.hypot(matrix[0], matrix[1]) * view.unit) / 72
      pictures.push(placed(picture, matrix, view.rotate, picture.width / inches))
    } catch (problem) {
      refused.add(problem instanceof PdfProblem ? problem.message : 'Its picture is damaged.')
    }
  }
  reader.forget()
  return { pictures, refused: [...refused] }
}

function placed(
  picture: PictureToRead['picture'],
  matrix: Matrix,
  turn: PictureToRead['turn'],
  resolution: number,
): PictureToRead {
  const orientation = orientationOf(matrix, turn)
  const [wide, tall] = orientation >= 5 ? [picture.height, picture.width] : [picture.width, picture.height]
  // From upright points, counted from the top, to the upright unit square, to the stored one, to the page.
  const unit: Matrix = [1 / wide, 0, 0, -1 / tall, 0, 1]
  const toPage = multiply(multiply(unit, inverse(orient(orientation, 1, 1))), matrix)
  return { picture, orientation, resolution, turn, place: (box) => transformBox(toPage, box) }
}

function pictureFile(source: Source, kind: 'jpeg' | 'png'): TextPages {
  const facts =
    kind === 'jpeg'
      ? jpegFacts(source)
      : { ...pngSize(source.read(0, Math.min(source.size, 64))), orientation: 1 }
  return {
    pages: 1,
    states: () => examine(source).states ?? [],
    lookAt: () => ({ text: 'none', lie: 'upright' }),
    toRead() {
      try {
        refuseSize(facts.width, facts.height)
      } catch (problem) {
        return { pictures: [], refused: [(problem as PdfProblem).message] }
      }
      const bytes = source.read(0, source.size)
      const tall = facts.orientation >= 5 ? facts.width : facts.height
      return {
        refused: [],
        pictures: [
          {
            picture: { form: kind, bytes, width: facts.width, height: facts.height },
            orientation: facts.orientation as Orientation,
            resolution: null,
            turn: 0,
            place: ([left, top, right, bottom]) => [left, tall - bottom, right, tall - top],
          },
        ],
      }
    },
  }
}
