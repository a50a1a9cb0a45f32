import type { Params, Result } from '../../casework/contract/contract.ts'
import { CaseworkError } from '../../casework/contract/errors.ts'
import type { Asked } from '../dispatch.ts'
import { repairClosed } from '../services/case-store/index.ts'
import { unlockCase } from './case-files.ts'
import type { Desk } from './desk.ts'
import type { OpenCase } from './open-cases.ts'
import { enterUpkeep, foundCounts, noticeSentence, toldFindings } from './upkeep.ts'

type Secrets = Pick<Params<'cases.repair'>, 'passphrase' | 'recoveryKey' | 'takeOver' | 'goOn'>

/** As many paths as an entry of the history names. */
const mostNamed = 100

/**
 * Repairs an open case, what was brought back `before` counted in. However it ends, what stands again is entered in the
 * audit of the case.
 */
async function repairOpen(
  desk: Desk,
  held: OpenCase,
  from: string,
  before: readonly string[],
  { signal, progress }: Asked,
): Promise<Result<'cases.repair'>> {
  const back = [...before]
  const entered = async (came: object) => {
    if (back.length === 0) return
    const detail = { files: back.length, paths: back.slice(0, mostNamed), ...came }
    await enterUpkeep(desk, held, 'repaired', detail)
  }
  const { ok, findings } = await held.store
    .repair(from, {
      signal,
      onProgress: (done, total) => progress({ done, total, note: '' }),
      onRepaired: (path) => back.push(path),
    })
    .catch(async (thrown: unknown) => {
      await entered({ ok: false }).catch(() => undefined)
      throw thrown
    })
  await entered({ ok, findings: foundCounts(findings) })
  return { repaired: back, ok, findings: toldFindings(held, findings), notices: [] }
}

/** The folder and secret of a case that is not open here. Throws `locked` without a secret, `not-found`, `invalid`. */
function closedCase(desk: Desk, caseId: string, { passphrase, recoveryKey }: Secrets) {
  if (passphrase === undefined && recoveryKey === undefined)
    throw new CaseworkError(
      'locked',
      'This case is locked. Unlock it to repair it; if it opens no more, give its passphrase with the repair.',
    )
  if (passphrase !== undefined && recoveryKey !== undefined)
    throw new CaseworkError('invalid', 'Give the passphrase or the recovery key, one of the two.', {
      at: 'passphrase',
    })
  const known = desk.known.get(caseId)
  if (known === undefined)
    throw new CaseworkError('not-found', 'That case is not in the list. Open its folder first.')
  const secret = passphrase === undefined ? { identity: recoveryKey!.replace(/\s+/g, '') } : { passphrase }
  return { folder: known.folder, secret }
}

/**
 * Opens a case for the rest of its repair. A history that is damaged cannot be held against what this machine remembers
 * of it until it is mended; the next opening does that.
 */
async function openForRepair(desk: Desk, caseId: string, how: Secrets): Promise<OpenCase> {
  try {
    return await unlockCase(desk, caseId, { ...how, readOnly: false })
  } catch (thrown) {
    if (!(thrown instanceof CaseworkError) || thrown.code !== 'audit-broken') throw thrown
    const { witness: _, ...store } = desk.store
    return await unlockCase({ ...desk, store }, caseId, { ...how, readOnly: false })
  }
}

/**
 * Repairs a case from a backup. One that is not open here is opened with the secret given, after what kept it shut was
 * mended, and closed again.
 */
export async function repair(
  desk: Desk,
  { caseId, from, ...how }: Omit<Params<'cases.repair'>, 'from'> & { readonly from: string },
  asked: Asked,
): Promise<Result<'cases.repair'>> {
  const held = desk.cases.find(caseId)
  if (held !== undefined) return await repairOpen(desk, held, from, [], asked)
  const { folder, secret } = closedCase(desk, caseId, how)
  const before = await repairClosed(folder, secret, from, desk.store, { takeOver: how.takeOver === true })
  const opened = await openForRepair(desk, caseId, how)
  try {
    const made = await repairOpen(desk, opened, from, before, asked)
    return { ...made, notices: opened.store.notices.map((notice) => noticeSentence(opened, notice)) }
  } finally {
    await desk.cases.close(caseId)
    desk.tell({ kind: 'changed', caseId: null, types: ['case'] })
  }
}
