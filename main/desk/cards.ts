import { existsSync } from 'node:fs'
import type { CaseCard } from '../../casework/contract/shapes.ts'
import { register } from '../../casework/entities/index.ts'
import { attention } from '../../casework/rules/attention.ts'
import { londonDay } from './desk.ts'
import { folderName, type OpenCase } from './open-cases.ts'
import { noticesOf } from './upkeep.ts'

const closedCard = {
  reference: '',
  readOnly: false,
  fictional: false,
  stage: '',
  marking: '',
  overdue: 0,
  soon: 0,
  next: null,
  victims: 0,
  exhibits: 0,
  bytes: null,
  savedAt: null,
  notices: [],
}

/** A locked case as the list shows it: its folder's name and when it was opened, nothing else. */
export const cardOfClosed = (known: { id: string; folder: string; opened: number | null }): CaseCard => ({
  ...closedCard,
  caseId: known.id,
  name: folderName(known.folder),
  state: existsSync(known.folder) ? 'closed' : 'missing',
  opened: known.opened,
})

/** The case's own record. Every case has exactly one, made with it. */
export const caseRecord = ({ records }: OpenCase) => records.list('case')[0]

/** An open case as the list shows it: counts and the next thing due, people only as numbers. */
export function cardOfOpen(held: OpenCase, now: number): CaseCard {
  const record = caseRecord(held)
  const fields = record?.fields
  const exhibits = held.records.list('exhibit')
  const due = attention(held.records.list('action'), londonDay(now), { caseId: held.caseId, caseName: '' })
  const next = [...due.overdue, ...due.soon, ...due.later].find((item) => item.due !== null)
  const stage = fields?.stage ?? 'report'
  return {
    caseId: held.caseId,
    name: fields?.name ?? folderName(held.folder),
    reference: fields?.reference ?? '',
    state: 'open',
    readOnly: held.store.readOnly,
    fictional: fields?.fictional ?? false,
    stage: register.case.fields.stage.options?.[stage] ?? stage,
    marking: register.case.fields.marking.options?.[fields?.marking ?? 'official-sensitive'] ?? '',
    overdue: due.overdue.length,
    soon: due.soon.length,
    next: next?.due ? { due: next.due, title: next.title } : null,
    victims: held.records.list('person').filter((each) => each.fields.roles.includes('victim')).length,
    exhibits: exhibits.length,
    bytes: exhibits.reduce((sum, each) => sum + (each.fields.file?.bytes ?? 0), 0),
    opened: held.opened,
    savedAt: held.store.savedAt(),
    notices: noticesOf(held),
  }
}
