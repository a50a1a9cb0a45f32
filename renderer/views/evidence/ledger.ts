import { custody } from '../../../casework/entities/custody.ts'
import type { StoredOf } from '../../../casework/entities/index.ts'
import { stampWords } from '../../shell/times.ts'

type Entry = StoredOf<'custody'>
/** A line of the ledger as it is drawn: a handling, several checks in a row as one, or a gap. */
export type LedgerLine =
  | {
      readonly kind: 'entry'
      readonly id: string
      readonly action: Entry['fields']['action']
      readonly title: string
      readonly when: string
      readonly detail: string
    }
  | { readonly kind: 'gap'; readonly id: string; readonly title: string; readonly detail: string }

const timeOf = ({ fields, made }: Entry) => (fields.at.words === '' ? stampWords(made.at) : fields.at.words)
const actions: Readonly<Record<string, string>> = custody.fields.action.options ?? {}

function titleOf({ fields }: Entry): string {
  const word = actions[fields.action] ?? fields.action
  if (fields.action === 'submitted' && fields.to !== '') return `To ${fields.to}`
  if (fields.action === 'moved' && fields.to !== '') return `Moved to ${fields.to}`
  if (fields.action === 'checked')
    return fields.note.split(':', 1)[0] === 'Intact' ? 'Checked, intact' : 'Checked'
  return word
}
function detailOf(entry: Entry): string {
  const { by, from, to, where, seal, purpose, note, action } = entry.fields
  const said = titleOf(entry)
  const checked = action === 'checked' && note.startsWith('Intact')
  return [
    by,
    from === '' || from === by || from === to ? '' : `from ${from}`,
    to === '' || to === by || said.endsWith(to) ? '' : `to ${to}`,
    where === '' || to.includes(where) || from.includes(where) ? '' : where,
    seal === '' ? '' : `seal ${seal}`,
    purpose,
    checked ? '' : note,
  ]
    .filter(Boolean)
    .join(' · ')
}

/** The ledger in lines: entries in their order, checks that follow one another as one line, gaps where they open. */
export function ledgerLines(
  entries: readonly Entry[],
  gaps: readonly { readonly after: string; readonly words: string }[],
): readonly LedgerLine[] {
  const lines: LedgerLine[] = []
  let run: Entry[] = []
  const flush = () => {
    const last = run.at(-1)
    if (last === undefined) return
    const times = run.length === 1 ? '' : ` ${run.length} times`
    lines.push({
      kind: 'entry',
      id: last.id,
      action: 'checked',
      title: `Checked${times}, intact`,
      when: timeOf(last),
      detail: detailOf(last),
    })
    run = []
  }
  for (const entry of entries) {
    if (entry.fields.action === 'checked' && entry.fields.note.startsWith('Intact')) {
      run.push(entry)
      continue
    }
    flush()
    lines.push({
      kind: 'entry',
      id: entry.id,
      action: entry.fields.action,
      title: titleOf(entry),
      when: timeOf(entry),
      detail: detailOf(entry),
    })
    const gap = gaps.find(({ after }) => after === entry.id)
    if (gap !== undefined) {
      const at = gap.words.indexOf(': ')
      lines.push({
        kind: 'gap',
        id: `${entry.id}-gap`,
        title: at < 0 ? gap.words : gap.words.slice(0, at),
        detail: at < 0 ? '' : gap.words.slice(at + 2).replace(/^./, (letter) => letter.toUpperCase()),
      })
    }
  }
  flush()
  return lines
}

/** The last check there was, or null. */
export const lastCheck = (entries: readonly Entry[]): Entry | null =>
  entries.findLast((entry) => entry.fields.action === 'checked') ?? null

/** Where the ledger last left the exhibit, or ''. */
export const lastPlace = (entries: readonly Entry[]): string =>
  entries.findLast((entry) => entry.fields.to !== '')?.fields.to ?? ''

/** `9f3c…71ae`. */
export const shortHash = (hash: string): string => `${hash.slice(0, 4)}…${hash.slice(-4)}`
