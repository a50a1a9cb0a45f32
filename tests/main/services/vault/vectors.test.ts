import { createHash } from 'node:crypto'
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openCase } from '../../../../main/services/case-store/index.ts'
import { outcome, rememberingKdf, room, surroundings } from '../case-store/room.ts'

interface Fault {
  name: string
  flip?: string[]
  at?: number
  xor?: number
  recheck?: boolean
  cut?: string[]
  by?: number
  remove?: string[]
  copy?: [string, string]
  open?: string
  write?: string
  notice?: string
  find?: string
}
const vectors = new URL('../../../vectors/case-file/', import.meta.url).pathname
const expected = JSON.parse(readFileSync(join(vectors, 'expected.json'), 'utf8'))
const place = room()
afterAll(() => place.clear())
const s = surroundings({ kdf: rememberingKdf() })
const secrets = [{ passphrase: expected.passphrase }, { identity: expected.recoveryKey }]

test.each(secrets)('the recorded case reads as it was written', async (secret) => {
  const store = await openCase(join(vectors, 'lantern'), secret, s, { readOnly: true })
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
  expect(await store.verify({ full: true })).toEqual({ ok: true, findings: [] })
  await store.close()
})

function inflict(folder: string, fault: Fault): void {
  for (const name of fault.flip ?? []) {
    const bytes = readFileSync(join(folder, name))
    const at = (fault.at ?? 0) < 0 ? bytes.length + (fault.at ?? 0) : (fault.at ?? 0)
    bytes[at] = (bytes[at] as number) ^ (fault.xor ?? 1)
    const end = bytes.length - 72
    if (fault.recheck) createHash('sha256').update(bytes.subarray(0, end)).digest().copy(bytes, end, 0, 8)
    writeFileSync(join(folder, name), bytes)
  }
  for (const name of fault.cut ?? []) {
    const bytes = readFileSync(join(folder, name))
    writeFileSync(join(folder, name), bytes.subarray(0, bytes.length - (fault.by ?? 1)))
  }
  for (const name of fault.remove ?? []) rmSync(join(folder, name))
  if (fault.copy !== undefined) {
    mkdirSync(dirname(join(folder, fault.copy[1])), { recursive: true })
    copyFileSync(join(folder, fault.copy[0]), join(folder, fault.copy[1]))
  }
}

describe('the recorded case, with', () => {
  test.each(expected.faults as Fault[])('$name', async (fault) => {
    const folder = place.at(createHash('sha256').update(fault.name).digest('hex').slice(0, 12))
    cpSync(join(vectors, 'lantern'), folder, { recursive: true })
    inflict(folder, fault)
    const secret = { passphrase: expected.passphrase }
    const reading = openCase(folder, secret, s, { readOnly: true })
    if (fault.open !== undefined) {
      expect(await outcome(reading)).toBe(fault.open)
      expect(await outcome(openCase(folder, secret, s))).toBe(fault.open)
      return
    }
    const store = await reading
    expect(store.notices.map((n) => n.code)).toEqual(fault.notice === undefined ? [] : [fault.notice])
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
