import { CaseworkError } from '../../casework/contract/errors.ts'
import type { TextItem } from '../../casework/contract/text.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { pagesMarked } from '../../casework/rules/page-marks.ts'
import { refOf } from '../../casework/rules/references.ts'
import type { FileState } from '../../casework/schema.ts'
import type { Asked } from '../dispatch.ts'
import type { ReadPage } from '../jobs/read-text.ts'
import { JobDied } from '../jobs/run.ts'
import { ENGINE, LANGUAGE } from '../services/ocr/engine.ts'
import type { Desk } from './desk.ts'
import { filePasswordOf } from './file-password.ts'
import type { OpenCase } from './open-cases.ts'
import { hasPages, type PageTexts, pageTexts, statesOf, textItemOf } from './page-texts.ts'

type Exhibit = StoredOf<'exhibit'>

/** How long one page may be read, and how long a process may go without a sign before it is ended, in milliseconds. */
const pageLimit = 60_000
const patience = 90_000
/** What is kept of one file's damage; the rest says the same. */
const mostStates = 50
const ended = 'Reading it took too long or too much memory.'

async function fileOf(held: OpenCase, { id, fields: { file } }: Exhibit) {
  const kind = file!.kind as 'pdf' | 'jpeg' | 'png'
  const password = kind === 'pdf' ? await filePasswordOf(held, id) : undefined
  return { source: held.store.access(file!.blob), kind, ...(password === undefined ? {} : { password }) }
}

/** The exhibits asked for, or all. Throws `not-found`, and refuses a case open to read only. */
function chosen({ records, store }: OpenCase, ids: readonly string[] | null): readonly Exhibit[] {
  if (store.readOnly)
    throw new CaseworkError(
      'read-only-newer',
      'This case is open for reading only, so nothing read by machine could be kept. Open it for writing first.',
    )
  return ids === null ? records.list('exhibit') : ids.map((id) => records.peek('exhibit', id))
}

/** A file that would have pages could they be shown: locked, or damaged. It is told with the reason, and not read. */
const isShut = ({ fields: { file } }: Exhibit): boolean =>
  file !== null && file.note !== '' && ['pdf', 'jpeg', 'png'].includes(file.kind)

/** How each exhibit stands that has pages, or would have. */
function told(
  held: OpenCase,
  exhibits: readonly Exhibit[],
  whys: ReadonlyMap<string, string> = new Map(),
): TextItem[] {
  const texts = pageTexts(held)
  return exhibits
    .filter((exhibit) => hasPages(exhibit) || isShut(exhibit))
    .map((exhibit) =>
      textItemOf(exhibit, texts(exhibit), whys.get(exhibit.id) ?? exhibit.fields.file?.note ?? ''),
    )
}

/** Looks at the files not looked at before and keeps what was found. Throws `cancelled`; what was found stays. */
export async function lookForText(
  held: OpenCase,
  desk: Desk,
  ids: readonly string[] | null,
  asked: Asked,
): Promise<TextItem[]> {
  const asking = chosen(held, ids)
  const exhibits = asking.filter(hasPages)
  const known = pageTexts(held)
  for (const [at, exhibit] of exhibits.entries()) {
    asked.signal.throwIfAborted()
    asked.progress({ done: at, total: exhibits.length, note: refOf(exhibit) || exhibit.fields.title })
    if (unlooked(exhibit, known(exhibit))) await census(held, desk, exhibit, asked.signal)
  }
  return told(held, asking)
}

// A case of an earlier version may know a file's words and not whether it is whole.
const unlooked = (exhibit: Exhibit, known: PageTexts) =>
  known.census === null || statesOf(exhibit, known) === null

async function census(held: OpenCase, desk: Desk, exhibit: Exhibit, signal: AbortSignal): Promise<void> {
  const about = { exhibit: exhibit.id, sha256: exhibit.fields.file!.sha256 }
  const keep = async (marks: string, note: string, states: readonly FileState[] = []) => {
    const found = { looked: note === '', states: JSON.stringify(states.slice(0, mostStates)) }
    const fields = { ...about, pages: marks.length, marks, note, ...found }
    await held.records.addAll([{ type: 'census', fields }], { blobs: [] })
    desk.tell({ kind: 'changed', caseId: held.caseId, types: ['census'] })
  }
  try {
    const { marks, states } = await desk.run('look-for-text', await fileOf(held, exhibit), {
      signal,
      patience,
    })
    await keep(marks, '', states)
  } catch (thrown) {
    if (signal.aborted) throw thrown
    if (thrown instanceof JobDied) await keep('', 'Looking at its pages took too long or too much memory.')
    else if (thrown instanceof CaseworkError && thrown.code === 'unreadable') await keep('', thrown.message)
    else throw thrown
  }
}

