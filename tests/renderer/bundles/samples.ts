import { register } from '../../../casework/entities/index.ts'
import { arrangementLines, documentEntry, type Entry, keyOf } from '../../../casework/rules/arrangement.ts'
import { type FrozenLine, frozenLines } from '../../../casework/rules/freezing.ts'
import type { Plan } from '../../../renderer/views/bundles/live-plan.ts'

/** A section of a made arrangement. */
export const section = (letter: string): Entry => ({ kind: 'section', letter, title: `Section ${letter}` })
/** An exhibit of a made arrangement. */
export const exhibit = (id: string) => documentEntry('exhibit', id)

/** The plan of a made bundle: cover and index on three pages, each document of the pages it is given. */
export function planFor(
  entries: readonly Entry[],
  pages: Readonly<Record<string, number>>,
  more: {
    readonly frozen?: readonly FrozenLine[]
    readonly late?: 'end' | 'insert' | 'supplement'
    readonly dividers?: boolean
  } = {},
): Plan {
  const { frozen = [], late = 'end', dividers = true } = more
  const stamp = { at: 1, by: 'A. Verity' }
  const sections: Plan['sections'] = []
  for (const [at, entry] of entries.entries())
    if (entry.kind === 'section')
      sections.push({
        at,
        letter: entry.letter,
        title: entry.title,
        divider: '',
        first: '',
        last: '',
        frozen: false,
        documents: [],
      })
    else
      sections.at(-1)!.documents.push({
        at,
        key: keyOf(entry),
        type: entry.type,
        id: entry.id,
        ref: entry.id.toUpperCase(),
        title: entry.title || `Thing ${entry.id}`,
        date: '',
        depth: entry.depth,
        coversheet: entry.coversheet,
        front: entry.front,
        pages: pages[entry.id] ?? 1,
        bytes: 1_000 * (pages[entry.id] ?? 1),
        first: '',
        last: '',
        placeholder: '',
        standing: 'open',
        part: frozen.some((line) => line.key === keyOf(entry) && line.supplement !== undefined)
          ? 'supplement'
          : '',
        draft: false,
        audience: [],
      })
  return {
    bundle: {
      id: 'bundle01',
      type: 'bundle',
      no: 1,
      version: 1,
      made: stamp,
      changed: stamp,
      archived: null,
      fields: {
        ...register.bundle.blank,
        title: 'Trial',
        late,
        entries: arrangementLines(entries),
        frozen: frozenLines(frozen),
      },
    },
    profile: {
      id: 'general',
      name: 'General',
      source: 'A practice direction',
      effectiveFrom: '2021-11-29',
      verified: 'secondary',
      scheme: 'continuous',
      numbering: 'One run of numbers',
      dividers,
      pages: 500,
      megabytes: null,
      beyond: 'volumes',
      late,
      audience: 'served',
      readers: ['The court', 'The defence'],
      separate: '',
    },
    version: frozen.length === 0 ? null : 1,
    changed: false,
    front: { pages: 3, first: '1', last: '3' },
    sections,
    waiting: { part: 'supplement 2', series: 'SB2/', front: 2 },
    supplements: [],
    pages: 0,
    sheets: 0,
    documents: 0,
    bytes: 0,
    offered: [],
    left: [],
    checks: [],
    fileName: 'R v X, Trial.pdf',
  } as Plan
}
