import { createPublicKey, type KeyObject, verify } from 'node:crypto'

/** A signature under a head: the entry it stands at, whose slot (hexadecimal), and the Ed25519 signature, base64. */
export interface SignedHead {
  readonly seq: number
  readonly slot: string
  readonly sig: string
}

/** A holder's signing key, of now or of before. `edPub` is base64, and empty while it is not known. */
export interface SigningKey {
  readonly slot: string
  readonly label: string
  readonly edPub: string
}

/** The text a holder signs: `cvf/<case id>`, the number and the base64 head, a line each. Ids and heads are hexadecimal. */
export function signedText(caseId: string, seq: number, head: string): string {
  return `cvf/${caseId}\n${seq}\n${Buffer.from(head, 'hex').toString('base64')}\n`
}

/** Keys made ready once; an Ed25519 check is dear enough without reading the key each time. */
export interface Signers {
  /** Who signed this head: their label, or null when no known key of that slot did. */
  whoSigned(caseId: string, signed: SignedHead, head: string): string | null
}

function publicKey(edPub: string): KeyObject | null {
  const raw = Buffer.from(edPub, 'base64')
  if (raw.length !== 32) return null
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' })
}

/** Signers from the keys of a case. One slot may have had several keys; any of them will do. */
export function signersOf(keys: readonly SigningKey[]): Signers {
  const ready = keys.flatMap((each) => {
    const key = publicKey(each.edPub)
    return key === null ? [] : [{ ...each, key }]
  })
  return {
    whoSigned(caseId, { seq, slot, sig }, head) {
      const text = Buffer.from(signedText(caseId, seq, head))
      const bytes = Buffer.from(sig, 'base64')
      return ready.find((each) => each.slot === slot && verify(null, text, each.key, bytes))?.label ?? null
    },
  }
}
