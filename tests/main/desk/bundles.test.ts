import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { StoredOf } from '../../../casework/entities/index.ts'
import { documentEntry } from '../../../casework/rules/arrangement.ts'
import { bundleCase, listed } from '../../support/bundle-case.ts'
import { openInProcess } from '../../support/hosts.ts'

let host: Awaited<ReturnType<typeof openInProcess>>
beforeEach(async () => {
  host = await openInProcess({ now: () => Date.parse('2026-03-02T10:00:00Z') })
})
afterEach(() => host.close())

const { caseWithBundle, plan, arrange, addLate, built } = bundleCase(() => host)

test('a bundle is arranged, and its numbers follow', async () => {
  const { caseId, bundle } = await caseWithBundle()
  expect(listed(await plan(caseId, bundle))).toEqual(['JLB/1 3-4', 'JLB/2 5-8', 'JLB/3 9-14'])
  await arrange(caseId, bundle, (entries) => [
    entries[0]!,
    entries[1]!,
    entries[4]!,
    entries[2]!,
    entries[3]!,
    ...entries.slice(5),
  ])
  const after = await plan(caseId, bundle)
  expect(listed(after)).toEqual(['JLB/3 3-8', 'JLB/1 9-10', 'JLB/2 11-14'])
  expect(after.offered.map(({ ref }) => ref)).toEqual(['JLB/4'])
  expect(after).toMatchObject({ pages: 14, documents: 3, version: null, changed: true })
  await expect(arrange(caseId, bundle, (entries) => [...entries, entries[2]!])).rejects.toMatchObject({
    code: 'invalid',
  })
  await expect(arrange(caseId, bundle, (entries) => entries.slice(2))).rejects.toMatchObject({
    code: 'invalid',
  })
})

test('a document that is said to cite pages has links, and another of the same words has none', async () => {
  const { caseId, bundle, out } = await caseWithBundle()
  const { client, folder, grant } = host
  mkdirSync(join(folder, 'cited'))
  for (const name of ['a', 'b'])
    writeFileSync(join(folder, 'cited', `${name}.txt`), `${name}: see [p. 5] and [999].`)
  const [cited] = await grant([join(folder, 'cited')])
  await client.call('evidence.add', { caseId, from: [cited!], producer: 'SKA' })
  const { offered } = await plan(caseId, bundle)
  const [one, other] = ['SKA/1', 'SKA/2'].map((ref) => offered.find((each) => each.ref === ref)!.id)
  await arrange(caseId, bundle, (entries) => [
    ...entries,
    { ...documentEntry('exhibit', one!), cites: true },
    documentEntry('exhibit', other!),
  ])
  const { report, verified } = await built(caseId, bundle, out, null, 'b.pdf')
  expect(verified).toBe(true)
  expect(
    report.filter(({ kind }) => kind === 'citation').map(({ document, sentence }) => [document, sentence]),
  ).toEqual([
    [
      one,
      '1 citation leads to the page named; 1 citation names no page of this bundle and is no link (page 15).',
    ],
  ])
})

