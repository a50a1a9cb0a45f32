import { type ErrorShape, shapeOf } from '../../casework/contract/errors.ts'
import type { Progress } from '../../casework/contract/wire.ts'
import type { Link } from '../link.ts'
import { clientOver } from './slot.ts'
import { commands, type Outcome } from './terminal-commands.ts'
import { deskOver } from './terminal-desk.ts'
import { hintOn } from './terminal-hints.ts'
import { clean, type Line, readLine, WrongUsage } from './terminal-words.ts'

export interface TerminalSurroundings {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Whether standard error is a terminal, where progress may be shown and overwritten. */
  readonly watched: boolean
  /** Aborted by Ctrl-C: what runs is told to stop and leaves nothing half done. */
  readonly signal: AbortSignal
  /** Makes a link to a workbench; made only when a command needs one, and closed after it. */
  readonly link: (how: { readonly takeOver: boolean }) => Link
}

/**
 * Runs one command. Exit codes: 0 done; 1 refused or failed, with a sentence on standard error and, with --json, on
 * standard output too; 2 not a command line of ours; 130 stopped by Ctrl-C. With --json exactly one object goes out;
 * what is to be known beside the answer stands on standard error and in it, as `notices`, where there is any.
 */
export async function runTerminal(argv: readonly string[], io: TerminalSurroundings): Promise<number> {
  const json = argv.includes('--json')
  const notices: string[] = []
  const noticed = () => (notices.length === 0 ? {} : { notices })
  const fail = (error: ErrorShape, code: number, hint: string | null = null) => {
    const told = { code: error.code, message: error.message, ...(hint === null ? {} : { hint }) }
    if (json) io.out(`${JSON.stringify({ error: told, ...noticed() })}\n`)
    io.err(`${clean(error.message)}\n`)
    if (hint !== null) io.err(`${hint}\n`)
    return code
  }
  const read = reading(argv)
  if (read instanceof WrongUsage) return fail({ code: 'invalid', message: read.message }, 2)

  const progress = io.watched || read.yes('progress') ? progressOn(io) : null
  try {
    const note = (sentence: string) => {
      notices.push(sentence)
      io.err(`${clean(sentence)}\n`)
    }
    const outcome = await perform(read, io, note, progress?.tell)
    progress?.done()
    io.out(json ? `${JSON.stringify({ ...outcome.json, ...noticed() })}\n` : inColumns(outcome.rows))
    if (outcome.failed === undefined) return 0
    io.err(`${clean(outcome.failed)}\n`)
    return io.signal.aborted ? 130 : 1
  } catch (thrown) {
    progress?.done()
    // Flags that do not go together are found by the command that knows them.
    if (thrown instanceof WrongUsage) return fail({ code: 'invalid', message: thrown.message }, 2)
    const error = shapeOf(thrown)
    return fail(error, io.signal.aborted ? 130 : 1, hintOn(read, error))
  }
}

function reading(argv: readonly string[]): Line | WrongUsage {
  try {
    return readLine(argv)
  } catch (thrown) {
    if (thrown instanceof WrongUsage) return thrown
    throw thrown
  }
}

async function perform(
  line: Line,
  io: TerminalSurroundings,
  note: (sentence: string) => void,
  onProgress?: (at: Progress) => void,
): Promise<Outcome> {
  const command = commands[line.wording.words.join(' ')]!
  const link = io.link({ takeOver: line.yes('take-over') })
  const client = clientOver(link)
  try {
    const options = { signal: io.signal, ...(onProgress === undefined ? {} : { onProgress }) }
    return await command(deskOver(link, client, options, note), line)
  } finally {
    client.close()
    await link.close()
  }
}

/** Progress on standard error: one line written over and over where somebody watches, else a line each time. */
function progressOn(io: TerminalSurroundings) {
  const shown = { width: 0 }
  return {
    tell({ done, total, note }: Progress) {
      const text = clean(`${done} of ${total}${note === '' ? '' : `  ${note}`}`).slice(0, 100)
      if (!io.watched) return io.err(`${text}\n`)
      io.err(`\r${text.padEnd(shown.width)}`)
      shown.width = text.length
    },
    done() {
      if (shown.width > 0) io.err(`\r${' '.repeat(shown.width)}\r`)
      shown.width = 0
    },
  }
}

/** Rows as plain text in columns; one of a single cell is a line by itself. */
function inColumns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows.filter(({ length }) => length > 1))
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, clean(cell).length)
  return rows
    .map((row) =>
      row.length === 1
        ? clean(row[0]!)
        : row
            .map((cell, at) => (at === row.length - 1 ? clean(cell) : clean(cell).padEnd(widths[at]!)))
            .join('  '),
    )
    .map((text) => `${text.trimEnd()}\n`)
    .join('')
}
