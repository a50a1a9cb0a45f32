import type { Result } from '../../casework/contract/contract.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { refOf } from '../../casework/rules/references.ts'
import { asking, comparable } from '../services/search/page-words.ts'
import type { OpenCase } from './open-cases.ts'
import { pageTexts } from './page-texts.ts'

type Found = Result<'find.pages'>['exhibits'][number]

/** As many exhibits as are told. */
const most = 12
/** So many sealed texts are opened at once. */
const atOnce = 16

interface Known {
  readonly words: Map<string, string>
  last: Promise<unknown>
}
/**
 * The words of each reading of an open case, by its id, as they are compared. They never change, so each sealed text is
 * opened once while its case is; nothing is written.
 */
const known = new WeakMap<OpenCase, Known>()

async function wordsOf(held: OpenCase, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const own = known.get(held) ?? { words: new Map(), last: Promise.resolve() }
  known.set(held, own)
  // One asking after the other: somebody who types asks again before the first time is over.
  own.last = own.last.then(() => open(held, own.words, ids))
  await own.last
  return own.words
}

async function open(held: OpenCase, words: Map<string, string>, ids: readonly string[]): Promise<void> {
  const waiting = ids.filter((id) => !words.has(id))
  const lane = async () => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      try {
        const { fields } = await held.records.get('reading', id)
        words.set(id, comparable(fields.lines.map((line) => line.words)))
      } catch {
        // It is tried again next time, and its page says what is wrong when it is looked at.
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}

/**
 * The exhibits on whose pages a machine read these words, those that hold them as they stand first. Which pages they
 * are is told, and no word of them: whoever wants to know more looks at the page, and that look is entered.
 */
export async function pagesHolding(held: OpenCase, words: string): Promise<readonly Found[]> {
  const holds = asking(words)
  const texts = pageTexts(held)
  const read = held.records
    .list('exhibit')
    .flatMap((exhibit) =>
      [...texts(exhibit).readings.values()]
        .filter(({ fields }) => (fields.count ?? 0) > 0)
        .map((reading) => ({ exhibit, reading })),
    )
  const pages = await wordsOf(
    held,
    read.map(({ reading }) => reading.id),
  )
  const by = new Map<StoredOf<'exhibit'>, { best: number; pages: { page: number; checked: boolean }[] }>()
  for (const { exhibit, reading } of read) {
    const how = holds(pages.get(reading.id) ?? '')
    if (how === 0) continue
    const found = by.get(exhibit) ?? { best: 0, pages: [] }
    found.best = Math.max(found.best, how)
    found.pages.push({ page: reading.fields.page ?? 1, checked: reading.fields.checkedBy !== '' })
    by.set(exhibit, found)
  }
  return [...by]
    .sort(([, a], [, b]) => b.best - a.best || b.pages.length - a.pages.length)
    .slice(0, most)
    .map(([exhibit, found]) => ({
      caseId: held.caseId,
      id: exhibit.id,
      ref: refOf(exhibit),
      title: exhibit.fields.title,
      pages: found.pages.sort((a, b) => a.page - b.page),
    }))
}
