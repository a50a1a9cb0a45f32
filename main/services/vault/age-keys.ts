import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { expand } from './crypto.ts'

/** A new age identity (X25519) and its recipient. age draws its own randomness from the system. */
export async function newIdentity(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateX25519Identity()
  return { identity, recipient: await identityToRecipient(identity) }
}

/**
 * An identity as somebody typed or pasted it, in groups or not, made canonical.
 * Throws `invalid` when it is no age identity: a mistyped character fails its checksum.
 */
export async function readIdentity(typed: string): Promise<string> {
  const identity = typed.replace(/\s+/gu, '').toUpperCase()
  try {
    await recipientOf(identity)
    return identity
  } catch {
    throw new CaseworkError(
      'invalid',
      'That is not a recovery key or identity: it begins AGE-SECRET-KEY-1 or AGE-SECRET-KEY-PQ-1, and every character counts. Compare it with the printed sheet or the file.',
      { at: 'identity' },
    )
  }
}

/** The recipient of an identity as {@link readIdentity} gave it. */
export async function recipientOf(identity: string): Promise<string> {
  return await identityToRecipient(identity)
}

const noRecipient = (sentence: string) => new CaseworkError('invalid', sentence, { at: 'recipient' })

/**
 * An age recipient as somebody pasted it, made canonical: X25519 (`age1…`) or post-quantum hybrid (`age1pq1…`).
 * Throws `invalid` for anything else, and for an identity, which it does not repeat.
 */
export async function readRecipient(typed: string): Promise<string> {
  const recipient = typed.replace(/\s+/gu, '').toLowerCase()
  if (recipient.includes('age-secret-key-'))
    throw noRecipient(
      'That is a secret identity, not a recipient. Give the recipient that belongs to it, which begins age1, and let nobody see the identity; if anybody may have seen it, make a new one.',
    )
  if (/^age1(?:pq1)?[02-9ac-hj-np-z]+$/u.test(recipient)) {
    try {
      // Sealing something to it is the one test that counts: it also finds a point no key belongs to.
      await wrap(Buffer.alloc(1), recipient)
      return recipient
    } catch {
      // Told below.
    }
  }
  throw noRecipient(
    'That is not an age recipient: it begins age1 or age1pq1, and every character counts. Ask its owner to send it again.',
  )
}

/** `plain` as one binary age v1 file to exactly one recipient. */
export async function wrap(plain: Uint8Array, recipient: string): Promise<Buffer> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  return Buffer.from(await encrypter.encrypt(plain))
}

/** Undoes {@link wrap}; null when the file is not for this identity or is not as it was written. */
export async function unwrap(file: Uint8Array, identity: string): Promise<Buffer | null> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  try {
    return Buffer.from(await decrypter.decrypt(file))
  } catch {
    return null
  }
}

/** A holder's signing key in one case: it comes from the holder's identity, so nothing more has to be kept. */
export interface Signer {
  readonly publicKey: string
  sign(text: string): string
}

const pkcs8Ed25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The Ed25519 key of a holder in a case. Its public half and its signatures are base64. */
export function signerOf(identity: string, caseId: Uint8Array): Signer {
  const seed = expand(Buffer.from(identity), Buffer.concat([Buffer.from('cvf/1/sign\0'), caseId]), 32)
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Ed25519, seed]), format: 'der', type: 'pkcs8' })
  seed.fill(0)
  const { x } = createPublicKey(key).export({ format: 'jwk' })
  return {
    publicKey: Buffer.from(x as string, 'base64url').toString('base64'),
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64'),
  }
}

/** Whether `signature` over `text` was made by the holder of `publicKey` (both base64). */
export function signedBy(publicKey: string, text: string, signature: string): boolean {
  const raw = Buffer.from(publicKey, 'base64')
  if (raw.length !== 32) return false
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }
  const key: KeyObject = createPublicKey({ key: jwk, format: 'jwk' })
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'))
}
