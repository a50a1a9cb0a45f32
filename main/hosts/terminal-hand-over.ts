import { basename, dirname, join } from 'node:path'
import { CaseworkError } from '../../casework/contract/errors.ts'
import { type AnyStored, entityOf, recordTypes } from '../../casework/entities/index.ts'
import { refOf } from '../../casework/rules/references.ts'
import { counted } from '../../casework/rules/words.ts'
import { fileNamed, type TerminalDesk, withCase } from './terminal-desk.ts'
import { identityIn, linesIn } from './terminal-secrets.ts'
import type { Line } from './terminal-words.ts'

interface Outcome {
  readonly json: object
  readonly rows: readonly (readonly string[])[]
  readonly failed?: string
}
type Command = (desk: TerminalDesk, line: Line) => Promise<Outcome>

const handOverEnding = '.handover'
const mostAtOnce = 5_000
const listed = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')

/** Recipients of the command line and of a file with one a line, where `#` begins a remark, as age has it. */
async function recipientsOf(line: Line): Promise<string[]> {
  const path = line.text('recipient-file')
  const inFile = path === undefined ? [] : await linesIn(path, 'recipient')
  const all = [...listed(line.text('recipient')), ...inFile]
  if (all.length === 0)
    throw new CaseworkError('invalid', 'Say who it is for: --recipient or --recipient-file.', {
      at: 'recipients',
    })
  return all
}

/** The records that printed references stand for. Throws `not-found` naming the first that stands for none. */
async function recordsNamed(desk: TerminalDesk, caseId: string, refs: readonly string[]) {
  const byRef = new Map<string, { type: string; id: string }[]>()
  for (const type of recordTypes.filter((each) => !entityOf(each).apart))
    for (let from = 0, total = 1; from < total; from += mostAtOnce) {
      const page = await desk.client.call(
        'records.list',
        { caseId, type, from, count: mostAtOnce },
        desk.options,
      )
      total = page.total
      for (const record of page.records as AnyStored[]) {
        const ref = refOf(record).toUpperCase()
        byRef.set(ref, [...(byRef.get(ref) ?? []), { type: record.type, id: record.id }])
      }
    }
  return refs.flatMap((ref) => {
    const found = byRef.get(ref.toUpperCase())
    if (ref !== '' && found !== undefined) return found
    throw new CaseworkError('not-found', `No record of this case has the reference “${ref.slice(0, 40)}”.`)
  })
}

const seal: Command = (desk, line) =>
  withCase(desk, line, { readOnly: false }, async (caseId) => {
    const to = fileNamed(line.text('to')!)
    const only = line.text('only')
    const made = await desk.client.call(
      'handover.seal',
      {
        caseId,
        place: await desk.grant(dirname(to)),
        fileName: basename(to),
        recipients: await recipientsOf(line),
        part: only === undefined ? null : await recordsNamed(desk, caseId, listed(only)),
        to: line.text('for') ?? 'Not stated',
        reason: line.text('reason') ?? '',
      },
      desk.options,
    )
    const { sha256, records, files, bytes, left } = made
    const path = to.toLowerCase().endsWith(handOverEnding) ? to : `${to}${handOverEnding}`
    return {
      json: { file: join(dirname(to), basename(path)), sha256, records, files, bytes, left },
      rows: [
        ['Hand-over', path],
        ['SHA-256', sha256],
        ['Records', String(records)],
        ['Files', String(files)],
        ['Bytes', String(bytes)],
        ...(left === 0 ? [] : [['Left out', counted(left, 'contact page')]]),
      ],
    }
  })

const merge: Command = (desk, line) =>
  withCase(desk, line, { readOnly: line.yes('look') }, async (caseId) => {
    const identityFile = line.text('hand-over-identity-file')
    const result = await desk.client.call(
      'handover.merge',
      {
        caseId,
        file: await desk.grant(line.places[1]!),
        ...(identityFile === undefined ? {} : { identity: await identityIn(identityFile, 'identity') }),
        look: line.yes('look'),
      },
      desk.options,
    )
    const { from, counts, files, items } = result
    return {
      json: { ...result, merged: !line.yes('look') },
      rows: [
        ['From', from.caseName],
        [
          'By',
          `${from.by}, ${from.signed === 'known' ? 'a holder of this case' : 'whom this case does not know'}`,
        ],
        ['At', new Date(from.at).toISOString()],
        ...Object.entries(counts).map(([verdict, count]) => [verdict, String(count)]),
        ['Files', `${files.new} new, ${files.same} here already`],
        ...(items.length === 0 ? [] : [['']]),
        ...items.map(({ ref, title, verdict, twin, fields }) => [
          verdict,
          ref,
          title,
          ...(fields.length === 0 ? [] : [`differs: ${fields.join(', ')}`]),
          ...(twin ? ['its reference stands on another record too'] : []),
        ]),
        ...(line.yes('look') ? [['Looked at only: nothing was changed.']] : []),
      ],
    }
  })

/** The commands of hand-overs, by their words. */
export const handOverCommands: Readonly<Record<string, Command>> = { 'case seal': seal, 'case merge': merge }
