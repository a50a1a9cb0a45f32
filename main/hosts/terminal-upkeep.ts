import { resolve } from 'node:path'
import type { Result } from '../../casework/contract/contract.ts'
import { counted } from '../../casework/rules/words.ts'
import { secretOf, type TerminalDesk, withCase } from './terminal-desk.ts'
import { type Line, WrongUsage } from './terminal-words.ts'

interface Outcome {
  readonly json: object
  readonly rows: readonly (readonly string[])[]
  readonly failed?: string
}
type Command = (desk: TerminalDesk, line: Line) => Promise<Outcome>
type Findings = Result<'cases.verify'>['findings']

const rowsOf = (findings: Findings) => findings.map(({ code, sentence }) => [code, sentence])
const failing = (ok: boolean, findings: Findings) =>
  ok ? {} : { failed: `${counted(findings.length, 'thing')} in the case did not verify.` }

/** `k/n` of the command line: the k-th of n parts, counted from 1. */
function subsetOf(text: string | undefined): { k: number; n: number } | undefined {
  if (text === undefined) return undefined
  const [, k, n] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? []
  const subset = { k: Number(k), n: Number(n) }
  if (n === undefined || subset.k > subset.n || subset.n > 1_000)
    throw new WrongUsage('--subset is written k/n, such as 3/30: the third of thirty parts, of at most 1000.')
  return subset
}

const verifyCase: Command = async (desk, line) => {
  const full = line.yes('full')
  const subset = subsetOf(line.text('subset'))
  if (full && subset !== undefined)
    throw new WrongUsage('--full reads every file, and --subset a part of them. Give one of the two.')
  return await withCase(desk, line, { readOnly: true }, async (caseId) => {
    const asked = { caseId, full, ...(subset === undefined ? {} : { subset }) }
    const { ok, findings, checked } = await desk.client.call('cases.verify', asked, desk.options)
    return {
      json: { ok, findings, checked },
      rows: [
        [ok ? 'The case is as it was sealed.' : 'The case is not as it was sealed.'],
        ...rowsOf(findings),
      ],
      ...failing(ok, findings),
    }
  })
}

const backUpCase: Command = (desk, line) =>
  // A disk that fills or can only be read is why a backup is made.
  withCase(desk, line, { readOnly: false, elseReading: true }, async (caseId) => {
    const to = await desk.grant(line.text('to')!)
    const made = await desk.client.call('cases.backup', { caseId, to }, desk.options)
    const { folder, files, bytes, ok, findings } = made
    return {
      json: made,
      rows: [
        ['Backup', folder],
        ['Files', String(files)],
        ['Bytes', String(bytes)],
        ['Verified', ok ? 'yes' : 'no'],
        ...rowsOf(findings),
      ],
      ...(ok ? {} : { failed: 'The backup was made, but the case it is a copy of did not verify.' }),
    }
  })

const repairCase: Command = async (desk, line) => {
  const secret = await secretOf(line)
  const from = await desk.grant(line.text('from')!)
  const { caseId } = await desk.client.call('cases.find', {
    lost: true,
    place: await desk.grant(line.places[0]!),
  })
  const how = { takeOver: line.yes('take-over'), goOn: line.yes('go-on') }
  const asked = { caseId, from, ...secret, ...how }
  const { notices, ...made } = await desk.client.call('cases.repair', asked, desk.options)
  for (const notice of notices) desk.note(notice)
  const { repaired, ok, findings } = made
  return {
    json: { case: resolve(line.places[0]!), ...made },
    rows: [
      [
        repaired.length === 0
          ? 'Nothing was brought back.'
          : `${counted(repaired.length, 'file')} brought back.`,
      ],
      ...repaired.map((path) => ['Brought back', path]),
      ...rowsOf(findings),
    ],
    ...failing(ok, findings),
  }
}

/** The commands that keep a case whole, by their words. */
export const upkeepCommands: Readonly<Record<string, Command>> = {
  'case verify': verifyCase,
  'case backup': backUpCase,
  'case repair': repairCase,
}
