import { gapsIn, inOrder } from '../../casework/rules/custody.ts'
import type { Desk } from '../desk/desk.ts'
import { pagesHolding } from '../desk/machine-words.ts'
import { usedIn } from '../desk/used-in.ts'
import type { Handlers } from '../dispatch.ts'
import { findWords } from '../services/search/find.ts'

const mostRecords = 20_000

/** Records of every open kind, asked of the register and never of a kind by name. */
export const recordHandlers = (desk: Desk) => {
  const changed = (caseId: string, type: string) => desk.tell({ kind: 'changed', caseId, types: [type] })
  return {
    'records.list': ({ caseId, type, from = 0, count = mostRecords }) => {
      const all = desk.cases.get(caseId).records.list(type)
      return { total: all.length, records: all.slice(from, from + count) }
    },
    'records.get': async ({ caseId, type, id }) => {
      const { records, looks } = desk.cases.get(caseId)
      const record = await records.get(type, id)
      await looks.saw(type, id)
      return { record, usedIn: usedIn(records, type, id) }
    },
    'records.add': async ({ caseId, type, fields }) => {
      const record = await desk.cases.get(caseId).records.add(type, fields as never)
      changed(caseId, type)
      return { record }
    },
    'records.change': async ({ caseId, type, id, version, fields }) => {
      const record = await desk.cases.get(caseId).records.change(type, id, version, fields as never)
      changed(caseId, type)
      return { record }
    },
    'records.archive': async ({ caseId, type, id, archived }) => {
      const record = await desk.cases.get(caseId).records.archive(type, id, archived)
      changed(caseId, type)
      return { record }
    },
    'custody.of': ({ caseId, exhibit }) => {
      const entries = desk.cases
        .get(caseId)
        .records.list('custody')
        .filter((each) => each.fields.exhibit === exhibit)
      return { entries: [...inOrder(entries)], gaps: [...gapsIn(entries)] }
    },
    'find.words': ({ words, caseId }) => {
      const within = caseId === null ? desk.cases.all() : [desk.cases.get(caseId)]
      return {
        hits: within
          .flatMap((held) => findWords(words, { caseId: held.caseId, list: held.records.list }))
          .slice(0, 40),
      }
    },
    'find.pages': async ({ words, caseId }) => {
      const within = caseId === null ? desk.cases.all() : [desk.cases.get(caseId)]
      const found = await Promise.all(within.map((held) => pagesHolding(held, words)))
      return { exhibits: found.flat().map((each) => ({ ...each, pages: [...each.pages] })) }
    },
  } satisfies Partial<Handlers>
}
