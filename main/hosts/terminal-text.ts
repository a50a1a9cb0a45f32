import { CaseworkError } from '../../casework/contract/errors.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { pageRuns } from '../../casework/rules/page-marks.ts'
import { refOf } from '../../casework/rules/references.ts'
import { counted } from '../../casework/rules/words.ts'
import { type TerminalDesk, withCase } from './terminal-desk.ts'
import type { Line } from './terminal-words.ts'

interface Outcome {
  readonly json: object
  readonly rows: readonly (readonly string[])[]
}
type Command = (desk: TerminalDesk, line: Line) => Promise<Outcome>

const mostAtOnce = 5_000

/** The exhibits with these references, or numbers as in E4, of all the case has. Throws `not-found` naming the one it lacks. */
export async function named(desk: TerminalDesk, caseId: string, refs: readonly string[]): Promise<string[]> {
  const byRef = new Map<string, string>()
  for (let from = 0, total = 1; from < total; from += mostAtOnce) {
    const page = await desk.client.call(
      'records.list',
      { caseId, type: 'exhibit', from, count: mostAtOnce },
      desk.options,
    )
    for (const record of page.records as StoredOf<'exhibit'>[])
      byRef.set(refOf(record), record.id).set(`E${record.no}`, record.id)
    total = page.total
  }
  return refs.map((ref) => {
    const id = byRef.get(ref)
    if (id === undefined)
      throw new CaseworkError(
        'not-found',
        `This case has no exhibit ${ref}. “evidence list” lists those it has.`,
      )
    return id
  })
}

const readEvidence: Command = (desk, line) =>
  withCase(desk, line, { readOnly: false }, async (caseId) => {
    const refs = (line.text('exhibit') ?? '')
      .split(',')
      .map((ref) => ref.trim().toLocaleUpperCase('en'))
      .filter((ref) => ref !== '')
    const exhibits = refs.length === 0 ? null : await named(desk, caseId, refs)
    const { items } = await desk.client.call('text.read', { caseId, exhibits }, desk.options)
    const without = items.reduce((sum, each) => sum + each.without.length, 0)
    return {
      json: {
        items: items.map(({ id, ref, title, pages, machine, confidence, without: pagesWithout, why }) => ({
          id,
          ref,
          title,
          pages,
          machineRead: machine,
          confidence,
          pagesWithoutText: pagesWithout,
          why,
        })),
      },
      rows: [
        ['Reference', 'Title', 'Pages', 'By machine', 'Sure', 'Without text', ''],
        ...items.map(({ ref, title, pages, machine, confidence, without: pagesWithout, why }) => [
          ref,
          title,
          String(pages),
          String(machine),
          confidence === null ? '' : `${confidence} %`,
          pageRuns(pagesWithout),
          why,
        ]),
        [
          `${counted(without, 'page')} with ink and no text. What was read by machine is unchecked until a person has compared it with the page.`,
        ],
      ],
    }
  })

/** Commands about the words in exhibits. */
export const textCommands: Readonly<Record<string, Command>> = { 'evidence read': readEvidence }
