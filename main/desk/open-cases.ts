import { basename } from 'node:path'
import { CaseworkError } from '../../casework/contract/errors.ts'
import type { Witness } from '../services/case-store/index.ts'
import type { CaseStore } from '../services/case-store/store.ts'
import { caseEnding } from '../services/machine/places.ts'
import { openRecords, type Records } from '../services/records/records.ts'
import { type Looks, looksInto } from './looks.ts'
import { type Acts, openActs } from './undo.ts'

/** A case that is unlocked on this desk. */
export interface OpenCase {
  readonly caseId: string
  readonly folder: string
  readonly store: CaseStore
  readonly records: Records
  /** Looks at protected data, on their way into the history. */
  readonly looks: Looks
  /** What was done here since it was unlocked and can be taken back. */
  readonly acts: Acts
  readonly opened: number
}
export interface OpenCases {
  all(): readonly OpenCase[]
  /** Throws `locked` when the case is not unlocked here. */
  get(caseId: string): OpenCase
  find(caseId: string): OpenCase | undefined
  hold(caseId: string, store: CaseStore): OpenCase
  close(caseId: string): Promise<void>
  closeAll(): Promise<void>
}

/** A case's folder as a name: all that may be shown of it before it is unlocked. */
export const folderName = (folder: string): string =>
  basename(folder).replace(new RegExp(`\\${caseEnding}$`), '')

export function openCases(s: {
  now: () => number
  newId: () => string
  user: string
  witness?: Witness
}): OpenCases {
  const open = new Map<string, OpenCase>()
  const close = async (caseId: string) => {
    const held = open.get(caseId)
    open.delete(caseId)
    held?.acts.clear()
    try {
      await held?.looks.finish()
    } finally {
      await held?.store.close()
    }
  }
  return {
    all: () => [...open.values()],
    find: (caseId) => open.get(caseId),
    get(caseId) {
      const held = open.get(caseId)
      if (held === undefined)
        throw new CaseworkError('locked', 'This case is locked. Unlock it with its passphrase.')
      return held
    },
    hold(caseId, opened) {
      const looks = looksInto(opened, s)
      const { store } = looks
      const acts = openActs(s.now)
      const held = {
        caseId,
        folder: store.folder,
        store,
        looks,
        acts,
        opened: s.now(),
        records: openRecords(slice(store), { ...s, actor: s.user, saved: acts.heard }),
      }
      open.set(caseId, held)
      return held
    },
    close,
    async closeAll() {
      await Promise.allSettled([...open.keys()].map(close))
    },
  }
}

// The store's own types are stricter about what a record is; records are checked by the register before they get here.
const slice = (store: CaseStore) => store as unknown as Parameters<typeof openRecords>[0]
