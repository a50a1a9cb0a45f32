import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Params } from '../../../casework/contract/contract.ts'
import type { StoredOf } from '../../../casework/entities/index.ts'
import {
  type DocumentEntry,
  documentEntry,
  type Entry,
  keyOf,
  readArrangement,
} from '../../../casework/rules/arrangement.ts'
import { addedLate, allBehindFrozen, replaced } from '../../../casework/rules/arranging.ts'
import { readFrozen } from '../../../casework/rules/freezing.ts'
import { openInProcess } from '../../support/hosts.ts'

let host: Awaited<ReturnType<typeof openInProcess>>
beforeEach(async () => {
  host = await openInProcess({ now: () => Date.parse('2026-03-02T10:00:00Z') })
})
afterEach(() => host.close())

const check = async (caseId: string, bundle: string, rule: string) => {
  const { checks } = await host.client.call('bundle.plan', { caseId, bundle })
  return checks.filter((each) => each.rule === rule)
}
const listed = async (caseId: string, bundle: string) => {
  const { sections } = await host.client.call('bundle.plan', { caseId, bundle })
  return sections.flatMap(({ documents }) =>
    documents.map(({ ref, first, standing, draft }) => `${ref} ${first} ${standing}${draft ? ' draft' : ''}`),
  )
}

/** Does what the check's button does: takes the document out, and puts its record in again behind what is frozen. */
async function replace(caseId: string, bundle: string, key: string) {
  const { record } = await host.client.call('records.get', { caseId, type: 'bundle', id: bundle })
  const { fields, version } = record as StoredOf<'bundle'>
  const entries = readArrangement(fields.entries)
  const at = entries.findIndex((entry) => keyOf(entry) === key)
  const frozen = new Set(readFrozen(fields.frozen).map((line) => line.key))
  const next = replaced(entries, at, frozen, 'continuous') as Entry[]
  await host.client.call('bundle.arrange', {
    caseId,
    bundle,
    version,
    entries: next as Params<'bundle.arrange'>['entries'],
  })
}

async function newCase() {
  const { client, folder, grant } = host
  for (const name of ['cases', 'out', 'papers']) mkdirSync(join(folder, name))
  const [place, out, papers] = await grant(['cases', 'out', 'papers'].map((name) => join(folder, name)))
  const { caseId } = await client.call('cases.create', {
    place: place!,
    name: 'R v X',
    passphrase: 'a long passphrase',
  })
  return { caseId, out: out!, papers: papers! }
}

const build = async (caseId: string, bundle: string, out: string, version: number, fileName: string) => {
  const made = await host.client.call('bundle.build', { caseId, bundle, version, to: out, fileName })
  const words = execFileSync('pdftotext', [
    '-layout',
    join(host.folder, 'out', made.fileName),
    '-',
  ]).toString()
  return { made, words }
}

test('a statement frozen unsigned is said to be bound so until the signed one is put at the end', async () => {
  const { client } = host
  const { caseId, out } = await newCase()
  const { record: first } = await client.call('records.add', {
    caseId,
    type: 'statement',
    fields: { statementOf: 'Ann Verity', paragraphs: ['I am the words of the draft.'] },
  })
  const { record } = await client.call('bundle.create', { caseId, profile: 'general', title: 'Trial' })
  const bundle = record.id
  expect(await check(caseId, bundle, 'R46')).toMatchObject([{ sentence: 'S1 is not signed', fix: 'open' }])
  await client.call('bundle.freeze', { caseId, bundle })
  const bound = 'S1 is bound as the unsigned draft frozen in version 1'
  expect(await check(caseId, bundle, 'R46')).toMatchObject([{ weight: 'look', sentence: bound, fix: 'open' }])

  await client.call('records.change', {
    caseId,
    type: 'statement',
    id: first.id,
    version: first.version,
    fields: {
      paragraphs: ['I am the words that were signed.'],
      stage: 'signed',
      signed: '2026-03-01',
    },
  })
  const [found] = await check(caseId, bundle, 'R46')
  expect(found).toMatchObject({
    weight: 'look',
    sentence: bound,
    fix: 'replace',
    key: `statement ${first.id}`,
  })
  expect(await listed(caseId, bundle)).toEqual(['S1 3 frozen draft'])

  await replace(caseId, bundle, found!.key!)
  expect(await listed(caseId, bundle)).toEqual(['S1 3 taken', 'S1 4 late'])
  expect(await check(caseId, bundle, 'R46')).toMatchObject([{ weight: 'fine' }])
  await client.call('bundle.freeze', { caseId, bundle })
  const two = await build(caseId, bundle, out, 2, 'two.pdf')
  expect(two.made).toMatchObject({ verified: true, documents: 2 })
  expect(two.words).toContain('the words that were signed')
  expect(two.words).not.toContain('the words of the draft')
  const one = await build(caseId, bundle, out, 1, 'one.pdf')
  expect(one.words).toContain('the words of the draft')
  expect(await listed(caseId, bundle)).toEqual(['S1 3 taken', 'S1 4 frozen'])
  // It can be set by itself, and once it stands there it is not offered a third time.
  await client.call('bundle.preview', { caseId, bundle, key: `${first.id}-2` })
  expect((await client.call('bundle.plan', { caseId, bundle })).offered).toEqual([])
}, 60_000)

