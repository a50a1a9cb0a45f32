import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { StoredOf } from '../../../casework/entities/index.ts'
import { JobDied, type JobRunner, jobsInline } from '../../../main/jobs/run.ts'
import { openInProcess } from '../../support/hosts.ts'
import { images, scanned, scanPdf, sheet, typedPdf } from '../services/bundle/scans.ts'

let host: Awaited<ReturnType<typeof openInProcess>>
/** How many processes that read are to end without a word, as one that ran out of memory does. */
const deaths = { left: 0 }
const run: JobRunner = (name, input, options) => {
  if (name !== 'read-text' || deaths.left === 0) return jobsInline(name, input, options)
  deaths.left -= 1
  return Promise.reject(new JobDied(name, null))
}
beforeEach(async () => {
  deaths.left = 0
  host = await openInProcess({ run })
})
afterEach(() => host.close())

/** A case with these files as exhibits, in order. */
async function caseWith(files: Readonly<Record<string, Buffer>>) {
  const { client, folder, grant } = host
  const paths = Object.entries(files).map(([name, bytes]) => {
    writeFileSync(join(folder, name), bytes)
    return join(folder, name)
  })
  const [place, ...from] = await grant([folder, ...paths])
  const made = { place: place!, name: 'X', passphrase: 'seven words that make a long passphrase' }
  const { caseId } = await client.call('cases.create', made)
  await client.call('evidence.add', { caseId, from, producer: 'AV' })
  const { records } = await client.call('records.list', { caseId, type: 'exhibit' })
  return { caseId, place: place!, exhibits: records as StoredOf<'exhibit'>[] }
}

/** Each page takes a while to read, more so beside other tests. */
const patience = 60_000

const scan = (pages: number) => {
  const image = images.grey(['Harbour'])
  return scanPdf([{ image: null }, ...Array.from({ length: pages }, () => ({ image }))])
}

test('a stop is a pause: what was read is kept, and asking again reads only what is left', {
  timeout: patience,
}, async () => {
  const { client } = host
  const { caseId, exhibits } = await caseWith({ 'scan.pdf': scan(3) })
  const exhibit = exhibits[0]!.id
  const stop = new AbortController()
  const stopped = client.call(
    'text.read',
    { caseId, exhibits: null },
    { signal: stop.signal, onProgress: ({ note }) => note.endsWith('page 3') && stop.abort() },
  )
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
  const paused = await client.call('text.of', { caseId, exhibit })
  expect(paused).toMatchObject({ looked: true, marks: 'bnnn' })
  const kept = paused.read.map(({ page }) => page)
  expect(kept.length).toBeGreaterThan(0)
  expect(kept.length).toBeLessThan(3)

  const totals: number[] = []
  const { items } = await client.call(
    'text.read',
    { caseId, exhibits: [exhibit] },
    { onProgress: ({ total }) => totals.push(total) },
  )
  expect(items).toMatchObject([{ id: exhibit, ref: 'AV/1', pages: 4, machine: 3, without: [], why: '' }])
  expect(items[0]!.confidence).toBeGreaterThan(75)
  expect(totals[0]).toBe(3 - kept.length)
  const { total } = await client.call('records.list', { caseId, type: 'reading' })
  expect(total).toBe(3)
})

