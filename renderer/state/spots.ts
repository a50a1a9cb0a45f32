import type { Section, Spot } from './router.ts'

const screens: Readonly<Record<string, Section>> = {
  case: 'overview',
  exhibit: 'evidence',
  custody: 'evidence',
  person: 'people',
  event: 'timeline',
  statement: 'statements',
  contact: 'statements',
  action: 'actions',
  bundle: 'bundles',
}

/** The spot where a record is shown. A kind without a screen of its own is shown on the overview. */
export function spotOf(type: string, id: string, caseId: string, part: string | null = null): Spot {
  const section = screens[type] ?? 'overview'
  return { section, caseId, item: section === 'overview' ? null : id, part }
}
