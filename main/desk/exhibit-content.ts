import type { StoredOf } from '../../casework/entities/index.ts'
import { longDay } from '../../casework/rules/days.ts'
import { referencesIn, refOf } from '../../casework/rules/references.ts'
import type { BundleContent, ExhibitFront, TranslationPrint } from '../services/bundle/index.ts'
import type { Redacted } from './edited-copies.ts'
import { filePasswordOf } from './file-password.ts'
import type { OpenCase } from './open-cases.ts'

/** What an exhibit puts into a bundle: its edited copy's pages where one is to be taken, its file's, or a page that names it. */
export async function exhibitContent(
  held: OpenCase,
  exhibit: StoredOf<'exhibit'>,
  redacted?: Redacted,
): Promise<BundleContent> {
  const { file } = exhibit.fields
  const copy = redacted?.file ?? null
  if (copy !== null)
    return {
      kind: 'pdf',
      sha256: copy.sha256,
      source: held.store.access(copy.blob),
      boxes: redacted?.marks.length ?? 0,
    }
  if (file !== null && file.note === '' && file.kind !== 'other') {
    const password = file.kind === 'pdf' ? await filePasswordOf(held, exhibit.id) : undefined
    const source = held.store.access(file.blob)
    return {
      kind: file.kind,
      sha256: file.sha256,
      source,
      ...(password === undefined ? {} : { password }),
    }
  }
  return { kind: 'placeholder', reason: reasonOf(exhibit), facts: factsOf(exhibit) }
}

/** Why an exhibit can only be named on a page; '' when its pages are shown. */
export function reasonOf({ fields: { file, kind } }: StoredOf<'exhibit'>): string {
  if (file === null)
    return kind === 'physical'
      ? 'A physical exhibit. It is held by the police and may be seen by arrangement.'
      : 'No file of this exhibit is held.'
  if (file.note !== '') return file.note
  if (file.kind !== 'other') return ''
  if (/^(audio|video)\//.test(file.mediaType))
    return 'A recording. It can’t be printed and is supplied separately.'
  return 'A file of a kind that can’t be printed here. It is supplied separately.'
}

/** The front sheet of an exhibit: its mark, who produces it, and in which statements it is named (R43). */
export async function frontSheet(held: OpenCase, exhibit: StoredOf<'exhibit'>): Promise<ExhibitFront> {
  const mark = refOf(exhibit)
  const naming: string[] = []
  for (const { id } of held.records.list('statement')) {
    const statement = await held.records.get('statement', id)
    if (mark !== '' && statement.fields.paragraphs.some((each) => referencesIn(each).includes(mark)))
      naming.push(refOf(statement))
  }
  return {
    mark: mark === '' ? 'No reference yet' : mark,
    producedBy: exhibit.fields.producedBy,
    statement: naming.join(', '),
    description: exhibit.fields.description,
  }
}

/**
 * What a translator certifies of a translation (R47); undefined for an exhibit that is none, one whose translator is
 * not known, and one whose certificate is an exhibit of its own.
 */
export function translationPrint(
  held: OpenCase,
  { fields }: StoredOf<'exhibit'>,
): TranslationPrint | undefined {
  const { translationOf, translator, fromLanguage, translated, certificate } = fields
  if (translator === '' || certificate !== null) return undefined
  const original = held.records.list('exhibit', { archived: true }).find(({ id }) => id === translationOf)
  return {
    original: original === undefined ? '' : refOf(original) || original.fields.title,
    language: fromLanguage,
    translator,
    ...(translated === null ? {} : { on: longDay(translated) }),
  }
}

function factsOf({ fields }: StoredOf<'exhibit'>): [string, string][] {
  const { file, producedBy, seal, foundAt, foundWhen } = fields
  const facts: [string, string][] = [
    ['Produced by', producedBy],
    ['Found at', foundAt],
    ['Found', foundWhen.words],
    ['Seal', seal],
    ['Kind of file', file?.mediaType ?? ''],
    ['Size', file === null ? '' : `${file.bytes.toLocaleString('en-GB')} bytes`],
    ['SHA-256', file?.sha256 ?? ''],
  ]
  return facts.filter(([, value]) => value !== '')
}
