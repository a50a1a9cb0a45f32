import { CaseworkError } from '../../casework/contract/errors.ts'
import { type DocumentEntry, type Entry, readArrangement } from '../../casework/rules/arrangement.ts'
import { counted } from '../../casework/rules/words.ts'
import type { Outcome } from './terminal-commands.ts'
import { type TerminalDesk, withCase } from './terminal-desk.ts'
import { type Line, WrongUsage } from './terminal-words.ts'

type Options = Partial<Pick<DocumentEntry, 'comments' | 'cites'>>

const commentChoices: readonly string[] = ['keep', 'flatten', 'strip'] satisfies DocumentEntry['comments'][]

function optionsIn(line: Line): Options {
  const comments = line.text('comments')
  const cites = line.text('cites')
  if (comments === undefined && cites === undefined)
    throw new WrongUsage('Say what to set: --comments keep, flatten or strip; --cites yes or no.')
  if (comments !== undefined && !commentChoices.includes(comments))
    throw new WrongUsage('--comments is keep, flatten or strip.')
  if (cites !== undefined && cites !== 'yes' && cites !== 'no') throw new WrongUsage('--cites is yes or no.')
  return {
    ...(comments === undefined ? {} : { comments: comments as DocumentEntry['comments'] }),
    ...(cites === undefined ? {} : { cites: cites === 'yes' }),
  }
}

/** Sets what a bundle does with the pages of exhibits that stand in it. */
export function setEntries(
  chosen: (desk: TerminalDesk, caseId: string, line: Line) => Promise<{ id: string; ref: string }>,
): (desk: TerminalDesk, line: Line) => Promise<Outcome> {
  return async (desk, line) => {
    const options = optionsIn(line)
    return withCase(desk, line, { readOnly: false }, async (caseId) => {
      const { client } = desk
      const { id, ref } = await chosen(desk, caseId, line)
      const { sections } = await client.call('bundle.plan', { caseId, bundle: id }, desk.options)
      const documents = sections.flatMap((section) => section.documents)
      const wanted = line.places.slice(1)
      const found = wanted.map((name) => {
        const each = documents.find((one) => one.ref.toLowerCase() === name.toLowerCase())
        if (each === undefined)
          throw new CaseworkError('not-found', `${name} is not in ${ref}. Put it in with “bundle add”.`)
        if (each.type === 'statement')
          throw new CaseworkError('conflict', `${name} is a statement: it is always set as its form has it.`)
        if (each.standing === 'frozen' || each.standing === 'taken')
          throw new CaseworkError('conflict', `${name} is frozen in ${ref}: its pages stand as they are.`)
        return each.id
      })
      const { record } = await client.call('records.get', { caseId, type: 'bundle', id }, desk.options)
      const before = readArrangement((record.fields as { entries: readonly string[] }).entries)
      const entries = before.map(
        (entry): Entry =>
          entry.kind === 'document' && entry.type === 'exhibit' && found.includes(entry.id)
            ? { ...entry, ...options }
            : entry,
      )
      const asked = { caseId, bundle: id, version: record.version, entries }
      await client.call('bundle.arrange', asked, desk.options)
      return {
        json: { bundle: ref, set: wanted, ...options },
        rows: [[`${counted(found.length, 'document')} set in ${ref}.`]],
      }
    })
  }
}
