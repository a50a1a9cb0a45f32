import { z } from 'zod'

/**
 * The field vocabulary: every kind of fact a record may hold, said once. Store, contract, forms, search and
 * print all read these statements, so they cannot disagree about what a field is.
 *
 * Every field of a record is always present. What is not known is the field's own empty value ('' or null or
 * []), so nobody has to tell "absent" from "empty".
 */
export type FieldKind =
  | 'text'
  | 'lines'
  | 'body'
  | 'words'
  | 'number'
  | 'day'
  | 'flag'
  | 'choice'
  | 'choices'
  | 'list'
  | 'reference'
  | 'references'
  | 'when'
  | 'file'
  | 'citations'

export interface Field<T> {
  readonly kind: FieldKind
  readonly label: string
  readonly schema: z.ZodType<T>
  /** What the field holds until someone says otherwise. */
  readonly empty: T
  readonly required: boolean
  readonly hint: string | undefined
  /** For choices: each value and the word an officer reads; for a reference, under '', what none means. */
  readonly options: Readonly<Record<string, string>> | undefined
  /** For references: the type of record pointed at. */
  readonly refersTo: string | undefined
  /** Whether an officer fills it in a form. Files, for example, arrive by import. */
  readonly inForm: boolean
  /** For a body whose lines are data: a line in words, where a change of it is told. */
  readonly says: ((line: string) => string) | undefined
}

interface FieldWords {
  readonly hint?: string
  readonly required?: boolean
  readonly max?: number
  readonly inForm?: boolean
  /** For a reference: what it means that there is none, where that is not just unknown. */
  readonly none?: string
  readonly says?: (line: string) => string
}

const field = <T>(
  kind: FieldKind,
  label: string,
  schema: z.ZodType<T>,
  empty: T,
  words: FieldWords = {},
): Field<T> => ({
  kind,
  label,
  schema,
  empty,
  required: words.required ?? false,
  hint: words.hint,
  options: undefined,
  refersTo: undefined,
  inForm: words.inForm ?? true,
  says: words.says,
})

// Control characters have no place in a line of text; a bidi override could make a name read as another.
const oneLine = /^[^\p{Cc}\u202A-\u202E\u2066-\u2069]*$/u
const manyLines = /^(?:[^\p{Cc}\u202A-\u202E\u2066-\u2069]|[\t\n])*$/u

/** One line of text, by default up to 200 characters. */
export const text = (label: string, words: FieldWords = {}): Field<string> => {
  const base = z
    .string()
    .max(words.max ?? 200, `${label} may be ${words.max ?? 200} characters long`)
    .regex(oneLine, `${label} may not hold line breaks or invisible control characters`)
  return field(
    'text',
    label,
    words.required ? base.refine((s) => s.trim() !== '', `${label} is needed`) : base,
    '',
    words,
  )
}

/** Several lines of text, kept in the record itself. Up to 8,000 characters. */
export const lines = (label: string, words: FieldWords = {}): Field<string> =>
  field(
    'lines',
    label,
    z
      .string()
      .max(words.max ?? 8_000)
      .regex(manyLines, `${label} may not hold invisible control characters`),
    '',
    words,
  )

/**
 * Numbered paragraphs of any length, by default up to 2,000 of 20,000 characters. Kept sealed apart from the record,
 * and read when it is opened.
 */
export const body = (
  label: string,
  words: FieldWords & { readonly lines?: number } = {},
): Field<readonly string[]> =>
  field<readonly string[]>(
    'body',
    label,
    z
      .array(
        z
          .string()
          .max(words.max ?? 20_000)
          .regex(manyLines, `${label} may not hold invisible control characters`),
      )
      .max(words.lines ?? 2_000),
    [],
    words,
  )

