import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { StoredOf } from '../../../casework/entities/index.ts'
import { reportLines, type Told } from '../../../main/desk/build-report.ts'
import { openInProcess } from '../../support/hosts.ts'
import { images, scanPdf } from '../services/bundle/scans.ts'

const now = Date.parse('2026-03-02T10:00:00Z')
const passphrase = 'a long passphrase'
let host: Awaited<ReturnType<typeof openInProcess>>
beforeEach(async () => {
  host = await openInProcess({ now: () => now })
})
afterEach(() => host.close())

const told: Told = {
  fileName: 'X.pdf',
  folder: 'out',
  manifest: 'X.manifest.json',
  verifier: null,
  volumes: ['X.pdf'],
  originals: [],
  apart: [],
  pages: 4,
  documents: 1,
  bytes: 10,
  sha256: 'ab',
  left: [],
  report: [{ kind: 'x', sentence: 'Done.', document: 'e1' }],
  verified: true,
  findings: [],
}

test('what a build told is kept with its copy, and can be read after the case was locked', async () => {
  const { client, folder, grant } = host
  for (const name of ['cases', 'out']) mkdirSync(join(folder, name))
  writeFileSync(
    join(folder, 'scan.pdf'),
    scanPdf([{ image: images.grey(['Harbour']) }, { image: images.grey(['Lane']) }]),
  )
  writeFileSync(join(folder, 'paper.txt'), 'A paper.')
  const [place, out, ...papers] = await grant(
    ['cases', 'out', 'scan.pdf', 'paper.txt'].map((name) => join(folder, name)),
  )
  const { caseId } = await client.call('cases.create', { place: place!, name: 'R v X', passphrase })
  await client.call('evidence.add', { caseId, from: papers, producer: 'JLB' })
  const { record } = await client.call('bundle.create', { caseId, profile: 'general', title: 'Trial' })
  const bundle = record.id
  const made = await client.call('bundle.build', {
    caseId,
    bundle,
    version: null,
    to: out!,
    fileName: 'Trial copy.pdf',
  })
  expect(made.report.length).toBeGreaterThan(0)

  await client.call('cases.close', { caseId })
  await client.call('cases.unlock', { caseId, passphrase })
  const { copies } = await client.call('bundle.versions', { caseId, bundle })
  expect(copies).toMatchObject([{ verified: 'yes', sha256: made.sha256, reader: '' }])
  const copy = copies[0]!.id
  const { file, ...rest } = made
  const kept = await client.call('bundle.report', { caseId, copy })
  expect(kept).toMatchObject({ ...rest, at: now, version: null, changed: false })
  const spoken = new Set(made.report.flatMap(({ document }) => document ?? []))
  expect(kept.names.map(({ id }) => id).sort()).toEqual([...spoken].sort())
  for (const { name } of kept.names) expect(name).toMatch(/^JLB\/\d$/)

  // Sealed as everything else of the case is.
  const all = readdirSync(join(folder, 'cases'), { recursive: true, withFileTypes: true })
  for (const each of all.filter((found) => found.isFile()))
    expect(readFileSync(join(each.parentPath, each.name)).includes('Trial copy')).toBe(false)

  // Later the bundle says something else than what was built.
  const { record: bare } = await client.call('records.get', { caseId, type: 'bundle', id: bundle })
  const { version } = bare as StoredOf<'bundle'>
  await client.call('records.change', { caseId, type: 'bundle', id: bundle, version, fields: { title: 'Y' } })
  expect(await client.call('bundle.report', { caseId, copy })).toMatchObject({ changed: true })
})

test('marks no record may hold are kept as they were, and what is too long is cut and says so', () => {
  const names = new Map([
    ['e1', 'JLB/1'],
    ['e2', 'JLB/2'],
  ])
  const odd = 'Named \u202Eback\u0085wards\u007f.'
  const lines = reportLines({ ...told, findings: [{ rule: 'R1', sentence: odd }] }, names)
  expect(lines.map((each) => Object.keys(JSON.parse(each))[0])).toEqual(['head', 'name', 'found', 'told'])
  expect(lines.join('')).not.toMatch(/[\p{Cc}\u202E]/u)
  expect(JSON.parse(lines[2]!).found.sentence).toBe(odd)

  const line = { kind: 'x', sentence: 'Done.' }
  const many = reportLines({ ...told, report: Array.from({ length: 150_000 }, () => line) }, names)
  expect(many).toHaveLength(100_000)
  expect(JSON.parse(many.at(-1)!).told.sentence).toBe(
    '50,002 more lines were told when it was built, and are not kept.',
  )
})
