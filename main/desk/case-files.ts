import { join } from 'node:path'
import { CaseworkError } from '../../casework/contract/errors.ts'
import { createCase, openCase } from '../services/case-store/index.ts'
import { caseEnding, safeName } from '../services/machine/places.ts'
import type { Desk } from './desk.ts'
import type { OpenCase } from './open-cases.ts'

export interface NewCase {
  readonly folder: string
  readonly name: string
  readonly folderName?: string | undefined
  readonly passphrase: string
}

/** Makes a case in a folder and opens it. Its recovery key is given once, here, and kept nowhere. */
export async function createCaseIn(
  desk: Desk,
  made: NewCase,
): Promise<{ caseId: string; recoveryKey: string; held: OpenCase }> {
  const name = safeName(made.folderName ?? `${made.name}${caseEnding}`)
  const folder = join(made.folder, name.endsWith(caseEnding) ? name : `${name}${caseEnding}`)
  const { store, recoveryKey } = await createCase(
    folder,
    { name: made.name, passphrase: made.passphrase, holder: desk.user },
    desk.store,
  )
  const { id } = desk.known.remember(folder, desk.now())
  const held = desk.cases.hold(id, store)
  await held.records.add('case', { name: made.name, officerInCase: desk.user })
  desk.tell({ kind: 'changed', caseId: null, types: ['case'] })
  return { caseId: id, recoveryKey, held }
}

/** Unlocks a known case with its passphrase or its printed recovery key. */
export async function unlockCase(
  desk: Desk,
  caseId: string,
  how: {
    passphrase?: string | undefined
    recoveryKey?: string | undefined
    readOnly: boolean
    takeOver?: boolean | undefined
    goOn?: boolean | undefined
  },
): Promise<OpenCase> {
  const already = desk.cases.find(caseId)
  if (already !== undefined) return already
  const known = desk.known.get(caseId)
  if (known === undefined)
    throw new CaseworkError('not-found', 'That case is not in the list. Open its folder first.')
  if ((how.passphrase === undefined) === (how.recoveryKey === undefined)) {
    throw new CaseworkError('invalid', 'Give the passphrase or the recovery key, one of the two.', {
      at: 'passphrase',
    })
  }
  const secret =
    how.passphrase === undefined
      ? { identity: how.recoveryKey!.replace(/\s+/g, '') }
      : { passphrase: how.passphrase }
  const store = await openCase(known.folder, secret, desk.store, {
    readOnly: how.readOnly,
    goOn: how.goOn ?? false,
    ...(how.takeOver === undefined ? {} : { takeOver: how.takeOver }),
  })
  desk.known.remember(known.folder, desk.now())
  const held = desk.cases.hold(caseId, store)
  desk.tell({ kind: 'changed', caseId: null, types: ['case'] })
  return held
}
