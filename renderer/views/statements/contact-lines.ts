import { register, type ValuesOf } from '../../../casework/entities/index.ts'
import { shortDay } from '../../../casework/rules/days.ts'
import type { Field } from '../../../casework/schema.ts'

const fields = register.contact.fields as unknown as Readonly<Record<string, Field<unknown>>>
const mask = '••••• •••••'

/** The contact page in lines: while hidden, every box as the same dots, so that not even which are filled shows. */
export function contactLines(
  values: ValuesOf<'contact'>,
  hidden: boolean,
): readonly { readonly label: string; readonly words: string }[] {
  return Object.entries(fields)
    .filter(([, field]) => field.inForm)
    .map(([key, field]) => ({
      label: field.label,
      words: hidden ? mask : said(values[key as keyof typeof values], field.kind),
    }))
    .filter(({ words }) => words !== '')
}

function said(value: unknown, kind: Field<unknown>['kind']): string {
  if (value === null || value === false) return ''
  if (value === true) return 'Yes'
  if (kind === 'day') return shortDay(value as string)
  return Array.isArray(value) ? value.join('\n') : String(value)
}
