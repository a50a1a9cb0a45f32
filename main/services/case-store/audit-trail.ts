import { CaseworkError } from '../../../casework/contract/errors.ts'
import { type ChainHead, emptyChain, follow, type StoredEntry } from '../audit/chain.ts'
import { type SignedHead, type SigningKey, signersOf } from '../audit/signatures.ts'
import type { SealedCase } from '../vault/sealed-case.ts'
import { brokenAt, entriesOf, signedOf } from './audit-runs.ts'
import type { CaseDocument } from './document.ts'

/** A stretch of the history as it lies on the disk: its entries in order, and the signatures under heads within it. */
export interface Stretch {
  /** The head before the first entry. */
  readonly before: ChainHead
  readonly entries: readonly StoredEntry[]
  readonly signed: readonly SignedHead[]
}

/** How long work may go on, and what hears of it. Progress counts entries. */
export interface Watched {
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

/** What a whole look at a history found. `code` is `audit-broken` throughout. */
export interface TrailVerdict {
  readonly ok: boolean
  readonly entries: number
  readonly signatures: number
  readonly faults: readonly { readonly seq: number; readonly sentence: string }[]
}

/** The history of an open case: read in parts, proved as a whole. Reading never waits for writing, nor writing for it. */
export interface AuditTrail {
  head(): ChainHead
  /** The last head that was signed, if any is known without reading the sealed runs. */
  lastSigned(): SignedHead | null
  /** Everybody's signing keys, of now and of before. */
  keys(): readonly SigningKey[]
  /** Entries from one number to another, both included, as far as there are any. Throws `audit-broken`. */
  read(from: number, to: number): Promise<readonly StoredEntry[]>
  /** The head after an entry, worked out from the run it lies in. Throws `audit-broken`, or `not-found` past the end. */
  headAt(seq: number): Promise<ChainHead>
  /** The signatures under heads from one number to another. */
  signedIn(from: number, to: number): Promise<readonly SignedHead[]>
  /** Stretches from an entry on, oldest first, each as it lies; later entries are not waited for. */
  stretches(from: number): AsyncIterable<Stretch>
  /** Every entry from the first, every run's place, and every signature. Throws AbortError when stopped. */
  verify(watched: Watched): Promise<TrailVerdict>
  /** A signature under the present head by whoever opened the case. */
  signNow(): SignedHead
}

/** As many entries of sealed runs as are kept in memory, to page through them without reading a run for each page. */
const mostKept = 40_000
/** As many faults as are told; after those there is no more to learn. */
const mostFaults = 20

/** The history over an open folder and the document in memory. */
export function auditTrail(sealed: SealedCase, documentOf: () => CaseDocument): AuditTrail {
  const kept = new Map<number, Stretch>()

  const run = async (first: number): Promise<Stretch> => {
    const known = kept.get(first)
    kept.delete(first)
    const read = known ?? (await readRun(sealed, first))
    kept.set(first, read)
    let total = [...kept.values()].reduce((sum, each) => sum + each.entries.length, 0)
    for (const [key, each] of kept) {
      if (total <= mostKept || key === first) break
      kept.delete(key)
      total -= each.entries.length
    }
    return read
  }
  // What is in memory at one moment: a snapshot made meanwhile takes nothing away from it.
  const recent = (): Stretch => {
    const { recent: entries, recentFrom, recentSigned } = documentOf()
    return { before: recentFrom, entries: entries.slice(), signed: recentSigned.slice() }
  }
  /** The runs that hold entries up to a number; what a crash left behind the snapshot stands in the journal too. */
  const firsts = async (upTo: number) => (await sealed.runs('audit')).filter((first) => first <= upTo)

  const stretchesFrom = async function* (from: number, keep: boolean): AsyncGenerator<Stretch> {
    const now = recent()
    const all = await firsts(now.before.seq)
    const start = Math.max(
      0,
      all.findLastIndex((first) => first <= from),
    )
    let next = all[start] ?? now.before.seq + 1
    for (const first of from > now.before.seq ? [] : all.slice(start)) {
      const read = keep ? await run(first) : await readRun(sealed, first)
      yield read
      next = first + read.entries.length
    }
    // A run may reach past the snapshot; what it holds already is not told twice.
    const skip = from > now.before.seq ? 0 : Math.max(0, next - 1 - now.before.seq)
    const before = skip === 0 ? now.before : follow(sealed.id, now.before, now.entries.slice(0, skip)).head
    yield {
      before,
      entries: now.entries.slice(skip),
      signed: now.signed.filter(({ seq }) => seq > before.seq),
    }
  }

  const trail: AuditTrail = {
    head: () => documentOf().chain,
    lastSigned: () => documentOf().recentSigned.at(-1) ?? null,
    keys: () => keysOf(sealed),
    async read(from, to) {
      const found: StoredEntry[] = []
      for await (const { before, entries } of stretchesFrom(from, true)) {
        if (before.seq >= to) break
        const next = from + found.length
        if (before.seq >= next) throw brokenAt(next)
        found.push(...entries.slice(next - 1 - before.seq, to - before.seq))
      }
      return found
    },
    async headAt(seq) {
      if (seq === 0) return emptyChain(sealed.id)
      if (seq > documentOf().chain.seq)
        throw new CaseworkError('not-found', `The history of this case has no entry ${seq}.`)
      // What an opening asks for: the head the last closing left, known without reading the run before it.
      const { recentFrom } = documentOf()
      if (seq === recentFrom.seq) return recentFrom
      for await (const { before, entries } of stretchesFrom(seq, true)) {
        if (before.seq + entries.length < seq) continue
        const { head, brokenAt: at } = follow(sealed.id, before, entries.slice(0, seq - before.seq))
        if (at !== undefined || head.seq !== seq) throw brokenAt(at ?? head.seq)
        return head
      }
      throw brokenAt(seq)
    },
    async signedIn(from, to) {
      const found: SignedHead[] = []
      for await (const { before, signed } of stretchesFrom(from, true)) {
        if (before.seq > to) break
        found.push(...signed.filter(({ seq }) => seq >= from && seq <= to))
      }
      return found
    },
    stretches: (from) => stretchesFrom(from, false),
    verify: (watched) => verifyTrail(sealed, documentOf().chain, stretchesFrom(1, false), watched),
    signNow() {
      const { seq, hash } = documentOf().chain
      return { seq, ...sealed.signHead(seq, hash) }
    },
  }
  return trail
}

const keysOf = ({ roster }: SealedCase): SigningKey[] =>
  [...roster.holders, ...roster.past].map(({ slot, label, edPub }) => ({ slot, label, edPub }))

async function readRun(sealed: SealedCase, first: number): Promise<Stretch> {
  const { before, payloads } = await sealed.readRun('audit', first)
  return {
    before: { seq: first - 1, hash: before },
    entries: entriesOf(payloads),
    signed: signedOf(payloads),
  }
}

async function verifyTrail(
  sealed: SealedCase,
  end: ChainHead,
  stretches: AsyncIterable<Stretch>,
  { signal, onProgress }: Watched,
): Promise<TrailVerdict> {
  const signers = signersOf(keysOf(sealed))
  const faults: { seq: number; sentence: string }[] = []
  let head = emptyChain(sealed.id)
  let signatures = 0
  const broken = (seq: number, sentence: string) => {
    if (faults.length < mostFaults) faults.push({ seq, sentence })
  }
  try {
    for await (const { before, entries, signed } of stretches) {
      if (before.seq !== head.seq || before.hash !== head.hash) {
        broken(head.seq + 1, brokenAt(head.seq + 1).message)
        head = before
      }
      const signatureAt = new Map(signed.map((each) => [each.seq, each]))
      if (signedOutside(signed, before.seq, entries.length))
        broken(before.seq + 1, `A signature in the history of this case stands at no entry of its part.`)
      const check = (): void => {
        const each = signatureAt.get(head.seq)
        if (each === undefined) return
        signatures += 1
        if (signers.whoSigned(sealed.id, each, head.hash) === null)
          broken(
            head.seq,
            `The signature at entry ${head.seq} is not that of anybody who holds or held a key of this case over this history.`,
          )
      }
      check()
      for (let at = 0; at < entries.length; at += entriesAtOnce) {
        signal?.throwIfAborted()
        for (const entry of entries.slice(at, at + entriesAtOnce)) {
          const followed = follow(sealed.id, head, [entry])
          if (followed.brokenAt !== undefined) broken(followed.brokenAt, brokenAt(followed.brokenAt).message)
          head = followed.head
          check()
        }
        onProgress?.(Math.min(head.seq, end.seq), end.seq)
        await new Promise((soon) => setImmediate(soon))
      }
    }
  } catch (thrown) {
    if (!(thrown instanceof CaseworkError) || thrown.code !== 'audit-broken') throw thrown
    broken(head.seq + 1, thrown.message)
    return { ok: false, entries: head.seq, signatures, faults }
  }
  if (head.seq < end.seq || (head.seq === end.seq && head.hash !== end.hash))
    broken(head.seq, brokenAt(head.seq).message)
  return { ok: faults.length === 0, entries: head.seq, signatures, faults }
}

const entriesAtOnce = 1_024

const signedOutside = (signed: readonly SignedHead[], before: number, length: number) =>
  signed.some(({ seq }) => seq < before || seq > before + length)
