import { CaseworkError } from '../../../casework/contract/errors.ts'
import type { RecordVersion } from '../../../casework/contract/history.ts'
import { type AnyStored, entityOf, type RecordType, register } from '../../../casework/entities/index.ts'
import { type Called, changesBetween } from '../../../casework/rules/changes.ts'
import { refOf } from '../../../casework/rules/references.ts'
import { bodiesRead } from './bodies.ts'
import type { PastRecord, RecordStore } from './store-slice.ts'

type Fields = Readonly<Record<string, unknown>>

/** A record's versions, newest first. `whole` is false when some before the oldest were not kept. */
export interface RecordVersions {
  readonly versions: readonly RecordVersion[]
  readonly whole: boolean
}

/** A version taken in from elsewhere was made this much before it entered the case, or by somebody else. Milliseconds. */
const madeElsewhere = 60_000

/** The versions of a record as words. Throws `not-found`, and `corrupt-journal` when its past is damaged. */
export async function versionsOf(store: RecordStore, type: RecordType, id: string): Promise<RecordVersions> {
  const { records, whole } = await pastOf(store, type, id)
  const called: Called = (other, its) => nameOf(store, other, its)
  const versions: RecordVersion[] = []
  // Texts are read once each: an autosaved statement keeps one text through many changes of its boxes.
  const texts = new Map<string, Promise<string>>()
  const readText = (uid: string) => {
    const known = texts.get(uid) ?? store.readText(uid)
    texts.set(uid, known)
    return known
  }
  const blank = entityOf(type).blank as Fields
  let earlier: AnyStored | null = null
  let before: Fields | null = null
  for (const past of records.toReversed()) {
    const { record } = past
    const fields: Fields = await bodiesRead(type, record.fields as never, readText)
    const known: Fields = before ?? (whole ? blank : fields)
    versions.push({
      version: record.version,
      at: record.changed.at,
      by: record.changed.by,
      act: actOf(past, earlier),
      changes: [...changesBetween(type, known, fields, called)],
    })
    before = fields
    earlier = record
  }
  return { versions: versions.reverse(), whole }
}

/** One version's record with its bodies. Throws `not-found` when it was not kept. */
export async function versionAt(
  store: RecordStore,
  type: RecordType,
  id: string,
  version: number,
): Promise<AnyStored> {
  const { records } = await pastOf(store, type, id)
  const found = records.find(({ record }) => record.version === version)?.record
  if (found === undefined)
    throw new CaseworkError(
      'not-found',
      `Version ${version} of this ${entityOf(type).name.one.toLowerCase()} was not kept. Choose one of those listed.`,
    )
  const fields = await bodiesRead(type, found.fields as never, (uid) => store.readText(uid))
  return { ...found, fields } as unknown as AnyStored
}

interface PastVersion {
  readonly record: AnyStored
  readonly past: PastRecord | null
}

async function pastOf(
  store: RecordStore,
  type: RecordType,
  id: string,
): Promise<{ records: readonly PastVersion[]; whole: boolean }> {
  const present = store.get(type, id) as unknown as AnyStored | undefined
  if (present === undefined)
    throw new CaseworkError('not-found', `That ${entityOf(type).name.one.toLowerCase()} is not in this case.`)
  const { versions, whole } = await store.versions(type, id)
  const records = versions.flatMap((past): PastVersion[] =>
    past.record === null ? [] : [{ record: past.record as unknown as AnyStored, past }],
  )
  // A case from a program that kept no versions knows at least the one that stands.
  if (records.length === 0)
    return { records: [{ record: present, past: null }], whole: present.version === 1 }
  return { records, whole: whole || records.at(-1)?.record.version === 1 }
}

function actOf({ record, past }: PastVersion, before: AnyStored | null): RecordVersion['act'] {
  const { changed, archived } = record
  if (past !== null && (changed.by !== past.actor || past.at - changed.at > madeElsewhere)) return 'merged'
  if (before === null) return record.version === 1 ? 'added' : 'changed'
  if (before.archived === null && archived !== null) return 'archived'
  if (before.archived !== null && archived === null) return 'brought-back'
  return 'changed'
}

// What a field points at is called by its name of now; what is gone by its kind.
function nameOf(store: RecordStore, type: string, id: string): string {
  if (!Object.hasOwn(register, type)) return ''
  const entity = entityOf(type as RecordType)
  const record = store.get(type, id) as unknown as AnyStored | undefined
  if (record === undefined) return `A ${entity.name.one.toLowerCase()} that is not in this case`
  return refOf(record) || entity.title(record.fields as never)
}
