import { referencesIn, refOf } from '../../casework/rules/references.ts'
import { checkStatement } from '../../casework/rules/statement-checks.ts'
import type { Desk } from '../desk/desk.ts'
import { contactOf, printOf } from '../desk/statements.ts'
import type { Handlers } from '../dispatch.ts'
import { declarationOf, readStatementForms, statementPages } from '../services/bundle/index.ts'

/** Statements: how long they print, what a reading finds, and the contact page kept apart. */
export const statementHandlers = (desk: Desk) =>
  ({
    'statements.check': async ({ caseId, id }) => {
      const held = desk.cases.get(caseId)
      const { fields } = await held.records.get('statement', id)
      const references = new Set(
        held.records
          .list('exhibit')
          .map(refOf)
          .filter((ref) => ref !== '')
          .flatMap(referencesIn),
      )
      const pages = await statementPages(await printOf(held, id), desk.paper)
      return {
        pages,
        declaration: declarationOf(readStatementForms(desk.paper), fields.form === 'civil', pages),
        checks: checkStatement({ ...fields, references }).map((each) => ({ ...each, type: 'statement', id })),
      }
    },
    'statements.contact': async ({ caseId, statement }) => ({
      contact: await contactOf(desk.cases.get(caseId), statement),
    }),
    'statements.setContact': async ({ caseId, statement, fields }) => {
      const { records } = desk.cases.get(caseId)
      records.peek('statement', statement)
      const before = records.list('contact').find((each) => each.fields.statement === statement)
      const contact =
        before === undefined
          ? await records.add('contact', { ...fields, statement })
          : await records.change('contact', before.id, before.version, { ...fields, statement })
      desk.tell({ kind: 'changed', caseId, types: ['contact'] })
      return { contact }
    },
  }) satisfies Partial<Handlers>