test('a translation is certified on a sheet before it, and named by its rule where it lacks its original', async () => {
  const { caseId, bundle, out } = await caseWithBundle()
  const { client } = host
  const { records } = await client.call('records.list', { caseId, type: 'exhibit' })
  const of = (n: number) => records.find(({ fields }) => (fields as { number: number }).number === n)!
  const change = (n: number, fields: Record<string, unknown>) =>
    client.call('records.change', { caseId, type: 'exhibit', id: of(n).id, version: of(n).version, fields })
  await change(2, {
    translationOf: of(1).id,
    translator: 'Ana Maria Pop',
    fromLanguage: 'Romanian',
    translated: '2026-02-11',
  })
  await change(3, { translationOf: of(4).id, fromLanguage: 'Polish' })
  const planned = await plan(caseId, bundle)
  // One page more than its own four.
  expect(listed(planned)).toEqual(['JLB/1 3-4', 'JLB/2 5-9', 'JLB/3 10-15'])
  expect(planned.checks.filter(({ rule }) => rule === 'R47').map(({ sentence }) => sentence)).toEqual([
    'JLB/3 is a translation without its original',
    'JLB/3 is a translation without its translator’s certificate',
  ])
  const { path, verified } = await built(caseId, bundle, out, null, 'b.pdf')
  expect(verified).toBe(true)
  const sheet = execFileSync('pdftotext', ['-layout', '-f', '5', '-l', '5', path, '-']).toString()
  const words = sheet.replace(/\s+/g, ' ')
  expect(words).toContain('Certificate of translation')
  expect(words).toMatch(
    /Of the original JLB\/1 Translated from Romanian Translator Ana Maria Pop Date of translation 11 February 2026/,
  )
  expect(words).toContain(
    'I, Ana Maria Pop, certify that this is a true and accurate translation of the original document.',
  )
})

test('what a court’s system rejects is named before anything is built, by its rule', async () => {
  const { caseId, bundle } = await caseWithBundle({}, 'us-federal')
  const { checks } = await plan(caseId, bundle)
  expect(checks.filter(({ rule }) => rule === 'R56')).toMatchObject([
    {
      weight: 'fine',
      sentence:
        'Nothing its system rejects goes in: files inside files, scripts, sound and film, forms to fill in, encryption',
    },
  ])
})

test('once frozen no number changes: late material goes to the end, in between, or into a supplement', async () => {
  const { caseId, bundle, out } = await caseWithBundle({ late: 'insert' })
  const first = await host.client.call('bundle.freeze', { caseId, bundle })
  expect(first).toMatchObject({ version: 1, pages: 14, changes: [] })
  await expect(host.client.call('bundle.freeze', { caseId, bundle })).rejects.toMatchObject({
    code: 'conflict',
  })
  await expect(
    arrange(caseId, bundle, (entries) => entries.toSpliced(2, 2, entries[3]!, entries[2]!)),
  ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('was frozen as 5–8') })

  await addLate(caseId, bundle, 'JLB/2')
  expect(listed(await plan(caseId, bundle))).toEqual(['JLB/1 3-4', 'JLB/2 5-8', 'JLB/4 8A-8A', 'JLB/3 9-14'])
  const second = await host.client.call('bundle.freeze', { caseId, bundle })
  expect(second).toMatchObject({ version: 2, changes: ['Added: JLB/4 4, 8A'] })

  const one = await built(caseId, bundle, out, 1, 'one.pdf')
  expect(one).toMatchObject({ verified: true, sha256: first.sha256, pages: 14 })
  const two = await built(caseId, bundle, out, 2, 'two.pdf')
  expect(two).toMatchObject({ verified: true, sha256: second.sha256 })
  expect(execFileSync('pdftotext', [two.path, '-']).toString()).toMatch(/^8A$/mu)
  execFileSync('qpdf', ['--check', two.path])
  expect((await host.client.call('bundle.versions', { caseId, bundle })).copies).toHaveLength(2)
}, 60_000)

test('what is not frozen says so on its cover and below its index, and a frozen version says which it is', async () => {
  const { caseId, bundle, out } = await caseWithBundle()
  const words = ({ path }: { path: string }) => execFileSync('pdftotext', ['-layout', path, '-']).toString()
  const draft = words(await built(caseId, bundle, out, null, 'Draft'))
  expect(draft).toMatch(/Version +Draft, not frozen/)
  expect(draft).toMatch(/Page 2 of 14 +Draft, not frozen/)
  await host.client.call('bundle.freeze', { caseId, bundle })
  const frozen = words(await built(caseId, bundle, out, 1, 'Frozen'))
  expect(frozen).toMatch(/Page 2 of 14 +Version 1, frozen on 2 March 2026/)
  expect(frozen).not.toContain('Draft')
  await addLate(caseId, bundle, 'JLB/3')
  expect(words(await built(caseId, bundle, out, null, 'Draft of version 2'))).toContain('Draft, not frozen')
})

