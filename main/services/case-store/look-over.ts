import type { AuditNote } from '../audit/chain.ts'
import { forkSentence } from '../vault/check-files.ts'
import { forkCopies, type Presence, presenceOf } from '../vault/presence.ts'
import { blobPath } from '../vault/sealed-blob.ts'
import type { SealedCase } from '../vault/sealed-case.ts'
import { sharedPlace } from '../vault/shared-place.ts'
import type { Notice } from '../vault/state-files.ts'
import type { CaseDocument, Op } from './document.ts'

/** Stored files nothing names, and when each was first seen: one record each, by uid. */
export const strayFiles = 'stray-files'
/** How long a stored file nothing names is left in its place, in milliseconds. */
const patience = 7 * 86_400_000

/** What a look over the folder at opening found, and what is to be done about it in the first change. */
export interface LookedOver {
  readonly notices: readonly Notice[]
  readonly ops: readonly Op[]
  readonly audit: readonly AuditNote[]
  /** Removes what the change said is removed. Only after it is durable. */
  settle(): Promise<void>
}

const files = (count: number) => (count === 1 ? '1 stored file' : `${count} stored files`)
const are = (count: number) => (count === 1 ? 'is' : 'are')

function told({ missing, wrongLength, unreadable }: Presence): Notice[] {
  const notices: Notice[] = []
  const say = (
    code: 'missing-blob' | 'corrupt-blob' | 'io-error',
    blobs: readonly string[],
    what: string,
  ) => {
    if (blobs.length === 0) return
    const subject = `${files(blobs.length)} of this case ${are(blobs.length)} ${what}`
    const rest = 'Everything else can still be used.'
    notices.push({ code, sentence: `${subject} and cannot be shown. ${rest}`, blobs })
  }
  say('missing-blob', missing, 'missing')
  say('corrupt-blob', wrongLength, 'damaged (of the wrong length)')
  say('io-error', unreadable, 'refused by the disk')
  return notices
}

/** Which of the files nothing names are new, gone, or have waited long enough. */
function strays(orphans: readonly string[], document: CaseDocument, now: number) {
  const known = document.collections.get(strayFiles) ?? new Map()
  const here = new Set(orphans)
  const seenAt = (uid: string): number | undefined => {
    const seen = known.get(uid)?.['seen']
    return typeof seen === 'number' ? seen : undefined
  }
  const due = orphans.filter((uid) => now - (seenAt(uid) ?? now) >= patience)
  const over = [...known.keys()].filter((uid) => !here.has(uid))
  const ops: Op[] = [
    ...orphans
      .filter((uid) => !known.has(uid))
      .map((uid): Op => ['put', strayFiles, uid, { id: uid, seen: now }]),
    ...[...over, ...due].map((uid): Op => ['del', strayFiles, uid]),
  ]
  return { due, ops }
}

/**
 * Looks over the folder of a case that was just read: whether each stored file is there and as long as it should be,
 * whether anything stands beside our files or synchronises them, and which stored files nothing names. Those are
 * removed seven days after they were first seen. Whatever the disk refuses becomes a notice: a case opens all the same.
 */
export async function lookOver(sealed: SealedCase, document: CaseDocument, now: number): Promise<LookedOver> {
  const { disk, folder } = sealed.opened()
  const shared = await sharedPlace(disk, folder)
  const notices: Notice[] = shared === undefined ? [] : [{ code: 'shared-place', sentence: shared }]
  const nothing: Presence = { missing: [], wrongLength: [], unreadable: [], orphans: [] }
  let presence = nothing
  try {
    // Those in the folder `state` were met when it was read.
    for (const path of await forkCopies(disk, folder))
      if (!path.startsWith('state/')) notices.push({ code: 'forked', sentence: forkSentence(path) })
    presence = await presenceOf(disk, folder, [...document.blobs.values()])
    notices.push(...told(presence))
  } catch {
    const sentence = `The disk did not list the stored files of ${folder}, so it is not known whether all are there. Check the disk, then verify the case.`
    notices.push({ code: 'io-error', sentence })
  }
  if (sealed.readOnly) return { notices, ops: [], audit: [], settle: async () => {} }
  const { due, ops } = strays(presence.orphans, document, now)
  const swept: AuditNote = { action: 'swept', target: { type: 'case' }, detail: { files: due.length } }
  return {
    notices,
    ops,
    audit: due.length === 0 ? [] : [swept],
    async settle() {
      for (const uid of due) await disk.unlink(blobPath(folder, uid)).catch(() => {})
    },
  }
}
