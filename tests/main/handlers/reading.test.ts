import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Client } from '../../../casework/contract/client.ts'
import { clientOver } from '../../../main/hosts/slot.ts'
import { openBench, type TestBench } from '../../support/hosts.ts'
import { pagesPdf } from '../services/bundle/sample-pdfs.ts'

const room: { bench: TestBench; client: Client; path: string } = {
  bench: undefined as unknown as TestBench,
  client: undefined as unknown as Client,
  path: '',
}
const bytes = pagesPdf(Array.from({ length: 9 }, (_, at) => ({ words: `page ${at + 1}` })))
const id = createHash('sha256').update(bytes).digest('hex')
const fields = {
  kind: 'note' as const,
  page: 3,
  quote: '',
  words: 'Ask S12.',
  tag: 'Debt',
  colour: 'mark' as const,
  boxes: [],
}
const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (thrown: { code: string }) => thrown.code,
  )
const open = async () => {
  const [file] = await room.bench.workbench.grant([room.path])
  return room.client.call('reading.open', { file: file! })
}
const place = async (name: string) => {
  const path = join(room.bench.folder, name)
  mkdirSync(path, { recursive: true })
  return (await room.bench.workbench.grant([path]))[0]!
}

beforeEach(() => {
  room.bench = openBench()
  room.client = clientOver(room.bench.workbench)
  room.path = join(room.bench.folder, 'served.pdf')
  writeFileSync(room.path, bytes)
})
afterEach(() => room.bench.close())

test('any PDF opens, and its bytes are served in the parts that are asked for', async () => {
  const opened = await open()
  expect(opened).toMatchObject({ id, name: 'served.pdf', pages: 9, labels: [], setAside: false })
  const { workbench } = room.bench
  const part = await workbench.serve(`reading/${id}`, 'bytes=5-14')
  expect(part).toMatchObject({ status: 206, from: 5, size: bytes.length, mediaType: 'application/pdf' })
  expect(Buffer.from(part.bytes).equals(bytes.subarray(5, 15))).toBe(true)
  expect((await workbench.serve(`reading/${'0'.repeat(64)}`, null)).status).toBe(404)
  expect((await room.client.call('reading.verify', { id })).stands).toBe('no-manifest')
  await room.client.call('reading.close', { id })
  expect((await workbench.serve(`reading/${id}`, 'bytes=5-14')).status).toBe(404)
  expect(await refusal(room.client.call('reading.verify', { id }))).toBe('not-found')
})

test('a file that changes while it is open is served no longer', async () => {
  await open()
  appendFileSync(room.path, 'more')
  expect((await room.bench.workbench.serve(`reading/${id}`, 'bytes=0-9')).status).toBe(404)
})

test('notes, pages read and the place come back the next time; the bundle is as it was', async () => {
  await open()
  const { call } = room.client
  const { note } = await call('reading.note', { id, change: { do: 'add', fields } })
  const gone = await call('reading.note', { id, change: { do: 'add', fields } })
  await call('reading.note', { id, change: { do: 'remove', note: gone.note!.id } })
  await call('reading.note', { id, change: { do: 'change', note: note!.id, fields: { words: 'Ask S13.' } } })
  expect((await call('reading.mark', { id, from: 2, to: 99, read: true })).read).toEqual([[2, 9]])
  expect((await call('reading.mark', { id, from: 4, to: 4, read: false })).read).toEqual([
    [2, 3],
    [5, 9],
  ])
  await call('reading.place', { id, place: { page: 7, top: 120.5, turn: 90 } })
  await call('reading.close', { id })
  const { state } = await open()
  expect(state).toMatchObject({
    read: [
      [2, 3],
      [5, 9],
    ],
    place: { page: 7, top: 120.5, turn: 90 },
  })
  expect(state.notes).toEqual([{ ...note, words: 'Ask S13.', changed: state.notes[0]!.changed }])
  expect(readFileSync(room.path).equals(bytes)).toBe(true)
  expect(
    await refusal(call('reading.note', { id, change: { do: 'add', fields: { ...fields, page: 10 } } })),
  ).toBe('invalid')
})

test('a summary is written once, whole, and never over another file', async () => {
  await open()
  const { call } = room.client
  const to = await place('out')
  const asked = { id, to, fileName: 'Notes on served', form: 'markdown', tag: null } as const
  expect(await refusal(call('reading.summary', asked))).toBe('invalid')
  await call('reading.note', { id, change: { do: 'add', fields } })
  expect(await call('reading.summary', asked)).toEqual({
    fileName: 'Notes on served.md',
    folder: 'out',
    notes: 1,
  })
  const written = readFileSync(join(room.bench.folder, 'out', 'Notes on served.md'), 'utf8')
  expect(written).toContain('**p.3** [Debt]\n\nAsk S12.')
  await call('reading.note', { id, change: { do: 'add', fields } })
  expect(await refusal(call('reading.summary', asked))).toBe('exists')
  expect(readFileSync(join(room.bench.folder, 'out', 'Notes on served.md'), 'utf8')).toBe(written)
  expect(await refusal(call('reading.summary', { ...asked, fileName: '../out' }))).toBe('invalid')
  await call('reading.summary', { ...asked, form: 'pdf' })
  expect(readdirSync(join(room.bench.folder, 'out')).sort()).toEqual([
    'Notes on served.md',
    'Notes on served.pdf',
  ])
})

test('locking lets go of what is read, with no case open', async () => {
  await open()
  await room.client.call('machine.lock', {})
  expect((await room.bench.workbench.serve(`reading/${id}`, 'bytes=0-9')).status).toBe(404)
  expect(await refusal(room.client.call('reading.mark', { id, from: 1, to: 1, read: true }))).toBe(
    'not-found',
  )
})

test('notes that were tampered with are set aside, and that is said', async () => {
  await open()
  await room.client.call('reading.note', { id, change: { do: 'add', fields } })
  const folder = join(room.bench.folder, 'machine', 'reading')
  const kept = join(folder, readdirSync(folder)[0]!)
  const altered = readFileSync(kept)
  altered[altered.length - 20] = altered[altered.length - 20]! ^ 1
  writeFileSync(kept, altered)
  const again = await open()
  expect(again.setAside).toBe(true)
  expect(again.state.notes).toEqual([])
  expect(readdirSync(folder).filter((name) => name.endsWith('.set-aside'))).toHaveLength(1)
})
