import type { ErrorShape } from '../../casework/contract/errors.ts'
import type { Line } from './terminal-words.ts'

const repair = '“case repair PATH --from BACKUP”'
const mended: ReadonlySet<string> = new Set([
  'damaged-header',
  'header-tampered',
  'corrupt-journal',
  'corrupt-snapshot',
  'audit-broken',
])

/** Where a command's own flag brings what a request calls by another name. */
const flags: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'case create': { name: 'name' },
  'case add-holder': { label: 'name', recipient: 'recipient' },
  'case seal': { to: 'for', reason: 'reason', fileName: 'to', recipients: 'recipient', part: 'only' },
  'case backup': { to: 'to' },
  'case repair': { from: 'from' },
  'audit export': { fileName: 'to', from: 'from', to: 'until' },
  'evidence add': { producer: 'producer' },
  'bundle build': { fileName: 'to', title: 'title', profile: 'profile' },
}

/** Which command does what a sentence about a bundle's arrangement offers. */
const instead: Readonly<Record<string, string>> = {
  'bundle move': '“bundle take-out” takes it out.',
  'bundle put-back': '“bundle add” puts it in again.',
}

/**
 * What the terminal adds to a refusal, a line of its own: the flag or command that gets past it, or the flag that brought
 * what was wrong. Null where there is none. The sentences themselves are the window's too, and know of no flags.
 */
export function hintOn(line: Line, { code, at }: ErrorShape): string | null {
  if (code === 'held' && line.wording.opens)
    return at === 'takeOver'
      ? 'With --take-over it is taken over.'
      : 'With --take-over it is taken over once it has been silent for a minute. Commands that only read need not wait.'
  if (code === 'case-substituted' && at === 'goOn') return 'With --go-on it is used all the same.'
  if (code === 'rollback-suspected')
    return at === 'goOn'
      ? `With --go-on it is used all the same. Where only header.cv was put back, ${repair} brings the newer one back from a backup.`
      : `No flag goes past this. ${repair} brings back from a backup what belongs there.`
  if (mended.has(code)) return `${repair} brings back from a backup what belongs there.`
  const called = line.wording.words.join(' ')
  if (code === 'conflict' && at === 'entries') return instead[called] ?? null
  const flag = code === 'invalid' && at !== undefined ? flags[called]?.[at.split('.')[0] ?? ''] : undefined
  return flag === undefined || line.text(flag) === undefined ? null : `It was given with --${flag}.`
}
