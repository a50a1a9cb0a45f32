import { CaseworkError } from '../../casework/contract/errors.ts'
import { pictureStep, type SeenBox, type SeenPage } from '../../casework/rules/redacting.ts'
import { type ReadLine, readLines } from '../../casework/schema.ts'
import { jpegFacts } from '../services/bundle/index.ts'
import { type DrawnPage, openDrawing } from '../services/redaction/drawing.ts'
import { boxesAround, placesOf, tokensOf } from '../services/redaction/matching.ts'
import { type PageWord, turnOf } from '../services/redaction/page-words.ts'
import { drawPicture } from '../services/redaction/picture-drawing.ts'
import { type BlobAccess, openSealed } from '../services/vault/index.ts'
import type { Job } from './job.ts'
import { type FileOfPages, unreadable } from './look-for-text.ts'

/** A file whose pages are drawn, with what a machine read on them. */
export interface FileToDraw extends FileOfPages {
  readonly password?: string
  readonly read: readonly { readonly page: number; readonly source: BlobAccess }[]
}
export interface WordsFound {
  /** How large each page is, as it is seen. */
  readonly sizes: readonly SeenPage[]
  readonly hits: readonly {
    readonly page: number
    /** The words as they stand there, and what stands before and after. */
    readonly text: string
    readonly before: string
    readonly after: string
    readonly boxes: readonly SeenBox[]
  }[]
  /** Pages on which no words can be had, so that nothing could be found there. */
  readonly mute: readonly number[]
}

/** A file opened to be drawn, whatever kind it is. */
export interface DrawnFile {
  readonly pages: number
  readonly bytes: Uint8Array
  size(page: number): Promise<SeenPage>
  /** Words of the page, and those a machine read there. */
  words(page: number): Promise<PageWord[]>
  /** Whether a machine read words there. */
  wasRead(page: number): boolean
  draw(page: number, dpi: number): Promise<DrawnPage>
  close(): Promise<void>
}

/** How many words are shown before and after one that was found. */
const AROUND = 5
const MOST_HITS = 5_000
/** The largest file that is drawn from: it is held in memory, and again by what draws. */
const LARGEST = 700_000_000

/** Finds words on the pages of one file, and tells how large its pages are. Throws `unreadable` with the reason. */
export const findWords: Job<FileToDraw & { readonly sought: readonly string[] }, WordsFound> = async (
  { sought, ...input },
  { signal, progress },
) => {
  const file = await openToDraw(input)
  try {
    const found: { sizes: SeenPage[]; hits: WordsFound['hits'][number][]; mute: number[] } = {
      sizes: [],
      hits: [],
      mute: [],
    }
    for (let page = 1; page <= file.pages; page++) {
      signal.throwIfAborted()
      progress({ done: page - 1, total: file.pages, note: `Page ${page}` })
      found.sizes.push(await file.size(page))
      if (sought.length === 0) continue
      const words = await file.words(page)
      if (words.length === 0) found.mute.push(page)
      const tokens = tokensOf(words)
      const said = (from: number, to: number) =>
        words
          .slice(Math.max(0, from), Math.max(0, to))
          .map(({ text }) => text)
          .join(' ')
          .slice(0, 200)
      for (const each of sought)
        for (const [first, last] of placesOf(tokens, each)) {
          if (found.hits.length >= MOST_HITS) break
          found.hits.push({
            page,
            text: said(first, last + 1),
            before: said(first - AROUND, first),
            after: said(last + 1, last + 1 + AROUND),
            boxes: boxesAround(words.slice(first, last + 1)),
          })
        }
    }
    return found
  } catch (thrown) {
    throw unreadable(thrown)
  } finally {
    await file.close()
  }
}

