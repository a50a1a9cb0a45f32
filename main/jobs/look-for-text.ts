import { setImmediate } from 'node:timers/promises'
import { CaseworkError } from '../../casework/contract/errors.ts'
import type { FileState } from '../../casework/schema.ts'
import { openTextPages, PdfProblem } from '../services/bundle/index.ts'
import { type BlobAccess, openSealed } from '../services/vault/index.ts'
import type { Job } from './job.ts'

/** A file whose pages are to be told apart, or read: the access to it alone, what it is, and what opens it if it is locked. */
export interface FileOfPages {
  readonly source: BlobAccess
  readonly kind: 'pdf' | 'jpeg' | 'png'
  readonly password?: string
}

const letters = { text: 't', none: 'n', blank: 'b' } as const
const lying = { upright: 't', 'upside-down': 'd', sideways: 's' } as const

/** Tells on which pages of one file words can be had, and how they lie, a letter for each page; and what is damaged in it. Throws `unreadable` with the reason. */
export const lookForText: Job<
  FileOfPages,
  { readonly marks: string; readonly states: readonly FileState[] }
> = async ({ source, kind, password }, { signal, progress }) => {
  const file = openSealed(source)
  try {
    const pages = await openTextPages(file, kind, password)
    const marks: string[] = []
    for (let page = 1; page <= pages.pages; page++) {
      signal.throwIfAborted()
      const { text, lie } = pages.lookAt(page)
      marks.push(text === 'text' ? lying[lie] : letters[text])
      if (page % 16 === 0) {
        progress({ done: page, total: pages.pages, note: '' })
        await setImmediate()
      }
    }
    return { marks: marks.join(''), states: pages.states() }
  } catch (thrown) {
    throw unreadable(thrown)
  } finally {
    file.close()
  }
}

/** What a file’s own fault is told as; anything else stays what it is. */
export const unreadable = (thrown: unknown): unknown =>
  thrown instanceof PdfProblem ? new CaseworkError('unreadable', thrown.message, { cause: thrown }) : thrown
