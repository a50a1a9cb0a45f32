import { existsSync, readFileSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import { hasNode24 } from './node24.mjs'
import { at, SetupError, say } from './place.mjs'
import { run } from './run.mjs'

/**
 * Sees to it that the libraries stand in node_modules exactly as package-lock.json names them. Asks the network
 * only when they do not.
 */
export async function ensureInstalled() {
  if (isInstalled()) return
  say('Fetching the libraries Turnstone is made of. The first time takes a minute or two …')
  // What npm writes last is taken away first, so that an interrupted fetch is never mistaken for a whole one.
  rmSync(at('node_modules', '.package-lock.json'), { force: true })
  let code = await npmRun(['ci'])
  // Under a Node older than they ask for, npm passes optional libraries over in silence; asked for by name they come.
  const missing = code === 0 ? passedOver(lockText(), recordText(), process.platform, process.arch) : []
  if (missing.length > 0) code = await npmRun(['install', '--no-save', ...missing])
  if (code === 127)
    throw new SetupError(
      'npm could not be started. It comes with Node: install Node with npm, then run this again.',
    )
  if (code !== 0) {
    throw new SetupError(
      'The libraries could not be fetched. Check that this machine can reach the npm registry it is set to use ' +
        'and that this folder can be written to, then run the command again.',
    )
  }
  if (!hasNode24()) {
    throw new SetupError(
      `The libraries are here, but no Node 24 for this ${process.platform} ${process.arch} machine came with them. ` +
        'Install Node 24 or later and run the command again.',
    )
  }
}

/** Whether the libraries are whole and the ones named. npm's own record, which it writes last, is asked. */
export function isInstalled() {
  if (!existsSync(record) || !hasNode24() || !agrees(lockText(), recordText())) return false
  return passedOver(lockText(), recordText(), process.platform, process.arch).length === 0
}

const record = at('node_modules', '.package-lock.json')
const recordText = () => readFileSync(record, 'utf8')
const lockText = () => readFileSync(at('package-lock.json'), 'utf8')

async function npmRun(words) {
  const { program, args, shell } = npm(process.env, process.platform, process.execPath)
  // No library's own script runs here. Dev and optional ones are named in case the environment leaves them out.
  const always = ['--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund']
  const told = [...args, ...words, ...always, '--loglevel=error']
  return (await run(program, told, { show: 'stderr', shell })).code
}

/**
 * Whether npm's record of what it installed agrees with the lock file: every package at its version and integrity,
 * save optional ones, which may be absent on a system they are not made for.
 */
export function agrees(lockText, recordText) {
  let lock
  let record
  try {
    lock = JSON.parse(lockText).packages
    record = JSON.parse(recordText).packages
  } catch {
    return false
  }
  if (!lock || !record) return false
  return Object.entries(lock).every(([path, wanted]) => {
    if (path === '') return true
    const found = record[path]
    if (found === undefined)
      return wanted.optional === true || wanted.devOptional === true || wanted.peer === true
    return found.version === wanted.version && found.integrity === wanted.integrity
  })
}

/**
 * The optional libraries made for this very system that are in the lock file and not in npm's record, as
 * `name@version`.
 */
export function passedOver(lockText, recordText, platform, arch, libc = ofSystem()) {
  const record = JSON.parse(recordText).packages
  return Object.entries(JSON.parse(lockText).packages)
    .filter(([path, made]) => made.optional === true && made.os !== undefined && record[path] === undefined)
    .filter(([, made]) => made.os.includes(platform) && (made.cpu ?? [arch]).includes(arch))
    .filter(([, made]) => platform !== 'linux' || (made.libc ?? [libc]).includes(libc))
    .map(([path, made]) => `${path.replace(/^.*node_modules\//, '')}@${made.version}`)
}

function ofSystem() {
  return process.report?.getReport().header.glibcVersionRuntime === undefined ? 'musl' : 'glibc'
}

/** How to call the npm that called us; on Windows npm is a script, which only a shell can start. */
export function npm(env, platform, execPath) {
  const path = env.npm_execpath
  if (path !== undefined && basename(path.replaceAll('\\', '/')) === 'npm-cli.js') {
    return { program: execPath, args: [path], shell: false }
  }
  return { program: 'npm', args: [], shell: platform === 'win32' }
}
