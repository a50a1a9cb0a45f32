import { join } from 'node:path'
import type { Result } from '../../casework/contract/contract.ts'
import { CaseworkError } from '../../casework/contract/errors.ts'
import { type AnyStored, entityOf, type RecordType, recordTypes } from '../../casework/entities/index.ts'
import { type Named, partOf } from '../../casework/rules/closure.ts'
import type { Asked } from '../dispatch.ts'
import type { CaseStore } from '../services/case-store/index.ts'
import { asWords } from '../services/hand-over/manifest.ts'
import { type OutgoingFile, type PackedRecord, pack } from '../services/hand-over/pack.ts'
import { canonicalText, filesOf, toPortable } from '../services/hand-over/portable.ts'
import { readBack } from '../services/hand-over/unpack.ts'
import { safeName } from '../services/machine/places.ts'
import { fingerprintOf, readRecipients, sealHandOver } from '../services/vault/hand-over-file.ts'
import { openSealed } from '../services/vault/index.ts'
import { caseRecord } from './cards.ts'
import type { Desk } from './desk.ts'
import type { OpenCase } from './open-cases.ts'

/** What a hand-over's file name ends in. */
export const handOverEnding = '.handover'
const piece = 1 << 20

/** What to hand over, to whom and why. */
export interface HandOverWanted {
  readonly folder: string
  readonly fileName: string
  readonly recipients: readonly string[]
  /** Null for the whole case. */
  readonly part: readonly Named[] | null
  readonly to: string
  readonly reason: string
}

/**
 * Seals a case, or a part of it, as one file. The disclosure is entered when the file is whole and durable, before it
 * has a name: nothing leaves unrecorded. Throws `exists`, `invalid`, `read-only-newer`, `cancelled`, and what the case
 * and the disk throw; then no file is left.
 */
export async function sealCase(
  held: OpenCase,
  desk: Desk,
  wanted: HandOverWanted,
  { signal, progress }: Asked,
): Promise<Result<'handover.seal'>> {
  const { store } = held
  if (store.readOnly)
    throw new CaseworkError(
      'read-only-newer',
      'This case is open for reading only. A hand-over is entered in its history, so open it for writing first.',
    )
  const recipients = await readRecipients(wanted.recipients)
  const name = safeName(wanted.fileName.replace(new RegExp(`(\\${handOverEnding})?$`, 'i'), handOverEnding))
  const { records, left } = chosen(store, wanted.part)
  if (records.length === 0)
    throw new CaseworkError('invalid', 'There is nothing to hand over. Choose at least one record.', {
      at: 'part',
    })
  const packed: PackedRecord[] = []
  for (const record of records) {
    signal.throwIfAborted()
    packed.push(await packedRecord(store, record, wanted.part === null))
  }
  const files = filesToSend(store, packed)
  const total = files.reduce((sum, { size }) => sum + size, 0)
  const head = store.auditHead()
  const at = desk.now()
  const { manifest, stream } = pack(
    { records: packed, files },
    {
      caseId: store.id,
      lineage: [...(await lineageOf(store))],
      caseName: asWords(caseRecord(held)?.fields.name ?? store.name),
      by: asWords(store.holder.label || desk.user),
      to: wanted.to,
      reason: wanted.reason,
      app: `Turnstone ${desk.version}`,
      at,
      part: wanted.part !== null,
      left,
      head: { seq: head.seq, hash: head.hash },
    },
    (manifestSha256) => store.handOver.sign(manifestSha256),
    (done) => progress({ done, total, note: '' }),
  )
  const fits = async (content: AsyncIterable<Uint8Array>) =>
    canonicalText(await readBack(content)) === canonicalText(manifest)
  const path = join(wanted.folder, name)
  const enter = (detail: object, sha256: string) =>
    store.commit({
      ops: [],
      audit: [
        {
          action: 'disclosure',
          target: { type: 'hand-over', id: sha256 },
          detail: { medium: 'hand-over', ...detail },
        },
      ],
      actor: desk.user,
      signed: true,
    })
  const made = { entered: '' }
  try {
    const { sha256, bytes } = await sealHandOver({
      path,
      caseId: store.id,
      recipients,
      content: stream,
      at,
      random: desk.store.random,
      signal,
      fits,
      async beforeNamed(file) {
        signal.throwIfAborted()
        const { to, reason } = wanted
        const fingerprints = recipients.map(fingerprintOf)
        await enter(
          { to, reason, recipients: fingerprints, ...manifest.counts, part: manifest.part, left },
          file.sha256,
        )
        made.entered = file.sha256
      },
    })
    const { counts } = manifest
    return {
      file: desk.places.grant(path),
      sha256,
      records: counts.records,
      files: counts.files,
      bytes,
      left,
    }
  } catch (thrown) {
    // It was entered and then got no name: the history must not say that something left which never did.
    if (made.entered !== '') await enter({ withdrawn: true }, made.entered).catch(() => undefined)
    throw thrown
  }
}

