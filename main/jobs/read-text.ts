import { setImmediate } from 'node:timers/promises'
import type { ReadLine, ReadWord } from '../../casework/schema.ts'
import { openTextPages, PdfProblem, type PictureToRead, type TextPages } from '../services/bundle/index.ts'
import { openEngine, PictureUnread, type ReadingEngine } from '../services/ocr/engine.ts'
import { type Lie, type LyingLine, lieOf, readLying } from '../services/ocr/lying.ts'
import { mendedJpeg, unpackedPicture } from '../services/ocr/unpacked.ts'
import type { StoredPicture } from '../services/ocr/upright.ts'
import { openSealed } from '../services/vault/index.ts'
import type { Job } from './job.ts'
import { type FileOfPages, unreadable } from './look-for-text.ts'

export interface ReadInput extends FileOfPages {
  /** The pages to read, from 1, in this order. */
  readonly pages: readonly number[]
  /** The longest one page may take, in milliseconds. */
  readonly limit: number
}

/** One page read. `note` says why it, or a picture of it, could not be; empty when all of it was. */
export interface ReadPage {
  readonly page: number
  readonly lines: readonly ReadLine[]
  /** The mean of its words, 0 to 100; 0 without words. */
  readonly confidence: number
  /** How its words lie as a reader sees the page; upright where there are too few to tell. */
  readonly lie: Lie
  readonly note: string
}

/**
 * Reads pages of one file by machine, one at a time. Each is handed over as a part, a ReadPage, as soon as it is read,
 * so that stopping loses at most the page under way. Throws `unreadable` when the file as a whole can’t be opened.
 */
export const readText: Job<ReadInput, { readonly read: number }> = async (
  { source, kind, password, pages, limit },
  { signal, progress, part },
) => {
  const file = openSealed(source)
  const engine = openEngine()
  try {
    const opened = await openTextPages(file, kind, password)
    let read = 0
    for (const page of pages) {
      signal.throwIfAborted()
      progress({ done: read, total: pages.length, note: `Page ${page}` })
      await setImmediate()
      part(await readPage(opened, page, engine, limit, signal))
      read += 1
    }
    progress({ done: read, total: pages.length, note: '' })
    return { read }
  } catch (thrown) {
    throw unreadable(thrown)
  } finally {
    await engine.close()
    file.close()
  }
}

/** Reads one page: every picture on it that can be read. Rejects as the signal says when it stops. */
export async function readPage(
  opened: TextPages,
  page: number,
  engine: ReadingEngine,
  limit: number,
  signal: AbortSignal,
): Promise<ReadPage> {
  const { pictures, refused } = opened.toRead(page)
  const notes = new Set(refused)
  const lines: ReadLine[] = []
  const lying: LyingLine[] = []
  for (const picture of pictures) {
    try {
      const how = {
        resolution: picture.resolution,
        limit: Math.floor(limit / pictures.length),
        signal,
        remark: (sentence: string) => notes.add(sentence),
      }
      const found = await readPicture(
        await unpackedPicture(picture.picture),
        picture.orientation,
        engine,
        how,
      )
      lying.push(...found)
      lines.push(...found.flatMap((line) => lineOf(line, picture, lines)))
    } catch (thrown) {
      if (!(thrown instanceof PictureUnread || thrown instanceof PdfProblem)) throw thrown
      notes.add(thrown.message)
    }
  }
  if (pictures.length === 0 && notes.size === 0)
    notes.add('It is drawn, not pictured, so there is nothing a machine could read.')
  const words = lines.flatMap((line) => line.words)
  const sum = words.reduce((all, { confidence }) => all + confidence, 0)
  return {
    page,
    lines: lines.slice(0, 5_000),
    confidence: words.length === 0 ? 0 : Math.floor(sum / words.length),
    lie: lieOf(lying),
    note: [...notes].join(' ').slice(0, 400),
  }
}

type How = Parameters<ReadingEngine['read']>[1] & { readonly remark: (sentence: string) => void }

/** Reads one picture; of a JPEG that the engine refuses as damaged, as much as the viewer shows of it. */
async function readPicture(
  picture: StoredPicture,
  orientation: number,
  engine: ReadingEngine,
  how: How,
): Promise<readonly LyingLine[]> {
  try {
    return await readLying(engine, picture, orientation, how)
  } catch (thrown) {
    if (!(thrown instanceof PictureUnread) || thrown.damage === '' || picture.form !== 'jpeg') throw thrown
    const mended = await mendedJpeg(picture).catch(() => {
      throw thrown
    })
    const found = await readLying(engine, mended, orientation, how)
    if (found.length === 0) throw thrown
    how.remark(`${thrown.damage} What can be seen of it was read.`)
    return found
  }
}

/** A line as it is kept, in the page’s own space. Words a picture below it has shown already are left out. */
function lineOf(
  { words, turn }: LyingLine,
  { place, turn: shown }: PictureToRead,
  before: readonly ReadLine[],
) {
  const kept = words.flatMap(({ text, box, confidence }): ReadWord[] => {
    const plain = text.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, '').slice(0, 400)
    const at = place(box).map((n) => Math.round(n * 100) / 100) as unknown as ReadWord['box']
    return plain.trim() === '' || before.some((line) => line.words.some((word) => isSame(word, plain, at)))
      ? []
      : [{ text: plain, box: at, confidence }]
  })
  return kept.length === 0
    ? []
    : [{ turn: ((shown + turn) % 360) as ReadLine['turn'], words: kept.slice(0, 2_000) }]
}

const isSame = (word: ReadWord, text: string, box: ReadWord['box']): boolean => {
  const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]
  return word.text === text && x > word.box[0] && x < word.box[2] && y > word.box[1] && y < word.box[3]
}
