import type { MergeItem } from '../../casework/contract/hand-over.ts'
import { type AnyStored, entityOf, type RecordType } from '../../casework/entities/index.ts'
import {
  fieldsThatDiffer,
  twins,
  type Verdict,
  verdictOf,
  versionsToPut,
} from '../../casework/rules/merging.ts'
import { refOf } from '../../casework/rules/references.ts'
import type { CaseStore } from '../services/case-store/index.ts'
import type { PackedRecord } from '../services/hand-over/pack.ts'
import { canonicalText, contentOf, type Portable, toPortable } from '../services/hand-over/portable.ts'
import { everyRecord, packedRecord } from './hand-over-out.ts'

/** What merging does with one record. */
export interface PlannedRecord {
  readonly type: RecordType
  /** Under which it stands, or will stand, here. */
  readonly id: string
  readonly verdict: Verdict
  /** Our record when this was planned; it must be the same when it is done. */
  readonly ours: AnyStored | undefined
  /** Their versions to be put, in order. */
  readonly put: readonly Portable[]
  readonly item: MergeItem
}

/** What merging does. */
export interface MergePlan {
  readonly records: readonly PlannedRecord[]
  readonly counts: Readonly<Record<Verdict, number>>
}

/** Compares a hand-over's records with a case's. Changes nothing. `newHome`: the case's own record gives way to theirs. */
export async function planMerge(
  store: CaseStore,
  records: readonly PackedRecord[],
  newHome: boolean,
): Promise<MergePlan> {
  const planned: Omit<PlannedRecord, 'item'>[] = []
  for (const theirs of records) planned.push(await planRecord(store, theirs, newHome))
  const after = new Map(everyRecord(store).map((record) => [`${record.type}/${record.id}`, refOf(record)]))
  const put = planned.filter((each) => each.verdict === 'new' || each.verdict === 'newer')
  for (const each of put) {
    const last = each.put.at(-1)
    if (last !== undefined) after.set(`${each.type}/${each.id}`, refHere(last, each.ours))
  }
  // References are compared within a kind: N1 is a person's and nothing else's.
  const sharing = new Set(
    [...twins([...after], ([key, ref]) => ref && `${key.split('/')[0]} ${ref}`).values()]
      .flat()
      .map(([key]) => key),
  )
  const counts = { new: 0, same: 0, newer: 0, older: 0, conflict: 0 }
  for (const { verdict } of planned) counts[verdict] += 1
  return {
    counts,
    records: planned.map((each, at) => {
      const theirs = (records[at] as PackedRecord).versions.at(-1)?.record as Portable
      return { ...each, item: itemOf(store, each, theirs, sharing) }
    }),
  }
}

async function planRecord(
  store: CaseStore,
  theirs: PackedRecord,
  newHome: boolean,
): Promise<Omit<PlannedRecord, 'item'>> {
  const { type } = theirs
  // A case has one record of its own: theirs and ours are the same one, whatever its id.
  const ours = (type === 'case' ? store.list(type)[0] : store.get(type, theirs.id)) as unknown as
    | AnyStored
    | undefined
  const their = theirs.versions.map(({ record }) => contentOf(record))
  const our = ours === undefined ? [] : await ourContents(store, ours, their.at(-1) as string)
  const found = verdictOf(our, their)
  const verdict = newHome && type === 'case' && found === 'conflict' ? 'newer' : found
  const put = versionsToPut(verdict, our, their).map((at) => theirs.versions[at]?.record as Portable)
  return { type, id: ours?.id ?? theirs.id, verdict, ours, put }
}

// The past is read only where the present differs: most records are the same on both sides.
async function ourContents(
  store: CaseStore,
  ours: AnyStored,
  theirPresent: string,
): Promise<readonly string[]> {
  const present = await packedRecord(store, ours, false)
  const contents = present.versions.map(({ record }) => contentOf(record))
  if (contents[0] === theirPresent) return contents
  return (await packedRecord(store, ours, true)).versions.map(({ record }) => contentOf(record))
}

// The number in a printed reference is our record's own where there is one.
const refHere = (record: Portable, ours: AnyStored | undefined): string =>
  refOf({ ...record, no: ours?.no ?? record.no } as unknown as AnyStored)

function itemOf(
  store: CaseStore,
  { type, id, verdict, ours }: Omit<PlannedRecord, 'item'>,
  theirs: Portable,
  sharing: ReadonlySet<string>,
): MergeItem {
  const shaOf = (uid: string) => store.blob(uid)?.sha256 ?? uid
  const shown = verdict === 'older' || verdict === 'conflict' ? ours : undefined
  const record = (shown ?? theirs) as unknown as AnyStored
  return {
    type,
    id,
    ref: shown === undefined ? refHere(theirs, ours) : refOf(shown),
    title: entityOf(type).title(record.fields as never),
    verdict,
    twin: sharing.has(`${type}/${id}`),
    fields: verdict === 'conflict' && ours !== undefined ? differing(type, ours, theirs, shaOf) : [],
  }
}

function differing(
  type: RecordType,
  ours: AnyStored,
  theirs: Portable,
  shaOf: (uid: string) => string,
): string[] {
  const here = toPortable(ours, shaOf)
  const labels = entityOf(type).fields
  const fields = fieldsThatDiffer(here.fields, theirs.fields, canonicalText).map(
    (key) => labels[key]?.label ?? key,
  )
  return (here.archived === null) === (theirs.archived === null) ? fields : [...fields, 'Archived']
}