test('a signed statement is not taken for a draft because its case is called otherwise since', async () => {
  const { client } = host
  const { caseId } = await newCase()
  await client.call('records.add', {
    caseId,
    type: 'statement',
    fields: { statementOf: 'Ann Verity', paragraphs: ['I saw it.'], stage: 'signed' },
  })
  const { record } = await client.call('bundle.create', { caseId, profile: 'general', title: 'Trial' })
  await client.call('bundle.freeze', { caseId, bundle: record.id })
  expect(await check(caseId, record.id, 'R46')).toMatchObject([{ weight: 'fine' }])
  const { records } = await client.call('records.list', { caseId, type: 'case' })
  const { id, version } = records[0]!
  await client.call('records.change', { caseId, type: 'case', id, version, fields: { caseTitle: 'R v Y' } })
  expect(await check(caseId, record.id, 'R46')).toMatchObject([{ weight: 'fine' }])
})

test('a file that opens only after it was frozen is put in again at the end, with its pages', async () => {
  const { client, folder } = host
  const { caseId, out, papers } = await newCase()
  const plain = join(folder, 'plain.pdf')
  writeFileSync(join(folder, 'papers', 'a.txt'), 'The words of the paper.')
  await client.call('evidence.add', { caseId, from: [papers], producer: 'JLB' })
  const made = await client.call('bundle.build', {
    caseId,
    bundle: null,
    version: null,
    to: out,
    fileName: 'plain.pdf',
  })
  mkdirSync(join(folder, 'locked'))
  execFileSync('cp', [join(folder, 'out', made.fileName), plain])
  execFileSync('qpdf', [
    '--encrypt',
    'sesame',
    'owner',
    '256',
    '--',
    plain,
    join(folder, 'locked', 'bank.pdf'),
  ])
  const [locked] = await host.grant([join(folder, 'locked')])
  const { items } = await client.call('evidence.add', { caseId, from: [locked!], producer: 'AV' })
  const id = items[0]!.id!
  const { record } = await client.call('bundle.create', { caseId, profile: 'general', title: 'Trial' })
  const bundle = record.id
  await client.call('bundle.freeze', { caseId, bundle })
  expect(await check(caseId, bundle, 'R36')).toMatchObject([
    { sentence: 'AV/1 becomes a page that names it', fix: 'open' },
  ])
  await client.call('evidence.password', { caseId, id, password: 'sesame' })
  const [found] = await check(caseId, bundle, 'R36')
  expect(found).toMatchObject({
    detail: expect.stringContaining('It can be opened now: take it out and add it again at the end.'),
    fix: 'replace',
  })
  await replace(caseId, bundle, found!.key!)
  expect(await check(caseId, bundle, 'R36')).toMatchObject([{ weight: 'fine' }])
  await client.call('bundle.freeze', { caseId, bundle })
  const two = await build(caseId, bundle, out, 2, 'two.pdf')
  expect(two.made.verified).toBe(true)
  expect(two.words.match(/The words of the paper/gu)).toHaveLength(2)
}, 60_000)

