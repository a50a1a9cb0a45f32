import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { StoredOf } from '../../../casework/entities/index.ts'
import { clientOver } from '../../../main/hosts/slot.ts'
import { verifyBundle } from '../../../main/services/bundle/index.ts'
import { openBench } from '../../support/hosts.ts'
import { allOf } from '../jobs/burning.ts'
import { pagesPdf } from '../services/bundle/sample-pdfs.ts'
import { folder as freshFolder, pageTexts } from '../services/bundle/workshop.ts'

let host: ReturnType<typeof room>
beforeEach(() => {
  host = room()
})
afterEach(() => host.close())

function room() {
  const bench = openBench({ now: () => Date.parse('2026-03-02T10:00:00Z') })
  const { workbench, folder } = bench
  return {
    client: clientOver(workbench),
    folder,
    serve: (address: string) => workbench.serve(address, null),
    grant: (paths: readonly string[]) => workbench.grant(paths),
    close: () => bench.close(),
  }
}

const letter = pagesPdf([
  { words: 'Written by Larkspur of Mill Lane', at: [60, 600] },
  { words: 'Nothing is hidden here', at: [60, 600] },
])

/** A case with one exhibit, JLB/1, of these bytes. */
async function caseWith(bytes: Buffer = letter, name = 'letter.pdf') {
  const { client, folder, grant } = host
  for (const each of ['cases', 'papers', 'out']) mkdirSync(join(folder, each))
  writeFileSync(join(folder, 'papers', name), bytes)
  const [place, papers, out] = await grant(['cases', 'papers', 'out'].map((each) => join(folder, each)))
  const { caseId } = await client.call('cases.create', {
    place: place!,
    name: 'R v X',
    passphrase: 'a long passphrase',
  })
  await client.call('evidence.add', { caseId, from: [papers!], producer: 'JLB' })
  const { records } = await client.call('records.list', { caseId, type: 'exhibit' })
  return { caseId, out: out!, exhibit: (records[0] as StoredOf<'exhibit'>).id }
}

const of = (caseId: string, exhibit: string) => host.client.call('redaction.of', { caseId, exhibit })
const burn = (caseId: string, exhibit: string, goOn = false) =>
  host.client.call('redaction.burn', { caseId, exhibit, goOn })

/** Marks every place where words stand. */
async function markWords(caseId: string, exhibit: string, words: string, reason = 'third-party') {
  const { client } = host
  const { items } = await client.call('redaction.find', { caseId, exhibits: [exhibit], words: [words] })
  const marks = items[0]!.hits.flatMap(({ page, boxes }) =>
    boxes.map((box) => ({ page, box, reason, note: '' })),
  )
  return (await client.call('redaction.mark', { caseId, exhibit, marks })).marks
}

test('boxes are put on a page, burned, and proved; the original stays as it came', {
  timeout: 60_000,
}, async () => {
  const { client } = host
  const { caseId, exhibit } = await caseWith()
  expect(await of(caseId, exhibit)).toEqual({ state: 'none', marks: [], removed: [], edited: null })
  const [mark] = await markWords(caseId, exhibit, 'larkspur')
  expect(mark).toMatchObject({ page: 1, reason: 'third-party', burned: false, checkedBy: '' })
  expect([mark!.box.left % 12, mark!.box.top % 3]).toEqual([0, 0])
  expect((await of(caseId, exhibit)).state).toBe('marked')

  const { edited, still } = await burn(caseId, exhibit)
  expect(still).toEqual([])
  const before = (await client.call('records.get', { caseId, type: 'exhibit', id: exhibit })).record
  const original = (before as StoredOf<'exhibit'>).fields.file!
  expect(edited).toMatchObject({ boxes: 1, pages: 2, source: original.sha256 })
  expect((await of(caseId, exhibit)).state).toBe('burned')

  const copy = await host.serve(`edited/${caseId}/${edited!.id}`)
  const { inside, pages } = allOf(copy.bytes, freshFolder())
  expect(inside.includes('Larkspur')).toBe(false)
  expect(pages[0]).toContain('Mill Lane')
  const kept = await host.serve(`evidence/${caseId}/${exhibit}`)
  expect(Buffer.from(kept.bytes).equals(letter)).toBe(true)

  const { proof } = await client.call('redaction.proof', { caseId, exhibit })
  expect(proof).toMatchObject({ tested: ['Larkspur'], still: [], mute: '', dpi: 200 })
  expect(proof!.log).toMatchObject([{ page: 1, box: mark!.box, reason: 'third-party', at: 1772445600000 }])
  const { entries } = await client.call('custody.of', { caseId, exhibit })
  expect((entries.at(-1) as StoredOf<'custody'>).fields).toMatchObject({
    action: 'copied',
    sha256: edited!.sha256,
  })
})

