import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Entry, readArrangement } from '../../../casework/rules/arrangement.ts'
import { clientOver } from '../../../main/hosts/slot.ts'
import { openBench, type TestBench } from '../../support/hosts.ts'

const own: { bench: TestBench | null } = { bench: null }
beforeEach(() => {
  own.bench = openBench()
})
afterEach(() => own.bench?.close())

async function previewed() {
  const { workbench, folder } = own.bench!
  const client = clientOver(workbench)
  const [place] = await workbench.grant([folder])
  const { caseId } = await client.call('cases.demonstration', { place: place!, on: '2026-03-18' })
  const { record } = await client.call('bundle.create', { caseId, profile: 'general', title: 'Trial' })
  const { sections } = await client.call('bundle.plan', { caseId, bundle: record.id })
  const document = sections[0]!.documents[0]!
  const preview = (key: string) => client.call('bundle.preview', { caseId, bundle: record.id, key })
  return { client, workbench, folder, caseId, bundle: record.id, preview, document }
}
const head = (bytes: Uint8Array) => new TextDecoder().decode(bytes.subarray(0, 5))

test('a preview is a PDF in memory, replaced by the next and gone with the case', async () => {
  const { client, workbench, preview, document } = await previewed()
  const front = await preview('front')
  const shown = await workbench.serve(front.address, null)
  expect([shown.status, shown.mediaType, head(shown.bytes)]).toEqual([200, 'application/pdf', '%PDF-'])
  expect(shown.bytes).toHaveLength(front.bytes)
  expect(await workbench.serve(front.address, 'bytes=0-4')).toMatchObject({ status: 206, size: front.bytes })

  const one = await preview(document.id)
  expect((await workbench.serve(one.address, null)).status).toBe(200)
  expect((await workbench.serve(front.address, null)).status).toBe(404)
  await expect(preview('e0e0e0e0')).rejects.toMatchObject({ code: 'not-found' })

  await client.call('machine.lock', { why: 'asked' })
  expect((await workbench.serve(one.address, null)).status).toBe(404)
}, 60_000)

test('the numbers a preview prints are those the plan gives, sheets before a document counted once', async () => {
  const { client, workbench, folder, caseId, bundle, preview } = await previewed()
  const { bundle: record } = await client.call('bundle.plan', { caseId, bundle })
  const entries = readArrangement(record!.fields.entries)
  const at = entries.findIndex((entry) => entry.kind === 'document' && entry.type === 'exhibit')
  const entry = entries[at]!
  if (entry.kind !== 'document') throw new Error('The first exhibit is a document.')
  await client.call('bundle.arrange', {
    caseId,
    bundle,
    version: record!.version,
    entries: entries.with(at, { ...entry, coversheet: true, front: true }),
  })
  const planned = await client.call('bundle.plan', { caseId, bundle })
  const last = planned.sections.flatMap(({ documents }) => documents).at(-1)!
  const shown = await workbench.serve((await preview(last.id)).address, null)
  const path = join(folder, 'last.pdf')
  writeFileSync(path, shown.bytes)
  const lines = execFileSync('pdftotext', [path, '-'], { encoding: 'utf8' }).split(/\s*\n\s*/)
  expect(lines).toContain(last.first)
  expect(lines).toContain(`Page ${last.first} of ${planned.pages}`)
}, 60_000)

