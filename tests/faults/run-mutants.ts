import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Mutant } from './mutant.ts'
import { mutants } from './mutants.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const patience = 180_000

/** A copy of what the tests of the case file read, to be altered freely. */
function copyOfTree(): string {
  const folder = mkdtempSync(join(tmpdir(), 'turnstone-mutants-'))
  const all = [
    'main',
    'casework',
    'tests',
    'resources',
    'preload',
    'renderer',
    'package.json',
    'tsconfig.json',
  ]
  for (const name of all) cpSync(join(root, name), join(folder, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir')
  return folder
}

/** Runs some test files in a copy, as far as the first that fails. */
function passes(folder: string, files: readonly string[]): Promise<boolean> {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const args = [vitest, 'run', '--config', 'tests/vitest.config.ts', '--bail', '1', ...files]
  const child: ChildProcess = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' })
  // A mutant that hangs is caught as surely as one that fails.
  const late = setTimeout(() => child.kill('SIGKILL'), patience)
  return new Promise((done) =>
    child.on('close', (code) => {
      clearTimeout(late)
      done(code === 0)
    }),
  )
}

/** Writes one fault into the copy; gives the way back. Throws when the place it names is not there exactly once. */
function infect(folder: string, { id, file, find, put }: Mutant): () => void {
  const path = join(folder, file)
  const before = readFileSync(path, 'utf8')
  if (before.split(find).length !== 2) throw new Error(`${id}: its place in ${file} is not there just once.`)
  writeFileSync(
    path,
    before.replace(find, () => put),
  )
  return () => writeFileSync(path, before)
}

/** Every mutant, by turns over a few copies. Each must make one of the tests it names fail. */
async function main(): Promise<number> {
  const asked = process.argv.slice(2)
  const wanted = mutants.filter(({ id }) => asked.length === 0 || asked.includes(id))
  const copies = Array.from({ length: Math.min(2, availableParallelism()) }, copyOfTree)
  const survivors: string[] = []
  try {
    const files = [...new Set(wanted.flatMap(({ killedBy }) => killedBy))]
    // Tests that fail without a fault would kill every mutant, and prove nothing.
    if (!(await passes(copies[0]!, files))) throw new Error('The tests fail without any fault.')
    const queue = [...wanted]
    await Promise.all(
      copies.map(async (folder) => {
        for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
          const back = infect(folder, mutant)
          const survived = await passes(folder, mutant.killedBy)
          back()
          if (survived) survivors.push(mutant.id)
          process.stdout.write(`${survived ? 'SURVIVED' : 'killed'}  ${mutant.id}: ${mutant.what}\n`)
        }
      }),
    )
  } finally {
    for (const folder of copies) rmSync(folder, { recursive: true, force: true })
  }
  process.stdout.write(`${wanted.length - survivors.length} passed, ${survivors.length} failed\n`)
  return survivors.length === 0 ? 0 : 1
}

process.exitCode = await main()
