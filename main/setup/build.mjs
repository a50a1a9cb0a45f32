import { command, say } from './place.mjs'
import { prepare } from './prepare.mjs'

// npm run build
await command(async () => {
  await prepare()
  say('The workbench is built, in out/.')
  return 0
})