/** A word as a machine read it off a picture. */
export interface ReadWord {
  readonly text: string
  /** Left, bottom, right, top, in the page's own space: points before the page is turned. */
  readonly box: readonly [number, number, number, number]
  /** How sure the machine is of it, 0 to 100. */
  readonly confidence: number
}
/** A line as a machine read it. `turn`: how far the page is turned clockwise, in degrees, for it to stand upright. */
export interface ReadLine {
  readonly turn: 0 | 90 | 180 | 270
  readonly words: readonly ReadWord[]
}
const edge = z.number().min(-1e7).max(1e7)
/** The lines of one page as a machine read them. */
export const readLines: z.ZodType<readonly ReadLine[]> = z
  .array(
    z.strictObject({
      turn: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
      words: z
        .array(
          z.strictObject({
            text: z.string().min(1).max(400).regex(oneLine),
            box: z.tuple([edge, edge, edge, edge]),
            confidence: z.number().min(0).max(100),
          }),
        )
        .max(2_000),
    }),
  )
  .max(5_000)

/** Words as a machine read them, with their places. Sealed apart like a body, and never typed by anyone. */
export const words = (label: string): Field<readonly ReadLine[]> =>
  field<readonly ReadLine[]>('words', label, readLines, [], { inForm: false })

/** Whether the values of a kind of field lie sealed apart from the record, which then holds only where. */
export const isSealedApart = (kind: FieldKind): boolean => kind === 'body' || kind === 'words'

/** A whole number, or null when not known. */
export const number = (
  label: string,
  min: number,
  max: number,
  words: FieldWords = {},
): Field<number | null> => field('number', label, z.number().int().min(min).max(max).nullable(), null, words)

/** A calendar day, `2025-11-29`, or null. Never an instant: a legal date has no time zone. */
export const day = (label: string, words: FieldWords = {}): Field<string | null> =>
  field('day', label, isoDay.nullable(), null, words)

/** A calendar day as ISO text that names a day that exists. */
export const isoDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'a day like 2025-11-29')
  .refine((value) => {
    const read = new Date(`${value}T00:00:00Z`)
    return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(value)
  }, 'a day that is in the calendar')

/** Yes or no; no until someone says yes. */
export const flag = (label: string, words: FieldWords = {}): Field<boolean> =>
  field('flag', label, z.boolean(), false, words)

/** One of a short list. The first is the value until someone chooses. */
export const choice = <const O extends Readonly<Record<string, string>>>(
  label: string,
  options: O,
  words: FieldWords = {},
): Field<keyof O & string> => {
  const keys = Object.keys(options) as (keyof O & string)[]
  return {
    ...field<keyof O & string>(
      'choice',
      label,
      z.enum(keys as [string, ...string[]]) as unknown as z.ZodType<keyof O & string>,
      keys[0]!,
      words,
    ),
    options,
  }
}

/** Any number of a short list. */
export const choices = <const O extends Readonly<Record<string, string>>>(
  label: string,
  options: O,
  words: FieldWords = {},
): Field<readonly (keyof O & string)[]> => {
  const one = z.enum(Object.keys(options) as [string, ...string[]]) as unknown as z.ZodType<keyof O & string>
  return {
    ...field<readonly (keyof O & string)[]>('choices', label, z.array(one).max(40), [], words),
    options,
  }
}

/** A list of short texts, such as other names a person goes by. */
export const list = (label: string, words: FieldWords = {}): Field<readonly string[]> =>
  field<readonly string[]>(
    'list',
    label,
    z
      .array(
        z
          .string()
          .min(1)
          .max(words.max ?? 200)
          .regex(oneLine),
      )
      .max(200),
    [],
    words,
  )

/** The id of a record. */
export const recordId = z.string().regex(/^[0-9a-z]{4,64}$/, 'the id of a record')

/** Points at one record of another type, or null. */
export const reference = (label: string, refersTo: string, words: FieldWords = {}): Field<string | null> => ({
  ...field('reference', label, recordId.nullable(), null, words),
  ...(words.none === undefined ? {} : { options: { '': words.none } }),
  refersTo,
})

