import { exhibit } from '../../../casework/entities/exhibit.ts'
import { folded } from '../../../casework/rules/words.ts'
import { type EvidenceRow, isBadState } from './rows.ts'

/** What the list is narrowed to: one filter at a time, written as `group:value`. */
export type FilterKey = string

export interface FilterEntry {
  readonly key: FilterKey
  readonly word: string
  readonly count: number
}
export interface FilterGroup {
  readonly title: string
  readonly entries: readonly FilterEntry[]
}

/** The filter that narrows nothing. */
export const everything: FilterKey = 'all'

const attention: Readonly<
  Record<string, { readonly word: string; readonly holds: (row: EvidenceRow) => boolean }>
> = {
  'no-ref': { word: 'No ref', holds: (row) => row.ref === '' },
  'no-date': { word: 'No date', holds: (row) => row.record.fields.date.words.trim() === '' },
  unshown: { word: 'Can’t be shown', holds: (row) => row.unshown !== '' },
  trouble: { word: 'File in trouble', holds: (row) => isBadState(row.state) },
  'not-served': { word: 'Not for service', holds: (row) => row.record.fields.notForService },
}

const valuesOf = (row: EvidenceRow, group: string): readonly string[] => {
  const { fields } = row.record
  if (group === 'source') return fields.source === '' ? [] : [fields.source]
  if (group === 'kind') return [fields.kind]
  return group === 'tag' ? fields.tags : []
}

/** Whether a row is let through by a filter. An unknown filter lets everything through. */
export function passes(row: EvidenceRow, key: FilterKey): boolean {
  const at = key.indexOf(':')
  if (at < 0) return true
  const [group, value] = [key.slice(0, at), key.slice(at + 1)]
  // What another screen sent here to be looked at: those records and no others.
  if (group === 'only') return value.split(',').includes(row.id)
  if (group === 'attention') return attention[value]?.holds(row) ?? true
  return valuesOf(row, group).includes(value)
}

/** The rows a filter and the words of the filter box let through. Every word must be found; accents are laid aside. */
export function narrowed(
  rows: readonly EvidenceRow[],
  key: FilterKey,
  words: string,
): readonly EvidenceRow[] {
  const wanted = folded(words).split(/\s+/).filter(Boolean)
  return rows.filter((row) => passes(row, key) && wanted.every((word) => row.words.includes(word)))
}

/**
 * The filters there are, with how many rows each lets through. What asks for attention is shown only where there is
 * some; sources and tags come most used first, at most `most` of each.
 */
export function filtersOf(rows: readonly EvidenceRow[], most = 8): readonly FilterGroup[] {
  const tally = (group: string) => {
    const counts = new Map<string, number>()
    for (const row of rows)
      for (const value of valuesOf(row, group)) counts.set(value, (counts.get(value) ?? 0) + 1)
    return counts
  }
  const byUse = (group: string): FilterEntry[] =>
    [...tally(group)]
      .sort(([a, m], [b, n]) => n - m || a.localeCompare(b, 'en'))
      .slice(0, most)
      .map(([value, count]) => ({ key: `${group}:${value}`, word: value, count }))
  const kinds = tally('kind')
  const groups: FilterGroup[] = [
    { title: '', entries: [{ key: everything, word: 'All evidence', count: rows.length }] },
    {
      title: 'Needs attention',
      entries: Object.entries(attention)
        .map(([key, { word, holds }]) => ({
          key: `attention:${key}`,
          word,
          count: rows.reduce((sum, row) => sum + Number(holds(row)), 0),
        }))
        .filter(({ count }) => count > 0),
    },
    { title: 'Source', entries: byUse('source') },
    {
      title: 'Kind',
      entries: Object.entries(exhibit.fields.kind.options ?? {})
        .map(([key, word]) => ({ key: `kind:${key}`, word, count: kinds.get(key) ?? 0 }))
        .filter(({ count }) => count > 0),
    },
    { title: 'Tags', entries: byUse('tag') },
  ]
  return groups.filter(({ entries }) => entries.length > 0)
}
