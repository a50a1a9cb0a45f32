import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { StoredOf } from '../../../casework/entities/index.ts'
import { openInProcess } from '../../support/hosts.ts'

let host: Awaited<ReturnType<typeof openInProcess>>
beforeEach(async () => {
  host = await openInProcess({ now: () => Date.parse('2026-03-02T10:00:00Z') })
})
afterEach(() => host.close())

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

const check = async (caseId: string, bundle: string) => {
  const { checks } = await host.client.call('bundle.plan', { caseId, bundle })
  return checks.filter(({ rule }) => rule === 'R66')
}

const statement = async (caseId: string, statementOf: string, words: string) => {
  const { record } = await host.client.call('records.add', {
    caseId,
    type: 'statement',
    fields: { statementOf, paragraphs: [words] },
  })
  return record as StoredOf<'statement'>
}

test('characters without a letter are said by document before anything is frozen, as the report says them', async () => {
  const { client, folder } = host
  const { caseId, out, papers } = await newCase()
  const first = await statement(caseId, 'Ann Verity', 'He is called محمد, and his name was “Hường” to me.')
  // The sans has this letter and the serif has not: what counts is the cut it is set in.
  const turned = await statement(caseId, 'Ben ʎ Sears', 'The note said A to B.')
  await statement(caseId, 'Cara Dale', 'The note said A ʎ B.')
  await statement(caseId, 'Dan Fielding', 'Plain words, and “quoted” ones – as ever…')
  writeFileSync(join(folder, 'papers', 'a.txt'), 'A message:\u3000您好.\n')
  writeFileSync(join(folder, 'papers', 'b.txt'), 'A message without any.\n')
  await client.call('evidence.add', { caseId, from: [papers], producer: 'JLB' })
  const { record } = await client.call('bundle.create', { caseId, profile: 'general', title: 'Trial' })
  const bundle = record.id

  const found = await check(caseId, bundle)
  expect(found.map(({ weight, sentence, fix }) => [weight, sentence, fix])).toEqual([
    ['look', 'S1 holds 3 characters the paper typefaces lack', 'open'],
    ['look', 'S3 holds a character the paper typefaces lack', 'open'],
    ['look', 'JLB/1 holds 2 characters the paper typefaces lack', 'open'],
  ])
  expect(found[0]).toMatchObject({
    key: `statement ${first.id}`,
    detail: expect.stringMatching(
      /^They lack some characters: ح \(U\+062D\), د \(U\+062F\), م \(U\+0645\)\. /,
    ),
  })
  expect(found[2]!.detail).toContain('您 (U+60A8), 好 (U+597D)'.split(', ').sort().join(', '))
  const built = await client.call('bundle.build', {
    caseId,
    bundle,
    version: null,
    to: out,
    fileName: 'draft.pdf',
  })
  const told = built.report.filter(({ kind }) => kind === 'character')
  expect(told.map(({ document }) => document).sort()).toEqual(found.map(({ id }) => id!).sort())

  // Once it stands in a paragraph it is said; and what is frozen is judged as it was frozen.
  await client.call('records.change', {
    caseId,
    type: 'statement',
    id: turned.id,
    version: turned.version,
    fields: { paragraphs: ['The note said ʎ.'] },
  })
  expect((await check(caseId, bundle)).map(({ id }) => id)).toContain(turned.id)
  await client.call('bundle.freeze', { caseId, bundle })
  await client.call('records.change', {
    caseId,
    type: 'statement',
    id: first.id,
    version: first.version,
    fields: { paragraphs: ['He is called Muhammad.'] },
  })
  expect((await check(caseId, bundle))[0]).toMatchObject({
    sentence: 'S1 holds 3 characters the paper typefaces lack',
    detail: expect.stringContaining('It stands so since version 1 was frozen'),
  })
}, 60_000)

test('titles are said of their document, the bundle’s own words of the bundle, and nothing where every letter is there', async () => {
  const { client, folder } = host
  const { caseId, out, papers } = await newCase()
  writeFileSync(join(folder, 'papers', 'a.txt'), 'Plain.\n')
  const { items } = await client.call('evidence.add', { caseId, from: [papers], producer: 'JLB' })
  expect(items).toHaveLength(1)
  const { record } = await client.call('bundle.create', { caseId, profile: 'crown-court', title: 'Trial' })
  const bundle = record.id
  expect(await check(caseId, bundle)).toEqual([
    expect.objectContaining({
      weight: 'fine',
      sentence: 'Every character that is set in type has its letter',
    }),
  ])
  const { records } = await client.call('records.list', { caseId, type: 'exhibit' })
  const exhibit = records[0] as StoredOf<'exhibit'>
  await client.call('records.change', {
    caseId,
    type: 'exhibit',
    id: exhibit.id,
    version: exhibit.version,
    fields: { title: 'Note of 您' },
  })
  const { record: now } = await client.call('records.get', { caseId, type: 'bundle', id: bundle })
  await client.call('records.change', {
    caseId,
    type: 'bundle',
    id: bundle,
    version: (now as StoredOf<'bundle'>).version,
    fields: { title: 'Trial 好' },
  })
  expect(
    (await check(caseId, bundle)).map(({ sentence, detail, id, fix }) => [
      sentence,
      detail.slice(0, 43),
      id,
      fix,
    ]),
  ).toEqual([
    [
      'The cover, a heading or the head of sheets holds a character the paper typefaces lack',
      'They lack a character: 好 (U+597D). An empty',
      undefined,
      'details',
    ],
    [
      'JLB/1 holds a character the paper typefaces lack',
      'They lack a character: 您 (U+60A8). An empty',
      exhibit.id,
      'details',
    ],
  ])
  const built = await client.call('bundle.build', {
    caseId,
    bundle,
    version: null,
    to: out,
    fileName: 'draft.pdf',
  })
  expect(built.report.filter(({ kind }) => kind === 'character')).not.toEqual([])
}, 60_000)
