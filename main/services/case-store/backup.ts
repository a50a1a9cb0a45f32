import { CaseworkError } from '../../../casework/contract/errors.ts'
import { type BackupFolder, beginBackup } from '../vault/backup.ts'
import type { Finding } from '../vault/check-files.ts'
import { sealedLength } from '../vault/cobblestone.ts'
import { openAgain } from '../vault/open-again.ts'
import type { SealedCase } from '../vault/sealed-case.ts'
import type { CaseDocument } from './document.ts'
import type { CaseStore } from './store.ts'

/** How to back up. Progress counts the bytes copied and then read again. */
export interface BackupOptions {
  /** The name of the folder to be made. */
  readonly name: string
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

/** What a backup came to. `ok` when the copy was read whole and is sound; `head` is the last entry it holds. */
export interface BackedUp {
  readonly folder: string
  readonly files: number
  readonly bytes: number
  readonly ok: boolean
  readonly findings: readonly Finding[]
  readonly head: { readonly seq: number; readonly hash: string }
}

/** What a backup needs of the open store it is a copy of. */
export interface BackedUpStore {
  readonly sealed: SealedCase
  readonly document: CaseDocument
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>
  /** Writes a snapshot when replaying the journal has become worth one. */
  readonly settle: () => Promise<void>
  /** A store over another folder of the same case, read-only. */
  readonly openCopy: (made: Awaited<ReturnType<typeof openAgain>>) => Promise<CaseStore>
}

const stopped = () =>
  new CaseworkError('cancelled', 'The backup was stopped, as asked. Nothing of it is left.')
/** Room for what is not stored files, beside twice what the state takes now. */
const spare = 16 * 2 ** 20

async function verified(
  store: BackedUpStore,
  copy: BackupFolder,
  options: Parameters<CaseStore['verify']>[0],
) {
  const { sealed } = store
  const made = await openAgain(sealed.opened(), copy.part)
  try {
    const opened = await store.openCopy(made)
    const verdict = await opened.verify({ ...options, full: true })
    const met = opened.notices
      .filter(({ code }) => code !== 'shared-place' && code !== 'torn-tail')
      .map(({ code, sentence }) => ({ code: code as Finding['code'], sentence, what: 'state' }))
      .filter(({ code }) => !verdict.findings.some((finding) => finding.code === code))
    return {
      findings: [...verdict.findings, ...met],
      ok: verdict.ok && met.length === 0,
      head: opened.auditHead(),
    }
  } finally {
    await made.sealed.close()
  }
}

/**
 * Copies an open case to a new folder in `to` and verifies the copy in full, opened from its own files alone. What is
 * written once is copied while work goes on; only the rest, briefly, in turn with the changes. A copy of a damaged
 * case is kept and told of as such (`ok` false). Throws `cancelled`, and the codes of {@link beginBackup}.
 */
export async function backUp(store: BackedUpStore, to: string, options: BackupOptions): Promise<BackedUp> {
  const { sealed, document } = store
  const { folder, disk, surroundings } = sealed.opened()
  const blobs = [...document.blobs.values()]
  const sealedBytes = blobs.reduce((sum, { size }) => sum + sealedLength(size), 0)
  const stateBytes = 2 * (sealed.weight.snapshotBytes + sealed.weight.bytes)
  const done = { copied: 0 }
  const total = () => 2 * Math.max(sealedBytes, done.copied)
  const stopIfAsked = () => {
    if (options.signal?.aborted) throw stopped()
    sealed.opened()
  }
  stopIfAsked()
  const needed = sealedBytes + stateBytes + spare
  const copy = await beginBackup(
    { disk, source: folder, to, name: options.name, needed, now: surroundings.now() },
    (bytes) => {
      stopIfAsked()
      done.copied += bytes
      options.onProgress?.(done.copied, total())
    },
  )
  try {
    await copy.copyWrittenOnce(blobs.map(({ uid }) => uid))
    await store.inTurn(async () => {
      stopIfAsked()
      await store.settle()
      await copy.copyRest(document.blobs.keys())
    })
    const checked = await verified(store, copy, {
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      onProgress: (read) => options.onProgress?.(Math.min(total(), done.copied + read), total()),
    }).catch((thrown) => {
      if (options.signal?.aborted) throw stopped()
      throw thrown
    })
    stopIfAsked()
    const made = await copy.publish()
    options.onProgress?.(total(), total())
    return { folder: copy.folder, ...made, ...checked }
  } catch (thrown) {
    await copy.discard()
    throw thrown
  }
}
