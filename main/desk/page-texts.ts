import type { TextItem } from '../../casework/contract/text.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { shortDay } from '../../casework/rules/days.ts'
import { pagesMarked } from '../../casework/rules/page-marks.ts'
import { refOf } from '../../casework/rules/references.ts'
import type { FileState } from '../../casework/schema.ts'
import type { PageWords } from '../services/bundle/index.ts'
import { londonDay } from './desk.ts'
import type { OpenCase } from './open-cases.ts'

type Exhibit = StoredOf<'exhibit'>
type Reading = StoredOf<'reading'>

/** What is known of the words in one exhibit's file: what it was told to hold, and what a machine read of it. */
export interface PageTexts {
  readonly census: StoredOf<'census'> | null
  /** By page, the last reading of each. */
  readonly readings: ReadonlyMap<number, Reading>
}

/** What is known of the words of every exhibit; what belongs to another file than the one it has now is left out. */
export function pageTexts({ records }: OpenCase): (exhibit: Exhibit) => PageTexts {
  const censuses = byExhibit(records.list('census'))
  const readings = byExhibit(records.list('reading'))
  const unlocked = new Set(records.list('unlocking').map(({ fields }) => fields.exhibit))
  // Earlier programs looked at locked files without the password that was given since: those are looked at again.
  const stands = ({ fields: { exhibit, marks, note } }: StoredOf<'census'>) =>
    !(marks === '' && note.includes('password') && unlocked.has(exhibit))
  return ({ id, fields: { file } }) => {
    const ours = <T extends { fields: { sha256: string } }>(all: readonly T[] | undefined) =>
      (all ?? []).filter((each) => each.fields.sha256 === file?.sha256)
    return {
      census: ours(censuses.get(id)).filter(stands).at(-1) ?? null,
      readings: new Map(ours(readings.get(id)).map((each) => [each.fields.page ?? 0, each])),
    }
  }
}

function byExhibit<T extends { fields: { exhibit: string | null } }>(all: readonly T[]) {
  const found = new Map<string, T[]>()
  for (const each of all) {
    const { exhibit } = each.fields
    if (exhibit === null) continue
    const known = found.get(exhibit)
    if (known === undefined) found.set(exhibit, [each])
    else known.push(each)
  }
  return found
}

/** Whether a file's pages can be asked for their words at all. */
export const hasPages = ({ fields: { file } }: Exhibit): boolean =>
  file !== null && file.note === '' && ['pdf', 'jpeg', 'png'].includes(file.kind)

/** How an exhibit stands, as an answer. */
export function textItemOf(exhibit: Exhibit, { census, readings }: PageTexts, why = ''): TextItem {
  const marks = census?.fields.marks ?? ''
  const found = [...readings.values()].filter(({ fields }) => (fields.count ?? 0) > 0)
  const machine = new Set(found.map(({ fields }) => fields.page))
  const sure = found.reduce((sum, { fields }) => sum + (fields.confidence ?? 0), 0)
  return {
    id: exhibit.id,
    ref: refOf(exhibit),
    title: exhibit.fields.title,
    pages: marks.length,
    without: pagesMarked(marks, 'n').filter((page) => !machine.has(page)),
    machine: found.length,
    confidence: found.length === 0 ? null : Math.floor(sure / found.length),
    why: why === '' ? (census?.fields.note ?? '') : why,
  }
}

/**
 * The words of an exhibit for a bundle. Each page comes as the access to its one sealed text, so that the process that
 * binds them holds no key but those of what it binds.
 */
export function boundWords(held: OpenCase, { readings }: PageTexts): readonly PageWords[] {
  return [...readings.values()].flatMap(({ id, fields }): PageWords[] => {
    const source = wordsSource(held, id)
    if (source === null || fields.page === null) return []
    const { checkedBy, checkedAt, lie } = fields
    const checked = checkedAt === null ? '' : `${checkedBy} on ${shortDay(londonDay(checkedAt))}`
    return [
      {
        id,
        page: fields.page,
        source,
        confidence: fields.confidence ?? 0,
        ...(checked === '' ? {} : { checked }),
        ...(lie === 'upright' ? {} : { lie }),
      },
    ]
  })
}

/**
 * What is to be known of an exhibit's file: as its pages were looked through, else as it was seen when it was taken in;
 * null where nobody has looked.
 */
export function statesOf({ fields: { file } }: Exhibit, { census }: PageTexts): readonly FileState[] | null {
  if (census !== null && (census.fields.looked || census.fields.note !== ''))
    return census.fields.states === '' ? [] : (JSON.parse(census.fields.states) as FileState[])
  return file?.states ?? null
}

/** The access to the sealed words of one reading; null where it found none, or is not in the case. */
export function wordsSource({ store }: OpenCase, reading: string): unknown {
  const sealed = store.get('reading', reading) as unknown as
    | { fields: { lines: { text?: string } } }
    | undefined
  const uid = sealed?.fields.lines.text ?? ''
  return uid === '' ? null : store.access(uid)
}
