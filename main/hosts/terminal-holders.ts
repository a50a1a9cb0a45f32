import { resolve } from 'node:path'
import { CaseworkError } from '../../casework/contract/errors.ts'
import type { CaseHolder } from '../../casework/contract/holders.ts'
import { type TerminalDesk, withCase } from './terminal-desk.ts'
import { passphraseIn, warningOn } from './terminal-secrets.ts'
import { type Line, WrongUsage } from './terminal-words.ts'

interface Outcome {
  readonly json: object
  readonly rows: readonly (readonly string[])[]
}
type Command = (desk: TerminalDesk, line: Line) => Promise<Outcome>

const warn = (desk: TerminalDesk, passphrase: string) => {
  const warning = warningOn(passphrase, '')
  if (warning !== null) desk.note(warning)
}
const day = (at: number) => new Date(at).toISOString().slice(0, 10)
const kinds: Readonly<Record<CaseHolder['kind'], string>> = {
  passphrase: 'passphrase',
  identity: 'own identity',
  recovery: 'recovery key',
  escrow: 'escrow',
}

const listHolders: Command = (desk, line) =>
  withCase(desk, line, { readOnly: true }, async (caseId) => {
    const { holders, past, epoch } = await desk.client.call('holders.list', { caseId }, desk.options)
    return {
      json: { epoch, holders: holders.map(({ slot: _, ...holder }) => holder), past },
      rows: [
        ['Holder', 'Opens it with', 'Since', 'Code of the key', 'Recipient'],
        ...holders.map(({ label, kind, since, recipient, you, keyCode }) => [
          `${label}${you ? ' (you)' : ''}`,
          kinds[kind],
          day(since),
          keyCode,
          recipient,
        ]),
        ...past.map(({ label, since, until }) => [label, 'no longer', `${day(since)} to ${day(until)}`]),
      ],
    }
  })

const addHolder: Command = async (desk, line) => {
  const file = line.text('new-passphrase-file')
  const recipient = line.text('recipient')
  const escrow = line.yes('escrow')
  if ((file === undefined) === (recipient === undefined))
    throw new WrongUsage('“case add-holder” needs --new-passphrase-file or --recipient, one of the two.')
  if (escrow && recipient === undefined)
    throw new WrongUsage('--escrow goes with --recipient: an organisation keeps a key, and no passphrase.')
  const label = line.text('name')!
  const how =
    file === undefined
      ? { recipient: recipient!, kind: escrow ? ('escrow' as const) : ('identity' as const) }
      : { passphrase: await passphraseIn(file, 'new passphrase') }
  return await withCase(desk, line, { readOnly: false }, async (caseId) => {
    await desk.client.call('holders.add', { caseId, label, ...how }, desk.options)
    if ('passphrase' in how) warn(desk, how.passphrase)
    return {
      json: { case: resolve(line.places[0]!), holder: label },
      rows: [[`${label} can open the case now.`]],
    }
  })
}

const removeHolder: Command = (desk, line) =>
  withCase(desk, line, { readOnly: false }, async (caseId) => {
    const name = line.places[1]!
    const { holders } = await desk.client.call('holders.list', { caseId }, desk.options)
    const gone = holders.find(({ label }) => label.toLowerCase() === name.trim().toLowerCase())
    if (gone === undefined)
      throw new CaseworkError(
        'not-found',
        'Nobody of that name can open this case. “case holders” lists those who can.',
      )
    const { epoch } = await desk.client.call('holders.remove', { caseId, slot: gone.slot }, desk.options)
    return {
      json: { case: resolve(line.places[0]!), removed: gone.label, epoch },
      rows: [
        [`${gone.label} can no longer open the case.`],
        ['What they could read before they still can, if they kept a copy of the case.'],
      ],
    }
  })

const changePassphrase: Command = async (desk, line) => {
  const passphrase = await passphraseIn(line.text('new-passphrase-file')!, 'new passphrase')
  const newKey = line.yes('new-key')
  return await withCase(desk, line, { readOnly: false }, async (caseId) => {
    await desk.client.call('holders.changePassphrase', { caseId, passphrase, newKey }, desk.options)
    warn(desk, passphrase)
    return {
      json: { case: resolve(line.places[0]!), newKey },
      rows: [
        [newKey ? 'Your passphrase and your key were changed.' : 'Your passphrase was changed.'],
        ['Copies of the case from before still open with the old one.'],
      ],
    }
  })
}

/** The commands about who can open a case, by their words. */
export const holderCommands: Readonly<Record<string, Command>> = {
  'case holders': listHolders,
  'case add-holder': addHolder,
  'case remove-holder': removeHolder,
  'case change-passphrase': changePassphrase,
}
