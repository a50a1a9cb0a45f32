import { register, type StoredOf, type ValuesOf } from '../../../casework/entities/index.ts'
import { daysBetween, shortDay } from '../../../casework/rules/days.ts'

/** A statement as stored. */
export type Statement = StoredOf<'statement'>
/** What a statement holds. */
export type StatementValues = ValuesOf<'statement'>

export const stageWords = register.statement.fields.stage.options as Readonly<
  Record<StatementValues['stage'], string>
>
/** The forms a statement can be set on. */
export const formWords = register.statement.fields.form.options as Readonly<
  Record<StatementValues['form'], string>
>
export const stages = Object.keys(stageWords) as readonly StatementValues['stage'][]

/** The form's own word for a witness of full age. */
export const over18 = 'Over 18'

/**
 * What choosing a witness fills in: their name as the witness gives it, occupation, age box and language. What was
 * written by hand is kept: only boxes that are empty, or still hold what the last witness filled, are filled.
 */
export function fromWitness(
  now: StatementValues,
  witness: StoredOf<'person'> | null,
  before: StoredOf<'person'> | null,
  today: string,
): Partial<StatementValues> {
  if (witness === null) return { witness: null }
  const filled = (person: StoredOf<'person'> | null) => ({
    statementOf: person?.fields.name ?? '',
    occupation: person?.fields.occupation ?? '',
    age: person === null ? '' : ageBox(person.fields.born, now.made ?? today),
    language: person?.fields.languages[0] ?? '',
  })
  const was = filled(before)
  const is = filled(witness)
  const boxes = Object.keys(is) as (keyof typeof is)[]
  const changed = boxes.filter((key) => (now[key].trim() === '' || now[key] === was[key]) && is[key] !== '')
  return { witness: witness.id, ...Object.fromEntries(changed.map((key) => [key, is[key]])) }
}

/** The age box: the age of a child on the day, `Over 18`, or empty when the date of birth is not known. */
export function ageBox(born: string | null, on: string): string {
  if (born === null || on === '' || daysBetween(born, on) < 0) return ''
  const years = Number(on.slice(0, 4)) - Number(born.slice(0, 4)) - (on.slice(5) < born.slice(5) ? 1 : 0)
  return years < 18 ? String(years) : over18
}

/** The line above the words: age, language and date, pages. */
export function headingLine(values: StatementValues, pages: number | null): readonly string[] {
  return [
    formWord(values),
    values.age === '' || values.form === 'civil'
      ? ''
      : /^\d+$/.test(values.age)
        ? `Age ${values.age}`
        : values.age,
    [values.language, values.made === null ? '' : shortDay(values.made)].filter(Boolean).join(', '),
    pages === null ? '' : pages === 1 ? '1 page' : `${pages} pages`,
  ].filter((part) => part !== '')
}

/** How the form of a statement is called beside its reference; nothing for the usual one. */
export const formWord = ({ form }: StatementValues): string => (form === 'civil' ? 'Civil' : '')

/** The boxes a further statement starts from: the same witness, none of the words. */
export const furtherFrom = (values: StatementValues, today: string): Partial<StatementValues> => ({
  witness: values.witness,
  statementOf: values.statementOf,
  age: values.age,
  occupation: values.occupation,
  language: values.language,
  interpreter: values.interpreter,
  form: values.form,
  behalf: values.behalf,
  shortName: values.shortName,
  number: values.form === 'civil' ? (values.number ?? 1) + 1 : null,
  made: today === '' ? null : today,
})
