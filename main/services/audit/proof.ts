import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { z } from 'zod'
import { type ChainHead, commitment, emptyChain, nextAfter, readEntry, type StoredEntry } from './chain.ts'
import { type SignedHead, type SigningKey, signersOf } from './signatures.ts'

/** The format of a file that proves part of a history. */
export const proofFormat = 'turnstone-audit-proof/1'

const hex = (length: number) => z.string().regex(new RegExp(`^[0-9a-f]{${length}}$`))
const number = z.number().int().min(1)
const shown = z.strictObject({ seq: number, salt: z.string(), entry: z.string() })
const withheld = z.strictObject({ seq: number, commitment: hex(64) })
const proofShape = z.strictObject({
  format: z.literal(proofFormat),
  caseId: hex(32),
  from: number,
  to: number,
  /** The head before the first entry, and after the last. */
  before: hex(64),
  head: hex(64),
  madeAt: z.number().int(),
  entries: z.array(z.union([shown, withheld])),
  signed: z.array(z.strictObject({ seq: z.number().int().min(0), slot: hex(32), sig: z.string() })),
  holders: z.array(z.strictObject({ slot: hex(32), label: z.string(), edPub: z.string() })),
  /** SHA-256 of this object without this field, in the form of RFC 8785. Tells damage, not forgery. */
  check: hex(64),
})
/** Such a file, read. */
export type Proof = z.infer<typeof proofShape>

/** What a proof is made from. `keep` says which entries are shown; the others are withheld. */
export interface ProofInput {
  readonly caseId: string
  readonly before: ChainHead
  readonly entries: readonly StoredEntry[]
  readonly keep: (entry: StoredEntry) => boolean
  readonly signed: readonly SignedHead[]
  readonly holders: readonly SigningKey[]
  readonly madeAt: number
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** The bytes of a proof: one JSON object in the form of RFC 8785, and a line end. Throws RangeError without an entry. */
export function proofBytes(input: ProofInput): { bytes: Buffer; withheld: number; head: ChainHead } {
  const { caseId, before, entries, keep, madeAt } = input
  if (entries.length === 0) throw new RangeError('A proof has at least one entry.')
  let head = before
  const lines = entries.map((stored) => {
    head = nextAfter(caseId, head, commitment(stored))
    return keep(stored)
      ? { seq: head.seq, salt: stored[0], entry: stored[1] }
      : { seq: head.seq, commitment: commitment(stored).toString('hex') }
  })
  const within = input.signed.filter(({ seq }) => seq >= before.seq && seq <= head.seq)
  const slots = new Set(within.map(({ slot }) => slot))
  const proof = {
    format: proofFormat,
    caseId,
    from: before.seq + 1,
    to: head.seq,
    before: before.hash,
    head: head.hash,
    madeAt,
    entries: lines,
    signed: within.map(({ seq, slot, sig }) => ({ seq, slot, sig })),
    holders: input.holders
      .filter(({ slot, edPub }) => edPub !== '' && slots.has(slot))
      .map(({ slot, label, edPub }) => ({ slot, label, edPub })),
  }
  const check = sha256(canonicalize(proof) as string)
  const bytes = Buffer.from(`${canonicalize({ ...proof, check })}\n`)
  return { bytes, withheld: lines.filter((line) => 'commitment' in line).length, head }
}

/** What is wrong with a proof: a code for the machine, a sentence for the person. */
export interface ProofFault {
  readonly code: 'unreadable' | 'audit-broken'
  readonly sentence: string
}

/** What a proof was found to be. `signedBy` are the labels its own list of keys gives to whoever signed its heads. */
export interface ProofVerdict {
  readonly faults: readonly ProofFault[]
  readonly proof: Proof | null
  readonly withheld: number
  readonly signedBy: readonly string[]
  /** Every head the proof works out, by the number of its entry, hexadecimal: to be held against heads kept elsewhere. */
  readonly heads: ReadonlyMap<number, string>
}

const refusal = (sentence: string): ProofVerdict => ({
  faults: [{ code: 'unreadable', sentence }],
  proof: null,
  withheld: 0,
  signedBy: [],
  heads: new Map(),
})

function readProof(bytes: Uint8Array): Proof | string {
  const notOne = 'This file is not a proof of a history. Choose one that Turnstone exported.'
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const read = proofShape.safeParse(JSON.parse(text))
    if (!read.success) return notOne
    const { check, ...rest } = read.data
    const whole = text === `${canonicalize(read.data)}\n` && check === sha256(canonicalize(rest) as string)
    return whole
      ? read.data
      : 'This file is not as it was written: it was altered or damaged. Ask for it again.'
  } catch {
    return notOne
  }
}

/**
 * Works out a proof from its own bytes: every number, every commitment, the head, and every signature. Never throws.
 * What it cannot tell is whether the keys are those of the case: that takes a key or a head seen elsewhere.
 */
export function checkProof(bytes: Uint8Array): ProofVerdict {
  const proof = readProof(bytes)
  if (typeof proof === 'string') return refusal(proof)
  const { caseId, entries } = proof
  const faults: ProofFault[] = []
  const fault = (sentence: string) => void faults.push({ code: 'audit-broken', sentence })
  if (proof.to - proof.from + 1 !== entries.length || entries.length === 0)
    fault(`This file claims entries ${proof.from} to ${proof.to} and holds ${entries.length}.`)
  const heads = new Map([[proof.from - 1, proof.before]])
  let head: ChainHead = { seq: proof.from - 1, hash: proof.before }
  if (proof.from === 1 && proof.before !== emptyChain(caseId).hash)
    fault('The history in this file does not begin as the history of its case must.')
  for (const line of entries) {
    const said = 'entry' in line ? seqOf(line) : line.seq
    const link = 'entry' in line ? commitment([line.salt, line.entry]) : Buffer.from(line.commitment, 'hex')
    head = nextAfter(caseId, head, link)
    heads.set(head.seq, head.hash)
    if (line.seq !== head.seq || said !== head.seq) {
      fault(`Entry ${head.seq} is not in its place: it is numbered ${line.seq}.`)
      break
    }
  }
  if (faults.length === 0 && head.hash !== proof.head)
    fault(
      `Entries ${proof.from} to ${proof.to} do not lead to the head this file gives: one of them was altered.`,
    )
  const signers = signersOf(proof.holders)
  const signedBy = new Set<string>()
  for (const signed of proof.signed) {
    const at = heads.get(signed.seq)
    const who = at === undefined ? null : signers.whoSigned(caseId, signed, at)
    if (who === null)
      fault(`The signature at entry ${signed.seq} is not one of its signer’s key over this history.`)
    else signedBy.add(who)
  }
  if (proof.signed.every(({ seq }) => seq < proof.to))
    fault(`Nobody has signed the head at entry ${proof.to}, so nothing here says who stands behind it.`)
  const hidden = entries.filter((line) => 'commitment' in line).length
  return { faults, proof, withheld: hidden, signedBy: [...signedBy], heads }
}

function seqOf({ salt, entry }: { salt: string; entry: string }): number {
  try {
    return Number(readEntry([salt, entry]).seq)
  } catch {
    return Number.NaN
  }
}
