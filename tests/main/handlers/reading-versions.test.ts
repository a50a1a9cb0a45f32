import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Client } from '../../../casework/contract/client.ts'
import type { NoteFields } from '../../../casework/reading.ts'
import { clientOver } from '../../../main/hosts/slot.ts'
import { versionOf } from '../../../main/services/bundle/index.ts'
import type { BundleDocument } from '../../../main/services/bundle/plan.ts'
import { openReadingStore } from '../../../main/services/machine/reading-store.ts'
import { openBench, type TestBench } from '../../support/hosts.ts'
import { pagesPdf } from '../services/bundle/sample-pdfs.ts'
import { build, content, document, plan } from '../services/bundle/workshop.ts'

const room: { bench: TestBench; client: Client; clock: number } = {
  bench: undefined as unknown as TestBench,
  client: undefined as unknown as Client,
  clock: 1_000,
}
beforeEach(() => {
  room.bench = openBench({ now: () => ++room.clock })
  room.client = clientOver(room.bench.workbench)
})
afterEach(() => room.bench.close())

const pdf = (...words: string[]) => content('pdf', pagesPdf(words.map((each) => ({ words: each }))))
const account = document('acc', 'Account 4410', pdf('First', 'Second', 'Third'), { ref: 'JLB/3' })
const mended = document('acc', 'Account 4410', pdf('First', 'Second, mended', 'Third'), { ref: 'JLB/3' })
const late = document('late', 'Meter', pdf('Late one', 'Late two'), { ref: 'JLB/9' })

async function open(name: string, documents: readonly BundleDocument[], over: object = {}) {
  const path = join(room.bench.folder, name)
  if (!readdirSync(room.bench.folder).includes(name)) await build({ ...plan(documents), ...over }, path)
  const [file] = await room.bench.workbench.grant([path])
  return room.client.call('reading.open', { file: file! })
}
const since = async (id: string) => (await room.client.call('reading.since', { id })).earlier
const noted = async (id: string, page: number, over: Partial<NoteFields> = {}) => {
  const fields = { page, quote: '', words: `on ${page}`, tag: '', colour: 'mark' as const, boxes: [] }
  const change = { do: 'add' as const, fields: { kind: 'note' as const, ...fields, ...over } }
  return (await room.client.call('reading.note', { id, change })).note!
}
const everything = { notes: true, bookmarks: true, read: true }
const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (thrown: { code: string }) => thrown.code,
  )

test('a newer version is known, what is new is counted, and notes go along only when asked for', async () => {
  const { call } = room.client
  const { id: one, labels } = await open('v1.pdf', [account])
  expect(await since(one)).toBeNull()
  expect(labels).toEqual(['1', '2', '3', '4', '5'])
  await noted(one, 3)
  await noted(one, 4, { kind: 'highlight', boxes: [[1, 2, 3, 4]], quote: 'Second' })
  await noted(one, 5, { kind: 'bookmark' })
  await call('reading.mark', { id: one, from: 3, to: 5, read: true })
  await call('reading.close', { id: one })

  const { id: two, state } = await open('v2.pdf', [mended, late])
  expect(state.notes).toEqual([])
  const found = (await since(two))!
  expect(found).toMatchObject({
    id: one,
    name: 'v1.pdf',
    ground: 'title',
    pages: 5,
    kept: { notes: 2, bookmarks: 1, read: 3 },
    fresh: [[6, 7]],
    changed: [[4, 4]],
    gone: [],
    stillRead: 2,
    chosen: null,
  })
  expect(found.inDoubt).toEqual([{ kind: 'highlight', from: '4', to: 4, stands: 'changed', words: 'on 4' }])
  // Looking carries nothing.
  expect((await open('v2.pdf', [])).state.notes).toEqual([])

  const { state: after } = await call('reading.carry', { id: two, from: one, ...everything })
  expect(after.read).toEqual([
    [3, 3],
    [5, 5],
  ])
  expect(after.notes.map(({ kind, page, carried }) => [kind, page, carried?.stands])).toEqual([
    ['note', 3, 'same'],
    ['highlight', 4, 'changed'],
    ['bookmark', 5, 'same'],
  ])
  expect((await since(two))?.chosen).toBe('carried')
  expect(await refusal(call('reading.carry', { id: two, from: one, ...everything }))).toBe('conflict')
  await call('reading.close', { id: two })
  expect((await open('v2.pdf', [])).state).toEqual(after)
  // The earlier version keeps its own.
  expect((await open('v1.pdf', [])).state.notes.map(({ carried }) => carried)).toEqual([
    undefined,
    undefined,
    undefined,
  ])
  // And is no newer version of the later one, though it was opened since.
  expect(await since(one)).toBeNull()
})

