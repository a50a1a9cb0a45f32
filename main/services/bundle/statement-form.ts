import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'

const label = z.string().min(1).max(80)

/** The words of the witness statement forms, with where they come from. Data: see resources/forms. */
const statementForm = z.strictObject({
  id: z.string(),
  version: z.string(),
  source: z.string(),
  effectiveFrom: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  verified: z.enum(['official', 'secondary', 'unverified']),
  heading: label,
  law: z.string(),
  labels: z.strictObject({
    urn: label,
    statementOf: label,
    age: label,
    occupation: label,
    date: label,
    language: label,
    interpreter: label,
    signature: label,
    signedOn: label,
    witnessedBy: label,
  }),
  declaration: z.strictObject({ one: z.string(), many: z.string().includes('{pages}') }),
})

const civilForm = z.strictObject({
  id: z.string(),
  version: z.string(),
  source: z.string(),
  effectiveFrom: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  verified: z.enum(['official', 'secondary', 'unverified']),
  heading: label.includes('{name}'),
  /** The least margin on every side, in millimetres. */
  margin: z.number().min(20).max(60),
  labels: z.strictObject({
    claim: label,
    behalf: label,
    witness: label,
    number: label,
    exhibits: label,
    noExhibits: label,
    made: label,
    translated: label,
    truth: label,
    signature: label,
    signedOn: label,
  }),
  truth: z.string(),
})

/** The words of the witness statement form of criminal cases. */
export type StatementForm = z.infer<typeof statementForm>
/** The words of the witness statement of civil proceedings. */
export type CivilForm = z.infer<typeof civilForm>
/** Every form a statement can be set on. */
export interface StatementForms {
  readonly mg11: StatementForm
  readonly civil: CivilForm
}

/** The forms' words, from the folder of forms or the one beside the fonts. Throws if a file is not what it should be. */
export function readStatementForms(tools: {
  readonly fonts: string
  readonly forms?: string
}): StatementForms {
  const folder = tools.forms ?? join(dirname(tools.fonts), 'forms')
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'))
  return { mg11: statementForm.parse(read('mg11')), civil: civilForm.parse(read('civil')) }
}

/** What a witness declares, as the form of a statement words it for so many pages. */
export function declarationOf(forms: StatementForms, civil: boolean, pages: number): string {
  if (civil) return forms.civil.truth
  const { one, many } = forms.mg11.declaration
  return pages === 1 ? one : many.replace('{pages}', String(pages))
}