test('a box that is removed is history, and the copy is behind until it is burned again', {
  timeout: 60_000,
}, async () => {
  const { client } = host
  const { caseId, exhibit } = await caseWith()
  const [first] = await markWords(caseId, exhibit, 'Larkspur')
  await markWords(caseId, exhibit, 'Mill Lane', 'contact')
  await burn(caseId, exhibit)
  await client.call('redaction.remove', { caseId, marks: [first!.id] })
  const { state, marks, removed } = await of(caseId, exhibit)
  expect([state, marks.length]).toEqual(['behind', 1])
  expect(removed).toMatchObject([{ mark: { id: first!.id, page: 1 }, at: 1772445600000 }])
  await burn(caseId, exhibit)
  expect((await of(caseId, exhibit)).state).toBe('burned')
})

test('words that stand elsewhere are told, and nothing is kept until it is asked to go on', {
  timeout: 60_000,
}, async () => {
  const { caseId, exhibit } = await caseWith(
    pagesPdf([
      { words: 'Larkspur wrote', at: [60, 600] },
      { words: 'Ask Larkspur', at: [60, 600] },
    ]),
  )
  const marks = await markWords(caseId, exhibit, 'Larkspur')
  await host.client.call('redaction.remove', { caseId, marks: [marks[1]!.id] })
  expect(await burn(caseId, exhibit)).toMatchObject({
    edited: null,
    still: [{ text: 'Larkspur', pages: [2] }],
  })
  expect((await of(caseId, exhibit)).state).toBe('marked')
  expect((await burn(caseId, exhibit, true)).edited).not.toBeNull()
})

test.each([
  ['a page it has not', { page: 3 }, 'has no page 3'],
  ['a box off the page', { box: { left: 9_000, top: 0, right: 9_100, bottom: 10 } }, 'not on page 1'],
  ['a box without a width', { box: { left: 50, top: 50, right: 50, bottom: 60 } }, 'not on page 1'],
  ['no reason there is', { reason: 'boredom' }, 'is no reason'],
  ['a reason that needs a note', { reason: 'identity' }, 'needs a note'],
])('%s is refused', async (_what, part, says) => {
  const { caseId, exhibit } = await caseWith()
  const mark = {
    page: 1,
    box: { left: 50, top: 50, right: 90, bottom: 60 },
    reason: 'child',
    note: '',
    ...part,
  }
  await expect(host.client.call('redaction.mark', { caseId, exhibit, marks: [mark] })).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining(says),
  })
})

test('a file without pages says so, and who drew the boxes does not check them', async () => {
  const { client } = host
  const { caseId, exhibit } = await caseWith(Buffer.from('plain words'), 'note.txt')
  const mark = { page: 1, box: { left: 5, top: 5, right: 9, bottom: 9 }, reason: 'child', note: '' }
  await expect(client.call('redaction.mark', { caseId, exhibit, marks: [mark] })).rejects.toMatchObject({
    message: expect.stringContaining('has no pages'),
  })
})

test('a second person checks the boxes, and a new reason is unchecked', { timeout: 60_000 }, async () => {
  const { client } = host
  const { caseId, exhibit } = await caseWith()
  const [mark] = await markWords(caseId, exhibit, 'Larkspur')
  await expect(
    client.call('redaction.check', { caseId, exhibit, by: mark!.by.toUpperCase() }),
  ).rejects.toMatchObject({ code: 'conflict' })
  expect(await client.call('redaction.check', { caseId, exhibit, by: 'DI Okafor' })).toEqual({ checked: 1 })
  expect((await of(caseId, exhibit)).marks[0]).toMatchObject({
    checkedBy: 'DI Okafor',
    checkedAt: 1772445600000,
  })
  await client.call('redaction.change', { caseId, mark: mark!.id, reason: 'child', note: 'Her son' })
  expect((await of(caseId, exhibit)).marks[0]).toMatchObject({ reason: 'child', checkedBy: '' })
})

