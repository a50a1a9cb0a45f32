import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { say } from './place.mjs'
import { run } from './run.mjs'
import { findBrowser, onPath } from './window.mjs'

/** What the tests call on, by the command they call, and the Debian packages it comes in. */
export const tools = {
  'xvfb-run': ['xvfb', 'xauth'],
  qpdf: ['qpdf'],
  pdftotext: ['poppler-utils'],
  strace: ['strace'],
  age: ['age'],
  strings: ['binutils'],
  'python3-argon2': ['python3', 'python3-cryptography', 'python3-argon2'],
}

/** Debian's own Python, for which the second reader of case files is written. */
export const python = '/usr/bin/python3'

/** Whether Debian's Python is here with the two libraries the second reader needs. */
export function hasPython() {
  return spawnSync(python, ['-c', 'import argon2, cryptography'], { stdio: 'ignore' }).status === 0
}

/** Whether the text of /etc/os-release is that of Debian, Ubuntu, or one that calls itself like them. */
export function isDebian(release) {
  const values = [...release.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].flatMap((found) =>
    found[1].split(/\s+/),
  )
  return values.includes('debian') || values.includes('ubuntu')
}

/** Whether we may install packages here: root, on Debian or Ubuntu. */
export function mayInstall() {
  if (process.platform !== 'linux' || process.getuid() !== 0 || onPath('apt-get') === undefined) return false
  return existsSync('/etc/os-release') && isDebian(readFileSync('/etc/os-release', 'utf8'))
}

/** The commands the tests call on that are not here. A browser counts under whatever name it has. */
export function missingTools() {
  const lacking = Object.keys(tools).filter((name) => !isHere(name))
  return findBrowser() === undefined ? ['chromium', ...lacking] : lacking
}

function isHere(name) {
  return name === 'python3-argon2' ? hasPython() : onPath(name) !== undefined
}

/** Installs Debian packages without asking anything. Says so, and goes on, if it cannot. Returns whether it could. */
export async function install(packages) {
  say(`Installing ${packages.join(', ')} …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const patient = ['-o', 'Acquire::Retries=2', '-o', 'DPkg::Lock::Timeout=120', '-qq']
  const steps = [
    ['update', ...patient],
    ['install', '-y', '--no-install-recommends', ...patient, ...packages],
  ]
  let last
  for (const step of steps) last = await run('apt-get', step, { show: 'keep', env, limit: 600_000 })
  if (last.code !== 0) say(`${last.out.trimEnd()}\napt-get could not install them.`)
  return last.code === 0
}
