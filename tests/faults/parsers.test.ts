import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CaseworkError } from '../../casework/contract/errors.ts'
import { documentFrom } from '../../main/services/case-store/document.ts'
import type { CaseKeys } from '../../main/services/vault/case-keys.ts'
import { hmac512 } from '../../main/services/vault/crypto.ts'
import { realDisk } from '../../main/services/vault/disk.ts'
import { decodeHeader } from '../../main/services/vault/header.ts'
import { encodeSegmentHeader, frameCodec, readFrames } from '../../main/services/vault/journal.ts'
import { costAllowed, type Kdf } from '../../main/services/vault/passphrase.ts'
import { decodeSnapshot, encodeSnapshot, type Manifest } from '../../main/services/vault/snapshot.ts'
import { findHeader, unlock } from '../../main/services/vault/unlock.ts'
import { newCase, passphrase, room, surroundings } from '../main/services/case-store/room.ts'
import { amountAsked, howMany } from './amounts.ts'
import { dice } from './chance.ts'

// Attack A9: files mutilated with an eye to their structure, their checks made right again. The header by somebody
// without a key; what lies within, by a holder who means harm and seals whatever they like. Whatever comes, a reader
// answers with a code of its own, soon, and never asks for a passphrase check of a cost out of bounds.

const rounds = howMany(amountAsked(), { sample: 400, whole: 10_000, nightly: 1_000_000 })
const longest = 50

const place = room()
const folder = place.at('case')
const quick: Kdf = async ({ passphrase: p, salt, memoryKiB, passes, lanes }) => {
  expect(costAllowed({ memoryKiB, passes, lanes })).toBe(true)
  return createHash('sha256').update(p).update(salt).update(`${memoryKiB} ${passes} ${lanes}`).digest()
}
let header: Buffer
let keys: CaseKeys

beforeAll(async () => {
  const { store } = await newCase(folder, surroundings({ kdf: quick }))
  await store.close()
  header = (await findHeader(realDisk, folder)).header.bytes
  keys = (await unlock(folder, (await findHeader(realDisk, folder)).header, { passphrase }, quick)).keys
}, 60_000)
afterAll(() => place.clear())

/** Values that programs trip over. */
const awkward = [
  0, 1, 2, 63, 64, 65, 127, 128, 255, 256, 511, 512, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0xffffffff,
]

/** Some bytes changed: a number overwritten, a run moved, doubled or dropped. */
function mutilated(bytes: Buffer, roll: (limit: number) => number): Buffer {
  let out = Buffer.from(bytes)
  for (let turns = 1 + roll(4); turns > 0; turns -= 1) {
    const at = roll(Math.max(1, out.length - 8))
    const value = awkward[roll(awkward.length)] as number
    const from = roll(out.length)
    const run = out.subarray(from, from + 1 + roll(64))
    switch (roll(7)) {
      case 0:
        out.writeUInt32BE(value >>> 0, at)
        break
      case 1:
        out.writeUInt16BE(value & 0xffff, at)
        break
      case 2:
        out[at] = value & 0xff
        break
      case 3:
        out = Buffer.concat([out.subarray(0, at), run, out.subarray(at)])
        break
      case 4:
        out = Buffer.concat([out.subarray(0, from), out.subarray(from + run.length)])
        break
      case 5:
        // The places where lengths and counts stand.
        out.writeUInt32BE(
          value >>> 0,
          Math.min(out.length - 4, [8, 12, 36, 40, 44, 46, 48, 66, 82][roll(9)] as number),
        )
        break
      default:
        out.writeUInt8((out[at] as number) ^ (1 << roll(8)), at)
    }
  }
  return out
}

const json = (roll: (limit: number) => number): unknown =>
  [null, 0, -1, 1e308, '', 'x'.repeat(300), [], {}, [[]], { id: 7 }, true, 2 ** 53, 'blobs', '__proto__'][
    roll(14)
  ]

/** A JSON value with parts replaced, dropped or put where they don't belong. */
function distorted(value: unknown, roll: (limit: number) => number): unknown {
  if (roll(6) === 0) return json(roll)
  if (Array.isArray(value)) {
    const out = value.map((each) => (roll(3) === 0 ? distorted(each, roll) : each))
    if (roll(5) === 0) out.pop()
    if (roll(5) === 0) out.push(json(roll))
    return out
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(() => roll(9) !== 0)
    return Object.fromEntries(entries.map(([k, v]) => [k, roll(3) === 0 ? distorted(v, roll) : v]))
  }
  return roll(4) === 0 ? json(roll) : value
}

/** Runs `attempt`; a refusal must be one of ours, and come soon. Gives its code, or 'done'. */
async function answer(attempt: () => unknown): Promise<string> {
  const from = performance.now()
  try {
    const came = await attempt()
    expect(performance.now() - from).toBeLessThan(longest * 10)
    return typeof came === 'string' ? came : 'done'
  } catch (thrown) {
    expect(thrown, String((thrown as Error)?.stack)).toBeInstanceOf(CaseworkError)
    return (thrown as CaseworkError).code
  }
}