test('a bundle for service says which statements name whom the index calls by a pseudonym', async () => {
  const { client } = host
  const { caseId } = await newCase()
  const add = async (type: 'person' | 'statement', fields: Record<string, unknown>) =>
    (await client.call('records.add', { caseId, type, fields })).record
  const victim = await add('person', { name: 'Ann Verity', roles: ['victim'] })
  const witness = await add('person', { name: 'Bo Carter', roles: ['witness'] })
  const own = { paragraphs: ['I saw it.'] }
  await add('statement', { ...own, statementOf: 'Ann Verity', witness: victim.id })
  await add('statement', { ...own, statementOf: 'Bo Carter', witness: witness.id })
  const made = async (profile: string) =>
    (await client.call('bundle.create', { caseId, profile, title: profile })).record.id
  expect(await check(caseId, await made('general'), 'R65')).toMatchObject([
    {
      weight: 'look',
      sentence: 'The pages of S1 name V1',
      detail: expect.stringContaining('The cover bears no reporting restriction.'),
    },
  ])
  expect(await check(caseId, await made('internal-review'), 'R65')).toEqual([])
  await add('statement', { ...own, statementOf: 'Ann Verity', witness: victim.id })
  expect(await check(caseId, await made('crown-court'), 'R65')).toMatchObject([
    { weight: 'look', detail: expect.stringContaining('S1 names V1, S3 names V1.') },
  ])
})

test('the pseudonym a check names is the one the index was frozen with, and the restriction the one on its cover', async () => {
  const { client } = host
  const { caseId } = await newCase()
  const add = async (type: 'person' | 'statement', fields: Record<string, unknown>) =>
    (await client.call('records.add', { caseId, type, fields })).record
  const change = async (type: 'person' | 'case', id: string, fields: Record<string, unknown>) => {
    const { record } = await client.call('records.get', { caseId, type, id })
    await client.call('records.change', {
      caseId,
      type,
      id,
      version: (record as StoredOf<'person'>).version,
      fields,
    })
  }
  const victim = await add('person', { name: 'Ann Verity', roles: ['victim'] })
  const own = { statementOf: 'Ann Verity', witness: victim.id, paragraphs: ['I saw it.'] }
  await add('statement', own)
  const { record } = await client.call('bundle.create', { caseId, profile: 'general', title: 'Trial' })
  const bundle = record.id
  await client.call('bundle.freeze', { caseId, bundle })
  const asFrozen = {
    sentence: 'The pages of S1 name V1',
    detail: expect.stringContaining('The cover bears no reporting restriction.'),
  }
  await change('person', victim.id, { pseudonym: 'W-A' })
  const { records } = await client.call('records.list', { caseId, type: 'case' })
  await change('case', records[0]!.id, { reportingRestriction: 'Nobody may be named.' })
  expect(await check(caseId, bundle, 'R65')).toMatchObject([asFrozen])
  await change('person', victim.id, { roles: ['witness'] })
  expect(await check(caseId, bundle, 'R65')).toMatchObject([asFrozen])

  // What comes since is judged as it would be frozen, and the next version has a cover of its own.
  await change('person', victim.id, { roles: ['victim'] })
  const late = await add('statement', own)
  const { record: now } = await client.call('records.get', { caseId, type: 'bundle', id: bundle })
  const { fields, version } = now as StoredOf<'bundle'>
  const entries = [...readArrangement(fields.entries)]
  const last = entries.findLastIndex((entry) => entry.kind === 'document')
  entries.splice(last + 1, 0, documentEntry('statement', late.id))
  await client.call('bundle.arrange', {
    caseId,
    bundle,
    version,
    entries: entries as Params<'bundle.arrange'>['entries'],
  })
  const both = {
    detail: expect.stringMatching(
      /^S1 names V1, S2 names W-A\..*The cover bears the reporting restriction\./u,
    ),
  }
  expect(await check(caseId, bundle, 'R65')).toMatchObject([both])
  await client.call('bundle.freeze', { caseId, bundle })
  await change('person', victim.id, { pseudonym: 'W-B' })
  expect(await check(caseId, bundle, 'R65')).toMatchObject([both])
})

