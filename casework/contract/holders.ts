import { z } from 'zod'
import { text } from '../schema.ts'
import { command, job, query } from './calls.ts'
import { caseId, nothing, secret } from './shapes.ts'

const of = z.strictObject
/** A slot of the header, hexadecimal. */
const slot = z.string().regex(/^[0-9a-f]{32}$/, 'a holder from the list')
const label = text('Name', { required: true, max: 120 }).schema

/** How somebody opens a case. */
export const holderKinds = ['passphrase', 'identity', 'recovery', 'escrow'] as const

/** Somebody who can open the case. `since` is milliseconds since 1970. */
export const holder = of({
  slot,
  label: z.string(),
  kind: z.enum(holderKinds),
  since: z.number(),
  /** Their age recipient, for handing a case over to them. */
  recipient: z.string(),
  /** Whoever has the case open now. */
  you: z.boolean(),
  /** Their signing key is known: false until somebody added by recipient first opens the case for writing. */
  signs: z.boolean(),
  /** The code of that key, to be read out to whoever checks what it sealed; empty while it is not known. */
  keyCode: z.string(),
})
export type CaseHolder = z.infer<typeof holder>

/** Who can open a case, and how that changes. Every one of the commands writes the header anew. */
export const holderCalls = {
  'holders.list': query(
    of({ caseId }),
    of({
      holders: z.array(holder),
      past: z.array(of({ label: z.string(), since: z.number(), until: z.number() })),
      epoch: z.number().int(),
    }),
  ),
  /** With a passphrase, or by an age recipient: one of the two. */
  'holders.add': job(
    of({
      caseId,
      label,
      passphrase: secret.optional(),
      recipient: z.string().max(4_096).optional(),
      kind: z.enum(['identity', 'escrow']).optional(),
    }),
    of({ slot }),
  ),
  /** A further recovery key, given once, here, and kept nowhere. */
  'holders.addRecoveryKey': job(of({ caseId }), of({ slot, recoveryKey: z.string() })),
  /** The case goes on under a new key, which the removed holder never had. */
  'holders.remove': job(of({ caseId, slot }), of({ epoch: z.number().int() })),
  /** Of whoever has the case open. `newKey` also begins a new epoch, for when the old passphrase is known to others. */
  'holders.changePassphrase': job(
    of({ caseId, passphrase: secret, newKey: z.boolean().optional() }),
    nothing,
  ),
  /** Asks whether a passphrase is the holder's own: before it is changed, and before anything that can't be undone. */
  'holders.confirm': command(of({ caseId, passphrase: secret }), nothing),
} as const
