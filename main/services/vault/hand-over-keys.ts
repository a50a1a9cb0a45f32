import { readIdentity, signedBy, unwrap } from './age-keys.ts'
import type { OpenHeader } from './open-header.ts'

/** Who signed a hand-over: slot (hexadecimal), public key and signature (base64). */
export interface HandOverSignature {
  readonly slot: string
  readonly edPub: string
  readonly sig: string
}

/** What a hand-over needs of whoever has the case open, without their keys leaving the vault. */
export interface HandOverKeys {
  /** The holder's signature under a manifest, given its SHA-256 in hexadecimal. */
  sign(manifestSha256: string): HandOverSignature
  /** The content of an age file that is for the holder; null when it is not. */
  unwrap(ageFile: Uint8Array): Promise<Buffer | null>
  /** Whether a signing key (base64) belongs to a holder of this case, or did. */
  knows(edPub: string): boolean
}

/** The text that is signed. Its first line keeps it apart from every other text a holder signs. */
export const handOverText = (caseId: string, manifestSha256: string): string =>
  `cvf/1/hand-over\n${caseId}\n${manifestSha256}\n`

/** The keys of an opened case as a hand-over may use them. `caseId` is hexadecimal; `holder` throws once it is closed. */
export function handOverKeys(
  caseId: string,
  holder: () => Pick<OpenHeader, 'identity' | 'slot' | 'signer' | 'ring'>,
): HandOverKeys {
  return {
    sign(manifestSha256) {
      const { slot, signer } = holder()
      return { slot, edPub: signer.publicKey, sig: signer.sign(handOverText(caseId, manifestSha256)) }
    },
    unwrap: async (ageFile) => await unwrap(ageFile, holder().identity),
    knows(edPub) {
      const { signer, ring } = holder()
      return [signer.publicKey, ...[...ring.holders, ...ring.past].map((each) => each.edPub)].includes(edPub)
    },
  }
}

/** Opens age files with an identity that somebody gave. Throws `invalid` at `identity` for one that is none. */
export async function unwrapWith(typed: string): Promise<(ageFile: Uint8Array) => Promise<Buffer | null>> {
  const identity = await readIdentity(typed)
  return (ageFile) => unwrap(ageFile, identity)
}

/** Whether a signature is that of its key, under this manifest of this case. */
export function signatureFits(caseId: string, manifestSha256: string, signed: HandOverSignature): boolean {
  try {
    return signedBy(signed.edPub, handOverText(caseId, manifestSha256), signed.sig)
  } catch {
    return false
  }
}
