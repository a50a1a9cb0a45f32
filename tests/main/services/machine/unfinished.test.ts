import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openUnfinished, type Writing } from '../../../../main/services/machine/unfinished.ts'

const place = { path: '' }
beforeEach(() => {
  place.path = mkdtempSync(join(tmpdir(), 'turnstone-'))
  mkdirSync(at('out'))
})
afterEach(() => rmSync(place.path, { recursive: true, force: true }))

const at = (...names: string[]) => join(place.path, ...names)
const draftOf = (to: string) => join(dirname(to), `.${basename(to)}.unfinished`)
const names = (kind: Writing, to: string) =>
  kind === 'bundle' ? [draftOf(to), draftOf(`${to}.json`)] : [draftOf(to)]
/** The memory as a process of this number has it. */
const openAs = (pid: number, running: readonly number[] = [], machine = at('machine')) =>
  openUnfinished(machine, (n) => randomBytes(n), {
    writer: { name: 'desk-1', bootId: 'boot-1', pid, startTime: 1 },
    runs: (writer) => running.includes(writer.pid),
    names,
  })
const kept = () => readdirSync(at('machine', 'unfinished'))

test('what a writer left that is gone is removed, and nothing beside it', async () => {
  const to = at('out', 'one.pdf')
  openAs(1).begin('bundle', to)
  openAs(1).begin('folder', at('out', 'one documents'))
  mkdirSync(at('out', '.one documents.unfinished', 'A'), { recursive: true })
  writeFileSync(at('out', '.one documents.unfinished', 'A', '1.pdf'), 'words')
  const others = ['.two.pdf.unfinished', 'one.pdf', '.one.pdf']
  for (const name of ['.one.pdf.unfinished', '.one.pdf.json.unfinished', ...others])
    writeFileSync(at('out', name), 'words')
  await openAs(2).sweep()
  expect(readdirSync(at('out')).sort()).toEqual([...others].sort())
  // What outlives its program for a moment may begin one more file; only a start that finds nothing forgets.
  expect(kept()).toHaveLength(2)
  await openAs(2).sweep()
  expect(kept()).toEqual([])
})

test('while its writer lives it is left alone, also where an earlier one left the same name', async () => {
  const to = at('out', 'one.pdf')
  openAs(1).begin('bundle', to)
  writeFileSync(draftOf(to), 'words')
  await openAs(2, [1]).sweep()
  expect(existsSync(draftOf(to))).toBe(true)
  const here = openAs(3)
  const over = here.begin('bundle', to)
  await here.sweep()
  await openAs(4, [3]).sweep()
  expect(existsSync(draftOf(to))).toBe(true)
  rmSync(draftOf(to))
  over()
  await openAs(4).sweep()
  expect(kept()).toEqual([])
})

test('what landed is forgotten, and what could not be taken away is not', () => {
  const unfinished = openAs(1)
  const landed = unfinished.begin('file', at('out', 'a.md'))
  const stuck = unfinished.begin('file', at('out', 'b.md'))
  writeFileSync(draftOf(at('out', 'b.md')), 'words')
  expect(kept()).toHaveLength(2)
  landed()
  stuck()
  expect(kept()).toHaveLength(1)
})

test('a drive that is not there is tried again, also when an empty folder stands in its place', async () => {
  const to = at('out', 'one.pdf')
  const over = openAs(1).begin('file', to)
  writeFileSync(draftOf(to), 'words')
  renameSync(at('out'), at('away'))
  over()
  await openAs(2).sweep()
  expect(kept()).toHaveLength(1)
  mkdirSync(at('out'))
  await openAs(2).sweep()
  expect(kept()).toHaveLength(1)
  rmSync(at('out'), { recursive: true })
  renameSync(at('away'), at('out'))
  await openAs(2).sweep()
  expect(readdirSync(at('out'))).toEqual([])
})

test('a link or a folder under the name of a file is not ours and stays', async () => {
  openAs(1).begin('bundle', at('out', 'one.pdf'))
  writeFileSync(at('theirs'), 'words')
  symlinkSync(at('theirs'), at('out', '.one.pdf.unfinished'))
  mkdirSync(at('out', '.one.pdf.json.unfinished'))
  await openAs(2).sweep()
  expect(readdirSync(at('out'))).toHaveLength(2)
  expect(readFileSync(at('theirs'), 'utf8')).toBe('words')
})

test('a memory that is broken or cannot be written stops nothing, and names nothing to remove', async () => {
  const to = at('out', 'one.pdf')
  openAs(1).begin('file', to)
  writeFileSync(draftOf(to), 'words')
  for (const name of kept()) writeFileSync(at('machine', 'unfinished', name), 'not ours')
  await openAs(2).sweep()
  expect(existsSync(draftOf(to))).toBe(true)
  writeFileSync(at('blocked'), 'a file where the folder would be')
  const blocked = openAs(1, [], at('blocked'))
  blocked.begin('file', to)()
  await blocked.sweep()
  chmodSync(at('machine', 'unfinished'), 0o500)
  openAs(1).begin('file', to)()
  chmodSync(at('machine', 'unfinished'), 0o700)
})

test('what it keeps tells nobody who has not the key of the machine what was written', () => {
  openAs(1).begin('file', at('out', 'R v Smith.pdf'))
  for (const name of kept()) {
    expect(name).toMatch(/^[0-9a-f]{24}\.left$/)
    expect(readFileSync(at('machine', 'unfinished', name), 'latin1')).not.toContain('Smith')
  }
})
