import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

const prefix = 'turnstone-window-'

/** A folder for the browser's own notes: in memory where the system keeps such a place, else in the temporary folder. */
export function throwawayFolder(): string {
  const where = memoryPlace() ?? tmpdir()
  sweep(where)
  const folder = mkdtempSync(join(where, `${prefix}${process.pid}-`))
  mkdirSync(join(folder, 'Default'))
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences))
  return folder
}

// WebRTC sends datagrams that no proxy, route or content policy sees; only this setting holds it.
const preferences = {
  webrtc: {
    ip_handling_policy: 'disable_non_proxied_udp',
    multiple_routes_enabled: false,
    nonproxied_udp_enabled: false,
  },
  net: { network_prediction_options: 2 },
  dns_prefetching: { enabled: false },
  safebrowsing: { enabled: false },
  search: { suggest_enabled: false },
  alternate_error_pages: { enabled: false },
  credentials_enable_service: false,
  autofill: { profile_enabled: false, credit_card_enabled: false },
  translate: { enabled: false },
  spellcheck: { use_spelling_service: false },
} as const

/**
 * Removes such a folder and all in it. A browser writes its last files after it has said that it is closed, and makes
 * the folder again to do so; hence the folder is gone only when it has stayed away for a while.
 */
export async function throwAway(folder: string): Promise<void> {
  const seen = { away: 0 }
  for (let turn = 0; turn < 100 && seen.away < 6; turn += 1) {
    seen.away = existsSync(folder) ? 0 : seen.away + 1
    remove(folder)
    await setTimeout(50)
  }
}

/** Removes it at once, for a program about to be ended. */
export function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true })
  } catch {
    // Something was written into it meanwhile; the next turn, or the next window, takes that too.
  }
}

function memoryPlace(): string | null {
  try {
    accessSync('/dev/shm', constants.W_OK | constants.X_OK)
    return '/dev/shm'
  } catch {
    return null
  }
}

// Left by a window that was killed outright: removed by the next one, if nobody of that number lives.
function sweep(where: string): void {
  for (const name of readdirSync(where).filter((each) => each.startsWith(prefix))) {
    const pid = Number(name.slice(prefix.length).split('-')[0])
    if (Number.isSafeInteger(pid) && pid > 0 && !lives(pid)) {
      // One of another officer's, on a machine they share, refuses and is theirs to remove.
      remove(join(where, name))
    }
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM'
  }
}