/** Points at any number of records of another type. */
export const references = (
  label: string,
  refersTo: string,
  words: FieldWords = {},
): Field<readonly string[]> => ({
  ...field<readonly string[]>('references', label, z.array(recordId).max(500), [], words),
  refersTo,
})

/** A moment to the day or to the minute: `2025-11-29` or `2025-11-29T07:14`. Local time, as a watch shows it. */
const moment = z.string().regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$/)

/** How sure a date is. `about` is drawn from earliest to latest; an open end fades. */
export const precisions = ['exact', 'about', 'before', 'after', 'unknown'] as const

/** A date as someone said it, with what it was read as. Filled by `readWhen`; never a bare guess. */
export interface When {
  readonly words: string
  readonly precision: (typeof precisions)[number]
  readonly earliest: string | null
  readonly latest: string | null
}
const whenSchema: z.ZodType<When> = z.strictObject({
  words: z.string().max(120).regex(oneLine),
  precision: z.enum(precisions),
  earliest: moment.nullable(),
  latest: moment.nullable(),
})

/** A date in the speaker's own words, exact or not. */
export const when = (label: string, words: FieldWords = {}): Field<When> =>
  field<When>(
    'when',
    label,
    whenSchema,
    { words: '', precision: 'unknown', earliest: null, latest: null },
    words,
  )

/** Something about a file that asks for an act or a word: its kind, and the sentence for a person. */
export interface FileState {
  /**
   * `password`: it opens with one that was not given. `restricted`: its owner forbids printing, changing or copying.
   * `missing`: pages may be missing. `cut`: a picture ends early.
   */
  readonly kind: 'password' | 'encrypted' | 'restricted' | 'signed' | 'missing' | 'cut' | 'repaired'
  readonly sentence: string
}
const fileState: z.ZodType<FileState> = z.strictObject({
  kind: z.enum(['password', 'encrypted', 'restricted', 'signed', 'missing', 'cut', 'repaired']),
  sentence: z.string().max(400),
})

/** What is known of a file in the case. Its bytes lie sealed under `blob`. `name` is where it came from. */
export interface FileFacts {
  readonly blob: string
  readonly sha256: string
  readonly bytes: number
  readonly name: string
  readonly kind: 'pdf' | 'jpeg' | 'png' | 'text' | 'other'
  readonly mediaType: string
  readonly pages: number | null
  /** Why it can't be shown yet, as a sentence; '' when it can. */
  readonly note: string
  /** The source file's own modification time, milliseconds, as metadata only. */
  readonly modified: number | null
  /** What was seen when it was looked into; absent for a file taken in before that was kept. */
  readonly states?: readonly FileState[] | undefined
}
const fileSchema: z.ZodType<FileFacts> = z.strictObject({
  blob: z.string().regex(/^[0-9a-f]{32}$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().min(0),
  name: z.string().max(1_024),
  kind: z.enum(['pdf', 'jpeg', 'png', 'text', 'other']),
  mediaType: z.string().max(120),
  pages: z.number().int().min(0).nullable(),
  note: z.string().max(400),
  modified: z.number().nullable(),
  states: z.array(fileState).max(50).optional(),
})

/** The file an exhibit is. Arrives by import, never by typing. */
export const file = (label: string): Field<FileFacts | null> =>
  field<FileFacts | null>('file', label, fileSchema.nullable(), null, { inForm: false })

/** A citation of a passage: which record, and where in it. The small blue link. */
export interface Citation {
  readonly type: 'exhibit' | 'statement'
  readonly id: string
  readonly page: number | null
  readonly paragraph: number | null
}
const citationSchema: z.ZodType<Citation> = z.strictObject({
  type: z.enum(['exhibit', 'statement']),
  id: recordId,
  page: z.number().int().min(1).max(100_000).nullable(),
  paragraph: z.number().int().min(1).max(10_000).nullable(),
})

/** Where a fact comes from: any number of passages. */
export const citations = (label: string): Field<readonly Citation[]> =>
  field<readonly Citation[]>('citations', label, z.array(citationSchema).max(200), [])
