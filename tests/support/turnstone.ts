import { runTerminal } from '../../main/hosts/terminal.ts'
import { openBench, type TestSurroundings } from './hosts.ts'

/** How commands stand that are run in this process. */
export interface TerminalSettings extends TestSurroundings {
  /** The folder of the machine: what one command leaves there, the next one finds. */
  readonly machineDir: string
  /** When Ctrl-C is pressed, if at all: before anything, or at the first words on standard error. */
  readonly ctrlC?: 'before' | 'at-first-words'
}

/** What a command said and how it ended. */
export interface TerminalSaid {
  readonly code: number
  readonly out: string
  readonly err: string
  /** Reads what went to standard output as JSON. */
  json<T = Record<string, unknown>>(): T
}

/** Runs commands as the shell would, each over a workbench of its own that is closed after it. */
export function turnstoneOver(settings: TerminalSettings) {
  const { ctrlC, ...surroundings } = settings
  return async (...args: readonly string[]): Promise<TerminalSaid> => {
    const said = { out: '', err: '' }
    const controller = new AbortController()
    if (ctrlC === 'before') controller.abort()
    const code = await runTerminal(args, {
      out: (text) => {
        said.out += text
      },
      err: (text) => {
        said.err += text
        if (ctrlC === 'at-first-words') controller.abort()
      },
      watched: false,
      signal: controller.signal,
      link: ({ takeOver }) => {
        const bench = openBench({ takeOver, ...surroundings })
        return { ...bench.workbench, close: () => bench.close() }
      },
    })
    return { code, ...said, json: <T>() => JSON.parse(said.out) as T }
  }
}

/** Runs commands so with `--json`, and reads the one object that each prints. */
export function askedOver<T>(settings: TerminalSettings) {
  const turnstone = turnstoneOver(settings)
  return async (...args: readonly string[]) => {
    const { code, out, err, json } = await turnstone(...args, '--json')
    return { code, out, err, json: json<T>() }
  }
}
