import canonicalize from 'canonicalize'
import { Low } from 'lowdb'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { type AuditNote, enter } from '../audit/chain.ts'
import { openSealed } from '../vault/sealed-blob.ts'
import type { SealedCase, StagedBlob } from '../vault/sealed-case.ts'
import type { Notice } from '../vault/state-files.ts'
import type { Loaded } from '../vault/vault.ts'
import { checkHistory, history, sealRecent } from './audit-log.ts'
import {
  type CaseDocument,
  checkOps,
  deepFreeze,
  emptyDocument,
  type Frame,
  type JsonRecord,
  partsOf,
  type StoredOp,
} from './document.ts'
import { JournalAdapter } from './journal-adapter.ts'
import { inTurn } from './queue.ts'
import { factsOf, worthSnapshot } from './state-facts.ts'
import type { CaseStore, Change, SealedBlob } from './store.ts'

/** As much of the surroundings as the store itself uses. */
interface StoreSurroundings {
  readonly now: () => number
  readonly random: (n: number) => Uint8Array
  readonly app?: string
}

const harmless: ReadonlySet<string> = new Set(['orphan-blob', 'torn-tail'])
const largestDocument = 128 * 1024 * 1024

/** A change as the journal keeps it. Throws `invalid` for what is no JSON. */
export function frameOf(
  document: CaseDocument,
  change: { ops: readonly StoredOp[]; audit: readonly AuditNote[]; actor: string },
  by: { caseId: string; at: number; device: string; app: string; random: (n: number) => Uint8Array },
): { bytes: Buffer; frame: Frame } {
  try {
    const { actor } = change
    const { entries, head } = enter(by.caseId, document.chain, change.audit, { ...by, actor }, by.random)
    const frame = { tx: document.tx + 1, at: by.at, actor, ops: change.ops, audit: entries, head: head.hash }
    const text = canonicalize(frame) as string
    // What memory takes on is what a reader will find, not what we were handed: later edits of that do no harm.
    return { bytes: Buffer.from(text), frame: JSON.parse(text) as Frame }
  } catch (thrown) {
    throw new CaseworkError(
      'invalid',
      'A record holds something that cannot be stored, such as a number that is none.',
      {
        cause: thrown,
      },
    )
  }
}

/** What was met at opening and belongs in the history. */
function notesOf(notices: readonly Notice[]): AuditNote[] {
  return notices.map(({ code }) => ({ action: 'noticed', target: { type: 'case' }, detail: { code } }))
}

