import { basename, dirname } from 'node:path'
import type { AuditRow } from '../../casework/contract/audit.ts'
import { counted } from '../../casework/rules/words.ts'
import { fileNamed, type TerminalDesk, withCase } from './terminal-desk.ts'
import { type Line, WrongUsage } from './terminal-words.ts'

interface Outcome {
  readonly json: object
  readonly rows: readonly (readonly string[])[]
  readonly failed?: string
}
type Command = (desk: TerminalDesk, line: Line) => Promise<Outcome>

/** As many entries as one request gives. */
const mostAtOnce = 2_000

function numberOf(line: Line, flag: string): number | undefined {
  const text = line.text(flag)
  if (text === undefined) return undefined
  const number = Number(text)
  if (!/^\d{1,15}$/.test(text) || number < 1)
    throw new WrongUsage(`--${flag} takes the number of an entry, 1 or more.`)
  return number
}

const rowOf = ({ seq, at, actor, sentence, about, odd }: AuditRow): string[] => [
  String(seq),
  new Date(at).toISOString(),
  actor,
  sentence,
  about,
  odd ?? '',
]

const showAudit: Command = (desk, line) => {
  const since = numberOf(line, 'since') ?? 1
  return withCase(desk, line, { readOnly: true }, async (caseId) => {
    const newestFirst: AuditRow[] = []
    const ask = (from: number) =>
      desk.client.call('audit.list', { caseId, sinceSeq: since, from, count: mostAtOnce }, desk.options)
    let page = await ask(0)
    const { seq, head, code, signed } = page
    while (page.entries.length > 0) {
      newestFirst.push(...page.entries)
      if (newestFirst.length >= page.total) break
      page = await ask(newestFirst.length)
    }
    const entries = newestFirst.toReversed()
    return {
      json: { seq, head, code, signed, entries },
      rows: [
        ['Entry', 'When', 'Who', 'What', 'Record', 'Odd'],
        ...entries.map(rowOf),
        ['Head', String(seq), code, head],
      ],
    }
  })
}

const exportAudit: Command = (desk, line) => {
  const from = numberOf(line, 'from') ?? 1
  const until = numberOf(line, 'until')
  const path = fileNamed(line.text('to')!)
  return withCase(desk, line, { readOnly: false }, async (caseId) => {
    const { seq } = await desk.client.call('audit.list', { caseId, count: 1 }, desk.options)
    const place = await desk.grant(dirname(path))
    const wanted = { caseId, place, fileName: basename(path), from, to: until ?? seq }
    const { file: _, ...made } = await desk.client.call('audit.export', wanted, desk.options)
    const proof = path.endsWith('.json') ? path : `${path}.json`
    return {
      json: { proof, ...made },
      rows: [
        ['Proof', proof],
        ['Entries', String(made.entries)],
        ['Withheld', String(made.withheld)],
        ['Code of its head', made.code],
        ['SHA-256', made.sha256],
      ],
    }
  })
}

const checkAudit: Command = async (desk, line) => {
  const file = await desk.grant(line.places[0]!)
  const result = await desk.client.call('audit.check', { file }, desk.options)
  const shown = `${counted(result.entries, 'entry', 'entries')} shown, ${result.withheld} withheld`
  return {
    json: result,
    rows: [
      [
        result.ok
          ? `${result.fileName} holds together: ${shown}.`
          : `${result.fileName} does not hold together.`,
      ],
      ...result.signedBy.map((who) => ['Signed by', who]),
      ...result.findings.map(({ code, sentence }) => [code, sentence]),
    ],
    ...(result.ok ? {} : { failed: `${result.fileName} does not hold together.` }),
  }
}

/** The commands about the history, by their words. */
export const auditCommands: Readonly<Record<string, Command>> = {
  'case audit': showAudit,
  'audit export': exportAudit,
  'audit check': checkAudit,
}
