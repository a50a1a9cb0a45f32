import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { StoredOf } from '../../../casework/entities/index.ts'
import { damageWords } from '../../../casework/rules/file-damage.ts'
import { type JobRunner, jobsInline } from '../../../main/jobs/run.ts'
import { openInProcess } from '../../support/hosts.ts'
import { scanned, typedPdf } from '../services/bundle/scans.ts'

let host: Awaited<ReturnType<typeof openInProcess>>
afterEach(() => host.close())

/** Looks into files as an earlier version did, which kept nothing of their damage. */
const asBefore: JobRunner = async (name, input, options) => {
  const found = await jobsInline(name, input, options)
  if (name === 'examine-file') delete (found as { states?: unknown }).states
  return found
}

const whole = typedPdf(['One.', 'Two.', 'Three.'])
// Without its end, its table of contents is gone with what else was there.
const short = whole.subarray(0, whole.length - 200)

async function caseWith(profile: string, run?: JobRunner) {
  host = await openInProcess(run === undefined ? {} : { run })
  const { client, folder, grant } = host
  writeFileSync(join(folder, 'whole.pdf'), whole)
  writeFileSync(join(folder, 'short.pdf'), short)
  const [place, ...from] = await grant([folder, join(folder, 'whole.pdf'), join(folder, 'short.pdf')])
  const { caseId } = await client.call('cases.create', {
    place: place!,
    name: 'R v X',
    passphrase: 'seven words that make a long passphrase',
  })
  const { items } = await client.call('evidence.add', { caseId, from, producer: 'JLB' })
  const { record } = await client.call('bundle.create', { caseId, profile, title: 'Trial' })
  const { records } = await client.call('records.list', { caseId, type: 'exhibit' })
  const checks = async (rule = 'R36') =>
    (await client.call('bundle.plan', { caseId, bundle: record.id })).checks.filter(
      (each) => each.rule === rule,
    )
  return { caseId, bundle: record.id, items, exhibits: records as StoredOf<'exhibit'>[], checks }
}

test('a file cut short is known to be when it is taken in, on the exhibit, and before freezing', async () => {
  const { caseId, bundle, items, exhibits, checks } = await caseWith('crown-court')
  expect(items.map(({ verdict, damage }) => [verdict, damage])).toEqual([
    ['taken', undefined],
    ['taken', 'missing'],
  ])
  expect(items[1]!.why).toContain('pages may be missing')
  expect(exhibits.map(({ fields }) => damageWords(fields.file!))).toEqual([
    '',
    'The file ends early, so pages may be missing: ask for another copy.',
  ])
  expect(await checks()).toMatchObject([
    { weight: 'stops', sentence: 'Pages of JLB/2 may be missing', fix: 'stand-in', id: exhibits[1]!.id },
  ])
  await expect(host.client.call('bundle.freeze', { caseId, bundle })).rejects.toMatchObject({
    message: expect.stringContaining('Pages of JLB/2 may be missing'),
  })
}, 60_000)

test('where the profile only points it out it can be frozen', async () => {
  const { caseId, bundle, checks } = await caseWith('general')
  expect(await checks()).toMatchObject([{ weight: 'look', sentence: 'Pages of JLB/2 may be missing' }])
  await host.client.call('bundle.freeze', { caseId, bundle })
}, 60_000)

test('a case of an earlier version says that nobody has looked, until somebody does', async () => {
  const { caseId, checks } = await caseWith('crown-court', asBefore)
  expect(await checks()).toMatchObject([
    { weight: 'look', sentence: 'Not looked at yet: whether 2 documents are whole', fix: 'read-text' },
  ])
  await host.client.call('text.look', { caseId, exhibits: null })
  expect(await checks()).toMatchObject([{ weight: 'stops', sentence: 'Pages of JLB/2 may be missing' }])
}, 60_000)

test('a picture that cannot be printed is said to be when it is taken in, and again before freezing', async () => {
  host = await openInProcess()
  const { client, folder, grant } = host
  const sound = scanned('png')
  const empty = Buffer.from(sound)
  empty.writeUInt32BE(0, 16)
  empty.writeUInt32BE(0, 20)
  const broken = Buffer.from(sound)
  broken.fill(0xff, sound.length >> 1, (sound.length >> 1) + 40)
  const files = { 'sound.png': sound, 'empty.png': empty, 'broken.png': broken }
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
  const [place, ...from] = await grant([folder, ...Object.keys(files).map((name) => join(folder, name))])
  const { caseId } = await client.call('cases.create', {
    place: place!,
    name: 'R v X',
    passphrase: 'seven words that make a long passphrase',
  })
  const { items } = await client.call('evidence.add', { caseId, from, producer: 'JLB' })
  expect(items.map(({ file, verdict, why, damage }) => [file, verdict, why.split('. ')[0], damage])).toEqual([
    ['sound.png', 'taken', '', undefined],
    ['empty.png', 'noted', 'The picture is 0 points wide or high, so that it shows nothing', undefined],
    ['broken.png', 'taken', 'The picture is damaged', 'cut'],
  ])
  for (const { why } of items.slice(1)) expect(why).toMatch(/ask for another copy\.$/iu)
  const { record } = await client.call('bundle.create', { caseId, profile: 'general', title: 'Trial' })
  const { checks } = await client.call('bundle.plan', { caseId, bundle: record.id })
  expect(checks.filter(({ rule }) => rule === 'R36').map(({ sentence }) => sentence)).toEqual([
    'JLB/2 becomes a page that names it',
    'JLB/3 may not show whole',
  ])
  const { records } = await client.call('records.list', { caseId, type: 'exhibit' })
  expect((records as StoredOf<'exhibit'>[]).map(({ fields }) => fields.kind)).toEqual([
    'image',
    'image',
    'image',
  ])
})
