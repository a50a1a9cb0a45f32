import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Worker as Thread } from 'node:worker_threads'
import type { Worker } from 'tesseract.js'
import { type Complaints, hearComplaints } from './complaints.ts'

/** Which engine and data read, as it is kept beside what was read. */
export const ENGINE = 'tesseract 5.1, tesseract.js 7.0.0, eng 4.0.0 best'
/** The language of the data that ships. */
export const LANGUAGE = 'eng'

/** A word found in a picture: its box counts points from the top left of the picture made upright. */
export interface SeenWord {
  readonly text: string
  readonly box: readonly [left: number, top: number, right: number, bottom: number]
  /** 0 to 100. */
  readonly confidence: number
}

/** Reads the words of pictures, one at a time. */
export interface ReadingEngine {
  /**
   * The lines of a picture in the order of reading; `resolution` is points to the inch where it is known. Rejects with
   * PictureUnread when the picture can’t be read, or not in so many milliseconds, and as the signal says when it stops.
   * `remark` hears, as a sentence, what was wrong with a picture that was read all the same.
   */
  read(
    picture: Uint8Array,
    how: {
      readonly resolution: number | null
      readonly limit: number
      readonly signal: AbortSignal
      readonly remark?: (sentence: string) => void
    },
  ): Promise<readonly (readonly SeenWord[])[]>
  close(): Promise<void>
}

/** A picture that could not be read; the message says why, as a sentence. */
export class PictureUnread extends Error {
  /** What is wrong with its bytes, of which another decoder may get more; '' where they are not at fault. */
  readonly damage: string
  constructor(sentence: string, cause?: unknown, damage = '') {
    super(sentence, { cause })
    this.damage = damage
    this.name = 'PictureUnread'
  }
}

interface Started {
  readonly worker: Worker
  readonly complaints: Complaints
}

/** The folder of the data that ships: read from the disk, never fetched. */
export function dataFolder(): string {
  const here = createRequire(import.meta.url)
  return join(dirname(here.resolve('@tesseract.js-data/eng/package.json')), '4.0.0_best_int')
}

/**
 * Starts the engine. It reads its data from the disk and writes nothing: no cache is kept, and no address but the
 * shipped folder is ever given to it. One that hangs is ended with its thread, and the next picture gets a fresh one.
 */
export function openEngine(folder = dataFolder()): ReadingEngine {
  const state: { worker: Promise<Started> | undefined } = { worker: undefined }
  const start = async (): Promise<Started> => {
    const { createWorker, OEM, PSM } = await import('tesseract.js')
    const worker = await createWorker(LANGUAGE, OEM.LSTM_ONLY, {
      langPath: folder,
      cacheMethod: 'none',
      gzip: true,
      // Without a hearer of its own it throws what went wrong a second time, where nobody can catch it.
      errorHandler: () => undefined,
    })
    await worker.setParameters({ tessedit_pageseg_mode: PSM.AUTO, debug_file: '/dev/null' } as object)
    return { worker, complaints: hearComplaints((worker as unknown as { worker: Thread }).worker) }
  }
  const end = async () => {
    const ended = state.worker
    state.worker = undefined
    await ended?.then(({ worker }) => worker.terminate()).catch(() => undefined)
  }

  return {
    async read(picture, { resolution, limit, signal, remark }) {
      signal.throwIfAborted()
      state.worker ??= start()
      const { worker, complaints } = await state.worker
      complaints.remark()
      const over = Promise.withResolvers<never>()
      const timer = setTimeout(
        () => over.reject(new PictureUnread('Reading its picture took too long.')),
        limit,
      )
      const stop = () => over.reject(signal.reason)
      signal.addEventListener('abort', stop, { once: true })
      const dense = resolution !== null && resolution >= 70 && resolution <= 2_400
      const options = dense ? { user_defined_dpi: String(Math.round(resolution)) } : {}
      const work = worker.recognize(Buffer.from(picture), options as object, { blocks: true, text: false })
      try {
        const { data } = await Promise.race([work, over.promise])
        // What the thread says on the side comes in by another way than its answer.
        await setImmediate()
        const said = complaints.remark()
        if (said !== '') remark?.(said)
        return (data.blocks ?? []).flatMap(({ paragraphs }) =>
          paragraphs.flatMap(({ lines }) => lines.map(({ words }) => words.map(seen))),
        )
      } catch (thrown) {
        work.catch(() => undefined)
        await setImmediate()
        const said = complaints.remark()
        await end()
        if (signal.aborted || thrown instanceof PictureUnread) throw thrown
        throw new PictureUnread(
          said === ''
            ? 'Its picture could not be read: it is damaged or of an unknown kind.'
            : `${said} It could not be read.`,
          thrown,
          said || 'Its picture is damaged.',
        )
      } finally {
        clearTimeout(timer)
        signal.removeEventListener('abort', stop)
        over.promise.catch(() => undefined)
      }
    },
    close: end,
  }
}

const seen = ({
  text,
  bbox,
  confidence,
}: {
  text: string
  bbox: { x0: number; y0: number; x1: number; y1: number }
  confidence: number
}): SeenWord => ({
  text,
  box: [bbox.x0, bbox.y0, bbox.x1, bbox.y1],
  confidence: Math.max(0, Math.min(100, Math.floor(confidence))),
})