/** Every record of a case, contact pages too, as the store keeps them. */
export const everyRecord = (store: CaseStore): readonly AnyStored[] =>
  recordTypes.flatMap((type) => store.list(type) as unknown as readonly AnyStored[])

function chosen(store: CaseStore, part: readonly Named[] | null) {
  const all = everyRecord(store)
  if (part === null) return { records: all, left: 0 }
  const known = new Set(all.map(({ type, id }) => `${type}/${id}`))
  const missing = part.find(({ type, id }) => !known.has(`${type}/${id}`))
  if (missing !== undefined)
    throw new CaseworkError('not-found', 'One of the chosen records is not in this case. Choose again.', {
      at: 'part',
    })
  return partOf(all, part)
}

/** A record as it travels, with its versions where they are asked for and there is more than one. */
export async function packedRecord(
  store: CaseStore,
  record: AnyStored,
  past: boolean,
): Promise<PackedRecord> {
  const shaOf = (uid: string): string => {
    const meta = store.blob(uid)
    if (meta !== undefined) return meta.sha256
    throw new CaseworkError(
      'missing-blob',
      `${entityOf(record.type as RecordType).name.one} ${record.no} names a file this case does not hold. Restore the case from a backup.`,
    )
  }
  const type = record.type as RecordType
  const present = {
    at: record.changed.at,
    by: record.changed.by,
    record: toPortable(record, shaOf),
  }
  // A first version has none before it, and most records are one: looking would read the whole past for each.
  if (!past || record.version <= 1) return { type, id: record.id, whole: past, versions: [present] }
  const { versions, whole } = await store.versions(type, record.id)
  const earlier = versions
    .toReversed()
    .slice(0, -1)
    .flatMap((version) =>
      version.record === null
        ? []
        : [
            {
              at: version.at,
              by: version.actor,
              record: toPortable(version.record as unknown as AnyStored, shaOf),
            },
          ],
    )
  const newest = versions[0]
  const last = newest === undefined ? present : { ...present, at: newest.at, by: newest.actor }
  return { type, id: record.id, whole, versions: [...earlier, last] }
}

function filesToSend(store: CaseStore, records: readonly PackedRecord[]): OutgoingFile[] {
  const hashes = new Set(
    records.flatMap(({ versions }) =>
      versions.flatMap(({ record }) => filesOf(record).map((file) => file.sha256)),
    ),
  )
  return [...hashes].sort().map((sha256) => {
    const meta = store.blobBySha256(sha256)
    if (meta === undefined)
      throw new CaseworkError(
        'missing-blob',
        'A record names a file this case does not hold. Restore the case from a backup.',
      )
    return {
      sha256,
      size: meta.size,
      async *read() {
        const blob = openSealed(store.access(meta.uid))
        try {
          for (let at = 0; at < meta.size; at += piece) yield blob.read(at, piece)
        } finally {
          blob.close()
        }
      },
    }
  })
}

/** Ids of other cases whose hand-overs this one took in: they are one case in several places. */
export async function lineageOf(store: CaseStore): Promise<ReadonlySet<string>> {
  const entries = await store.history()
  const from = entries
    .filter(({ action }) => action === 'combination')
    .flatMap(({ detail }) => {
      const { from: id } = (detail ?? {}) as { from?: unknown }
      return typeof id === 'string' && /^[0-9a-f]{32}$/.test(id) && id !== store.id ? [id] : []
    })
  return new Set(from)
}
