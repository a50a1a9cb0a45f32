import { join } from 'node:path'
import { type Disk, diskError, namesIn, systemCode } from './disk.ts'

const magics = { snap: 'CVSNAP1\n', jrn: 'CVJRNL1\n' } as const

/**
 * The case that every file of the folder `state` names before anything sealed begins; undefined when there is none, or
 * when they name several. A file whose first bytes are damaged names none.
 */
export async function caseOfState(disk: Disk, folder: string): Promise<Buffer | undefined> {
  const named = new Map<string, Buffer>()
  for (const name of await namesIn(disk, join(folder, 'state'))) {
    const ending = /^[0-9a-f]{16}(?:\.[0-9a-f]{4}\.(jrn)|\.(snap))$/u.exec(name)
    if (ending === null) continue
    const magic = magics[(ending[1] ?? ending[2]) as keyof typeof magics]
    const start = await startOf(disk, join(folder, 'state', name))
    if (start.toString('latin1', 0, 8) !== magic) continue
    const caseId = start.subarray(8, 24)
    named.set(caseId.toString('hex'), caseId)
  }
  return named.size === 1 ? [...named.values()][0] : undefined
}

async function startOf(disk: Disk, path: string): Promise<Buffer> {
  const bytes = Buffer.alloc(24)
  try {
    const file = await disk.open(path, 'r')
    await file.read(bytes, 0, bytes.length, 0).finally(() => file.close())
  } catch (thrown) {
    // A live writer removes what it no longer needs.
    if (systemCode(thrown) !== 'ENOENT') throw diskError(thrown, 'read', path)
  }
  return bytes
}
