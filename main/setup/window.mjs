import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { node24 } from './node24.mjs'
import { at, inCorner, say } from './place.mjs'
import { run } from './run.mjs'

const fetchLimit = 60_000
const notAgainFor = 24 * 60 * 60 * 1_000

/** Whether a window can be shown here. */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform === 'darwin' || platform === 'win32' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/** The path of a command, or undefined if this machine has none of that name. */
export function onPath(name, path = process.env.PATH ?? '') {
  return path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isProgram)
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Where a Chromium of some make may stand on a system, the likeliest first. Bare names are sought on the PATH. */
export function browserPlaces(platform, env) {
  if (platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge']
    return ['', env.HOME ?? ''].flatMap((home) =>
      apps.map((app) => `${home}/Applications/${app}.app/Contents/MacOS/${app}`),
    )
  }
  if (platform === 'win32') {
    const products = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe']
    const folders = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA].filter(Boolean)
    return folders.flatMap((folder) =>
      [...products, 'Chromium\\Application\\chrome.exe'].map((product) => `${folder}\\${product}`),
    )
  }
  const names = [
    'chromium',
    'google-chrome',
    'google-chrome-stable',
    'chromium-browser',
    'microsoft-edge',
    'microsoft-edge-stable',
  ]
  return [...names, '/opt/google/chrome/chrome', '/snap/bin/chromium']
}

/** The path of an installed Chromium, Chrome or Edge, or undefined. */
export function findBrowser(env = process.env, platform = process.platform) {
  const found = browserPlaces(platform, env)
    .map((place) => (place.includes('/') || place.includes('\\') ? place : onPath(place, env.PATH)))
    .filter((path) => path !== undefined && existsSync(path))
  // Ubuntu's chromium-browser may be a note about where to get one. A real one can say its version.
  if (platform === 'linux') {
    return found.find(
      (path) => spawnSync(path, ['--version'], { timeout: 20_000, stdio: 'ignore' }).status === 0,
    )
  }
  return found[0]
}

/** The path of Electron's own program if it is here and whole, or undefined. */
export function findElectron(env = process.env) {
  try {
    const program = readFileSync(at('node_modules', 'electron', 'path.txt'), 'utf8')
    const path = join(env.ELECTRON_OVERRIDE_DIST_PATH || at('node_modules', 'electron', 'dist'), program)
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

/**
 * Electron's own program, fetched by Electron's own installer if it is not here. Networks that reach a registry
 * and no release archive are common, so this gives up after a minute and does not try again for a day.
 */
export async function fetchElectron() {
  const found = findElectron()
  if (found !== undefined) return found
  const { version } = JSON.parse(readFileSync(at('node_modules', 'electron', 'package.json'), 'utf8'))
  const note = inCorner('electron-not-fetched')
  if (triedLately(note, version)) return undefined
  say('Fetching the Electron window (a minute at most) …')
  const { code } = await run(node24(), [at('node_modules', 'electron', 'install.js')], {
    show: 'keep',
    limit: fetchLimit,
  })
  const path = findElectron()
  if (code === 0 && path !== undefined) return path
  writeFileSync(note, JSON.stringify({ version, at: Date.now() }))
  say('Electron could not be fetched here.')
  return undefined
}

/** Whether a note says that fetching this version failed less than a day ago. */
export function triedLately(note, version, now = Date.now()) {
  try {
    const last = JSON.parse(readFileSync(note, 'utf8'))
    return last.version === version && now - last.at < notAgainFor
  } catch {
    return false
  }
}