test('a bundle that is served takes the edited copy, and stops while there is none', {
  timeout: 120_000,
}, async () => {
  const { client, folder } = host
  const { caseId, exhibit, out } = await caseWith()
  const make = async (profile: string, title: string) =>
    (await client.call('bundle.create', { caseId, profile, title })).record.id
  const build = (bundle: string, fileName: string, version: number | null = null) =>
    client.call('bundle.build', { caseId, bundle, version, to: out, fileName })
  const rules = async (bundle: string, weight: string) =>
    (await client.call('bundle.plan', { caseId, bundle })).checks
      .filter((check) => check.weight === weight)
      .map(({ rule, sentence }) => `${rule} ${sentence}`)
  const served = await make('general', 'Served')
  await markWords(caseId, exhibit, 'Larkspur')
  expect(await rules(served, 'stops')).toEqual(['R52 JLB/1 has 1 box that is not burned'])
  await expect(build(served, 'early.pdf')).rejects.toMatchObject({ code: 'conflict' })
  await expect(client.call('bundle.freeze', { caseId, bundle: served })).rejects.toMatchObject({
    code: 'conflict',
  })
  expect(readdirSync(join(folder, 'out'))).toEqual([])

  const { edited } = await burn(caseId, exhibit)
  expect(await rules(served, 'stops')).toEqual([])
  expect(await rules(served, 'look')).toContain('R51 Nobody has checked the boxes on JLB/1')
  await client.call('redaction.check', { caseId, exhibit, by: 'DI Okafor' })
  expect((await rules(served, 'look')).filter((each) => each.startsWith('R51'))).toEqual([])
  const made = await build(served, 'served.pdf')
  expect(made.verified).toBe(true)
  const path = join(folder, 'out', 'served.pdf')
  expect(pageTexts(path).join().includes('Larkspur')).toBe(false)
  expect(pageTexts(path).join()).toContain('(edited copy)')
  expect(allOf(readFileSync(path), freshFolder()).inside.includes('Larkspur')).toBe(false)
  const manifest = readFileSync(path.replace(/\.pdf$/, '.manifest.json'), 'utf8')
  const [document] = JSON.parse(manifest).documents
  expect(document).toMatchObject({ source: edited!.sha256, redactions: 1 })
  expect(manifest.includes(edited!.source)).toBe(false)
  expect((await verifyBundle(path)).ok).toBe(true)

  // A title that says what the boxes hide is told.
  const titled = (await client.call('records.get', { caseId, type: 'exhibit', id: exhibit })).record
  await client.call('records.change', {
    caseId,
    type: 'exhibit',
    id: exhibit,
    version: titled.version,
    fields: { title: 'Letter of Larkspur’s' },
  })
  expect(await rules(served, 'look')).toContain('R48 The title of JLB/1 says what its boxes hide: Larkspur')

  // Who reviews inside sees the original, and is told nothing of boxes.
  const inside = await make('internal-review', 'Inside')
  await build(inside, 'inside.pdf')
  expect(pageTexts(join(folder, 'out', 'inside.pdf')).join()).toContain('Larkspur')

  // A frozen version keeps the copy it was frozen with, whatever is burned later.
  await client.call('bundle.freeze', { caseId, bundle: served })
  await markWords(caseId, exhibit, 'Mill Lane', 'contact')
  await burn(caseId, exhibit)
  const frozen = await build(served, 'frozen.pdf', 1)
  expect([frozen.verified, frozen.report.filter(({ kind }) => kind === 'frozen')]).toEqual([true, []])
  expect(pageTexts(join(folder, 'out', 'frozen.pdf')).join()).toContain('Mill Lane')
})

test('what was frozen before it was edited stops the next version', { timeout: 60_000 }, async () => {
  const { client } = host
  const { caseId, exhibit, out } = await caseWith()
  const { record } = await client.call('bundle.create', { caseId, profile: 'general', title: 'Served' })
  await client.call('bundle.freeze', { caseId, bundle: record.id })
  await markWords(caseId, exhibit, 'Larkspur')
  await burn(caseId, exhibit)
  const { checks } = await client.call('bundle.plan', { caseId, bundle: record.id })
  expect(checks.filter(({ weight }) => weight === 'stops')).toMatchObject([
    { rule: 'R52', sentence: 'JLB/1 was frozen before its edited copy was made', fix: 'take-out' },
  ])
  const old = { caseId, bundle: record.id, version: 1, to: out, fileName: 'old.pdf' }
  const { report } = await client.call('bundle.build', old)
  expect(report.filter(({ kind }) => kind === 'edited').map(({ sentence }) => sentence)).toEqual([
    expect.stringContaining('JLB/1 has boxes now'),
  ])
})
