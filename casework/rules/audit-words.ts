import { entityOf, type RecordType, register } from '../entities/index.ts'
import type { AuditAction } from './audit-kinds.ts'
import { auditActions } from './audit-kinds.ts'
import { counted } from './words.ts'

/** As much of an entry as its sentence is made of. */
export interface Told {
  readonly action: string
  readonly target?: unknown
  readonly detail?: unknown
}

type Facts = Readonly<Record<string, unknown>>
interface Saying {
  /** The kind of record it is about, as a word within a sentence; an empty text when it is about none. */
  readonly thing: string
  readonly type: RecordType | null
  readonly detail: Facts
}

const factsOf = (value: unknown): Facts =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Facts) : {}
const count = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : Array.isArray(value) ? value.length : 0
const lower = (word: string) => word.charAt(0).toLowerCase() + word.slice(1)
const a = (word: string) => (/^[aeiou]/i.test(word) ? `an ${word}` : `a ${word}`)

/** Names of fields as an officer reads them; a field this version does not know keeps its own name. */
function fieldNames(type: RecordType | null, keys: unknown): string {
  const fields: Facts = type === null ? {} : factsOf(entityOf(type).fields)
  const names = (Array.isArray(keys) ? keys : [])
    .filter((key): key is string => typeof key === 'string' && /^[\w-]{1,40}$/.test(key))
    .map((key) => lower(String(factsOf(fields[key])['label'] ?? key)))
  return names.length > 6 ? `${names.slice(0, 6).join(', ')} and ${names.length - 6} more` : names.join(', ')
}

const looks: Readonly<Record<string, string>> = {
  file: 'the file of ',
  print: 'the print of ',
  versions: 'earlier versions of ',
}

/** What happened to who can open the case. */
const keys: Readonly<Record<string, string>> = {
  'holder-added': 'Added a holder',
  'recovery-key-added': 'Added a recovery key',
  'holder-removed': 'Removed a holder; the case goes on under a new key',
  'passphrase-changed': 'Changed a passphrase',
  'key-changed': 'Changed a passphrase; the case goes on under a new key',
  'holder-enrolled': 'Entered the signing key of a holder who opened the case for the first time',
}

/** What was met at opening, by its code. */
const met: Readonly<Record<string, string>> = {
  'lock-taken-over': 'The case had been left open elsewhere and was taken over',
  'torn-tail': 'The last write had been interrupted; what it had not finished was laid aside',
  'damaged-header': 'One copy of the header was damaged and was written again',
  'corrupt-snapshot': 'The newest saved state was damaged; the one before it and its changes served',
  'rollback-suspected': 'An older state was found than this machine had seen',
  'case-substituted': 'Another case, or other signing keys, were found than this machine knew here',
  'io-error': 'What this machine remembered of the case was not as it wrote it, or could not be read',
  'missing-blob': 'A stored file was missing',
  'corrupt-blob': 'A stored file was damaged',
  'header-changed': 'Who can open the case had been changed without an entry',
  forked: 'A second copy of some files was found beside the case’s own',
}