/** Opens a sealed file to be drawn. Throws `unreadable` with the reason. */
export async function openToDraw({ source, read, ...how }: FileToDraw): Promise<DrawnFile> {
  const sealed = openSealed(source)
  try {
    if (sealed.size > LARGEST)
      throw new CaseworkError(
        'unreadable',
        'The file is larger than 700 MB. Bring in the pages that matter as an exhibit of their own.',
      )
    const known = new Map(read.map((each) => [each.page, each.source]))
    const linesOf = (page: number): readonly ReadLine[] => {
      const words = known.get(page)
      return words === undefined ? [] : readSealed(words)
    }
    return await drawnFile(sealed.read(0, sealed.size), how, linesOf)
  } finally {
    sealed.close()
  }
}

/** A file to be drawn, from its bytes and the lines a machine read on its pages. Throws `unreadable` with the reason. */
export async function drawnFile(
  bytes: Uint8Array,
  { kind, password }: { readonly kind: 'pdf' | 'jpeg' | 'png'; readonly password?: string },
  linesOf: (page: number) => readonly ReadLine[] = () => [],
): Promise<DrawnFile> {
  try {
    if (kind !== 'pdf') return await pictureToDraw(bytes, kind, linesOf)
    // What draws takes the memory it is given for itself.
    const drawing = await openDrawing(new Uint8Array(bytes), password)
    return {
      pages: drawing.pages,
      bytes,
      size: async (page) => ({ ...(await drawing.size(page)), step: 1 }),
      words: async (page) => {
        const m = await drawing.toSeen(page)
        const read = seenWords(linesOf(page), ([x, y]) => [
          m[0] * x + m[2] * y + m[4],
          m[1] * x + m[3] * y + m[5],
        ])
        return [...(await drawing.words(page)), ...read]
      },
      wasRead: (page) => linesOf(page).length > 0,
      draw: (page, dpi) => drawing.draw(page, dpi),
      close: () => drawing.close(),
    }
  } catch (thrown) {
    throw unreadable(thrown)
  }
}

async function pictureToDraw(
  bytes: Uint8Array,
  kind: 'jpeg' | 'png',
  linesOf: (page: number) => readonly ReadLine[],
): Promise<DrawnFile> {
  const source = {
    size: bytes.length,
    read: (offset: number, length: number) => bytes.subarray(offset, offset + length),
  }
  const orientation = kind === 'jpeg' ? jpegFacts(source).orientation : 1
  const draw = () => drawPicture(bytes, orientation)
  const { canvas, scale } = await draw()
  const [width, height] = [Math.round(canvas.width / scale), Math.round(canvas.height / scale)]
  return {
    pages: 1,
    bytes,
    size: async () => ({ width, height, step: pictureStep(width, height) }),
    words: async (page) => seenWords(linesOf(page), ([x, y]) => [x, height - y]),
    wasRead: (page) => linesOf(page).length > 0,
    draw,
    close: async () => undefined,
  }
}

type Point = readonly [number, number]
const ways: Readonly<Record<ReadLine['turn'], Point>> = { 0: [1, 0], 90: [0, 1], 180: [-1, 0], 270: [0, -1] }

/** Words read by machine, in the page’s own space, as words where they are seen. */
function seenWords(lines: readonly ReadLine[], to: (point: Point) => Point): PageWord[] {
  return lines.flatMap(({ turn, words }) => {
    const [from, ahead] = [to([0, 0]), to(ways[turn])]
    const seen = turnOf([ahead[0] - from[0], ahead[1] - from[1]])
    return words.map(({ text, box }): PageWord => {
      const [a, b] = [to([box[0], box[1]]), to([box[2], box[3]])]
      return {
        text,
        turn: seen,
        left: Math.min(a[0], b[0]),
        top: Math.min(a[1], b[1]),
        right: Math.max(a[0], b[0]),
        bottom: Math.max(a[1], b[1]),
      }
    })
  })
}

function readSealed(source: BlobAccess): readonly ReadLine[] {
  const opened = openSealed(source)
  try {
    return readLines.parse(JSON.parse(Buffer.from(opened.read(0, opened.size)).toString()))
  } finally {
    opened.close()
  }
}