test('words are sealed, unchecked until somebody puts a name to them, and never edited', {
  timeout: patience,
}, async () => {
  const { client, folder } = host
  const { caseId, exhibits } = await caseWith({ 'scan.png': scanned('png', typedPdf(['Harbour'])) })
  const exhibit = exhibits[0]!.id
  await client.call('text.read', { caseId, exhibits: null })
  const { lines, read } = await client.call('text.page', { caseId, exhibit, page: 1 })
  expect(lines.flat().map(({ text }) => text)).toContain('Harbour')
  expect(read).toMatchObject({ page: 1, checkedBy: '', checkedAt: null })
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
  expect(files.some((each) => readFileSync(join(each.parentPath, each.name)).includes('Harbour'))).toBe(false)

  const checked = await client.call('text.check', { caseId, exhibit, page: 1, checked: true })
  expect(checked.read.checkedBy).not.toBe('')
  expect(checked.read.checkedAt).toBeGreaterThan(0)
  const { records } = await client.call('records.list', { caseId, type: 'reading' })
  const { id, version } = records[0]!
  const edit = { caseId, type: 'reading' as const, id, version, fields: { confidence: 100 } }
  await expect(client.call('records.change', edit)).rejects.toMatchObject({ code: 'conflict' })
  const back = await client.call('text.check', { caseId, exhibit, page: 1, checked: false })
  expect(back.read).toMatchObject({ checkedBy: '', checkedAt: null })
  // The search says which page holds its words, that nobody has checked them, and no more; a look is not entered.
  const asked = (words: string) => client.call('find.pages', { caseId, words })
  const entries = () => client.call('audit.list', { caseId, count: 50 })
  const before = await entries()
  expect((await asked('harbóur')).exhibits).toEqual([
    { caseId, id: exhibit, ref: 'AV/1', title: 'scan', pages: [{ page: 1, checked: false }] },
  ])
  expect((await asked('Harbour Lane')).exhibits).toEqual([])
  expect((await asked('ha')).exhibits).toEqual([])
  expect(await entries()).toEqual(before)
  await client.call('text.check', { caseId, exhibit, page: 1, checked: true })
  expect((await asked('Harbour')).exhibits[0]?.pages).toEqual([{ page: 1, checked: true }])
  await client.call('records.archive', { caseId, type: 'exhibit', id: exhibit, archived: true })
  expect((await asked('Harbour')).exhibits).toEqual([])
  await client.call('records.archive', { caseId, type: 'exhibit', id: exhibit, archived: false })
  // It is no record to be found by itself, nor a use of the exhibit.
  expect((await client.call('find.words', { caseId, words: 'machine' })).hits).toEqual([])
  expect((await client.call('records.get', { caseId, type: 'exhibit', id: exhibit })).usedIn).toEqual([])
})

test('a bundle takes the words along and says which pages have none, and which a machine read', {
  timeout: patience,
}, async () => {
  const { client } = host
  const { caseId, place, exhibits } = await caseWith({ 'scan.pdf': scan(1), 'typed.pdf': typedPdf() })
  const build = { caseId, to: place, bundle: null, version: null, title: 'Evidence', date: '2026-03-03' }
  const before = await client.call('bundle.build', { ...build, fileName: 'before.pdf' })
  const told = (report: typeof before.report) =>
    report.filter(({ kind }) => kind === 'no-text' || kind === 'machine-read').map(({ sentence }) => sentence)
  expect(told(before.report)).toEqual([
    expect.stringMatching(/^Page \d+ has no text layer: its words can’t be searched or copied\.$/),
  ])
  await client.call('text.read', { caseId, exhibits: [exhibits[0]!.id] })
  const after = await client.call('bundle.build', { ...build, fileName: 'after.pdf' })
  expect(told(after.report)).toEqual([
    expect.stringMatching(/^Page \d+ has text read by machine, unchecked; the machine is \d\d % sure\.$/),
  ])
  expect(after.verified).toBe(true)
})

test('a text file has no pages to look at, and a typed page needs no reading', {
  timeout: patience,
}, async () => {
  const { client } = host
  const { caseId } = await caseWith({ 'a.txt': Buffer.from('Words.'), 'typed.pdf': typedPdf() })
  const { items } = await client.call('text.look', { caseId, exhibits: null })
  expect(items).toMatchObject([{ pages: 1, without: [], machine: 0, confidence: null, why: '' }])
})

test('a locked file says why it is not read, and is read once its password is known', {
  timeout: patience,
}, async () => {
  const { client, folder } = host
  const [plain, locked] = [join(folder, 'plain.pdf'), join(folder, 'shut.pdf')]
  writeFileSync(plain, scan(1))
  execFileSync('qpdf', ['--encrypt', 'sesame', 'owner', '256', '--', plain, locked])
  const bytes = readFileSync(locked)
  rmSync(plain)
  rmSync(locked)
  const { caseId, exhibits } = await caseWith({ 'locked.pdf': bytes })
  const { id } = exhibits[0]!
  const shut = await client.call('text.read', { caseId, exhibits: null })
  expect(shut.items).toMatchObject([
    { id, pages: 0, machine: 0, why: expect.stringContaining('asks for a password') },
  ])

  await client.call('evidence.password', { caseId, id, password: 'sesame' })
  const { items } = await client.call('text.read', { caseId, exhibits: [id] })
  expect(items).toMatchObject([{ pages: 2, machine: 1, without: [], why: '' }])
  const { lines } = await client.call('text.page', { caseId, exhibit: id, page: 2 })
  expect(lines.flat().map(({ text }) => text)).toContain('Harbour')
})

