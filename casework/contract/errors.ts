/**
 * What can go wrong, in one list. A code for the machine, a sentence for the person.
 * The case file's own codes are those of its format document; the rest are the door's.
 */
export const errorCodes = [
  // Any request.
  'invalid',
  'not-found',
  'conflict',
  'cancelled',
  'internal',
  // Getting into a case.
  'not-a-case',
  'newer-version',
  'read-only-newer',
  'damaged-header',
  'kdf-params',
  'wrong-passphrase',
  'not-a-recipient',
  'header-tampered',
  'held',
  'lock-lost',
  'locked',
  'runtime-crypto',
  // What a case holds.
  'torn-tail',
  'corrupt-journal',
  'corrupt-snapshot',
  'missing-blob',
  'corrupt-blob',
  'foreign-blob',
  'audit-broken',
  'rollback-suspected',
  'forked',
  'case-substituted',
  // The disk beneath it.
  'disk-full',
  'io-error',
  'io-fsync',
  'permission',
  // Files from outside.
  'unreadable',
  'empty',
  'vanished',
  'not-a-file',
  'too-large',
  'needs-password',
  // Hand-overs.
  'hand-over-damaged',
  'hand-over-refused',
  'bad-signature',
  // Bundles.
  'no-manifest',
  'nothing-to-bundle',
  'exists',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** How an error crosses the wire and stands in a command's JSON. `at` names the field that was wrong. */
export interface ErrorShape {
  readonly code: ErrorCode
  readonly message: string
  readonly at?: string
}

/**
 * The one error class. Its message is a sentence for a person: which thing, what is wrong, what to do.
 * It never carries a passphrase, a key, or the text of a record.
 */
export class CaseworkError extends Error {
  readonly code: ErrorCode
  readonly at: string | undefined

  constructor(code: ErrorCode, message: string, options: { at?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'CaseworkError'
    this.code = code
    this.at = options.at
  }

  /** The error as plain data, for the wire. */
  shape(): ErrorShape {
    return { code: this.code, message: this.message, ...(this.at === undefined ? {} : { at: this.at }) }
  }
}

/** Any thrown thing as something fit to show. What we did not foresee becomes one calm sentence. */
export function shapeOf(thrown: unknown): ErrorShape {
  if (thrown instanceof CaseworkError) return thrown.shape()
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return { code: 'cancelled', message: 'Stopped, as asked. Nothing was left half done.' }
  }
  return {
    code: 'internal',
    message: 'Something went wrong that Turnstone did not foresee. Nothing was changed.',
  }
}