test('what is left is not offered again, but can be fetched later', async () => {
  const { call } = room.client
  const { id: one } = await open('v1.pdf', [account])
  await since(one)
  await noted(one, 3)
  const { id: two } = await open('v2.pdf', [account, late])
  expect((await since(two))!.chosen).toBeNull()
  const none = { notes: false, bookmarks: false, read: false }
  await call('reading.carry', { id: two, from: one, ...none })
  expect((await since(two))!.chosen).toBe('left')
  const { state } = await call('reading.carry', { id: two, from: one, ...none, notes: true })
  expect(state.notes.map(({ words }) => words)).toEqual(['on 3'])
})

test('another title, a bundle nothing was kept of, and one that is not known are no earlier version', async () => {
  const { call } = room.client
  const { id: one } = await open('v1.pdf', [account])
  await since(one)
  const { id: two } = await open('v2.pdf', [account, late])
  expect(await since(two)).toBeNull()
  await noted(one, 3)
  const { id: other } = await open('other.pdf', [account], { caseTitle: 'R v Somebody Else' })
  expect(await since(other)).toBeNull()
  const carry = (from: string) => refusal(call('reading.carry', { id: other, from, ...everything }))
  expect(await carry(one)).toBe('not-found')
  expect(await carry('e'.repeat(64))).toBe('not-found')
})

test('a bundle that is closed while its pages are gone through ends that without a word', async () => {
  const { call } = room.client
  const { id } = await open('v1.pdf', [account])
  const looked = refusal(call('reading.since', { id }))
  await call('reading.close', { id })
  expect(await looked).toBe('cancelled')
  await open('v1.pdf', [account])
  expect(await since(id)).toBeNull()
})

test('a version read when digests were made in the first way is still told apart, and known the new way once read again', async () => {
  const { call } = room.client
  const { id: one } = await open('v1.pdf', [account])
  await since(one)
  await noted(one, 3)
  await call('reading.close', { id: one })
  const { cards } = openReadingStore(
    join(room.bench.folder, 'machine'),
    (count) => new Uint8Array(randomBytes(count)),
  )
  const { digests, ...card } = cards.recall(one)!
  expect(digests).toBe(2)
  const { pages } = await versionOf(join(room.bench.folder, 'v1.pdf'), one, {}, true)
  cards.keep({ ...card, pages: pages.map(({ first, ...page }) => ({ ...page, digest: first! })) })

  const { id: two } = await open('v2.pdf', [mended, late])
  expect(await since(two)).toMatchObject({ id: one, fresh: [[6, 7]], changed: [[4, 4]], inDoubt: [] })
  const { state } = await call('reading.carry', { id: two, from: one, ...everything })
  expect(state.notes).toMatchObject([{ page: 3, carried: { stands: 'same' } }])
  await open('v1.pdf', [])
  await since(one)
  expect(cards.recall(one)).toMatchObject({ digests: 2, first: card.first })
  expect(cards.recall(one)!.pages.map(({ digest }) => digest)).toEqual(card.pages.map(({ digest }) => digest))
  expect(await since(two)).toMatchObject({ id: one, fresh: [[6, 7]], changed: [[4, 4]] })
})
