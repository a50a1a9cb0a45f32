import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The built terminal host, as the `turnstone` script runs it. */
const program = fileURLToPath(new URL('../../out/main/terminal.js', import.meta.url))

/** What a command said and how it ended. */
export interface Said {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A new empty folder. */
export const freshFolder = (name = 'journey'): string => mkdtempSync(join(tmpdir(), `turnstone-${name}-`))

/** Starts a command with a machine folder of its own, so that no test meets another's list of cases. */
export const start = (machine: string, args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [program, ...args], {
    env: { ...process.env, XDG_DATA_HOME: machine, HOME: machine },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

/** Runs a command to its end. */
export function run(machine: string, ...args: readonly string[]): Promise<Said> {
  const child = start(machine, args)
  const said = { out: '', err: '' }
  child.stdout?.on('data', (piece) => {
    said.out += piece
  })
  child.stderr?.on('data', (piece) => {
    said.err += piece
  })
  return new Promise((done) => child.on('close', (code) => done({ code, ...said })))
}

/** Runs a command with `--json` and reads the one object it prints. */
export async function asked(
  machine: string,
  ...args: readonly string[]
): Promise<Said & { readonly json: Record<string, unknown> }> {
  const said = await run(machine, ...args, '--json')
  return { ...said, json: JSON.parse(said.out) }
}
