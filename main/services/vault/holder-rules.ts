import { CaseworkError } from '../../../casework/contract/errors.ts'
import { mostSlots } from './header.ts'
import type { OpenHeader } from './open-header.ts'

const longestLabel = 120
const folded = (label: string) => label.normalize('NFC').toLowerCase()

/** A holder's name as given, made fit to keep. Throws `invalid` for one that is empty, too long, or steers a screen. */
export function readLabel(typed: string): string {
  const label = typed.normalize('NFC').trim()
  if (label !== '' && label.length <= longestLabel && label.isWellFormed() && !/\p{Cc}/u.test(label))
    return label
  throw new CaseworkError(
    'invalid',
    `A holder has a name of one to ${longestLabel} letters, figures, signs and spaces.`,
    { at: 'label' },
  )
}

/** `label`, or with the first number behind it that makes it one nobody has. */
export function freeLabel({ ring }: Pick<OpenHeader, 'ring'>, label: string): string {
  const taken = new Set(ring.holders.map((h) => folded(h.label)))
  if (!taken.has(folded(label))) return label
  const numbered = Array.from({ length: ring.holders.length }, (_, i) => `${label} ${i + 2}`)
  return numbered.find((each) => !taken.has(folded(each))) as string
}

/** Throws `conflict` for one more holder than a case may have, a name somebody has, or a recipient that can open it. */
export function refuseTwice(
  { ring, slots }: Pick<OpenHeader, 'ring' | 'slots'>,
  { label, recipient }: { readonly label: string; readonly recipient?: string },
): void {
  if (slots.length >= mostSlots)
    throw new CaseworkError(
      'conflict',
      `A case can have ${mostSlots} holders, and this one has. Remove one who no longer needs it, then try again.`,
    )
  if (ring.holders.some((h) => folded(h.label) === folded(label)))
    throw new CaseworkError(
      'conflict',
      'Somebody who can open this case has that name already. Give another, so that the two can be told apart.',
      { at: 'label' },
    )
  if (recipient !== undefined && ring.holders.some((h) => h.recipient === recipient))
    throw new CaseworkError(
      'conflict',
      'That recipient can open this case already. Look at the list of holders.',
      { at: 'recipient' },
    )
}
