import { node24 } from './node24.mjs'
import { at, command } from './place.mjs'
import { prepare } from './prepare.mjs'
import { run } from './run.mjs'

// npm run bench
await command(async () => {
  await prepare()
  return (await run(node24(), [at('tests', 'bench', 'index.ts'), ...process.argv.slice(2)])).code
})
