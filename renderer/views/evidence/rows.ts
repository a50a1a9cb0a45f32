import type { StoredOf } from '../../../casework/entities/index.ts'
import { damageWords } from '../../../casework/rules/file-damage.ts'
import { refOf } from '../../../casework/rules/references.ts'
import { sortKeyOf } from '../../../casework/rules/when.ts'
import { folded } from '../../../casework/rules/words.ts'
import type { FileFacts } from '../../../casework/schema.ts'

/** Where an exhibit's file stands: as last read back, as kept at arrival, or none. */
export type FileState = 'intact' | 'kept' | 'altered' | 'missing' | 'unreadable' | 'none'

/** An exhibit as the table shows it, with what it is found and sorted by worked out once. */
export interface EvidenceRow {
  readonly id: string
  readonly ref: string
  readonly title: string
  readonly record: StoredOf<'exhibit'>
  readonly state: FileState
  /** Why it can't be shown, or ''. A thing without a file is no fault. */
  readonly unshown: string
  readonly pages: number | null
  /** Rows without a reference come last. */
  readonly refKey: string
  readonly dateKey: string
  /** Everything the filter box looks through, with accents laid aside. */
  readonly words: string
}

/** The verdict of the last check of an exhibit, by the exhibit's id. */
export type Verdicts = ReadonlyMap<string, Exclude<FileState, 'none' | 'kept'>>

const verdictWords = /^(Intact|Altered|Missing|Unreadable):/

/**
 * The last check of each exhibit, read from the ledger's own entries. Entries are taken in the order they were
 * written; those that are no check say nothing about the file.
 */
export function verdictsOf(entries: readonly StoredOf<'custody'>[]): Verdicts {
  const verdicts = new Map<string, Exclude<FileState, 'none' | 'kept'>>()
  for (const { fields } of entries) {
    if (fields.action !== 'checked' || fields.exhibit === null) continue
    const said = verdictWords.exec(fields.note)?.[1]
    if (said !== undefined)
      verdicts.set(fields.exhibit, said.toLowerCase() as Exclude<FileState, 'none' | 'kept'>)
  }
  return verdicts
}

/** One row. */
export function rowOf(record: StoredOf<'exhibit'>, verdicts: Verdicts): EvidenceRow {
  const { fields, id } = record
  const ref = refOf(record)
  const { file } = fields
  return {
    id,
    ref,
    title: fields.title,
    record,
    state: file === null ? 'none' : (verdicts.get(id) ?? 'kept'),
    unshown: file === null ? '' : whyUnshown(file),
    pages: file?.pages ?? null,
    refKey: ref === '' ? `\u{10FFFF}${String(record.no).padStart(8, '0')}` : ref,
    dateKey: sortKeyOf(fields.date),
    words: folded(
      [
        ref,
        `e${record.no}`,
        fields.title,
        fields.source,
        fields.producedBy,
        fields.foundAt,
        fields.seal,
        fields.date.words,
        file?.name ?? '',
        fields.description,
        ...fields.tags,
      ].join('\n'),
    ),
  }
}

/** Why a file has no preview, as a sentence; '' when it has one. */
export function whyUnshown(file: FileFacts): string {
  if (canBeDrawn(file)) return ''
  return file.note || 'Turnstone does not show this kind of file. It is kept as it came.'
}

/** What was noted of a file that is shown all the same, such as damage that was got round; '' when nothing was. */
export const remarkOn = (file: FileFacts | null): string =>
  file !== null && canBeDrawn(file) ? file.note || damageWords(file) : ''

// A damaged PDF whose pages were found can be drawn; one with no page or behind a password can't.
const canBeDrawn = ({ kind, pages, note }: FileFacts): boolean =>
  kind === 'pdf' ? note === '' || (pages ?? 0) > 0 : kind !== 'other'

/** What a file state is called. */
export const stateWords: Readonly<Record<FileState, string>> = {
  intact: 'Intact',
  kept: 'Not checked since arrival',
  altered: 'Altered',
  missing: 'Missing',
  unreadable: 'Unreadable',
  none: 'No file',
}

/** Whether a file state asks for something to be done. */
export const isBadState = (state: FileState): boolean =>
  state === 'altered' || state === 'missing' || state === 'unreadable'

/** Whether an exhibit has pages to look at, which boxes can be put on. */
export const canRedact = ({ record, unshown }: EvidenceRow): boolean => {
  const { file } = record.fields
  return file !== null && unshown === '' && ['pdf', 'jpeg', 'png'].includes(file.kind)
}
