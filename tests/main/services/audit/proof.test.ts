import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptyChain, enter, follow, type StoredEntry } from '../../../../main/services/audit/chain.ts'
import { checkProof, type Proof, proofBytes } from '../../../../main/services/audit/proof.ts'
import { signedText } from '../../../../main/services/audit/signatures.ts'

const caseId = '000102030405060708090a0b0c0d0e0f'
const slot = 'aa'.repeat(16)
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const edPub = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url').toString('base64')
const holders = [
  { slot, label: 'DC Osei', edPub },
  { slot: 'bb'.repeat(16), label: 'Somebody else', edPub: '' },
]
const by = { at: 1_772_355_600_000, actor: 'DC Osei', device: 'desk-1', app: 'Turnstone' }
const notes = Array.from({ length: 12 }, (_, n) => ({
  action: 'alteration',
  target: { type: 'exhibit', id: `e${n % 3}` },
}))
const { entries, head } = enter(caseId, emptyChain(caseId), notes, by, (n) => Buffer.alloc(n, 7))
const signature = (seq: number, hash: string) => ({
  seq,
  slot,
  sig: sign(null, Buffer.from(signedText(caseId, seq, hash)), privateKey).toString('base64'),
})
const headAt = (seq: number) => follow(caseId, emptyChain(caseId), entries.slice(0, seq)).head

const proofOf = (from: number, to: number, keep: (entry: StoredEntry) => boolean = () => true) =>
  proofBytes({
    caseId,
    before: headAt(from - 1),
    entries: entries.slice(from - 1, to),
    keep,
    signed: [signature(to, headAt(to).hash)],
    holders,
    madeAt: by.at,
  })

/** A proof with something changed and its check put right again, as somebody who means harm would. */
function forged(bytes: Buffer, change: (proof: Proof) => void): Buffer {
  const proof = JSON.parse(bytes.toString()) as Proof
  change(proof)
  const { check: _, ...rest } = proof
  const check = createHash('sha256')
    .update(canonicalize(rest) as string)
    .digest('hex')
  return Buffer.from(`${canonicalize({ ...rest, check })}\n`)
}
const sentencesOf = (bytes: Uint8Array) => checkProof(bytes).faults.map(({ sentence }) => sentence)

test('a proof holds, whole or in part, and says who signed', () => {
  const whole = checkProof(proofOf(1, 12).bytes)
  expect(whole).toMatchObject({ faults: [], withheld: 0, signedBy: ['DC Osei'] })
  expect(whole.heads.get(12)).toBe(head.hash)
  const part = checkProof(proofOf(5, 9).bytes)
  expect(part).toMatchObject({ faults: [], withheld: 0 })
  expect([part.proof?.from, part.proof?.to, part.heads.get(4)]).toEqual([5, 9, headAt(4).hash])
  expect(part.proof?.holders).toEqual([{ slot, label: 'DC Osei', edPub }])
})

test('withheld entries say nothing and still hold the chain', () => {
  const { bytes, withheld } = proofOf(1, 12, ([, text]) => text.includes('"e1"'))
  expect(withheld).toBe(8)
  expect(checkProof(bytes)).toMatchObject({ faults: [], withheld: 8, signedBy: ['DC Osei'] })
  expect(bytes.toString()).not.toContain('"e2"')
  expect(bytes.toString()).not.toContain('\\"e2\\"')
})

test('every byte counts: changed, left out or added, the proof fails', () => {
  const { bytes } = proofOf(3, 6, ([, text]) => text.includes('e2'))
  for (let at = 0; at < bytes.length; at++) {
    const flipped = Buffer.from(bytes)
    flipped[at] = flipped[at]! ^ (1 << (at % 8))
    expect(sentencesOf(flipped), `byte ${at}`).not.toEqual([])
  }
  expect(sentencesOf(bytes.subarray(0, -1))).not.toEqual([])
  expect(sentencesOf(Buffer.concat([bytes, Buffer.from(' ')]))).not.toEqual([])
  expect(sentencesOf(Buffer.from(''))).not.toEqual([])
})

test('a forger who puts the check right is found out by the chain or the signature', () => {
  const { bytes } = proofOf(3, 9)
  const said = (change: (proof: Proof) => void) => sentencesOf(forged(bytes, change)).join(' ')
  expect(said(() => undefined)).toBe('')
  const swap = (entries: Proof['entries'], a: number, b: number) => {
    ;[entries[a], entries[b]] = [entries[b]!, entries[a]!]
  }
  expect(
    said(({ entries }) => {
      const line = entries[2]!
      if ('entry' in line) line.entry = line.entry.replace('alteration', 'erasure')
    }),
  ).toContain('do not lead to the head')
  expect(said(({ entries }) => swap(entries, 1, 2))).toContain('Entry 4 is not in its place')
  expect(said((proof) => proof.entries.splice(1, 1))).toContain('claims entries 3 to 9 and holds 6')
  expect(said((proof) => proof.entries.splice(1, 0, proof.entries[1]!))).toContain(
    'Entry 5 is not in its place',
  )
  expect(said((proof) => proof.signed.splice(0))).toContain('Nobody has signed')
  expect(
    said((proof) => {
      proof.before = '00'.repeat(32)
    }),
  ).toContain('do not lead')
  expect(
    said((proof) => {
      proof.caseId = 'ff'.repeat(16)
    }),
  ).toContain('do not lead')
  // Rewritten whole, with another head: only the signer's key stands in the way.
  const rewritten = enter(caseId, headAt(2), notes.slice(0, 7), { ...by, actor: 'Somebody' }, (n) =>
    Buffer.alloc(n),
  )
  const other = proofBytes({
    caseId,
    before: headAt(2),
    entries: rewritten.entries,
    keep: () => true,
    signed: [{ ...signature(9, headAt(9).hash) }],
    holders,
    madeAt: by.at,
  })
  expect(sentencesOf(other.bytes).join(' ')).toContain('The signature at entry 9')
})

test('a history begins where it must', () => {
  const { bytes } = proofOf(1, 3)
  const moved = forged(bytes, (proof) => {
    proof.before = 'ab'.repeat(32)
  })
  expect(sentencesOf(moved).join(' ')).toContain('does not begin')
})

test('nothing makes the check throw', () => {
  const { bytes } = proofOf(2, 4)
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.json().map((text) => Buffer.from(text)),
      ),
      (some) => {
        expect(checkProof(some).faults).not.toEqual([])
      },
    ),
  )
  const odd = forged(bytes, ({ entries }) => {
    const line = entries[0]!
    if ('entry' in line) line.entry = '{'
  })
  expect(sentencesOf(odd).join(' ')).toContain('Entry 2 is not in its place')
})