test('headers, their damage check made right again', { timeout: 3_600_000 }, async () => {
  const roll = dice(9)
  const seen = new Map<string, number>()
  for (let round = 0; round < rounds; round += 1) {
    const bad = mutilated(header, roll)
    if (bad.equals(header)) continue
    if (roll(4) !== 0 && bad.length > 72) bad.writeUInt32BE(bad.length, 12)
    const end = bad.length - 72
    if (end > 64) createHash('sha256').update(bad.subarray(0, end)).digest().copy(bad, end, 0, 8)
    const code = await answer(async () => {
      const read = decodeHeader(bad)
      if (typeof read === 'string') return read
      await unlock(folder, read, { passphrase }, quick)
      return 'done'
    })
    seen.set(code, (seen.get(code) ?? 0) + 1)
  }
  expect(seen.has('internal')).toBe(false)
  expect(seen.get('header-tampered') ?? 0).toBeGreaterThan(rounds / 100)
})

test('headers by somebody with the case key: nothing breaks but with a code', {
  timeout: 3_600_000,
}, async () => {
  const roll = dice(10)
  const mac = keys.derive('hdr-mac', 64) as Buffer
  for (let round = 0; round < rounds / 4; round += 1) {
    const bad = mutilated(header, roll)
    if (bad.length > 136) {
      bad.writeUInt32BE(bad.length, 12)
      const end = bad.length - 72
      createHash('sha256').update(bad.subarray(0, end)).digest().copy(bad, end, 0, 8)
      hmac512(mac, bad.subarray(0, bad.length - 64)).copy(bad, bad.length - 64)
    }
    await answer(async () => {
      const read = decodeHeader(bad)
      if (typeof read !== 'string') await unlock(folder, read, { passphrase }, quick)
    })
  }
})

test('journals: bytes of any kind behind a sound header', { timeout: 3_600_000 }, async () => {
  const roll = dice(11)
  const salt = Buffer.alloc(24, 5)
  const head = encodeSegmentHeader('journal', keys.caseId, {
    first: 1,
    segment: 0,
    epoch: keys.epoch,
    salt,
    link: Buffer.alloc(32),
  })
  const codec = () =>
    frameCodec('journal', keys, head, keys.epoch) as NonNullable<ReturnType<typeof frameCodec>>
  const sealing = codec()
  const payloads = ['{"tx":1}', '{"tx":2,"ops":[]}', `{"tx":3,"words":"${'w'.repeat(900)}"}`]
  const sound = Buffer.concat([head, ...payloads.map((p) => sealing.seal(Buffer.from(p)))])
  for (let round = 0; round < rounds; round += 1) {
    const body = mutilated(sound.subarray(head.length), roll)
    const code = await answer(() => {
      const { frames, end } = readFrames(codec(), Buffer.concat([head, body]))
      // What is read is what was written, in order, from the first on: never anything else.
      frames.forEach((frame, i) => {
        expect(frame.payload.toString()).toBe(payloads[i])
      })
      return end
    })
    expect(['clean', 'torn', 'corrupt']).toContain(code)
  }
})

const manifest: Omit<Manifest, 'v' | 'docs'> = {
  gen: 3,
  prevGen: 2,
  prevSha256: 'ab'.repeat(32),
  minReader: 0,
  minWriter: 1,
  tx: 4,
  at: 1,
  auditSeq: 2,
  auditHead: 'cd'.repeat(32),
  blobCount: 0,
  blobBytes: 0,
  blobRoot: 'ef'.repeat(32),
  device: 'd',
  app: 'a',
  signed: { slot: '00'.repeat(16), sig: '' },
} as Omit<Manifest, 'v' | 'docs'>

const caseId = () => keys.caseId.toString('hex')
const part = (name: string, value: unknown) => ({ name, bytes: Buffer.from(JSON.stringify(value) ?? '') })
const blobRow = { uid: '11'.repeat(16), epoch: 1, size: 3, sha256: '22'.repeat(32), at: 1, by: 'x' }
const frame = {
  tx: 5,
  at: 2,
  actor: 'x',
  ops: [
    ['put', 'n', 'a', { id: 'a', words: 'w' }, 0],
    ['del', 'n', 'b', 0],
    ['blob', blobRow.uid, blobRow],
  ],
  audit: [['AAAAAAAAAAAAAAAAAAAAAA==', '{"seq":3}']],
  head: 'cd'.repeat(32),
}

test('states and changes sealed by a holder who means harm', { timeout: 3_600_000 }, async () => {
  const roll = dice(12)
  const seen = new Map<string, number>()
  for (let round = 0; round < rounds; round += 1) {
    const about = (roll(2) === 0 ? manifest : distorted(manifest, roll)) as typeof manifest
    const parts = [
      part('blobs', distorted([blobRow], roll)),
      part('c/n', distorted([{ id: 'a' }, { id: 'b' }], roll)),
      part('t/n', distorted([1, 2], roll)),
      part('g/n', distorted([['c', 3]], roll)),
    ]
    const code = await answer(() => {
      const sealed = encodeSnapshot(keys, Buffer.alloc(24, round), { ...about, gen: 3 }, parts)
      const read = decodeSnapshot(keys, 3, sealed)
      if (read === null) return 'refused'
      const payloads = roll(3) === 0 ? [] : [Buffer.from(JSON.stringify(distorted(frame, roll)) ?? 'null')]
      const { fault } = documentFrom(caseId(), {
        epoch: read.epoch,
        facts: read.manifest,
        parts: read.parts,
        payloads,
      })
      return fault?.code ?? 'done'
    })
    seen.set(code, (seen.get(code) ?? 0) + 1)
  }
  expect(
    [...seen.keys()].filter(
      (code) => !['refused', 'done', 'corrupt-snapshot', 'corrupt-journal', 'audit-broken'].includes(code),
    ),
  ).toEqual([])
})
