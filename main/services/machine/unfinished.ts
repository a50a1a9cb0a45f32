import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { type MachineKey, machineKey } from './machine-key.ts'
import { type Random, realDisk, replaceFile, sealedBytes, unsealed } from './sealed-file.ts'

/** What is written outside a case: the files of a bundle, a folder of files, or one file. */
export type Writing = 'bundle' | 'folder' | 'file'

/**
 * What is being written outside of cases just now, under names that say it is unfinished. A program that is killed, or
 * loses its power, can't take such files away; the next one that starts on this machine does.
 */
export interface Unfinished {
  /**
   * Remembers what is about to be written: on the disk before this returns. What it gives is called when that landed or
   * was given up. Neither ever throws: what can't be remembered is written all the same.
   */
  begin(kind: Writing, to: string): () => void
  /** Removes what writers left that are no longer alive. What can't be reached now is kept in mind for the next time. */
  sweep(): Promise<void>
}

const writerSchema = z.strictObject({
  name: z.string(),
  bootId: z.string(),
  pid: z.number().int(),
  startTime: z.union([z.string(), z.number()]),
})
/** The process that writes, as a case's lock names it. */
export type Writer = z.infer<typeof writerSchema>
const entrySchema = z.strictObject({
  kind: z.enum(['bundle', 'folder', 'file']),
  to: z.string(),
  /** Which folder it was, so that an empty one in the place of a drive is not taken for it. */
  folder: z.string(),
  writer: writerSchema,
})
type Entry = z.infer<typeof entrySchema>

const label = 'turnstone/unfinished/1'
const mark = Buffer.from('TRN-LEFT/1\n')
const ending = '.left'

/**
 * Opens the memory: a sealed file for each thing being written, so that no two processes ever write the same one.
 * `writer` is this process, `runs` whether another still does, `names` what a thing is called while it is unfinished.
 */
export function openUnfinished(
  machineDir: string,
  random: Random,
  process: {
    readonly writer: Writer
    readonly runs: (writer: Writer) => boolean
    readonly names: (kind: Writing, to: string) => readonly string[]
  },
): Unfinished {
  const folder = join(machineDir, 'unfinished')
  const mine = new Set<string>()
  const held: { key: MachineKey | undefined } = { key: undefined }
  const keyOf = (name: string) => {
    held.key ??= machineKey(machineDir, random)
    return held.key.keyFor(`${label}\0${name}`)
  }
  const read = (name: string): Entry | undefined => {
    try {
      return entrySchema.safeParse(unsealed(readFileSync(join(folder, name)), keyOf(name), mark)).data
    } catch {
      // Forgotten by its writer a moment ago, or not readable: whatever it named is left alone.
      return undefined
    }
  }
  const left = ({ kind, to }: Entry) => process.names(kind, to).filter((path) => typeOf(path) !== undefined)
  const forget = (name: string) => rmSync(join(folder, name), { force: true })
  const alive = (name: string, entry: Entry) => mine.has(name) || process.runs(entry.writer)

  async function sweepOne(name: string): Promise<void> {
    const entry = read(name)
    if (entry === undefined || alive(name, entry)) return
    // A drive that is slow to answer, or gone, must not hold up the start: it is asked on another thread.
    const there = await identityOf(dirname(entry.to))
    if (there === undefined) return
    const found = left(entry)
    if (found.length === 0) {
      // Kept until nothing is found: a process that outlives its program for a moment may still have begun a file.
      if (there === entry.folder) forget(name)
      return
    }
    // Looked at last of all, and without a pause before the removal: somebody may have begun on the same names.
    const others = entriesIn(folder).filter((each) => each !== name)
    const again = others.some((each) => {
      const other = read(each)
      return other !== undefined && other.to === entry.to && alive(each, other)
    })
    if (again) return
    for (const path of found)
      if (typeOf(path) === (entry.kind === 'folder' ? 'folder' : 'file'))
        rmSync(path, { recursive: entry.kind === 'folder', force: true })
  }

  return {
    begin(kind, path) {
      const to = resolve(path)
      const name = `${Buffer.from(random(12)).toString('hex')}${ending}`
      mine.add(name)
      try {
        const { dev, ino } = statSync(dirname(to), { bigint: true })
        const entry: Entry = { kind, to, folder: `${dev} ${ino}`, writer: process.writer }
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        replaceFile(join(folder, name), sealedBytes(entry, keyOf(name), mark, random), random, realDisk)
      } catch {
        // Whoever asked for a file gets it; that it can't be remembered only matters if the power fails.
      }
      return () => {
        mine.delete(name)
        try {
          const entry = read(name)
          // What could not be taken away, from a drive that went, is tried again at the next start.
          if (entry === undefined || (reached(dirname(to)) && left(entry).length === 0)) forget(name)
        } catch {
          // As above.
        }
      }
    },
    async sweep() {
      for (const name of entriesIn(folder)) await sweepOne(name).catch(() => undefined)
    },
  }
}

function entriesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(ending))
  } catch {
    // Nothing was ever written from here.
    return []
  }
}

const identityOf = (path: string): Promise<string | undefined> =>
  stat(path, { bigint: true }).then(
    ({ dev, ino }) => `${dev} ${ino}`,
    () => undefined,
  )

const reached = (path: string) => statSync(path, { throwIfNoEntry: false }) !== undefined

// A link in the place of a file is nothing that we wrote.
function typeOf(path: string): 'file' | 'folder' | undefined {
  const seen = lstatSync(path, { throwIfNoEntry: false })
  return seen?.isFile() ? 'file' : seen?.isDirectory() ? 'folder' : undefined
}
