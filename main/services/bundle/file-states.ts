import type { FileState } from '../../../casework/schema.ts'
import type { PdfReader } from './reader.ts'

/** What is known of a PDF's damage, and what its owner forbids, from what was read of it so far. */
export function readerStates({ repairs, missing, lock }: PdfReader): FileState[] {
  const lost = new Set(missing)
  return [
    ...missing.map((sentence): FileState => ({ kind: 'missing', sentence })),
    ...repairs
      .filter((sentence) => !lost.has(sentence))
      .map((sentence): FileState => ({ kind: 'repaired', sentence })),
    ...(lock === undefined || lock.forbids.length === 0
      ? []
      : [
          {
            kind: 'restricted' as const,
            sentence: `Its owner’s settings forbid ${lock.forbids.join(', ')}.`,
          },
        ]),
  ]
}
