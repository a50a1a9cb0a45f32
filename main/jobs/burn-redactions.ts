import { setImmediate } from 'node:timers/promises'
import { CaseworkError } from '../../casework/contract/errors.ts'
import type { SeenBox } from '../../casework/rules/redacting.ts'
import type { ReadLine } from '../../casework/schema.ts'
import { type BurnedPage, leftoversIn, openPdf, setEditedCopy } from '../services/bundle/index.ts'
import { type Drawing, openDrawing } from '../services/redaction/drawing.ts'
import {
  folded,
  linesOf,
  partWords,
  placesOf,
  testedStrings,
  tokensOf,
} from '../services/redaction/matching.ts'
import type { PageWord } from '../services/redaction/page-words.ts'
import {
  boxesStand,
  type Pixels,
  pagePicture,
  paintBox,
  paintFoot,
  pixelsOf,
  seenAt,
  takeLetters,
} from '../services/redaction/paint.ts'
import { type DrawnFile, type FileToDraw, openToDraw } from './find-words.ts'
import type { Job, JobTools } from './job.ts'
import { unreadable } from './look-for-text.ts'

/** What is burned, and how. */
export interface Burning {
  readonly kind: 'pdf' | 'jpeg' | 'png'
  readonly password?: string
  readonly boxes: readonly (SeenBox & { readonly page: number })[]
  /** The title in the properties of the edited copy. */
  readonly title: string
  readonly fonts: string
  /** How many points of the picture make an inch of a page that is drawn. */
  readonly dpi: number
}
export interface Burned {
  readonly pages: number
  /** The strings the finished copy was searched for. */
  readonly tested: readonly string[]
  /** Those of them that stand elsewhere in it, where no box is, with the pages. */
  readonly still: readonly { readonly text: string; readonly pages: readonly number[] }[]
  /** Pages with boxes on which no words could be had: there the picture alone was tested. */
  readonly mute: readonly number[]
  /** What stayed behind or is not as it was, in sentences. */
  readonly notes: readonly string[]
}

/** How much of the finished copy is handed over at a time. */
const PIECE = 4 << 20

/**
 * Burns boxes into an edited copy of one sealed file. The finished copy is handed over in parts, and only once it has
 * stood its proof. Throws `conflict` where something is left, `unreadable` where pages can't be drawn.
 */
export const burnRedactions: Job<FileToDraw & Burning, Burned> = async (input, tools) => {
  const file = await openToDraw(input)
  try {
    const { bytes, ...burned } = await burnFile(file, input, tools)
    for (let at = 0; at < bytes.length; at += PIECE) tools.part(bytes.slice(at, at + PIECE))
    return burned
  } finally {
    await file.close()
  }
}

/**
 * Makes the edited copy of a file, and proves of it that nothing is left under its boxes: read again from its bytes,
 * every stream unpacked, and drawn again. Throws as {@link burnRedactions} does.
 */
export async function burnFile(
  file: DrawnFile,
  what: Burning,
  tools: Omit<JobTools, 'part'>,
): Promise<Burned & { readonly bytes: Uint8Array }> {
  const { kind, password, title, fonts } = what
  try {
    const reader = kind === 'pdf' ? await openPdf(held(file.bytes), password) : null
    takeLetters(fonts)
    const work = await burnPages(file, what, tools)
    const pause = async () => {
      tools.signal.throwIfAborted()
      await setImmediate()
    }
    const burned = new Map([...work.pages].map(([page, { burned: each }]) => [page, each]))
    const copy = await setEditedCopy({ reader, burned, title, fonts }, pause)
    const proof = await prove(copy.bytes, work, tools)
    return {
      bytes: copy.bytes,
      pages: copy.pages,
      tested: work.tested,
      mute: work.mute,
      still: proof.still,
      notes: [...copy.notes, ...proof.notes],
    }
  } catch (thrown) {
    throw unreadable(thrown)
  }
}

const held = (bytes: Uint8Array) => ({
  size: bytes.length,
  read: (offset: number, length: number) => bytes.subarray(offset, offset + length),
})

/** A page with boxes: as it was burned, and what the finished copy must show there. */
interface WorkedPage {
  readonly burned: BurnedPage
  /** Its boxes, in points of the page as it is set in the copy. */
  readonly boxes: readonly SeenBox[]
  readonly dpi: number
  readonly foot: Pixels
  /** The words left on it, run together. */
  readonly left: string
}
interface Worked {
  readonly pages: ReadonlyMap<number, WorkedPage>
  readonly tested: readonly string[]
  readonly mute: readonly number[]
  /** The words of each page as the source has them, in order of their letters. */
  readonly before: ReadonlyMap<number, string>
}

