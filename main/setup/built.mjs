import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { node24 } from './node24.mjs'
import { at, inCorner, SetupError, say } from './place.mjs'
import { run } from './run.mjs'

const rooms = ['casework', 'main', 'preload', 'renderer', 'resources']
const alone = [
  'package-lock.json',
  'package.json',
  'electron.vite.config.ts',
  'main/setup/standalone.config.ts',
  'tsconfig.json',
]
const madeLast = [
  'out/main/terminal.js',
  'out/main/chromium.js',
  'out/preload/chromium.cjs',
  'out/renderer/index.html',
  'out/standalone/recover.mjs',
  'out/standalone/verify-bundle.mjs',
  'out/standalone/verify-bundle.html',
]
/** What the standalone files are built by, one after another: a mode of their configuration each. */
export const standalone = ['recover', 'verify-bundle', 'page']

/** Builds the workbench into out/ if anything it is made of has changed since it was last built. */
export async function ensureBuilt() {
  const stamp = inCorner('built')
  const wanted = sourcesHash(at())
  if (stampOf(stamp) === wanted && madeLast.every((path) => existsSync(at(path)))) return
  say('Building the workbench …')
  rmSync(stamp, { force: true })
  for (const words of [
    [at('node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build'],
    ...standalone.map((mode) => [
      at('node_modules', 'vite', 'bin', 'vite.js'),
      'build',
      '--config',
      at('main', 'setup', 'standalone.config.ts'),
      '--mode',
      mode,
    ]),
  ]) {
    const built = await run(node24(), [...words, '--logLevel', 'warn'], { show: 'keep', limit: 300_000 })
    if (built.code !== 0)
      throw new SetupError(
        `${built.out.trimEnd()}\nThe workbench could not be built; what went wrong is above.`,
      )
  }
  // Written last: a build cut short leaves no stamp, and the next command builds again.
  writeFileSync(stamp, wanted)
}

/** The SHA-256, in hex, over the name and content of everything that goes into a build from a folder. */
export function sourcesHash(folder) {
  const hash = createHash('sha256')
  for (const path of [...rooms.flatMap((room) => filesUnder(folder, room)), ...alone]) {
    if (!existsSync(join(folder, path))) continue
    const bytes = readFileSync(join(folder, path))
    hash.update(`${path}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex')
}

// In one order on every system, by name. The set-up step and the prose are no part of what is built.
function filesUnder(folder, path) {
  if (path === 'main/setup' || !existsSync(join(folder, path))) return []
  return readdirSync(join(folder, path))
    .sort()
    .map((name) => `${path}/${name}`)
    .flatMap((child) => (statSync(join(folder, child)).isDirectory() ? filesUnder(folder, child) : [child]))
    .filter((child) => !child.endsWith('.md') && !child.endsWith('.tsbuildinfo'))
}

function stampOf(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
