import { createHash } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { type MachineKey, machineKey } from './machine-key.ts'

const seenSchema = z.strictObject({
  caseId: z.string(),
  folder: z.string(),
  seq: z.number().int(),
  head: z.string(),
  tx: z.number().int(),
  at: z.number(),
  edPubs: z.array(z.string()),
})
const owedSchema = z.array(
  z.strictObject({
    what: z.enum(['read-only-opening', 'failed-unlock', 'entry']),
    at: z.number(),
    note: z.strictObject({ action: z.string(), target: z.unknown(), detail: z.unknown() }).optional(),
  }),
)
const folderSchema = z.strictObject({ caseId: z.string() })
type Seen = z.infer<typeof seenSchema>
type Debt = z.infer<typeof owedSchema>[number]

/** As many openings as are kept one by one; of more, the oldest are let go. */
const mostOwed = 10_000

/**
 * This machine's memory of the cases opened on it, outside of them: the last head of each, the keys it first knew them
 * by, and what could not be entered in them. Every file carries a MAC under the machine's key; one that fails it is set
 * aside under another name, and said to be.
 */
export interface MachineWitness {
  recall(caseId: string): Seen | 'set-aside' | undefined
  caseIn(folder: string): string | undefined
  keep(
    seen: { readonly [K in keyof Seen]: K extends 'edPubs' ? readonly string[] : Seen[K] },
    anew?: boolean,
  ): void
  owed(caseId: string): readonly Debt[]
  owe(caseId: string, owed: Readonly<Debt>): void
  settle(caseId: string, count: number): void
}

/** Opens the memory in the machine's own folder. The key is made at the first write or read that needs it. */
export function openWitness(machineDir: string, random: (n: number) => Uint8Array): MachineWitness {
  const folder = join(machineDir, 'witness')
  const held: { key: MachineKey | undefined } = { key: undefined }
  const key = () => {
    held.key ??= machineKey(machineDir, random)
    return held.key
  }
  const pathOf = (name: string) => join(folder, `${name}.json`)

  const read = <T>(name: string, schema: z.ZodType<T>): T | 'set-aside' | undefined => {
    const path = pathOf(name)
    let text: string
    try {
      text = readFileSync(path, 'utf8')
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw thrown
    }
    const end = text.lastIndexOf('\n')
    const [body, mac] = [text.slice(0, end), text.slice(end + 1)]
    const good = end > 0 && key().holds(name, body, mac) ? schema.safeParse(JSON.parse(body)) : null
    if (good?.success === true) return good.data
    renameSync(path, `${path}.set-aside`)
    return 'set-aside'
  }
  const write = (name: string, value: unknown) => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const body = JSON.stringify(value)
    const path = pathOf(name)
    const temporary = `${path}.${Buffer.from(random(6)).toString('hex')}.new`
    const file = openSync(temporary, 'wx', 0o600)
    try {
      writeSync(file, `${body}\n${key().mac(name, body)}`)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
  }
  const folderName = (path: string) =>
    `folder-${createHash('sha256').update(resolve(path)).digest('hex').slice(0, 24)}`
  const owedName = (caseId: string) => `owed-${caseId}`
  const owed = (caseId: string): Debt[] => {
    const known = read(owedName(caseId), owedSchema)
    return known === undefined || known === 'set-aside' ? [] : known
  }
  const caseIn = (path: string) => {
    const known = read(folderName(path), folderSchema)
    return known === undefined || known === 'set-aside' ? undefined : known.caseId
  }

  return {
    recall(caseId) {
      const known = read(caseId, seenSchema)
      // What was set aside once stays said until a new head is kept.
      if (known !== undefined) return known
      return setAside(folder, caseId) ? 'set-aside' : undefined
    },
    caseIn,
    keep(seen, anew = false) {
      const known = read(seen.caseId, seenSchema)
      const before = known === 'set-aside' || anew ? undefined : known
      if (caseIn(seen.folder) !== seen.caseId && (anew || caseIn(seen.folder) === undefined))
        write(folderName(seen.folder), { caseId: seen.caseId })
      if (before !== undefined && before.seq >= seen.seq && before.folder === resolve(seen.folder)) return
      const newest = before !== undefined && before.seq > seen.seq ? before : seen
      const edPubs = before === undefined || before.edPubs.length === 0 ? seen.edPubs : before.edPubs
      write(seen.caseId, { ...newest, folder: resolve(seen.folder), edPubs })
    },
    owed,
    owe(caseId, debt) {
      write(owedName(caseId), [...owed(caseId), debt].slice(-mostOwed))
    },
    settle(caseId, count) {
      if (count === 0) return
      const rest = owed(caseId).slice(count)
      if (rest.length > 0) write(owedName(caseId), rest)
      else unlinkSync(pathOf(owedName(caseId)))
    },
  }
}

function setAside(folder: string, caseId: string): boolean {
  try {
    return readdirSync(folder).includes(`${caseId}.json.set-aside`)
  } catch {
    return false
  }
}
