import { createHash } from 'node:crypto'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openCase } from '../../../../main/services/case-store/index.ts'
import { lantern as expected, inflict, recordedCases } from '../../../support/recorded-cases.ts'
import { outcome, rememberingKdf, room, surroundings } from '../case-store/room.ts'

const place = room()
afterAll(() => place.clear())
const s = surroundings({ kdf: rememberingKdf() })
const secrets = [{ passphrase: expected.passphrase }, { identity: expected.recoveryKey }]

test.each(secrets)('the recorded case reads as it was written', async (secret) => {
  const store = await openCase(join(recordedCases, 'lantern'), secret, s, { readOnly: true })
  expect(store.notices).toEqual([])
  expect([store.id, store.name, store.savedAt()]).toEqual([expected.id, expected.name, expected.savedAt])
  expect(store.auditHead()).toEqual(expected.auditHead)
  for (const [collection, records] of Object.entries(expected.records))
    expect(store.list(collection)).toEqual(records)
  for (const { uid, size, sha256 } of expected.blobs) {
    const bytes = await store.readBlob(uid)
    expect([bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([size, sha256])
  }
  for (const [uid, text] of Object.entries(expected.texts)) expect(await store.readText(uid)).toBe(text)
  expect((await store.history()).map((e) => e.action)).toEqual(expected.historyActions)
  expect(await store.verify({ full: true })).toMatchObject({ ok: true, findings: [] })
  await store.close()
})

describe('the recorded case, with', () => {
  test.each(expected.faults)('$name', async (fault) => {
    const folder = place.at(createHash('sha256').update(fault.name).digest('hex').slice(0, 12))
    cpSync(join(recordedCases, 'lantern'), folder, { recursive: true })
    inflict(folder, fault)
    const secret = { passphrase: expected.passphrase }
    const reading = openCase(folder, secret, s, { readOnly: true })
    if (fault.open !== undefined) {
      expect(await outcome(reading)).toBe(fault.open)
      expect(await outcome(openCase(folder, secret, s))).toBe(fault.open)
      return
    }
    const store = await reading
    // That a stored file is gone or cut is seen at opening; that its bytes are wrong only when they are read.
    const seen = /^a stored file (?:missing|cut short)$/u.test(fault.name) ? fault.find : fault.notice
    expect(store.notices.map((n) => n.code)).toEqual(seen === undefined ? [] : [seen])
    if (fault.find !== undefined) {
      const { findings } = await store.verify({ full: true })
      expect(findings.map((f) => f.code)).toEqual([fault.find])
    }
    await store.close()
    expect(await outcome(openCase(folder, secret, s).then((mine) => mine.close()))).toBe(
      fault.write ?? 'done',
    )
  })
})
