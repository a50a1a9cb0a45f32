import { parseArgs } from 'node:util'
import { childLink } from './child-link.ts'
import { openChromium } from './chromium.ts'
import { chance, machineFolder, standing, thisUser } from './machine.ts'
import { startJobNode, startNode } from './node-process.ts'

// The window in an installed browser, whose path comes from the set-up step. Closing it ends everything.
const { browser } = parseArgs({ options: { browser: { type: 'string' } } }).values
if (browser === undefined) {
  process.stderr.write('The window needs a browser: --browser PATH.\n')
  process.exit(2)
}
const here = standing(import.meta.url)
const link = childLink({
  start: {
    machineDir: machineFolder(),
    resourcesDir: here.resources,
    user: thisUser(),
    version: here.version,
  },
  startWorkbench: () => startNode(here.workbench),
  startJob: () => startJobNode(here.job),
})
const end = async (code: number) => {
  await link.close()
  process.exit(code)
}
try {
  const window = await openChromium({
    link,
    rendererDir: here.renderer,
    preloadDir: here.preload,
    executablePath: browser,
    random: chance.random,
    onClosed: () => void end(0),
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void window.close())
} catch (thrown) {
  process.stderr.write(
    `The window could not be opened in ${browser}.\n${thrown instanceof Error ? thrown.message : ''}\n`,
  )
  await end(1)
}
