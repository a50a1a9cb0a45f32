import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { install, mayInstall } from './debian.mjs'
import { node24 } from './node24.mjs'
import { at, command, root, SetupError } from './place.mjs'
import { prepare } from './prepare.mjs'
import { run } from './run.mjs'
import { fetchElectron, findBrowser, hasDisplay } from './window.mjs'

// npm start: the workbench in a window or, where there is no display, the demonstration case.
await command(async () => {
  await prepare()
  return hasDisplay() ? openWindow() : showDemonstration()
})

async function openWindow() {
  // Electron refuses to run as root on Linux without giving up its sandbox; the Chromium host knows what to do.
  const electron = process.platform === 'linux' && process.getuid() === 0 ? undefined : await fetchElectron()
  if (electron !== undefined) {
    const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
    const { code } = await run(electron, [root], { env })
    // Ended by the system itself, as where the kernel grants its sandbox no name spaces: a browser may still do.
    if (code < 128 || code === 130 || code === 143 || findBrowser() === undefined) return code
  }
  const browser =
    findBrowser() ?? ((mayInstall() && (await install(['chromium'])) && findBrowser()) || undefined)
  if (browser === undefined) {
    throw new SetupError(
      'No window can be opened yet: install Chromium, Chrome or Edge, then run npm start again.',
    )
  }
  return (await run(node24(), [at('out', 'main', 'chromium.js'), '--browser', browser])).code
}

async function showDemonstration() {
  const folder = mkdtempSync(join(tmpdir(), 'turnstone-demo-'))
  const terminal = async (...args) => {
    const answer = await run(node24(), [at('out', 'main', 'terminal.js'), ...args, '--json'], {
      show: 'keep',
    })
    if (answer.code !== 0)
      throw new SetupError(`${answer.out.trimEnd()}\nThe demonstration case could not be made.`)
    return JSON.parse(answer.out)
  }
  const made = await terminal('demo', '--out', folder)
  await terminal('bundle', 'verify', made.bundle)
  process.stdout.write(
    [
      '',
      'There is no display here, so Turnstone has made its demonstration case instead. It is fiction throughout.',
      '',
      `  The case file        ${made.case}`,
      `  Its passphrase       ${made.passphraseFile}`,
      `  A bundle from it     ${made.bundle}`,
      '',
      'The bundle has been verified. To verify it again yourself:',
      '',
      `  npm run --silent turnstone -- bundle verify "${made.bundle}"`,
      '',
      'On a machine with a display, npm start opens the workbench in a window.',
      '',
    ].join('\n'),
  )
  return 0
}