const sayings: Readonly<Record<AuditAction, (of: Saying) => string>> = {
  collection: ({ thing }) => (thing === '' ? 'Something was added' : `Added ${a(thing)}`),
  alteration: ({ thing, type, detail }) => {
    const what = thing === '' ? 'a record' : `the ${thing}`
    const names = fieldNames(type, detail['fields'])
    const fields = names === '' ? '' : `: ${names}`
    if (Number.isSafeInteger(detail['restored']))
      return `Made version ${detail['restored']} of ${what} the newest again${fields}`
    // Undo and redo are changes like any other; which button made them is said behind.
    const by = detail['turned'] === 'undo' || detail['turned'] === 'redo' ? `, by ${detail['turned']}` : ''
    if (detail['archived'] === true) return `Archived ${what}${by}`
    if (detail['archived'] === false) return `Brought back ${what}${by}`
    return `Changed ${what}${fields}${by}`
  },
  consultation: ({ thing, detail }) =>
    `Looked at ${looks[String(detail['of'])] ?? ''}${thing === '' ? 'a record' : `the ${thing}`}`,
  disclosure: ({ detail }) => {
    if (detail['withdrawn'] === true)
      return 'What the disclosure before this was to be did not leave the case'
    const medium = String(detail['medium'] ?? '')
    const items = count(detail['documents'] ?? detail['items'] ?? detail['records'])
    if (medium === 'audit-proof')
      return `Exported entries ${count(detail['from'])} to ${count(detail['to'])} of the history with their proof${count(detail['withheld']) === 0 ? '' : `, ${counted(count(detail['withheld']), 'entry', 'entries')} withheld`}`
    if (medium === 'hand-over') return `Sealed a hand-over of ${counted(items, 'record')}`
    if (medium === 'print') return 'Printed a statement'
    return items === 0 ? 'Gave something out of the case' : `Built a bundle of ${counted(items, 'document')}`
  },
  combination: ({ detail }) =>
    count(detail['records'] ?? detail['items']) === 0
      ? 'Took in a hand-over'
      : `Took in ${counted(count(detail['records'] ?? detail['items']), 'record')} from another case file`,
  erasure: ({ thing }) => (thing === '' ? 'Something was erased' : `Erased ${a(thing)}`),
  'case-created': () => 'Made the case',
  opened: () => 'Opened the case for writing',
  closed: () => 'Closed the case',
  'read-only-opening': ({ detail }) =>
    `Opened the case to read only, ${times(count(detail['count']))}, before this entry`,
  'failed-unlock': ({ detail }) =>
    `Failed to unlock the case, ${times(count(detail['count']))}, before this entry`,
  'keys-changed': ({ detail }) => keys[String(detail['what'])] ?? 'Changed who can open the case',
  swept: ({ detail }) => `Cleared away ${counted(count(detail['files']), 'file')} that no record names`,
  verified: ({ detail }) =>
    `Verified the case${detail['full'] === true ? ' in full' : ''}: ${detail['ok'] === true ? 'it is as it was sealed' : 'something was found'}`,
  'backed-up': ({ detail }) =>
    `Backed the case up, ${counted(count(detail['files']), 'file')}: ${detail['ok'] === true ? 'the copy is sound' : 'something was found'}`,
  repaired: ({ detail }) =>
    `Repaired the case from a backup: ${counted(count(detail['files']), 'file')} brought back`,
  noticed: ({ detail }) => met[String(detail['code'])] ?? 'Something was noticed at opening',
  'went-on': ({ detail }) =>
    `${met[String(detail['code'])] ?? 'Something was wrong'}; somebody chose to go on`,
}

const times = (n: number) => (n === 1 ? 'once' : `${Math.max(n, 0).toLocaleString('en-GB')} times`)

/** The kind of record an entry is about, if it is about one this version knows. */
export function recordOf(told: Told): { type: string; id: string; version: number | null } | null {
  const { type, id, version } = factsOf(told.target)
  if (typeof type !== 'string' || typeof id !== 'string' || !Object.hasOwn(register, type)) return null
  return { type, id, version: Number.isSafeInteger(version) ? (version as number) : null }
}

/**
 * What an entry says was done, as one sentence without its full stop: never a name or a text of a record, whatever the
 * entry holds. An action from a newer program is said to be one.
 */
export function auditSentence(told: Told): string {
  if (!Object.hasOwn(auditActions, told.action)) return 'Did something this version has no words for'
  const named = factsOf(told.target)['type']
  const type = typeof named === 'string' && Object.hasOwn(register, named) ? (named as RecordType) : null
  const thing =
    type === null || type === 'case' ? (type === null ? '' : 'case record') : lower(entityOf(type).name.one)
  return sayings[told.action as AuditAction]({ thing, type, detail: factsOf(told.detail) })
}
