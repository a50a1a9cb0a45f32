import { CaseworkError } from '../../casework/contract/errors.ts'
import { keyCode } from '../../casework/rules/bundle-seal.ts'
import type { Desk } from '../desk/desk.ts'
import { addWithPassphrase, changePassphrase, removeHolder } from '../desk/holding.ts'
import type { Handlers } from '../dispatch.ts'

/** Who can open a case, and how that changes. */
export const holderHandlers = (desk: Desk) => {
  const of = (caseId: string) => desk.cases.get(caseId).store
  /** Does the act, and lets every window ask again for what it shows. */
  const act = async <T>(caseId: string, work: Promise<T>): Promise<T> => {
    const done = await work
    desk.tell({ kind: 'changed', caseId, types: ['case'] })
    return done
  }
  return {
    'holders.list': ({ caseId }) => {
      const store = of(caseId)
      const { holders, past, epoch } = store.holders.list()
      return {
        epoch,
        holders: holders.map(({ slot, label, kind, since, recipient, edPub }) => {
          const you = slot === store.holder.slot
          return { slot, label, kind, since, recipient, you, signs: edPub !== '', keyCode: keyCode(edPub) }
        }),
        past: past.map(({ label, since, until }) => ({ label, since, until })),
      }
    },
    'holders.add': async ({ caseId, label, passphrase, recipient, kind }) => {
      const store = of(caseId)
      if (passphrase !== undefined && recipient === undefined && kind === undefined)
        return await act(caseId, addWithPassphrase(store, label, passphrase))
      if (passphrase === undefined && recipient !== undefined)
        return await act(caseId, store.holders.add({ label, recipient, kind: kind ?? 'identity' }))
      throw new CaseworkError(
        'invalid',
        'A holder is added with a passphrase, or by a recipient. Give one of the two.',
        { at: passphrase === undefined ? 'passphrase' : 'recipient' },
      )
    },
    'holders.addRecoveryKey': ({ caseId }) => act(caseId, of(caseId).holders.addRecoveryKey()),
    'holders.remove': ({ caseId, slot }) => act(caseId, removeHolder(of(caseId), slot)),
    'holders.changePassphrase': async ({ caseId, passphrase, newKey }) => {
      await act(caseId, changePassphrase(of(caseId), passphrase, newKey ?? false))
      return {}
    },
    'holders.confirm': async ({ caseId, passphrase }) => {
      await of(caseId).holders.confirm(passphrase)
      return {}
    },
  } satisfies Partial<Handlers>
}
