import canonicalize from 'canonicalize'
import { Low } from 'lowdb'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { type AuditNote, enter } from '../audit/chain.ts'
import { openSealed } from '../vault/sealed-blob.ts'
import type { SealedCase, StagedBlob } from '../vault/sealed-case.ts'
import type { Notice } from '../vault/state-files.ts'
import type { Loaded } from '../vault/vault.ts'
import { history, sealRecent } from './audit-log.ts'
import { auditTrail } from './audit-trail.ts'
import {
  type CaseDocument,
  checkOps,
  deepFreeze,
  emptyDocument,
  type Frame,
  type JsonRecord,
  partsOf,
  type StoredOp,
  withBefore,
} from './document.ts'
import { caseHolders, meetHeader, notedHeader } from './holders.ts'
import { JournalAdapter } from './journal-adapter.ts'
import { lookOver } from './look-over.ts'
import { inTurn } from './queue.ts'
import { factsOf, worthSnapshot } from './state-facts.ts'
import type { CaseStore, Change, SealedBlob } from './store.ts'
import { upkeepOf } from './upkeep.ts'
import { doubtsIn } from './verify.ts'
import { sealChanges, versionsOf } from './versions.ts'
import { type Watching, watchOver } from './watch.ts'

/** As much of the surroundings as the store itself uses. */
interface StoreSurroundings extends Watching {
  readonly now: () => number
  readonly random: (n: number) => Uint8Array
  readonly app?: string
}

/** A head is signed when the number of entries passes a multiple of this. */
const signedEvery = 64
const largestDocument = 128 * 1024 * 1024

/** A change as the journal keeps it; its head signed when that is due, or when asked for. Throws `invalid` for what is no JSON. */
export function frameOf(
  document: CaseDocument,
  change: { ops: readonly StoredOp[]; audit: readonly AuditNote[]; actor: string; signed?: boolean },
  by: {
    caseId: string
    at: number
    device: string
    app: string
    random: (n: number) => Uint8Array
    sign?: SealedCase['signHead']
  },
): { bytes: Buffer; frame: Frame } {
  try {
    const { actor } = change
    const { chain } = document
    const { entries, head } = enter(by.caseId, chain, change.audit, { ...by, actor }, by.random)
    const due = Math.floor(head.seq / signedEvery) > Math.floor(chain.seq / signedEvery)
    const signed = due || change.signed === true ? by.sign?.(head.seq, head.hash) : undefined
    const ops = withBefore(document, change.ops)
    const frame = { tx: document.tx + 1, at: by.at, actor, ops, audit: entries, head: head.hash, signed }
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
  return notices
    .filter(({ code }) => code !== 'shared-place')
    .map(({ code }) => ({ action: 'noticed', target: { type: 'case' }, detail: { code } }))
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
  const trail = auditTrail(sealed, () => low.data)
  const watch = await watchOver(sealed, trail, () => low.data, fault === undefined ? s : {}, s.now())
  const seen = await lookOver(sealed, low.data, s.now())
  const noted = notedHeader(loaded.facts.headerGen, low.data.recent)
  const met = await meetHeader(sealed, noted, s.goOn === true)
  const before = [
    ...sealed.notices,
    ...watch.notices,
    ...(fault === undefined ? [] : [fault]),
    ...seen.notices,
  ]
  const notices = [...before, ...met.notices]
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
  const write = async ({ ops, audit, blobs = [], actor }: Change, signed = false) => {
    const at = s.now()
    const entering = blobs
      .map(stagedOf)
      .filter((blob) => blob !== undefined)
      .filter((blob) => !low.data.blobs.has(blob.uid))
    const index = entering.map(({ uid, epoch, size, sha256 }): StoredOp => {
      return ['blob', uid, { uid, epoch, size, sha256, at, by: actor }]
    })
    const { id: caseId, device, signHead: sign } = sealed
    const by = { caseId, at, device, app: s.app ?? '', random: s.random, sign }
    const { bytes, frame } = frameOf(low.data, { ops: [...index, ...ops], audit, actor, signed }, by)
    if (sealed.weight.bytes + sealed.weight.snapshotBytes + bytes.length > largestDocument)
      throw new CaseworkError(
        'too-large',
        'The records of this case have reached their limit of 128 MiB. Close matters you no longer need in a case of their own.',
      )
    for (const blob of entering) await blob.publish()
    adapter.stage({ bytes, frame })
    await low.write()
    if (frame.signed !== undefined) watch.keep(at)
    for (const collection of adapter.touched) lists.delete(collection)
  }
  const snapshot = async () => {
    await keys.settle()
    await sealRecent(sealed, low.data)
    await sealChanges(sealed, low.data)
    await sealed.snapshot(factsOf(low.data), partsOf(low.data))
    const { chain: recentFrom, tx: sealedTx } = low.data
    Object.assign(low.data, { recentFrom, recent: [], recentSigned: [], sealedTx, recentChanges: [] })
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

  // Coming and going are entered, and what stands at the end is signed: an opening that only reads leaves no trace.
  const enterOwn = async (audit: readonly AuditNote[], signed = false, ops: Change['ops'] = []) =>
    await write({ ops, audit, actor: sealed.holder.label }, signed)
  const own = (action: string): AuditNote => {
    return { action, target: { type: 'case' }, detail: { slot: sealed.holder.slot } }
  }
  const keys = caseHolders({ sealed, queue, usable, enter: enterOwn, snapshot })
  if (!sealed.readOnly) {
    await enterOwn(
      [own('opened'), ...notesOf(before), ...watch.notes, ...met.notes, ...seen.audit],
      false,
      seen.ops,
    )
    await seen.settle()
    // A removal that stopped before its snapshot: what is kept from now on is to be under the new key.
    if (loaded.epoch < sealed.roster.epoch) await snapshot().catch(() => {})
  }
  watch.entered(s.now())

  const { now, random } = s
  const upkeep = upkeepOf({
    sealed,
    document: () => low.data,
    trail,
    // Whoever opened it for writing has read them, and went on.
    doubts: !sealed.readOnly
      ? []
      : [
          ...doubtsIn(met.notices, 'header.cv'),
          ...doubtsIn(sealed.notices, 'state'),
          ...doubtsIn(watch.doubts, 'audit'),
        ],
    inTurn: queue,
    usable,
    snapshot,
    // A copy is opened without what this machine remembers of the case: it is older than that by nature.
    openCopy: (made) => openStore(made.sealed, made.loaded, { now, random }),
  })

  return {
    id: sealed.id,
    folder: sealed.folder,
    name: sealed.name,
    readOnly: sealed.readOnly,
    get holder() {
      return sealed.holder
    },
    holders: keys.holders,
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
        await keys.settle()
        await write(change, change.signed === true)
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
    signBundle: sealed.signBundle,
    handOver: sealed.handOver,
    savedAt: () => low.data.at,
    auditHead: () => low.data.chain,
    audit: trail,
    async history() {
      usable()
      return await queue(() => history(sealed, trail))
    },
    versions(collection, id) {
      usable()
      return queue(() => versionsOf(sealed, low.data, collection, id))
    },
    ...upkeep,
    async close() {
      if (state.closed) return
      state.closed = true
      await queue(async () => {
        // A case that can no longer be written to is closed all the same: everything acknowledged is on the disk.
        if (!sealed.readOnly) {
          await enterOwn([own('closed')], true)
            .then(() => (worthSnapshot(sealed.weight, 'closing') ? snapshot() : undefined))
            .catch(() => {})
        }
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
