import { CaseworkError } from '../../casework/contract/errors.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import type { Desk } from '../desk/desk.ts'
import type { OpenCase } from '../desk/open-cases.ts'
import { pageTexts } from '../desk/page-texts.ts'
import { lookForText, readTexts } from '../desk/reading-text.ts'
import type { Handlers } from '../dispatch.ts'

const pageReadOf = ({ fields }: StoredOf<'reading'>) => ({
  page: fields.page ?? 0,
  words: fields.count ?? 0,
  confidence: fields.confidence ?? 0,
  note: fields.note,
  engine: fields.engine,
  checkedBy: fields.checkedBy,
  checkedAt: fields.checkedAt,
})

/** The words of exhibits: what of them can be searched, what a machine read, and who checked it. */
export const textHandlers = (desk: Desk) => {
  const textsOf = (held: OpenCase, exhibit: string) => pageTexts(held)(held.records.peek('exhibit', exhibit))
  return {
    'text.of': ({ caseId, exhibit }) => {
      const { census, readings } = textsOf(desk.cases.get(caseId), exhibit)
      return {
        looked: census !== null,
        why: census?.fields.note ?? '',
        marks: census?.fields.marks ?? '',
        read: [...readings.values()].map(pageReadOf).sort((a, b) => a.page - b.page),
      }
    },
    'text.page': async ({ caseId, exhibit, page }) => {
      const held = desk.cases.get(caseId)
      const found = textsOf(held, exhibit).readings.get(page)
      if (found === undefined) return { lines: [], read: null }
      const { fields } = await held.records.get('reading', found.id)
      await held.looks.saw('exhibit', exhibit, 'file')
      return {
        lines: fields.lines.map(({ words }) => words.map(({ text, confidence }) => ({ text, confidence }))),
        read: pageReadOf(found),
      }
    },
    'text.look': async ({ caseId, exhibits }, asked) => ({
      items: await lookForText(desk.cases.get(caseId), desk, exhibits, asked),
    }),
    'text.read': async ({ caseId, exhibits }, asked) => ({
      items: await readTexts(desk.cases.get(caseId), desk, exhibits, asked),
    }),
    'text.check': async ({ caseId, exhibit, page, checked }) => {
      const held = desk.cases.get(caseId)
      const found = textsOf(held, exhibit).readings.get(page)
      if (found === undefined)
        throw new CaseworkError('not-found', `Page ${page} was not read by machine. Have it read first.`)
      const by = checked
        ? { checkedBy: desk.user, checkedAt: desk.now() }
        : { checkedBy: '', checkedAt: null }
      const record = await held.records.change('reading', found.id, found.version, by)
      desk.tell({ kind: 'changed', caseId, types: ['reading'] })
      return { read: pageReadOf(record) }
    },
  } satisfies Partial<Handlers>
}
