import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { caseKeys } from '../../../../main/services/vault/case-keys.ts'
import { type Disk, realDisk } from '../../../../main/services/vault/disk.ts'
import {
  encodeSegmentHeader,
  type FrameCodec,
  frameCodec,
  readFrames,
} from '../../../../main/services/vault/journal.ts'
import { newCase, outcome, put, reopen, room, surroundings } from '../case-store/room.ts'

let place: ReturnType<typeof room>
beforeEach(() => {
  place = room()
})
afterEach(() => place.clear())

const note = { ops: [], audit: [{ action: 'alteration' }], actor: 'x' }

test('a header of another case beside ours is known for what it is; one of two copies is put right', async () => {
  const s = surroundings()
  for (const name of ['ours', 'theirs']) await (await newCase(place.at(name), s)).store.close()
  const theirs = readFileSync(place.at('theirs', 'header.cv'))
  const ours = readFileSync(place.at('ours', 'header.cv'))
  for (const name of ['header.cv', 'header.cv.bak']) {
    writeFileSync(place.at('ours', name), theirs)
    const reader = await reopen(place.at('ours'), s, { readOnly: true })
    expect(reader.notices.map(({ code }) => code)).toEqual(['damaged-header'])
    await reader.close()
    await (await reopen(place.at('ours'), s)).close()
    expect(readFileSync(place.at('ours', name)).equals(ours)).toBe(true)
  }
  for (const name of ['header.cv', 'header.cv.bak']) writeFileSync(place.at('ours', name), theirs)
  for (const readOnly of [true, false])
    await expect(reopen(place.at('ours'), s, { readOnly })).rejects.toMatchObject({
      code: 'header-tampered',
      message: expect.stringContaining('that of another case'),
    })
  rmSync(place.at('ours', 'state'), { recursive: true })
  writeFileSync(place.at('ours', 'header.cv'), ours)
  expect(await outcome(reopen(place.at('ours'), s))).toBe('header-tampered')
})

test('folders a case makes are flushed into the folder they stand in', async () => {
  const flushed: string[] = []
  const disk: Disk = {
    ...realDisk,
    open: (async (...input: Parameters<Disk['open']>) => {
      const file = await realDisk.open(...input)
      return new Proxy(file, {
        get(target, name) {
          const value = Reflect.get(target, name, target) as unknown
          if (name === 'sync') flushed.push(String(input[0]))
          return typeof value === 'function' ? value.bind(target) : value
        },
      })
    }) as Disk['open'],
  }
  const s = surroundings({ disk })
  const { store } = await newCase(place.at('a'), s)
  flushed.length = 0
  const blob = await store.seal([Buffer.from('x')] as unknown as AsyncIterable<Uint8Array>)
  await store.commit({ ...note, blobs: [blob] })
  expect(flushed).toContain(place.at('a', 'blobs'))
  await store.close()
  rmSync(place.at('a', 'versions'), { recursive: true })
  flushed.length = 0
  await (await reopen(place.at('a'), s)).close()
  expect(flushed).toContain(place.at('a'))
})

test('a change is not acknowledged when the case was taken over while it was written', async () => {
  const armed = { on: false }
  const disk: Disk = {
    ...realDisk,
    open: (async (...input: Parameters<Disk['open']>) => {
      const file = await realDisk.open(...input)
      return new Proxy(file, {
        get(target, name) {
          const value = Reflect.get(target, name, target) as unknown
          if (typeof value !== 'function') return value
          if (name === 'datasync' && armed.on)
            return async () => {
              await target.datasync()
              armed.on = false
              // Somebody else's lock stands in the place of ours from now on.
              const path = place.at('a', 'lock', 'owner.json')
              const owner = JSON.parse(readFileSync(path, 'utf8')) as object
              writeFileSync(path, JSON.stringify({ ...owner, nonce: 'theirs' }))
            }
          return value.bind(target)
        },
      })
    }) as Disk['open'],
  }
  const { store } = await newCase(place.at('a'), surroundings({ disk }))
  await store.commit({ ...note, ops: [put('n', { id: '1' })] })
  armed.on = true
  expect(await outcome(store.commit({ ...note, ops: [put('n', { id: '2' })] }))).toBe('lock-lost')
  expect(armed.on).toBe(false)
  expect(store.list('n')).toEqual([{ id: '1' }])
  expect(await outcome(store.commit(note))).toBe('lock-lost')
  const before = readdirSync(place.at('a', 'state'))
  await store.close()
  expect(readdirSync(place.at('a', 'state'))).toEqual(before)
})

