import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ReadingState, unreadState } from '../../../../casework/reading.ts'
import { openReadingStore, type ReadingDisk } from '../../../../main/services/machine/reading-store.ts'

const room = { path: '' }
beforeEach(() => {
  room.path = mkdtempSync(join(tmpdir(), 'turnstone-'))
})
afterEach(() => rmSync(room.path, { recursive: true, force: true }))

const bundle = 'ab'.repeat(32)
const another = 'cd'.repeat(32)
const words = 'Ask S12 about the overalls.'
const noted = (text: string): ReadingState => ({
  ...unreadState,
  read: [[1, 9]],
  notes: [
    {
      id: 'aaaa',
      kind: 'note',
      page: 3,
      quote: '',
      words: text,
      tag: '',
      colour: 'mark',
      boxes: [],
      made: 1,
      changed: 1,
    },
  ],
})
const random = (n: number) => new Uint8Array(randomBytes(n))
const store = (disk?: ReadingDisk) => openReadingStore(room.path, random, disk)
const folder = () => join(room.path, 'reading')
const theFile = () => {
  const kept = readdirSync(folder()).filter((name) => /^[0-9a-f]{32}$/.test(name))
  expect(kept).toHaveLength(1)
  return join(folder(), kept[0]!)
}

test('what was noted comes back, to the same bundle alone, and only its owner may read the file', () => {
  expect(store().recall(bundle)).toBeUndefined()
  store().keep(bundle, noted('one'))
  store().keep(bundle, noted(words))
  expect(store().recall(bundle)).toEqual(noted(words))
  expect(store().recall(another)).toBeUndefined()
  expect(statSync(theFile()).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder())).toHaveLength(1)
})

test('neither the words nor the bundle can be told from the file', () => {
  store().keep(bundle, noted(words))
  const bytes = readFileSync(theFile()).toString('latin1')
  expect(bytes).not.toContain('overalls')
  expect(theFile()).not.toContain(bundle.slice(0, 12))
  const before = readFileSync(theFile())
  store().keep(bundle, noted(words))
  // The same words never make the same file twice.
  expect(readFileSync(theFile()).equals(before)).toBe(false)
})

test('a file that was changed anywhere, cut, or put in another’s place is set aside', () => {
  store().keep(bundle, noted(words))
  const path = theFile()
  const whole = readFileSync(path)
  for (let at = 0; at < whole.length; at += 9) {
    const flipped = Buffer.from(whole)
    flipped[at] = flipped[at]! ^ 1
    writeFileSync(path, flipped)
    expect(store().recall(bundle)).toBe('set-aside')
  }
  for (const length of [0, 11, 20, whole.length - 1]) {
    writeFileSync(path, whole.subarray(0, length))
    expect(store().recall(bundle)).toBe('set-aside')
  }
  writeFileSync(path, whole)
  store().keep(another, noted('another'))
  const other = readdirSync(folder())
    .map((name) => join(folder(), name))
    .find((each) => each !== path && !each.endsWith('set-aside'))!
  writeFileSync(other, whole)
  expect(store().recall(another)).toBe('set-aside')
  expect(store().recall(bundle)).toEqual(noted(words))
})

const acts = ['open', 'write', 'sync', 'close', 'rename'] as const
test.each(acts)('a disk that fails at %s leaves what was kept before, and says so', (failing) => {
  store().keep(bundle, noted('before'))
  const real: ReadingDisk = {
    open: (path) => openSync(path, 'wx', 0o600),
    write: (file, bytes) => writeSync(file, bytes),
    sync: fsyncSync,
    close: closeSync,
    rename: renameSync,
    remove: unlinkSync,
  }
  const full = () => {
    throw Object.assign(new Error('full'), { code: 'ENOSPC' })
  }
  expect(() => store({ ...real, [failing]: full }).keep(bundle, noted(words))).toThrow(/disk is full/)
  expect(store().recall(bundle)).toEqual(noted('before'))
  expect(readdirSync(folder()).filter((name) => name.endsWith('.new'))).toEqual([])
})

test('a disk that takes a few bytes at a time still gets all of them', () => {
  const slow: ReadingDisk = {
    open: (path) => openSync(path, 'wx', 0o600),
    write: (file, bytes) => writeSync(file, bytes.subarray(0, 7)),
    sync: fsyncSync,
    close: closeSync,
    rename: renameSync,
    remove: unlinkSync,
  }
  store(slow).keep(bundle, noted(words))
  expect(store().recall(bundle)).toEqual(noted(words))
})

test('a power cut between the write and the rename leaves what was kept before', () => {
  store().keep(bundle, noted('before'))
  const cut = new Error('the power went')
  const disk: ReadingDisk = {
    open: (path) => openSync(path, 'wx', 0o600),
    write: (file, bytes) => writeSync(file, bytes),
    sync: fsyncSync,
    close: closeSync,
    rename: () => {
      throw cut
    },
    // Nothing more was done once it went.
    remove: () => undefined,
  }
  expect(() => store(disk).keep(bundle, noted(words))).toThrow()
  expect(readdirSync(folder())).toHaveLength(2)
  expect(store().recall(bundle)).toEqual(noted('before'))
  store().keep(bundle, noted(words))
  expect(store().recall(bundle)).toEqual(noted(words))
})

const card = (sha256: string) => ({
  sha256,
  name: 'Trial bundle v1.pdf',
  title: 'R v Whitlock: Trial bundle',
  first: 1,
  opened: 2,
  made: null,
  pages: [{ label: '12A', digest: 'ab', document: 'cd' }],
})

test('what bundles are known by comes back; one that was altered, or put in another’s place, is passed over', () => {
  const { cards } = store()
  expect(cards.all()).toEqual([])
  cards.keep(card(bundle))
  cards.keep(card(another))
  expect(store().cards.recall(bundle)).toEqual(card(bundle))
  expect(store().cards.all()).toHaveLength(2)
  const paths = readdirSync(folder()).map((name) => join(folder(), name))
  expect(paths.every((path) => path.endsWith('.about'))).toBe(true)
  const [one, other] = paths.map((path) => readFileSync(path))
  for (const path of paths) {
    expect(readFileSync(path).toString('latin1')).not.toMatch(/Whitlock|12A|ababab/)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  }
  writeFileSync(paths[0]!, other!)
  expect(cards.all()).toHaveLength(1)
  one![one!.length - 20]! ^= 1
  writeFileSync(paths[0]!, one!)
  expect(cards.all()).toHaveLength(1)
  cards.keep(card(bundle))
  cards.keep(card(another))
  expect(cards.all()).toHaveLength(2)
})

test('what an earlier program kept still opens, and what could not be opened is not set aside by a look', () => {
  // As it was written before notes could be carried over: neither `since` nor `carried`.
  store().keep(bundle, noted(words))
  expect(store().look(bundle)).toEqual(noted(words))
  writeFileSync(theFile(), 'nothing')
  expect(store().look(bundle)).toBeUndefined()
  expect(readFileSync(theFile(), 'utf8')).toBe('nothing')
})