test('what stands among frozen pages is refused where the court wants it at the end', async () => {
  const { caseId, bundle } = await caseWithBundle({ late: 'end' })
  await host.client.call('bundle.freeze', { caseId, bundle })
  await addLate(caseId, bundle, 'JLB/2')
  const { checks } = await plan(caseId, bundle)
  expect(checks.filter(({ weight }) => weight === 'stops')).toMatchObject([
    { rule: 'R12', fix: 'move-to-end' },
  ])
  await expect(host.client.call('bundle.freeze', { caseId, bundle })).rejects.toMatchObject({
    code: 'conflict',
  })
})

test('what was frozen stays as it was, whatever changes in the case', async () => {
  const { caseId, bundle, out } = await caseWithBundle()
  const { client } = host
  const { sha256 } = await client.call('bundle.freeze', { caseId, bundle })
  const { records } = await client.call('records.list', { caseId, type: 'exhibit' })
  const exhibit = records[0] as StoredOf<'exhibit'>
  const { id, version } = exhibit
  await client.call('records.change', {
    caseId,
    type: 'exhibit',
    id,
    version,
    fields: { title: 'Another title' },
  })
  expect(await built(caseId, bundle, out, 1, 'one.pdf')).toMatchObject({ sha256, report: [] })
  // Neither is freezing taken back, by undoing or by bringing an earlier version back.
  const before = await client.call('records.get', { caseId, type: 'bundle', id: bundle })
  await client.call('records.restore', {
    caseId,
    type: 'bundle',
    id: bundle,
    version: before.record.version,
    to: 1,
  })
  expect((await plan(caseId, bundle)).version).toBe(1)
  await client.call('bundle.serve', { caseId, bundle, to: 'The defence', on: '2026-03-03' })
  expect((await client.call('bundle.list', { caseId })).bundles[0]).toMatchObject({
    state: 'served',
    version: 1,
  })
}, 60_000)

test('evidence that is no longer what was taken in stops the build until somebody decides', async () => {
  const { caseId, bundle, out } = await caseWithBundle()
  const { records } = await host.client.call('records.list', { caseId, type: 'exhibit' })
  const exhibit = records.find(
    ({ fields }) => (fields as { number: number }).number === 2,
  ) as StoredOf<'exhibit'>
  const { blob, sha256 } = exhibit.fields.file!
  const [name] = readdirSync(join(host.folder, 'cases'))
  const path = join(host.folder, 'cases', name!, 'blobs', blob.slice(0, 2), blob.slice(2))
  const bytes = readFileSync(path)
  bytes[bytes.length >> 1]! ^= 1
  writeFileSync(path, bytes)
  await expect(built(caseId, bundle, out, null, 'x.pdf')).rejects.toMatchObject({
    code: 'corrupt-blob',
    message: expect.stringMatching(new RegExp(`^JLB/2: Altered.*${sha256}`, 'u')),
  })
  expect(readdirSync(join(host.folder, 'out'))).toEqual([])
  await arrange(caseId, bundle, (entries) =>
    entries.map((entry) =>
      entry.kind === 'document' && entry.id === exhibit.id
        ? { ...entry, standIn: 'The file is damaged.' }
        : entry,
    ),
  )
  expect(await built(caseId, bundle, out, null, 'x.pdf')).toMatchObject({ verified: true, pages: 11 })
}, 60_000)

