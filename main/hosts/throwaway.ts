import { accessSync, constants, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const prefix = 'turnstone-window-'

/** A folder for the browser's own notes: in memory where the system keeps such a place, else in the temporary folder. */
export function throwawayFolder(): string {
  const where = memoryPlace() ?? tmpdir()
  sweep(where)
  return mkdtempSync(join(where, `${prefix}${process.pid}-`))
}

/** Removes such a folder and all in it. A browser that is still ending may write a last file, so it tries again. */
export function throwAway(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
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
      try {
        throwAway(join(where, name))
      } catch {
        // Another officer's, on a machine they share: theirs to remove.
      }
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