test('a short first piece that was never written is torn, not damage, when it holds the whole length', () => {
  const keys = caseKeys(Buffer.alloc(16, 7), { epoch: 1, key: Buffer.alloc(32, 9) }, [])
  const head = encodeSegmentHeader('journal', keys.caseId, {
    first: 1,
    segment: 0,
    epoch: 1,
    salt: Buffer.alloc(24, 1),
    link: Buffer.alloc(32, 2),
  })
  const ends = (piece: number, change: (frame: Buffer) => void) => {
    const codec = frameCodec('journal', keys, head, 1) as FrameCodec
    const before = codec.seal(Buffer.alloc(512 * 2 - piece - head.length - 32, 0x61))
    const frame = codec.seal(Buffer.alloc(70_000, 0x62))
    expect((head.length + before.length + piece) % 512).toBe(0)
    change(frame)
    const whole = Buffer.concat([head, before, frame])
    const read = readFrames(frameCodec('journal', keys, head, 1) as FrameCodec, whole)
    expect(read.frames).toHaveLength(read.end === 'clean' ? 2 : 1)
    return read.end
  }
  for (let piece = 1; piece <= 7; piece += 1) {
    const lost = ends(piece, (frame) => frame.fill(0, 0, piece))
    // A length of 70,000 begins with a zero; a piece that does not hold all of it is not taken for unwritten.
    expect(lost, `${piece}`).toBe(piece === 1 ? 'clean' : piece < 4 ? 'corrupt' : 'torn')
    for (const at of [0, 3, 5, piece, 600])
      expect(
        ends(piece, (frame) => {
          frame[at] = (frame[at] as number) ^ 1
        }),
        `${piece} ${at}`,
      ).toBe('corrupt')
  }
})

test('a header written since, and a damaged journal: one fault, one code', async () => {
  const s = surroundings()
  const { store } = await newCase(place.at('a'), s)
  await store.commit({ ...note, ops: [put('n', { id: '1' })] })
  await store.holders.addRecoveryKey()
  const path = place.at('a', 'state', readdirSync(place.at('a', 'state')).at(-1) as string)
  await store.commit(note)
  await store.close()
  const jrn = readdirSync(place.at('a', 'state'))
    .filter((name) => name.endsWith('.jrn'))
    .at(-1) as string
  expect(path.endsWith('.snap') || path.endsWith('.jrn')).toBe(true)
  const file = place.at('a', 'state', jrn)
  const bytes = readFileSync(file)
  bytes[140] = (bytes[140] as number) ^ 1
  writeFileSync(file, bytes)
  const reader = await reopen(place.at('a'), s, { readOnly: true })
  expect(reader.notices.map(({ code }) => code)).toEqual(['corrupt-journal'])
  await reader.close()
})

test('damage in the state before the present one is found, and said to have lost nothing', async () => {
  const s = surroundings()
  const { store } = await newCase(place.at('a'), s)
  await store.commit({ ...note, ops: [put('n', { id: '1', words: 'x'.repeat(70_000) })] })
  await store.close()
  const names = readdirSync(place.at('a', 'state')).sort()
  const older = names.filter((name) => name.startsWith('0000000000000001'))
  expect(names.length).toBeGreaterThan(older.length)
  for (const name of older)
    for (const harm of ['flip', 'remove', 'cut'] as const) {
      const folder = place.at('b')
      cpSync(place.at('a'), folder, { recursive: true })
      const file = join(folder, 'state', name)
      const bytes = readFileSync(file)
      if (harm === 'flip') bytes[150] = (bytes[150] as number) ^ 4
      if (harm === 'remove') rmSync(file)
      else writeFileSync(file, harm === 'cut' ? bytes.subarray(0, 96) : bytes)
      const again = await reopen(folder, s)
      expect(again.notices).toEqual([])
      for (const full of [true, false]) {
        const { ok, findings } = await again.verify({ full })
        expect([ok, findings.length], `${harm} ${name}`).toEqual([false, 1])
        expect(findings[0]).toMatchObject({
          // A cut or missing segment shows at the one behind it, which continues what is gone.
          what: expect.stringMatching(/^state\/0{15}1\.(?:snap|[0-9a-f]{4}\.jrn)$/u),
          sentence: expect.stringContaining('Nothing is lost now'),
        })
      }
      await again.close()
      rmSync(folder, { recursive: true })
    }
})