async function burnPages(
  file: DrawnFile,
  { boxes, dpi, kind }: Burning,
  tools: Omit<JobTools, 'part'>,
): Promise<Worked> {
  const pages = new Map<number, WorkedPage>()
  const mute: number[] = []
  const runs: (readonly PageWord[])[] = []
  const every = new Set<string>()
  const before = new Map<number, string>()
  for (let page = 1; page <= file.pages; page++) {
    tools.signal.throwIfAborted()
    tools.progress({ done: page - 1, total: 2 * file.pages, note: `Page ${page}` })
    await setImmediate()
    const words = await file.words(page)
    for (const { text } of words) every.add(text)
    before.set(page, letters(words))
    const own = boxes.filter((box) => box.page === page)
    if (own.length === 0) continue
    if (words.length === 0) mute.push(page)
    const parted = partWords(words, own)
    runs.push(...parted.runs)
    const drawn = await file.draw(page, dpi)
    const kept = parted.kept.filter((word) => seenAt(drawn, word))
    const context = drawn.canvas.getContext('2d')
    for (const box of own) paintBox(context, pixelsOf(box, drawn))
    const foot = paintFoot(drawn)
    const size = await file.size(page)
    const toPaper = kind === 'pdf' ? 1 : paperScale(size.width, size.height)
    const [width, height] = [size.width * toPaper, size.height * toPaper]
    const lines = linesOf(kept).map(
      ({ turn, words: line }): ReadLine => ({
        turn: ((360 - turn) % 360) as ReadLine['turn'],
        words: line.map((word) => ({
          text: word.text,
          confidence: 100,
          box: [
            word.left * toPaper,
            height - word.bottom * toPaper,
            word.right * toPaper,
            height - word.top * toPaper,
          ],
        })),
      }),
    )
    pages.set(page, {
      burned: { width, height, lines, read: file.wasRead(page), picture: pagePicture(drawn.canvas) },
      boxes: own.map((box) => ({
        left: box.left * toPaper,
        top: box.top * toPaper,
        right: box.right * toPaper,
        bottom: box.bottom * toPaper,
      })),
      dpi: (72 * drawn.scale) / toPaper,
      foot,
      left: folded(kept.map(({ text }) => text).join('')),
    })
  }
  return { pages, tested: testedStrings(runs, every), mute, before }
}

/** A picture is set no larger than A4, and no larger than 150 of its points to the inch. */
const paperScale = (width: number, height: number): number => {
  const [long, short] = [Math.max(width, height), Math.min(width, height)]
  return Math.min(72 / 150, 842 / long, 595 / short)
}

const letters = (words: readonly PageWord[]): string =>
  words
    .map(({ text }) => folded(text))
    .sort()
    .join(' ')

/** Reads the finished copy as a stranger would. Throws `conflict` naming the page on which something is left. */
async function prove(
  bytes: Uint8Array,
  { pages, tested, before }: Worked,
  tools: Omit<JobTools, 'part'>,
): Promise<Pick<Burned, 'still' | 'notes'>> {
  const still = new Map<string, Set<number>>()
  const stands = (text: string, page: number) => still.set(text, (still.get(text) ?? new Set()).add(page))
  const notes: string[] = []
  for (const { text, page, where } of leftoversIn(bytes, tested)) {
    if (page === 0 || pages.has(page))
      throw leftOver(
        page === 0
          ? `In ${where} words from under a box are left.`
          : `On page ${page}, in ${where}, words from under a box are left.`,
      )
    stands(text, page)
  }
  const drawing = await openDrawing(new Uint8Array(bytes))
  try {
    for (let page = 1; page <= drawing.pages; page++) {
      tools.signal.throwIfAborted()
      tools.progress({
        done: drawing.pages + page - 1,
        total: 2 * drawing.pages,
        note: `Proving page ${page}`,
      })
      const words = await drawing.words(page)
      const worked = pages.get(page)
      if (worked !== undefined) await proveBurned(drawing, page, words, worked)
      else if (letters(words) !== before.get(page))
        notes.push(
          `Page ${page}: its words are not read back in full as they were. Compare it with the original.`,
        )
      const tokens = tokensOf(words)
      for (const text of tested) if (placesOf(tokens, text).length > 0) stands(text, page)
    }
  } finally {
    await drawing.close()
  }
  return { still: [...still].map(([text, on]) => ({ text, pages: [...on].sort((a, b) => a - b) })), notes }
}

async function proveBurned(
  drawing: Drawing,
  page: number,
  words: readonly PageWord[],
  { boxes, dpi, foot, left }: WorkedPage,
): Promise<void> {
  const inside = (word: PageWord) => {
    const [x, y] = [(word.left + word.right) / 2, (word.top + word.bottom) / 2]
    return boxes.some((box) => x > box.left && x < box.right && y > box.top && y < box.bottom)
  }
  if (words.some(inside)) throw leftOver(`On page ${page} there are words under a box.`)
  if (folded(words.map(({ text }) => text).join('')) !== left)
    throw leftOver(`On page ${page} there are other words than those no box touches.`)
  const drawn = await drawing.draw(page, dpi)
  if (!boxesStand(drawn, boxes, foot))
    throw leftOver(`On page ${page} a box does not show black in the picture.`)
}

const leftOver = (what: string) =>
  new CaseworkError(
    'conflict',
    `The edited copy did not stand its proof, so it was not kept. ${what} The original is unchanged; tell whoever looks after Turnstone here.`,
  )
