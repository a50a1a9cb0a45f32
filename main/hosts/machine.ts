import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The signed-in user's name, or their number where they have none. */
export function thisUser(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? 'unknown')
  }
}

/** Where the machine keeps its own small notes: the list of cases, its key. Made by whoever writes there first. */
export function machineFolder(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: string = process.platform,
): string {
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Turnstone')
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Turnstone')
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'turnstone')
}

/** Chance and names fit for keys and records. */
export const chance = {
  random: (n: number): Uint8Array => new Uint8Array(randomBytes(n)),
  newId: (): string => randomBytes(16).toString('hex'),
}

/** Where our programs and materials stand, seen from an entry: as built in out/main, or as written in main/hosts. */
export function standing(entry: string) {
  const built = entry.endsWith('.js')
  const at = (path: string) => fileURLToPath(new URL(path, entry))
  return {
    workbench: at(built ? './workbench-process.js' : './workbench-process.ts'),
    job: at(built ? './job-process.js' : '../jobs/process.ts'),
    /** The program's own version, as its package says. */
    version: (JSON.parse(readFileSync(at('../../package.json'), 'utf8')) as { version: string }).version,
    resources: at('../../resources'),
    renderer: at(built ? '../renderer' : '../../out/renderer'),
    preload: at(built ? '../preload' : '../../out/preload'),
  }
}