test('a translation frozen without its certificate is said to be so until it is put in again', async () => {
  const { client, folder } = host
  const { caseId, papers } = await newCase()
  for (const n of [1, 2]) writeFileSync(join(folder, 'papers', `${n}.txt`), `Paper ${n}.`)
  await client.call('evidence.add', { caseId, from: [papers], producer: 'JLB' })
  const { records } = await client.call('records.list', { caseId, type: 'exhibit' })
  const of = (number: number) =>
    records.find(({ fields }) => (fields as { number: number }).number === number) as StoredOf<'exhibit'>
  const details = { translationOf: of(1).id, fromLanguage: 'Polish' }
  const { id } = of(2)
  const { record: said } = await client.call('records.change', {
    caseId,
    type: 'exhibit',
    id,
    version: of(2).version,
    fields: details,
  })
  const { record } = await client.call('bundle.create', { caseId, profile: 'general', title: 'Trial' })
  const bundle = record.id
  await client.call('bundle.freeze', { caseId, bundle })
  const sentence = 'JLB/2 is a translation without its translator’s certificate'
  expect(await check(caseId, bundle, 'R47')).toMatchObject([{ sentence, fix: 'open' }])
  await client.call('records.change', {
    caseId,
    type: 'exhibit',
    id,
    version: (said as StoredOf<'exhibit'>).version,
    fields: { translator: 'Ana Maria Pop', translated: '2026-02-11' },
  })
  const [found] = await check(caseId, bundle, 'R47')
  expect(found).toMatchObject({
    sentence,
    fix: 'replace',
    detail: expect.stringContaining('It was frozen so in version 1.'),
  })
  await replace(caseId, bundle, found!.key!)
  expect(await check(caseId, bundle, 'R47')).toEqual([])
  await client.call('bundle.freeze', { caseId, bundle })
  expect(await check(caseId, bundle, 'R47')).toEqual([])
})

test('a victim whose record is in the archive is called by pseudonym all the same', async () => {
  const { client } = host
  const { caseId } = await newCase()
  const { record: victim } = await client.call('records.add', {
    caseId,
    type: 'person',
    fields: { name: 'Ann Verity', roles: ['victim'] },
  })
  await client.call('records.add', {
    caseId,
    type: 'statement',
    fields: { statementOf: 'Ann Verity', witness: victim.id, paragraphs: ['I saw it.'] },
  })
  await client.call('records.archive', { caseId, type: 'person', id: victim.id, archived: true })
  const { record } = await client.call('bundle.create', { caseId, profile: 'general', title: 'Trial' })
  const { sections } = await client.call('bundle.plan', { caseId, bundle: record.id })
  expect(sections.flatMap(({ documents }) => documents.map(({ title }) => title))).toEqual([
    'Statement of V1 (S1)',
  ])
})

test('documents that came late into the midst are one stop, and go to the end together', async () => {
  const { client, folder } = host
  const { caseId, papers } = await newCase()
  for (const n of [1, 2, 3]) writeFileSync(join(folder, 'papers', `${n}.txt`), `Paper ${n}.`)
  await client.call('evidence.add', { caseId, from: [papers], producer: 'JLB' })
  const bundle = (await client.call('bundle.create', { caseId, profile: 'general', title: 'Trial' })).record
    .id
  const change = async (
    edit: (entries: readonly Entry[], frozen: ReadonlySet<string>) => readonly Entry[],
  ) => {
    const { record } = await client.call('records.get', { caseId, type: 'bundle', id: bundle })
    const { fields, version } = record as StoredOf<'bundle'>
    const frozen = new Set(readFrozen(fields.frozen).map((line) => line.key))
    const entries = edit(readArrangement(fields.entries), frozen) as Params<'bundle.arrange'>['entries']
    await client.call('bundle.arrange', { caseId, bundle, version, entries })
  }
  const late: Entry[] = []
  await change((entries) => {
    late.push(...entries.slice(2, 4))
    return entries.toSpliced(2, 2)
  })
  await client.call('bundle.freeze', { caseId, bundle })

  await change((entries) => entries.toSpliced(1, 0, ...late))
  const [found, ...others] = (await check(caseId, bundle, 'R12')).filter(({ weight }) => weight === 'stops')
  expect(others).toEqual([])
  expect(found).toMatchObject({
    sentence: '2 documents came late and stand among frozen pages',
    fix: 'move-all-to-end',
    keys: late.map(keyOf),
  })
  await change((entries, frozen) => allBehindFrozen(entries, new Set(found!.keys), frozen, 'continuous'))
  const atTheEnd = ['JLB/3 3 frozen', 'JLB/1 4 late', 'JLB/2 5 late']
  expect(await listed(caseId, bundle)).toEqual(atTheEnd)

  // Added with the first section at hand they go there by themselves.
  await change((entries) => entries.filter((entry) => !late.map(keyOf).includes(keyOf(entry))))
  const how = { late: 'end', numbering: 'continuous' } as const
  await change((entries, frozen) => addedLate(entries, 0, late as DocumentEntry[], frozen, how))
  expect(await listed(caseId, bundle)).toEqual(atTheEnd)
}, 60_000)
