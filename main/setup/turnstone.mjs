import { node24 } from './node24.mjs'
import { at, command } from './place.mjs'
import { prepare } from './prepare.mjs'
import { run } from './run.mjs'

// npm run --silent turnstone -- <command>
// Nothing of ours reaches standard output: it belongs to the command, as do the terminal and the exit code.
await command(async () => {
  await prepare()
  // Paths a person types are meant from the folder they are in, which npm has left for the project's own.
  const cwd = process.env.INIT_CWD ?? process.cwd()
  return (await run(node24(), [at('out', 'main', 'terminal.js'), ...process.argv.slice(2)], { cwd })).code
})