/**
 * Reads by machine every page that has ink and no words and was not read before. Each page is kept, sealed, as it
 * comes: a cancel or a crash loses at most the page under way, and asking again goes on with those that are left.
 */
export async function readTexts(
  held: OpenCase,
  desk: Desk,
  ids: readonly string[] | null,
  asked: Asked,
): Promise<TextItem[]> {
  await lookForText(held, desk, ids, { ...asked, progress: () => undefined })
  const texts = pageTexts(held)
  const asking = chosen(held, ids)
  const work = asking.filter(hasPages).map((exhibit) => ({ exhibit, pages: left(texts(exhibit)) }))
  const total = work.reduce((sum, { pages }) => sum + pages.length, 0)
  const count = { done: 0 }
  const whys = new Map<string, string>()
  for (const { exhibit, pages } of work) {
    const named = refOf(exhibit) || exhibit.fields.title
    const tell = (page: number) => asked.progress({ done: count.done, total, note: `${named}, page ${page}` })
    const why = await readOne(held, desk, exhibit, pages, asked.signal, {
      begins: tell,
      read: () => {
        count.done += 1
      },
    })
    if (why !== '') whys.set(exhibit.id, why)
  }
  asked.progress({ done: count.done, total, note: '' })
  return told(held, asking, whys)
}

const left = ({ census: found, readings }: PageTexts): readonly number[] =>
  pagesMarked(found?.fields.marks ?? '', 'n').filter((page) => !readings.has(page))

interface Heard {
  readonly begins: (page: number) => void
  readonly read: () => void
}

/** Reads pages of one exhibit. Answers why the file as a whole could not be read, or ''. */
async function readOne(
  held: OpenCase,
  desk: Desk,
  exhibit: Exhibit,
  pages: readonly number[],
  signal: AbortSignal,
  heard: Heard,
): Promise<string> {
  let waiting = [...pages]
  const file = await fileOf(held, exhibit)
  while (waiting.length > 0) {
    signal.throwIfAborted()
    const failing = new AbortController()
    const keeping = { last: Promise.resolve() }
    const keep = (read: ReadPage) => {
      waiting = waiting.filter((page) => page !== read.page)
      heard.read()
      keeping.last = keeping.last.then(() => keepPage(held, desk, exhibit, read))
      // A disk that is full ends the work at once, and not after the last page.
      keeping.last.catch((thrown) => failing.abort(thrown))
    }
    try {
      await desk.run(
        'read-text',
        { ...file, pages: waiting, limit: pageLimit },
        {
          signal: AbortSignal.any([signal, failing.signal]),
          patience,
          onPart: (part) => keep(part as ReadPage),
          onProgress: () => waiting[0] !== undefined && heard.begins(waiting[0]),
        },
      )
      await keeping.last
      return ''
    } catch (thrown) {
      await keeping.last
      const at = waiting[0]
      if (thrown instanceof JobDied && at !== undefined) {
        keep({ page: at, lines: [], confidence: 0, lie: 'upright', note: ended })
        await keeping.last
      } else if (thrown instanceof CaseworkError && thrown.code === 'unreadable') return thrown.message
      else throw thrown
    }
  }
  return ''
}

async function keepPage(held: OpenCase, desk: Desk, exhibit: Exhibit, read: ReadPage): Promise<void> {
  const { page, lines, confidence, lie, note } = read
  const fields = {
    exhibit: exhibit.id,
    sha256: exhibit.fields.file!.sha256,
    page,
    lines,
    confidence,
    lie,
    note,
    count: lines.reduce((sum, { words }) => sum + words.length, 0),
    engine: ENGINE,
    language: LANGUAGE,
  }
  await held.records.addAll([{ type: 'reading', fields }], { blobs: [] })
  desk.tell({ kind: 'changed', caseId: held.caseId, types: ['reading'] })
}
