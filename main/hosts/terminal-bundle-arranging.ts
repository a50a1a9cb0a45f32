import { CaseworkError } from '../../casework/contract/errors.ts'
import { register } from '../../casework/entities/index.ts'
import { keyOf } from '../../casework/rules/arrangement.ts'
import { withoutTogether } from '../../casework/rules/arranging-together.ts'
import { type LatePolicy, staysTakenOut } from '../../casework/rules/freezing.ts'
import { counted } from '../../casework/rules/words.ts'
import {
  type AtHand,
  frozenLine,
  inBundle,
  keysOf,
  named,
  rangeOf,
  withBundle,
} from './terminal-bundle-at-hand.ts'
import { chosen, type Planned } from './terminal-bundle-chosen.ts'
import { moveEntries } from './terminal-bundle-move.ts'
import type { Outcome } from './terminal-commands.ts'
import { type TerminalDesk, withCase } from './terminal-desk.ts'
import { type Line, WrongUsage } from './terminal-words.ts'

type Command = (desk: TerminalDesk, line: Line) => Promise<Outcome>

const takeOut: Command = (desk, line) =>
  withBundle(desk, line, async (bundle) => {
    const { ref } = bundle
    const found = named(line, (name) => inBundle(bundle, name))
    for (const each of found)
      if (each.standing === 'taken')
        throw new CaseworkError('conflict', `${each.ref} is taken out of ${ref} already.`)
    const frozen = found.filter(({ standing }) => standing === 'frozen')
    const keys = keysOf(found)
    await bundle.save((entries) => withoutTogether(entries, keys, keysOf(frozen)))
    return {
      json: {
        bundle: ref,
        takenOut: found.map((each) => each.ref),
        frozen: frozen.map(({ ref: name, first, last }) => ({ ref: name, first, last })),
      },
      rows: [
        [`${counted(found.length, 'document')} taken out of ${ref}.`],
        ...frozen.map((each) => [
          `${each.ref} was frozen as ${rangeOf(each)}. In the next version one page stands in its place and bears those numbers.`,
        ]),
        ...(frozen.length === 0
          ? []
          : [
              [
                `“bundle put-back” puts ${frozen.length === 1 ? 'it' : 'them'} back, until the next version is frozen.`,
              ],
            ]),
      ],
    }
  })

const putBack: Command = (desk, line) =>
  withBundle(desk, line, async (bundle) => {
    const { ref } = bundle
    const found = named(line, (name) => takenOutAs(bundle, name))
    const keys = keysOf(found)
    await bundle.save((entries) =>
      entries.map((entry) =>
        entry.kind === 'document' && keys.has(keyOf(entry)) ? { ...entry, taken: false } : entry,
      ),
    )
    return {
      json: { bundle: ref, putBack: found.map((each) => each.ref) },
      rows: [[`${counted(found.length, 'document')} put back into ${ref}.`]],
    }
  })

/** The document with that reference that was taken out and may be put back. Throws `conflict` for any other. */
function takenOutAs(bundle: AtHand, name: string): Planned {
  const { plan, ref } = bundle
  const standing = inBundle(bundle, name)
  const taken = plan.sections
    .flatMap(({ documents }) => documents)
    .filter((each) => each.id === standing.id && each.standing === 'taken')
  const free = taken.find((each) => frozenLine(bundle, each)?.run.style !== 'fixed')
  if (taken.length === 0) throw new CaseworkError('conflict', `${name} is in ${ref}: it was not taken out.`)
  if (free === undefined) throw staysTakenOut(frozenLine(bundle, taken.at(-1)!)!)
  if (standing.standing !== 'taken')
    throw new CaseworkError(
      'conflict',
      `${name} was put into ${ref} again since it was taken out. Take that out first.`,
    )
  return free
}

const { late: lateField } = register.bundle.fields

const late: Command = async (desk, line) => {
  const policy = line.places[1] as LatePolicy
  const choices: Readonly<Record<string, string>> = lateField.options ?? {}
  if (!Object.hasOwn(choices, policy))
    throw new WrongUsage('“bundle late” takes end, insert or supplement behind the case.')
  return withCase(desk, line, { readOnly: false }, async (caseId) => {
    const { id, ref } = await chosen(desk, caseId, line)
    const which = { caseId, type: 'bundle', id } as const
    const { record } = await desk.client.call('records.get', which, desk.options)
    const asked = { ...which, version: record.version, fields: { late: policy } }
    await desk.client.call('records.change', asked, desk.options)
    return {
      json: { bundle: ref, late: policy },
      rows: [
        ['Bundle', ref],
        [lateField.label, choices[policy]!],
      ],
    }
  })
}

/** The commands that arrange a bundle: the same acts as the builder's, under the same rules. */
export const arrangingCommands: Readonly<Record<string, Command>> = {
  'bundle take-out': takeOut,
  'bundle put-back': putBack,
  'bundle move': moveEntries,
  'bundle late': late,
}