/** A store over an open folder. Throws `corrupt-journal` or `audit-broken` when it may not be written to as it is. */
export async function openStore(
  sealed: SealedCase,
  loaded: Loaded,
  s: StoreSurroundings,
): Promise<CaseStore> {
  const adapter = new JournalAdapter(sealed.id, loaded, (bytes) => sealed.append(bytes))
  const low = new Low<CaseDocument>(adapter, emptyDocument(sealed.id))
  await low.read()
  const { fault } = adapter
  if (fault !== undefined && !sealed.readOnly) throw new CaseworkError(fault.code, fault.sentence)
  const notices = [...sealed.notices, ...(fault === undefined ? [] : [fault])]
  const queue = inTurn()
  const lists = new Map<string, readonly JsonRecord[]>()
  const staged = new WeakMap<object, StagedBlob>()
  const state = { closed: false, snapshotDue: Number.NEGATIVE_INFINITY }

  const usable = () => {
    if (state.closed) throw new CaseworkError('locked', 'The case is closed. Open it again to go on.')
  }
  const stagedOf = (blob: unknown): StagedBlob | undefined => {
    const known = typeof blob === 'object' && blob !== null ? staged.get(blob) : undefined
    if (known !== undefined) return known
    const uid = (blob as { uid?: unknown } | null)?.uid
    if (typeof uid === 'string' && low.data.blobs.has(uid)) return undefined
    throw new CaseworkError('invalid', 'A change names a file that was not sealed for this case.')
  }
  const write = async ({ ops, audit, blobs = [], actor }: Change) => {
    const at = s.now()
    const entering = blobs
      .map(stagedOf)
      .filter((blob) => blob !== undefined)
      .filter((blob) => !low.data.blobs.has(blob.uid))
    const index = entering.map(({ uid, epoch, size, sha256 }): StoredOp => {
      return ['blob', uid, { uid, epoch, size, sha256, at, by: actor }]
    })
    const by = { caseId: sealed.id, at, device: sealed.device, app: s.app ?? '', random: s.random }
    const { bytes, frame } = frameOf(low.data, { ops: [...index, ...ops], audit, actor }, by)
    if (sealed.weight.bytes + sealed.weight.snapshotBytes + bytes.length > largestDocument)
      throw new CaseworkError(
        'too-large',
        'The records of this case have reached their limit of 128 MiB. Close matters you no longer need in a case of their own.',
      )
    for (const blob of entering) await blob.publish()
    adapter.stage({ bytes, frame })
    await low.write()
    for (const collection of adapter.touched) lists.delete(collection)
  }
  const snapshot = async () => {
    await sealRecent(sealed, low.data)
    await sealed.snapshot(factsOf(low.data), partsOf(low.data))
    low.data.recentFrom = low.data.chain
    low.data.recent = []
  }
  // The journal holds everything already: a snapshot that fails costs only time, and is tried again later.
  const snapshotIfDue = async () => {
    if (!worthSnapshot(sealed.weight, 'busy') || sealed.weight.frames < state.snapshotDue) return
    state.snapshotDue = sealed.weight.frames + 500
    await snapshot().then(
      () => {
        state.snapshotDue = Number.NEGATIVE_INFINITY
      },
      () => {},
    )
  }

  const metaOf = (uid: string) => {
    usable()
    const meta = low.data.blobs.get(uid)
    if (meta === undefined)
      throw new CaseworkError('not-found', `There is no stored file ${uid} in this case.`)
    return meta
  }
  const readBlob = async (uid: string, from = 0, length = Number.MAX_SAFE_INTEGER) => {
    const blob = openSealed(sealed.access(metaOf(uid)))
    try {
      return blob.read(from, length)
    } finally {
      blob.close()
    }
  }
  const seal: CaseStore['seal'] = async (source, options) => {
    usable()
    const made = await sealed.seal(source, options)
    const twin = low.data.bySha256.get(made.sha256)
    if (twin !== undefined) {
      await made.discard()
      return { uid: twin.uid, size: twin.size, sha256: twin.sha256, known: true, discard: async () => {} }
    }
    const { uid, size, sha256 } = made
    const blob: SealedBlob = {
      uid,
      size,
      sha256,
      known: false,
      discard: () =>
        queue(async () => {
          if (!low.data.blobs.has(uid)) await made.discard()
        }),
    }
    staged.set(blob, made)
    return blob
  }

  if (!sealed.readOnly && notices.length > 0)
    await write({ ops: [], audit: notesOf(notices), actor: sealed.holder.label })

  return {
    id: sealed.id,
    folder: sealed.folder,
    name: sealed.name,
    readOnly: sealed.readOnly,
    holder: sealed.holder,
    notices,
    list(collection) {
      usable()
      const known = lists.get(collection)
      if (known !== undefined) return known
      const made = Object.freeze([...(low.data.collections.get(collection)?.values() ?? [])].map(deepFreeze))
      lists.set(collection, made)
      return made
    },
    get(collection, id) {
      usable()
      return deepFreeze(low.data.collections.get(collection)?.get(id))
    },
    commit(change) {
      const done = queue(async () => {
        usable()
        checkOps(change.ops)
        await write(change)
      })
      // Behind the change, not within it: whoever waits for the change does not wait for the snapshot.
      void done.then(
        () => queue(async () => (state.closed ? undefined : await snapshotIfDue())),
        () => {},
      )
      return done
    },
    seal,
    blob: (uid) => low.data.blobs.get(uid),
    blobBySha256: (sha256) => low.data.bySha256.get(sha256),
    readBlob,
    access: (uid) => sealed.access(metaOf(uid)),
    putText: (text) => seal(once(Buffer.from(text))),
    readText: async (uid) => (await readBlob(uid)).toString(),
    savedAt: () => low.data.at,
    auditHead: () => low.data.chain,
    async history() {
      usable()
      return await queue(() => history(sealed, low.data))
    },
    async verify(options) {
      usable()
      const found = await sealed.check([...low.data.blobs.values()], options)
      // A file taken in while the check went on is no orphan.
      const findings = found.filter(
        ({ code, what }) => code !== 'orphan-blob' || !low.data.blobs.has(what.slice('blobs/'.length)),
      )
      if (options.full) findings.push(...(await queue(() => checkHistory(sealed, low.data))))
      return { ok: findings.every((f) => harmless.has(f.code)), findings }
    },
    async close() {
      if (state.closed) return
      state.closed = true
      await queue(async () => {
        if (!sealed.readOnly && worthSnapshot(sealed.weight, 'closing')) await snapshot().catch(() => {})
        await sealed.close()
        Object.assign(low, { data: emptyDocument(sealed.id) })
        lists.clear()
      })
    },
  }
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}
