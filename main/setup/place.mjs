import { accessSync, constants, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder Turnstone stands in, whatever folder the command was given from. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** A path inside that folder. */
export const at = (...parts) => join(root, ...parts)

/** A path in the set-up step's own corner, which is made if need be. It is never under version control. */
export function inCorner(name) {
  try {
    mkdirSync(at('out', 'setup'), { recursive: true })
    accessSync(at('out', 'setup'), constants.W_OK)
  } catch {
    throw new SetupError(`Turnstone sets itself up in its own folder, and ${root} cannot be written to.`)
  }
  return at('out', 'setup', name)
}

/** Says one line to the person waiting. On standard error, so that a command's own output stays clean. */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/** Something the person can mend: told in a sentence, with no stack of calls beneath it. */
export class SetupError extends Error {}

/** Runs a command's main function; its result is the exit code, and a SetupError becomes its sentence and code 1. */
export async function command(main) {
  try {
    process.exitCode = await main()
  } catch (thrown) {
    if (!(thrown instanceof SetupError)) throw thrown
    say(thrown.message)
    process.exitCode = 1
  }
}