test('what an earlier program said of a locked file is not the last word once its password is known', {
  timeout: patience,
}, async () => {
  const { caseId, exhibits } = await caseWith({ 'scan.pdf': scan(1) })
  const add = (type: 'census' | 'unlocking', fields: Record<string, unknown>) =>
    host.client.call('records.add', { caseId, type, fields })
  const exhibit = exhibits[0]!
  const { sha256 } = exhibit.fields.file!
  const note = 'The file asks for a password: it needs a password to open, and none was given.'
  await add('census', { exhibit: exhibit.id, sha256, pages: 0, marks: '', note })
  const of = () => host.client.call('text.of', { caseId, exhibit: exhibit.id })
  expect(await of()).toMatchObject({ looked: true, why: note })
  await add('unlocking', { exhibit: exhibit.id, password: ['sesame'] })
  expect(await of()).toMatchObject({ looked: false, why: '' })
  await host.client.call('text.look', { caseId, exhibits: [exhibit.id] })
  expect(await of()).toMatchObject({ looked: true, marks: 'bn', why: '' })
})

test('a page that ends the process reading it is named, and the next is read', {
  timeout: patience,
}, async () => {
  const { client } = host
  const { caseId, exhibits } = await caseWith({ 'scan.pdf': scan(2) })
  const exhibit = exhibits[0]!.id
  deaths.left = 1
  const { items } = await client.call('text.read', { caseId, exhibits: null })
  expect(items).toMatchObject([{ machine: 1, without: [2] }])
  const { read } = await client.call('text.of', { caseId, exhibit })
  expect(read.map(({ page, note }) => [page, note])).toEqual([
    [2, 'Reading it took too long or too much memory.'],
    [3, ''],
  ])
})

test('a page that lies upside down is told when its words are looked for, and said before a bundle is frozen', {
  timeout: patience,
}, async () => {
  const { client } = host
  const lines = Array.from({ length: 4 }, () => 'He was seen at 14 Harbour Lane.')
  const { caseId, exhibits } = await caseWith({ 'typed.pdf': typedPdf(lines, 180) })
  const { record } = await client.call('bundle.create', { caseId, profile: 'general', title: 'Evidence' })
  const said = async () => {
    const { checks } = await client.call('bundle.plan', { caseId, bundle: record.id })
    return checks.filter(({ rule }) => rule === 'R31').map(({ weight, sentence }) => `${weight}: ${sentence}`)
  }
  expect(await said()).toEqual(['fine: No page is known to lie upside down'])
  await client.call('text.look', { caseId, exhibits: null })
  expect((await client.call('text.of', { caseId, exhibit: exhibits[0]!.id })).marks).toBe('d')
  expect(await said()).toEqual([expect.stringMatching(/^look: Page 1 of .* lies upside down$/)])
})

test('a scan that lies upside down is told once it is read, and one read by an earlier program is not', {
  timeout: patience,
}, async () => {
  const { client } = host
  const turned = [-sheet.width, 0, 0, -sheet.height, sheet.width, sheet.height]
  const { caseId, exhibits } = await caseWith({
    'scan.pdf': scanPdf([{ image: images.grey(), matrix: turned }]),
  })
  const { record } = await client.call('bundle.create', { caseId, profile: 'general', title: 'Evidence' })
  const said = async () => {
    const { checks } = await client.call('bundle.plan', { caseId, bundle: record.id })
    return checks.filter(({ rule }) => rule === 'R31').map(({ weight, sentence }) => `${weight}: ${sentence}`)
  }
  const { id: exhibit, fields } = exhibits[0]!
  const earlier = { exhibit, sha256: fields.file!.sha256, page: 1, count: 9, confidence: 26 }
  const { record: old } = await client.call('records.add', { caseId, type: 'reading', fields: earlier })
  expect(old.fields).toMatchObject({ lie: 'upright' })
  expect(await said()).toEqual(['fine: No page is known to lie upside down'])
  await client.call('records.archive', { caseId, type: 'reading', id: old.id, archived: true })
  await client.call('text.read', { caseId, exhibits: null })
  const { lines } = await client.call('text.page', { caseId, exhibit, page: 1 })
  expect(lines.flat().map(({ text }) => text)).toContain('Harbour')
  expect(await said()).toEqual([expect.stringMatching(/^look: Page 1 of .* lies upside down$/)])
  for (const [lie, words] of [
    ['sideways', /^look: Page 1 of .* lies on its side$/],
    ['upright', /^fine: /],
  ] as const) {
    await client.call('records.add', { caseId, type: 'reading', fields: { ...earlier, lie } })
    expect(await said()).toEqual([expect.stringMatching(words)])
  }
})
