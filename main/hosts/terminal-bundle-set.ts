import { CaseworkError } from '../../casework/contract/errors.ts'
import { type DocumentEntry, keyOf } from '../../casework/rules/arrangement.ts'
import { counted } from '../../casework/rules/words.ts'
import { chosen, saveArrangement, standingAs } from './terminal-bundle-chosen.ts'
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
export const setEntries = async (desk: TerminalDesk, line: Line): Promise<Outcome> => {
  const options = optionsIn(line)
  return withCase(desk, line, { readOnly: false }, async (caseId) => {
    const { id, ref } = await chosen(desk, caseId, line)
    const plan = await desk.client.call('bundle.plan', { caseId, bundle: id }, desk.options)
    const wanted = line.places.slice(1)
    const found = wanted.map((name) => {
      const each = standingAs(plan, name)
      if (each === undefined)
        throw new CaseworkError('not-found', `${name} is not in ${ref}. Put it in with “bundle add”.`)
      if (each.type === 'statement')
        throw new CaseworkError('conflict', `${name} is a statement: it is always set as its form has it.`)
      if (each.standing === 'frozen' || each.standing === 'taken')
        throw new CaseworkError('conflict', `${name} is frozen in ${ref}: its pages stand as they are.`)
      return each.key
    })
    await saveArrangement(desk, caseId, id, (entries) =>
      entries.map((entry) => (found.includes(keyOf(entry)) ? { ...entry, ...options } : entry)),
    )
    return {
      json: { bundle: ref, set: wanted, ...options },
      rows: [[`${counted(found.length, 'document')} set in ${ref}.`]],
    }
  })
}
