import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'

const label = z.string().min(1).max(80)

/** The words of the witness statement form, with where they come from. Data: see resources/forms/mg11.json. */
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

/** The words of the witness statement form. */
export type StatementForm = z.infer<typeof statementForm>

/** The form's words, from the folder of forms or the one beside the fonts. Throws if the file is not what it should be. */
export function readStatementForm(tools: { readonly fonts: string; readonly forms?: string }): StatementForm {
  const folder = tools.forms ?? join(dirname(tools.fonts), 'forms')
  return statementForm.parse(JSON.parse(readFileSync(join(folder, 'mg11.json'), 'utf8')))
}