test('a preview for one reader shows what their copy holds: a page for what is not for them, and every number the same', async () => {
  const { client, workbench, folder, caseId, bundle } = await previewed()
  const { bundle: record } = await client.call('bundle.plan', { caseId, bundle })
  const entries = readArrangement(record!.fields.entries)
  const at = entries.findIndex((entry) => entry.kind === 'document' && entry.type === 'exhibit')
  const entry = entries[at]!
  const next = entries[at + 1]!
  if (entry.kind !== 'document' || next.kind !== 'document')
    throw new Error('Two exhibits follow each other.')
  const own = entries.with(at, { ...entry, audience: ['The court'] })
  await client.call('bundle.arrange', { caseId, bundle, version: record!.version, entries: own })
  const { sections } = await client.call('bundle.plan', { caseId, bundle })
  const planned = sections.flatMap(({ documents }) => documents)
  const words = async (key: string, reader?: string) => {
    const asked = { caseId, bundle, key, ...(reader === undefined ? {} : { reader }) }
    const { address } = await client.call('bundle.preview', asked)
    const path = join(folder, 'seen.pdf')
    writeFileSync(path, (await workbench.serve(address, null)).bytes)
    return execFileSync('pdftotext', [path, '-'], { encoding: 'utf8' })
  }
  const { title, first, last } = planned.find(({ id }) => id === entry.id)!
  const held = await words(entry.id, 'The defence')
  expect(held).toContain('These pages are not in this copy of the bundle.')
  expect(held).toContain(first === last ? first : `${first}–${last}`)
  expect(held).not.toContain(title)
  expect(await words(entry.id, 'The court')).not.toContain('not in this copy')
  const index = await words('front', 'The defence')
  expect(index).toContain('Copy for: The defence')
  expect(index).not.toContain(title)
  const after = planned.find(({ id }) => id === next.id)!
  expect((await words(next.id, 'The defence')).split(/\s*\n\s*/)).toContain(after.first)
  await expect(words(entry.id, 'The press')).rejects.toMatchObject({ code: 'not-found' })
}, 60_000)

test('what waits for a supplement, and what stands in one, is shown under the numbers its file prints', async () => {
  const { client, workbench, folder, caseId, bundle, preview } = await previewed()
  const arranged = async (edit: (entries: Entry[]) => Entry[]) => {
    const { bundle: record } = await client.call('bundle.plan', { caseId, bundle })
    const entries = edit(readArrangement(record!.fields.entries))
    await client.call('bundle.arrange', { caseId, bundle, version: record!.version, entries })
  }
  const { bundle: record } = await client.call('bundle.plan', { caseId, bundle })
  await client.call('records.change', {
    caseId,
    type: 'bundle',
    id: bundle,
    version: record!.version,
    fields: { late: 'supplement' },
  })
  const first = readArrangement(record!.fields.entries).findIndex(({ kind }) => kind === 'document')
  const late = readArrangement(record!.fields.entries)[first]!
  if (late.kind !== 'document') throw new Error('It is a document.')
  await arranged((entries) => entries.filter((_, at) => at !== first))
  await client.call('bundle.freeze', { caseId, bundle })
  await arranged((entries) => entries.toSpliced(first, 0, late))
  const words = async (key: string) => {
    const path = join(folder, 'seen.pdf')
    writeFileSync(path, (await workbench.serve((await preview(key)).address, null)).bytes)
    return execFileSync('pdftotext', [path, '-'], { encoding: 'utf8' }).split(/\s*\n\s*/)
  }
  const placed = async (id: string) => {
    const { sections } = await client.call('bundle.plan', { caseId, bundle })
    return sections.flatMap(({ documents }) => documents).find((each) => each.id === id)!
  }
  const waits = await placed(late.id)
  expect(waits).toMatchObject({ first: 'SB1/3', part: 'supplement' })
  const before = await words(late.id)
  expect(before).toContain('SB1/3')
  const index = await words('front')
  expect(index.join(' ')).not.toContain(waits.title)
  await client.call('bundle.freeze', { caseId, bundle })
  expect(await placed(late.id)).toMatchObject({ first: 'SB1/3', last: waits.last, part: 'supplement' })
  expect(await words(late.id)).toEqual(before)
  expect(await words('front')).toEqual(index)

  // And so it is in the file.
  const [out] = await workbench.grant([folder])
  await client.call('bundle.build', { caseId, bundle, version: 2, to: out!, fileName: 'supplement.pdf' })
  const pages = execFileSync('pdftotext', ['-f', '3', join(folder, 'supplement.pdf'), '-'], {
    encoding: 'utf8',
  }).split(/\s*\n\s*/)
  expect(pages.map((line) => line.trim()).filter((line) => line !== '')).toEqual(
    before.map((line) => line.trim()).filter((line) => line !== ''),
  )
}, 60_000)
