import { createHash, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { documentFrom } from '../../main/services/case-store/document.ts'
import { newIdentity } from '../../main/services/vault/age-keys.ts'
import { caseKeys } from '../../main/services/vault/case-keys.ts'
import { aesKey, aesOpen, aesSeal, expand } from '../../main/services/vault/crypto.ts'
import { type Disk, publish, realDisk, writeDurably } from '../../main/services/vault/disk.ts'
import { chooseHeader, decodeHeader, type Header } from '../../main/services/vault/header.ts'
import { sealHeader } from '../../main/services/vault/header-write.ts'
import { encodeSegmentHeader, frameCodec, readFrames } from '../../main/services/vault/journal.ts'
import { journalWriter } from '../../main/services/vault/journal-writer.ts'
import { openSealed } from '../../main/services/vault/sealed-blob.ts'
import {
  decodeSlot,
  encodeSlot,
  newPassphraseSlot,
  openPassphraseSlot,
  openSlotWithIdentity,
  recipientSlot,
} from '../../main/services/vault/slots.ts'
import { joined, readSegment, type Segment } from '../../main/services/vault/state-files.ts'
import { cheap, kdf, newCase, outcome, pieces, room, surroundings } from '../main/services/case-store/room.ts'

// Each check by itself. In a whole case several stand behind one another, so that the loss of one goes unnoticed; here
// whatever comes has passed all the others.

const place = room()
afterAll(() => place.clear())
const caseId = Buffer.alloc(16, 7)
const caseKey = () => ({ epoch: 1, key: Buffer.alloc(32, 9) })
const keys = caseKeys(caseId, caseKey(), [])

test('a seal with no room for a tag is no seal', () => {
  const key = aesKey(randomBytes(32))
  for (let length = 0; length < 16; length += 1)
    expect(aesOpen(key, Buffer.alloc(12), Buffer.alloc(length)), `${length} bytes`).toBeNull()
})

describe('a slot', () => {
  test('asking for a cost out of bounds is not paid for, and not because of what the function would say', async () => {
    const { slot } = await newPassphraseSlot(
      {
        id: randomBytes(16),
        salt: randomBytes(32),
        nonce: randomBytes(12),
        passphrase: Buffer.from('p'),
        cost: cheap,
        kdf,
      },
      caseKey(),
      caseId,
    )
    const body = Buffer.from(slot.body)
    body.writeUInt32BE(2 ** 31, 0)
    const asked: unknown[] = []
    const never = async (input: unknown) => {
      asked.push(input)
      return Buffer.alloc(32)
    }
    const got = await openPassphraseSlot({ ...slot, body }, Buffer.from('p'), never, caseId, 1)
    expect([got.outcome, asked]).toEqual(['bad-cost', []])
  })

  test('gives its key for its own case and epoch alone', async () => {
    const { identity, recipient } = await newIdentity()
    const slot = await recipientSlot(randomBytes(16), recipient, caseKey(), caseId)
    expect((await openSlotWithIdentity(slot, identity, caseId, 1)).outcome).toBe('opened')
    expect((await openSlotWithIdentity(slot, identity, Buffer.alloc(16, 8), 1)).outcome).toBe('not-mine')
    expect((await openSlotWithIdentity(slot, identity, caseId, 2)).outcome).toBe('not-mine')
  })

  test('with any bit flipped is no slot', () => {
    const bytes = encodeSlot({ type: 2, flags: 0, id: Buffer.alloc(16, 1), body: Buffer.alloc(40, 2) })
    expect(decodeSlot(bytes, 0)?.end).toBe(bytes.length)
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const bad = Buffer.from(bytes)
      bad.writeUInt8(bad.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      expect(decodeSlot(bad, 0), `bit ${bit}`).toBeNull()
    }
  })
})

describe('a header with its damage check made right', () => {
  const headerOf = (generation: number) => {
    const slots = [{ type: 2, flags: 0, id: Buffer.alloc(16, 1), body: Buffer.alloc(40, 2) }]
    const ring = { name: 'Lantern', history: [], holders: [], past: [] }
    const draft = { caseId, generation, slots, ring, more: Buffer.alloc(0) }
    return sealHeader(draft, caseKey(), Buffer.alloc(12, generation))
  }
  const checked = (change: (bytes: Buffer) => void) => {
    const bytes = Buffer.from(headerOf(1))
    change(bytes)
    const end = bytes.length - 72
    createHash('sha256').update(bytes.subarray(0, end)).digest().copy(bytes, end, 0, 8)
    return decodeHeader(bytes)
  }

  test('is read', () => expect(checked(() => {})).toMatchObject({ generation: 1 }))
  test('but another length than it has is damaged', () =>
    expect(checked((bytes) => bytes.writeUInt32BE(bytes.length + 512, 12))).toBe('damaged-header'))
  test.each(Array.from({ length: 12 }, (_, i) => 52 + i))(
    'but something in reserved byte %i is damaged',
    (at) => expect(checked((bytes) => bytes.writeUInt8(1, at))).toBe('damaged-header'),
  )
  test('is chosen when it is the newer of two', () => {
    const generationOf = (chosen: ReturnType<typeof chooseHeader>) =>
      typeof chosen === 'string' ? chosen : [(chosen.header as Header).generation, chosen.repair]
    expect(generationOf(chooseHeader(headerOf(2), headerOf(1)))).toEqual([2, ['second']])
    expect(generationOf(chooseHeader(headerOf(1), headerOf(2)))).toEqual([2, ['first']])
  })
})

describe('a journal', () => {
  const head = encodeSegmentHeader('journal', caseId, {
    first: 1,
    segment: 0,
    epoch: 1,
    salt: Buffer.alloc(24, 5),
    link: Buffer.alloc(32),
  })
  const codec = () => frameCodec('journal', keys, head, 1) as NonNullable<ReturnType<typeof frameCodec>>

  test('takes no frame of another number, though a holder sealed it', () => {
    const all = expand(
      keys.derive('jrn', 32) as Buffer,
      Buffer.concat([Buffer.from('cvf/1/jseg\0'), head]),
      60,
    )
    const numbered = (n: number) => {
      const about = Buffer.alloc(16)
      about.writeUInt32BE(2, 0)
      about.writeUInt32BE(~2 >>> 0, 4)
      about.writeBigUInt64BE(BigInt(n), 8)
      const aad = Buffer.concat([about, all.subarray(44, 60)])
      const sealed = aesSeal(aesKey(all.subarray(0, 32)), all.subarray(32, 44), Buffer.from('{}'), aad)
      return readFrames(codec(), Buffer.concat([head, about, sealed]))
    }
    expect(numbered(0)).toMatchObject({ frames: [{}], end: 'clean' })
    expect(numbered(1)).toEqual({ frames: [], end: 'corrupt' })
  })

  test('a frame whose length was made greater is damaged, not unfinished', () => {
    const frame = codec().seal(Buffer.alloc(300, 1))
    for (let bit = 0; bit < 32; bit += 1) {
      const bytes = Buffer.concat([head, frame])
      const at = head.length + (bit >> 3)
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (bit & 7)), at)
      expect(readFrames(codec(), bytes), `bit ${bit}`).toEqual({ frames: [], end: 'corrupt' })
    }
  })

  const mark = (n: number) => Buffer.alloc(32, n)
  const segment = (n: number, link: Buffer, frames: readonly number[]): Segment => ({
    name: `segment ${n}`,
    link,
    frames: frames.map((f) => ({ payload: Buffer.from([f]), link: mark(f) })),
    end: 'clean',
    length: 10,
  })
  test('whose segment continues something else is damaged there', () => {
    expect(joined([segment(0, mark(200), [1])], mark(100))).toMatchObject({
      payloads: [],
      fault: { code: 'corrupt-journal', name: 'segment 0' },
    })
    expect(joined([segment(0, mark(100), [1])], mark(100)).fault).toBeUndefined()
  })
  test.each([
    [[1, 2, 3], 3, undefined],
    [[1, 2, 3], 2, undefined],
    [[1, 2, 3], 1, 'corrupt-journal'],
    [[1, 2], 100, 'forked'],
    [[1], 100, undefined],
  ] as const)('of %j, gone on with behind %i: %s', (frames, behind, code) => {
    const chain = joined([segment(0, mark(100), frames), segment(1, mark(behind), [9])], mark(100))
    expect(chain.fault?.code).toBe(code)
  })
})

