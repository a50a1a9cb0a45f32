import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'

/** A case this machine has opened: where it is and when. Its name is its folder's; what it holds is sealed. */
export interface KnownCase {
  readonly id: string
  readonly folder: string
  readonly opened: number | null
}
export interface KnownCases {
  list(): readonly KnownCase[]
  get(id: string): KnownCase | undefined
  /** Remembers a folder, and gives its id, the same for the same folder. */
  remember(folder: string, opened: number | null): KnownCase
  forget(id: string): void
}

const listSchema = z.array(
  z.strictObject({ id: z.string(), folder: z.string(), opened: z.number().nullable() }),
)

/** The list, kept in the machine's own folder. A list that can't be read is an empty list: no case depends on it. */
export function openKnownCases(machineDir: string): KnownCases {
  const file = join(machineDir, 'cases.json')
  const load = (): KnownCase[] => {
    try {
      return listSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    } catch {
      return []
    }
  }
  const save = (cases: readonly KnownCase[]) => {
    mkdirSync(machineDir, { recursive: true, mode: 0o700 })
    writeFileSync(`${file}.new`, JSON.stringify(cases, null, 1), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  return {
    list: () => load().sort((a, b) => (b.opened ?? 0) - (a.opened ?? 0)),
    get: (id) => load().find((each) => each.id === id),
    remember(folder, opened) {
      const whole = resolve(folder)
      const id = createHash('sha256').update(whole).digest('hex').slice(0, 24)
      const others = load().filter((each) => each.id !== id)
      const before = load().find((each) => each.id === id)
      const known = { id, folder: whole, opened: opened ?? before?.opened ?? null }
      save([...others, known])
      return known
    },
    forget: (id) => save(load().filter((each) => each.id !== id)),
  }
}