test('a document taken out after freezing leaves a page that stands for its numbers', async () => {
  const { caseId, bundle, out } = await caseWithBundle()
  await host.client.call('bundle.freeze', { caseId, bundle })
  await arrange(caseId, bundle, (entries) =>
    entries.map((entry, at) => (at === 3 && entry.kind === 'document' ? { ...entry, taken: true } : entry)),
  )
  expect(listed(await plan(caseId, bundle))).toEqual(['JLB/1 3-4', 'JLB/2 5-8', 'JLB/3 9-14'])
  const second = await host.client.call('bundle.freeze', { caseId, bundle })
  expect(second.changes).toEqual(['Taken out: JLB/2 2, 5–8'])
  // The sheet that says what changed is a page of that version too.
  expect(await plan(caseId, bundle)).toMatchObject({ pages: second.pages, sheets: 1 })
  expect(await built(caseId, bundle, out, 2, 'two.pdf')).toMatchObject({
    verified: true,
    sha256: second.sha256,
  })
}, 60_000)

test('in a copy for one reader, what is not for them is a page that bears its numbers and says no more', async () => {
  const { caseId, bundle, out } = await caseWithBundle()
  await arrange(caseId, bundle, (entries) =>
    entries.map((entry, at) =>
      at === 3 && entry.kind === 'document' ? { ...entry, audience: ['The prosecution'] } : entry,
    ),
  )
  const copy = (reader: string, fileName: string) =>
    host.client.call('bundle.build', { caseId, bundle, version: null, reader, to: out, fileName })
  await expect(copy('The press', 'x.pdf')).rejects.toMatchObject({ code: 'not-found' })
  expect(await copy('The defence', 'defence.pdf')).toMatchObject({ verified: true, pages: 11 })
  const words = execFileSync('pdftotext', [join(host.folder, 'out', 'defence.pdf'), '-']).toString()
  expect(words).toContain('5–8')
  expect(words).toContain('Not in this copy')
  expect(words).not.toContain('Paper 2')
  expect(words).not.toContain('JLB/2')
  // A statement may name it still: what that is worth is said of all that is not listed, and of none alone.
  const left = 'What a paper names and this index does not list is not in this copy.'
  expect(words.replace(/\s+/gu, ' ')).toContain(left)
  const whole = await built(caseId, bundle, out, null, 'whole.pdf')
  expect(execFileSync('pdftotext', [whole.path, '-']).toString().replace(/\s+/gu, ' ')).not.toContain(left)
  expect(await copy('The prosecution', 'prosecution.pdf')).toMatchObject({ verified: true, pages: 14 })
}, 60_000)

test('a file that asks for a password is opened with it, bound, and the password stays in the case', async () => {
  const { caseId, out } = await caseWithBundle()
  const { client, folder, grant } = host
  mkdirSync(join(folder, 'locked'))
  const plain = (
    await built(caseId, (await client.call('bundle.list', { caseId })).bundles[0]!.id, out, null, 'p.pdf')
  ).path
  execFileSync('qpdf', [
    '--encrypt',
    'sesame',
    'owner',
    '256',
    '--',
    plain,
    join(folder, 'locked', 'bank.pdf'),
  ])
  const [locked] = await grant([join(folder, 'locked')])
  const { items } = await client.call('evidence.add', { caseId, from: [locked!], producer: 'AV' })
  const id = items[0]!.id!
  expect(items[0]).toMatchObject({ verdict: 'noted', why: expect.stringContaining('password') })
  await expect(client.call('evidence.password', { caseId, id, password: 'wrong' })).rejects.toMatchObject({
    code: 'needs-password',
  })
  const { record } = await client.call('evidence.password', { caseId, id, password: 'sesame' })
  expect((record as StoredOf<'exhibit'>).fields.file).toMatchObject({ pages: 14, note: '' })
  const made = await client.call('bundle.build', {
    caseId,
    bundle: null,
    version: null,
    to: out,
    fileName: 'all.pdf',
  })
  expect(made).toMatchObject({ verified: true })
  const manifest = readFileSync(join(folder, 'out', 'all.manifest.json'), 'utf8')
  expect(manifest).not.toContain('sesame')
  expect(
    execFileSync('pdftotext', [join(folder, 'out', 'all.pdf'), '-'])
      .toString()
      .match(/Paper 1\./gu),
  ).toHaveLength(180)
}, 60_000)
