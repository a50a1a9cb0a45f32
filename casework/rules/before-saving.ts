import { CaseworkError } from '../contract/errors.ts'
import type { RecordType, StoredOf, ValuesOf } from '../entities/index.ts'
import { checkArrangement, readArrangement } from './arrangement.ts'
import { sameValue } from './changes.ts'
import { keepFrozen, readFrozen } from './freezing.ts'

/**
 * What is settled, or refused, each time a record of a kind is saved. Told the values as they were (null when new), as
 * they are to be, and the other records of the kind; gives the values to store.
 */
export type BeforeSaving<T extends RecordType> = (
  before: ValuesOf<T> | null,
  after: ValuesOf<T>,
  others: readonly StoredOf<T>[],
) => ValuesOf<T>

/** A potential victim is given the next pseudonym the first time they are called one, and keeps it. */
const pseudonym: BeforeSaving<'person'> = (_before, after, others) => {
  if (after.pseudonym !== '' || !after.roles.includes('victim')) return after
  const taken = others.map((each) => Number(/^V(\d+)$/.exec(each.fields.pseudonym)?.[1] ?? 0))
  return { ...after, pseudonym: `V${Math.max(0, ...taken) + 1}` }
}

/** A signed statement is never edited; a correction is a further statement. Source: domain fact §5.4. */
const signedStands: BeforeSaving<'statement'> = (before, after) => {
  if (before?.stage !== 'signed') return after
  throw new CaseworkError(
    'conflict',
    'This statement is signed, so it stands as it is. Take a further statement to correct it.',
  )
}

/** A reference, once given, is never changed and never stands on two exhibits. Source: domain fact §7.1. */
const referenceStands: BeforeSaving<'exhibit'> = (before, after, others) => {
  if (
    before !== null &&
    before.number !== null &&
    (before.producer !== after.producer || before.number !== after.number)
  ) {
    throw new CaseworkError(
      'conflict',
      `${before.producer}/${before.number} is this exhibit’s reference for good. A copy takes a reference of its own.`,
    )
  }
  const twin = others.find(
    (each) =>
      after.number !== null && each.fields.producer === after.producer && each.fields.number === after.number,
  )
  if (twin !== undefined) {
    throw new CaseworkError(
      'conflict',
      `${after.producer}/${after.number} already belongs to another exhibit. Choose another number.`,
      { at: 'number' },
    )
  }
  if (before !== null && before.file !== after.file && before.file?.sha256 !== after.file?.sha256) {
    throw new CaseworkError(
      'conflict',
      'The file of an exhibit is never exchanged. Bring the other file in as an exhibit of its own.',
    )
  }
  return after
}

/**
 * A bundle's arrangement can be bound, and what was frozen keeps its place and its court's rules. Sources: bundle rules
 * R12, G9.
 */
const numbersStand: BeforeSaving<'bundle'> = (before, after) => {
  const entries = readArrangement(after.entries)
  checkArrangement(entries)
  if (before === null || before.version === null) return after
  if (before.profile !== after.profile)
    throw new CaseworkError(
      'conflict',
      'This bundle’s numbers are frozen, so it stays under the rules it was frozen by. Make another bundle for another court.',
      { at: 'profile' },
    )
  keepFrozen(readArrangement(before.entries), entries, readFrozen(before.frozen))
  return after
}

/** What a machine read is never edited: a person may only say that they have checked it, or that they take that back. */
const readingStands: BeforeSaving<'reading'> = (before, after) => {
  const { checkedBy: _by, checkedAt: _at, ...was } = before ?? after
  const { checkedBy, checkedAt, ...is } = after
  if (!sameValue(was, is))
    throw new CaseworkError('conflict', 'What a machine read is never edited. Have the page read again.')
  if ((checkedBy === '') !== (checkedAt === null))
    throw new CaseworkError('invalid', 'A check has both a name and a time, or neither.', { at: 'checkedBy' })
  return after
}

/** A box that was drawn stands where it is: what was burned, and who checked it, would be of another place. */
const boxStands: BeforeSaving<'redaction'> = (before, after) => {
  const place = ({ exhibit, sha256, page, left, top, right, bottom }: ValuesOf<'redaction'>) => ({
    exhibit,
    sha256,
    page,
    left,
    top,
    right,
    bottom,
  })
  if (before !== null && !sameValue(place(before), place(after)))
    throw new CaseworkError('conflict', 'A box is never moved. Remove it and draw another.')
  if ((after.left ?? 0) >= (after.right ?? 0) || (after.top ?? 0) >= (after.bottom ?? 0))
    throw new CaseworkError('invalid', 'A box has a width and a height.', { at: 'right' })
  if ((after.checkedBy === '') !== (after.checkedAt === null))
    throw new CaseworkError('invalid', 'A check has both a name and a time, or neither.', { at: 'checkedBy' })
  return after
}

/** The table the store of records reads. A kind without a row is saved as it is. */
export const beforeSaving: { readonly [T in RecordType]?: BeforeSaving<T> } = {
  person: pseudonym,
  statement: signedStands,
  exhibit: referenceStands,
  bundle: numbersStand,
  reading: readingStands,
  redaction: boxStands,
}
