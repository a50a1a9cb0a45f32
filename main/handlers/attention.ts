import { entityOf } from '../../casework/entities/index.ts'
import { attention } from '../../casework/rules/attention.ts'
import { refOf } from '../../casework/rules/references.ts'
import { caseRecord } from '../desk/cards.ts'
import type { Desk } from '../desk/desk.ts'
import { recentIn } from '../desk/overview.ts'
import type { Handlers } from '../dispatch.ts'

const day = 86_400_000
const mostRecent = 12

// Lists across cases name people by reference alone; their names stay inside the case.
const discreet = <R extends { readonly type: string; readonly title: string }>(item: R): R =>
  item.type === 'person' || item.type === 'statement'
    ? { ...item, title: entityOf(item.type).name.one }
    : item

/** What asks for attention across the cases unlocked here. */
export const attentionHandlers = (desk: Desk) =>
  ({
    'today.list': () => {
      const cases = desk.cases.all().map((held) => {
        const of = { caseId: held.caseId, caseName: caseRecord(held)?.fields.name ?? '' }
        return { held, of, due: attention(held.records.list('action'), desk.today(), of) }
      })
      const byDue = (a: { due: string | null }, b: { due: string | null }) =>
        (a.due ?? '9999').localeCompare(b.due ?? '9999')
      return {
        day: desk.today(),
        overdue: cases.flatMap(({ due }) => due.overdue).sort(byDue),
        soon: cases.flatMap(({ due }) => due.soon).sort(byDue),
        waiting: cases.flatMap(({ due }) => due.waiting),
        recent: cases
          .flatMap(({ held }) => recentIn(held, desk.now() - 7 * day, mostRecent).map(discreet))
          .sort((a, b) => b.at - a.at || a.id.localeCompare(b.id))
          .slice(0, mostRecent),
        noReference: cases
          .map(({ held, of }) => ({
            ...of,
            count: held.records.list('exhibit').filter((each) => refOf(each) === '').length,
          }))
          .filter(({ count }) => count > 0),
      }
    },
  }) satisfies Partial<Handlers>