describe('the changes of a journal', () => {
  const facts = {
    tx: 4,
    at: 1,
    auditSeq: 0,
    auditHead: 'ab'.repeat(32),
    blobCount: 0,
    blobBytes: 0,
    blobRoot: '',
  }
  const comesTo = (tx: number, headBefore: string) => {
    const payload = { tx, at: 2, actor: 'x', ops: [], audit: [], head: headBefore }
    const payloads = [Buffer.from(JSON.stringify(payload))]
    const loaded = { epoch: 1, facts, parts: [], payloads } as unknown as Parameters<typeof documentFrom>[1]
    const { document, fault } = documentFrom(caseId.toString('hex'), loaded)
    return [document.tx, fault?.code]
  }
  test('follow one another without a gap', () => {
    expect(comesTo(5, facts.auditHead)).toEqual([5, undefined])
    expect(comesTo(6, facts.auditHead)).toEqual([4, 'corrupt-journal'])
    expect(comesTo(4, facts.auditHead)).toEqual([4, 'corrupt-journal'])
  })
  test('end at the head of the history they name', () => {
    expect(comesTo(5, 'cd'.repeat(32))).toEqual([4, 'audit-broken'])
  })
})

describe('a file of the case', () => {
  test('that does not read back as it was written is refused', async () => {
    await realDisk.mkdir(place.at('tmp'))
    const lying: Disk = {
      ...realDisk,
      readFile: (async (path: string) => {
        const bytes = await realDisk.readFile(path)
        bytes.writeUInt8(bytes.readUInt8(3) ^ 4, 3)
        return bytes
      }) as Disk['readFile'],
    }
    const target = { folder: place.path, path: place.at('x'), temporary: 'x' }
    expect(await outcome(writeDurably(lying, target, Buffer.alloc(40)))).toBe('io-error')
    expect(await realDisk.readdir(place.path)).toEqual(['tmp'])
    expect(await realDisk.readdir(place.at('tmp'))).toEqual([])
  })

  test('never takes the name of another', async () => {
    for (const name of ['old', 'new']) writeFileSync(place.at(name), name)
    expect(await outcome(publish(realDisk, place.at('new'), place.at('old')))).toBe('conflict')
    expect((await realDisk.readFile(place.at('old'))).toString()).toBe('old')
  })

  test('holds no change that was refused, though its bytes are there and nothing came after', async () => {
    const flush = { fails: false }
    const disk: Disk = {
      ...realDisk,
      open: (async (...input: Parameters<Disk['open']>) => {
        const file = await realDisk.open(...input)
        const refused = async () => {
          throw Object.assign(new Error('made to fail'), { code: 'EIO' })
        }
        return new Proxy(file, {
          get(target, name) {
            if (name === 'datasync' && flush.fails) return refused
            const value = Reflect.get(target, name, target) as unknown
            return typeof value === 'function' ? value.bind(target) : value
          },
        })
      }) as Disk['open'],
    }
    for (const name of ['', 'state', 'tmp']) await realDisk.mkdir(place.at('refused', name))
    const folder = place.at('refused')
    const link = Buffer.alloc(32, 1)
    const start = { generation: 1, nextSegment: 0, link, bytes: 0, frames: 0 }
    const journal = journalWriter({ disk, folder, keys, random: (n) => randomBytes(n) }, start)
    await journal.append(Buffer.from('made'))
    flush.fails = true
    expect(await outcome(journal.append(Buffer.from('refused')))).toBe('io-fsync')
    flush.fails = false
    await journal.settle()
    await journal.close()
    const names = await realDisk.readdir(join(folder, 'state'))
    const segments = await Promise.all(names.map((_, n) => readSegment(realDisk, folder, keys, 1, n)))
    const { payloads, fault } = joined(segments, link)
    expect([payloads.map(String), fault]).toEqual([['made'], undefined])
  })

  test('that was stored, and is longer than it was, is damaged', async () => {
    const { store } = await newCase(place.at('a'), surroundings())
    const blob = await store.seal(pieces(randomBytes(300)))
    await store.commit({ ops: [], audit: [], blobs: [blob], actor: 'x' })
    const access = store.access(blob.uid)
    openSealed(access).close()
    writeFileSync(access.path, Buffer.concat([await realDisk.readFile(access.path), Buffer.alloc(1)]))
    expect(() => openSealed(access)).toThrow(expect.objectContaining({ code: 'corrupt-blob' }))
    await store.close()
  })
})
