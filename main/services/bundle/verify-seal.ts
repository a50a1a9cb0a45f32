import { createPublicKey, verify } from 'node:crypto'
import canonicalize from 'canonicalize'
import { keyCode, sealedFormat, sealedText } from '../../../casework/rules/bundle-seal.ts'
import { readHeadCode } from '../../../casework/rules/head-code.ts'
import type { Manifest } from './manifest.ts'
import type { Finding } from './verify.ts'

/** Who sealed a bundle: the name in the seal, their key (base64url), and its code. */
export interface Sealed {
  readonly holder: string
  readonly key: string
  readonly code: string
}

/** What became of a seal: who made it if it is sound, and what is wrong. Null without a finding: nobody sealed it. */
export interface SealCheck {
  readonly seal: Sealed | null
  readonly findings: readonly Finding[]
}

/**
 * Checks the seal of a manifest. `expected` is the key (base64 or base64url) or code of who ought to have sealed it:
 * then no seal, and another's, are findings. Never throws.
 */
export function checkSeal(manifest: Manifest | undefined, expected?: string): SealCheck {
  if (manifest === undefined) return { seal: null, findings: [] }
  const wanted = expected === undefined ? undefined : codeOf(expected)
  const fail = (sentence: string): SealCheck => ({ seal: null, findings: [{ rule: 'seal', sentence }] })
  if (wanted === '')
    return fail(`“${expected}” is neither the key of a holder nor its code, so nothing was compared with it.`)
  if (manifest.format !== sealedFormat)
    return wanted === undefined
      ? { seal: null, findings: [] }
      : fail(`Nobody sealed this manifest; it ought to bear the seal of ${wanted}.`)
  if (!isSealed(manifest))
    return fail('The seal of the manifest does not fit it: the manifest or its seal was altered.')
  const { holder, key } = manifest.seal!
  const seal = { holder, key, code: keyCode(key) }
  if (wanted === undefined || wanted === seal.code) return { seal, findings: [] }
  const sentence = `The manifest was sealed by ${holder} with the key ${seal.code}; it ought to bear the seal of ${wanted}.`
  return { seal, findings: [{ rule: 'seal', sentence }] }
}

const codeOf = (typed: string) => keyCode(typed.trim()) || readHeadCode(typed)

/** Bytes from base64url without padding; undefined for any other way of writing them. */
function bytesOf(text: unknown, length: number): Buffer | undefined {
  if (typeof text !== 'string') return undefined
  const bytes = Buffer.from(text, 'base64url')
  return bytes.length === length && bytes.toString('base64url') === text ? bytes : undefined
}

function isSealed(manifest: Manifest): boolean {
  const { seal, ...rest } = manifest
  try {
    if (seal === undefined || Object.keys(seal).sort().join() !== 'algorithm,holder,key,signature')
      return false
    if (seal.algorithm !== 'Ed25519' || seal.holder !== rest.made?.holder) return false
    const signature = bytesOf(seal.signature, 64)
    if (bytesOf(seal.key, 32) === undefined || signature === undefined) return false
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: seal.key }, format: 'jwk' })
    return verify(null, Buffer.from(sealedText(canonicalize(rest) as string)), key, signature)
  } catch {
    return false
  }
}
