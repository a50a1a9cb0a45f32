import { entityOf, type RecordType } from '../entities/index.ts'
import type { Citation, Field, FileFacts, ReadLine, When } from '../schema.ts'
import { shortDay } from './days.ts'

/** One field that differs between two versions of a record, with its form's name and both values as words to read. */
export interface FieldChange {
  readonly field: string
  readonly name: string
  readonly before: string
  readonly after: string
}

type Fields = Readonly<Record<string, unknown>>
/** What a record is called that a field points at, as in a list: `V1`, `JLB/7`. */
export type Called = (type: string, id: string) => string

/**
 * The fields in which two versions differ, in the order of the form. An empty value is an empty text. Of numbered
 * paragraphs only those between the first and the last that differ are told, each with its number. A version from a
 * program that did not know a field yet has it empty.
 */
export function changesBetween(
  type: RecordType,
  before: Fields,
  after: Fields,
  called: Called,
): readonly FieldChange[] {
  return changedFields(type, before, after).map((key) => {
    const field = entityOf(type).fields[key] as Field<unknown>
    const [was, is] = [before[key] ?? field.empty, after[key] ?? field.empty]
    const [told, telling] =
      field.kind === 'body'
        ? paragraphsThatDiffer(was as readonly string[], is as readonly string[], field.says)
        : [words(field, was, called), words(field, is, called)]
    return { field: key, name: field.label, before: told, after: telling }
  })
}

/** The names of the fields in which two versions differ, in the order of the form. */
export const changedFields = (type: RecordType, before: Fields, after: Fields): readonly string[] =>
  Object.entries(entityOf(type).fields)
    .filter(([key, field]) => !sameValue(before[key] ?? field.empty, after[key] ?? field.empty))
    .map(([key]) => key)

/** Whether two values of a field are the same. They are plain data, in whatever order their parts stand. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [first, second] = [a as Fields, b as Fields]
  const keys = Object.keys(first)
  return (
    keys.length === Object.keys(second).length &&
    keys.every((key) => Object.hasOwn(second, key) && sameValue(first[key], second[key]))
  )
}

function words(field: Field<unknown>, value: unknown, called: Called): string {
  if (value === null) return ''
  switch (field.kind) {
    case 'flag':
      return value === true ? 'Yes' : 'No'
    case 'day':
      return shortDay(value as string)
    case 'choice':
      return field.options?.[value as string] ?? String(value)
    case 'choices':
      return (value as readonly string[]).map((each) => field.options?.[each] ?? each).join(', ')
    case 'list':
      return (value as readonly string[]).join(', ')
    case 'reference':
      return called(field.refersTo ?? '', value as string)
    case 'references':
      return (value as readonly string[]).map((id) => called(field.refersTo ?? '', id)).join(', ')
    case 'when':
      return (value as When).words
    case 'file':
      return (value as FileFacts).name
    case 'words':
      return (value as readonly ReadLine[])
        .map((line) => line.words.map(({ text }) => text).join(' '))
        .join('\n')
    case 'citations':
      return (value as readonly Citation[]).map((each) => citation(each, called)).join(', ')
    default:
      return String(value)
  }
}

const citation = ({ type, id, page, paragraph }: Citation, called: Called): string =>
  `${called(type, id)}${page === null ? '' : ` p.${page}`}${paragraph === null ? '' : ` ¶${paragraph}`}`

function paragraphsThatDiffer(
  before: readonly string[],
  after: readonly string[],
  says: (line: string) => string = (line) => line,
): [string, string] {
  const most = Math.min(before.length, after.length)
  const differs = before.findIndex((each, at) => at >= most || each !== after[at])
  const head = differs < 0 ? before.length : differs
  let tail = 0
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1
  const numbered = (all: readonly string[]) =>
    all
      .slice(head, all.length - tail)
      .map((each, at) => `${head + at + 1}. ${says(each)}`)
      .join('\n')
  return [numbered(before), numbered(after)]
}
