import type { StoredOf } from '../../casework/entities/index.ts'
import { longDay } from '../../casework/rules/days.ts'
import { referencesIn, refOf } from '../../casework/rules/references.ts'
import { initialsAndSurname } from '../../casework/rules/witness-name.ts'
import type { StatementPrint } from '../services/bundle/index.ts'
import { caseRecord } from './cards.ts'
import type { OpenCase } from './open-cases.ts'

/** A statement as its form prints it: front and body alone. The contact page is never here. */
export async function printOf(held: OpenCase, id: string): Promise<StatementPrint> {
  const statement = await held.records.get('statement', id)
  const { fields } = statement
  const about = caseRecord(held)!.fields
  return {
    ref: refOf(statement),
    urn: about.urn,
    caseTitle: about.caseTitle || about.name,
    fictional: about.fictional,
    statementOf: fields.statementOf,
    age: fields.age || 'Over 18',
    occupation: fields.occupation,
    paragraphs: fields.paragraphs.filter((each) => each.trim() !== ''),
    ...(fields.made === null ? {} : { date: longDay(fields.made) }),
    ...(fields.signed === null ? {} : { signedOn: longDay(fields.signed) }),
    ...(fields.language === '' ? {} : { language: fields.language }),
    ...(fields.interpreter === '' ? {} : { interpreter: fields.interpreter }),
    ...(fields.form === 'civil'
      ? {
          civil: {
            court: about.court,
            behalf: fields.behalf,
            witness: fields.shortName || initialsAndSurname(fields.statementOf),
            number: fields.number ?? 1,
            ...(fields.translated === null ? {} : { translated: longDay(fields.translated) }),
          },
        }
      : {}),
    exhibitRefs: [...new Set(fields.paragraphs.flatMap(referencesIn))],
  }
}

/** The contact page of a statement, if one was ever written. Looking at it is written in the audit. */
export async function contactOf(held: OpenCase, statement: string): Promise<StoredOf<'contact'> | null> {
  const found = held.records.list('contact').find((each) => each.fields.statement === statement)
  if (found === undefined) return null
  await held.looks.saw('contact', found.id)
  return found
}
