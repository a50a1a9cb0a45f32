import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { StoredOf } from '../../../casework/entities/index.ts'
import { openInProcess } from '../../support/hosts.ts'

let host: Awaited<ReturnType<typeof openInProcess>>
beforeEach(async () => {
  host = await openInProcess()
})
afterEach(() => host.close())

const passphrase = 'seven words that make a long passphrase'

/** A case with one file, and the id of a folder for backups. */
async function caseWithFile() {
  const { client, folder, grant } = host
  for (const name of ['cases', 'backups', 'papers']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'papers', 'a.txt'), 'x'.repeat(30_000))
  const [place, backups, papers] = await grant(
    ['cases', 'backups', 'papers'].map((name) => join(folder, name)),
  )
  const { caseId } = await client.call('cases.create', { place: place!, name: 'X', passphrase })
  await client.call('evidence.add', { caseId, from: [papers!], producer: 'AV' })
  const path = join(folder, 'cases', readdirSync(join(folder, 'cases'))[0]!)
  return { caseId, path, backups: backups! }
}
/** What was entered for the case file, newest last: what its sentence says. */
async function entered(caseId: string): Promise<string[]> {
  const { entries } = await host.client.call('audit.list', { caseId, kinds: ['upkeep'], count: 200 })
  return entries
    .toSorted((one, other) => one.seq - other.seq)
    .map(({ sentence }) => sentence)
    .filter((sentence) => /^(?:Verified|Backed|Repaired)/u.test(sentence))
}
/** Where the sealed file of the one exhibit stands. */
async function fileOf(caseId: string, path: string): Promise<string> {
  const { records } = await host.client.call('records.list', { caseId, type: 'exhibit' })
  const { file } = (records[0] as StoredOf<'exhibit'>).fields
  return join(path, 'blobs', file!.blob.slice(0, 2), file!.blob.slice(2))
}

test('verifying, backing up and repairing are entered in the history, with what came of them', async () => {
  const { client, grant } = host
  const { caseId, path, backups } = await caseWithFile()
  await client.call('cases.verify', { caseId, full: false })
  await client.call('cases.verify', { caseId, full: true })
  const { folder } = await client.call('cases.backup', { caseId, to: backups })
  rmSync(await fileOf(caseId, path))
  const found = await client.call('cases.verify', { caseId, full: true })
  expect(found.findings[0]!.sentence).toMatch(/It is the file of /u)
  const [from] = await grant([folder])
  const made = await client.call('cases.repair', { caseId, from: from! })
  expect(made).toMatchObject({ ok: true, findings: [] })
  expect(made.repaired).toHaveLength(1)
  // Nothing to bring back is nothing to enter.
  await client.call('cases.repair', { caseId, from: from! })
  expect(await entered(caseId)).toEqual([
    'Verified the case: it is as it was sealed',
    'Verified the case in full: it is as it was sealed',
    expect.stringMatching(/^Backed the case up, \d+ files: the copy is sound$/u),
    'Verified the case in full: something was found',
    'Repaired the case from a backup: 1 file brought back',
  ])
})

test('a case opened to read only is told how to be repaired; one that is locked needs its secret', async () => {
  const { client, grant } = host
  const { caseId, backups } = await caseWithFile()
  const { folder } = await client.call('cases.backup', { caseId, to: backups })
  const [from] = await grant([folder])
  await client.call('cases.close', { caseId })
  const repair = (more: object) => client.call('cases.repair', { caseId, from: from!, ...more })
  await expect(repair({})).rejects.toMatchObject({ code: 'locked' })
  await expect(repair({ passphrase: 'wrong' })).rejects.toMatchObject({ code: 'wrong-passphrase' })
  await expect(repair({ passphrase, recoveryKey: 'x' })).rejects.toMatchObject({ code: 'invalid' })
  expect(await repair({ passphrase })).toMatchObject({ repaired: [], ok: true })
  await client.call('cases.unlock', { caseId, passphrase })
  const { entries } = await client.call('audit.list', { caseId, kinds: ['access'] })
  expect(entries.map(({ sentence }) => sentence)).toContainEqual(expect.stringMatching(/^Failed to unlock/u))
  await client.call('cases.close', { caseId })
  await client.call('cases.unlock', { caseId, passphrase, readOnly: true })
  await expect(repair({})).rejects.toMatchObject({ code: 'permission' })
})
