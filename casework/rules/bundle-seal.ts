import { headCode } from './head-code.ts'

/** The format of a manifest that its holder sealed. */
export const sealedFormat = 'turnstone-bundle-manifest/2' as const

/** The seal of a bundle's manifest. `key` and `signature` are base64url without padding. */
export interface BundleSeal {
  readonly algorithm: 'Ed25519'
  readonly key: string
  /** The name the holder of the key has in the case. */
  readonly holder: string
  readonly signature: string
}

/**
 * What a holder signs: the manifest without its seal in the form of RFC 8785, behind a first line that keeps it apart
 * from every other text a holder signs.
 */
export const sealedText = (canonical: string): string => `${sealedFormat}\n${canonical}`

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/**
 * The short code of a signing key, to be read out: its first 10 bytes as {@link headCode} sets them. Takes the key in
 * base64 or base64url; an empty text for what is none.
 */
export function keyCode(key: string): string {
  const plain = key.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_')
  if (!/^[A-Za-z0-9_-]{43}$/.test(plain)) return ''
  const bits = [...plain].reduce((sum, digit) => (sum << 6n) | BigInt(digits.indexOf(digit)), 0n)
  // 43 digits are 258 bits, the last two of them no part of the 32 bytes.
  return headCode((bits >> 2n).toString(16).padStart(64, '0'))
}
