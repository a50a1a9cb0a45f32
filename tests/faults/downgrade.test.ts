import { randomBytes } from 'node:crypto'
import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCase, type Surroundings } from '../../main/services/case-store/index.ts'
import { openWitness } from '../../main/services/machine/witness.ts'
import { newIdentity } from '../../main/services/vault/age-keys.ts'
import { hmac512, sha256 } from '../../main/services/vault/crypto.ts'
import { realDisk } from '../../main/services/vault/disk.ts'
import { decodeSnapshot, encodeSnapshot, type Manifest } from '../../main/services/vault/snapshot.ts'
import { snapshotName } from '../../main/services/vault/state-files.ts'
import { findHeader, unlock } from '../../main/services/vault/unlock.ts'
import {
  newCase,
  outcome,
  passphrase,
  put,
  rememberingKdf,
  reopen,
  room,
  surroundings,
} from '../main/services/case-store/room.ts'

// Attack A8: older forms and older states. What says it is newer, weaker or older than it was is refused by a name of
// its own; what only a memory outside the case can show is shown by that, and by nothing else.

const place = room()
afterAll(() => place.clear())
const kdf = rememberingKdf()
const plain: Surroundings = surroundings({ kdf })
const machine: Surroundings = surroundings({
  kdf,
  witness: openWitness(place.at('machine'), (n) => randomBytes(n)),
})
const copies = ['header.cv', 'header.cv.bak'] as const
const copy = (from: string, to: string) => {
  rmSync(to, { recursive: true, force: true })
  cpSync(from, to, { recursive: true })
}
const save = async (folder: string, s: Surroundings, id: string) => {
  const store = await reopen(folder, s)
  await store.commit({ ops: [put('n', { id })], audit: [{ action: 'alteration' }], actor: 'x' })
  await store.close()
}
const opening = (folder: string, s: Surroundings) =>
  outcome(openCase(folder, { passphrase }, s).then((store) => store.close()))

beforeAll(async () => {
  await (await newCase(place.at('case'), plain)).store.close()
  await save(place.at('case'), plain, 'one')
})

const tried = async (change: (folder: string) => Promise<void> | void): Promise<string[]> => {
  const folder = place.at('tried')
  copy(place.at('case'), folder)
  await change(folder)
  const writing = await opening(folder, plain)
  const reading = openCase(folder, { passphrase }, plain, { readOnly: true })
  return [writing, await outcome(reading.then((store) => store.close()))]
}

/** Changes a header and makes its checks right again; with its key the MAC as well. */
async function header(folder: string, change: (bytes: Buffer) => void, withKey = false): Promise<void> {
  const found = (await findHeader(realDisk, folder)).header
  const { keys } = await unlock(folder, found, { passphrase }, kdf)
  const bytes = Buffer.from(found.bytes)
  change(bytes)
  // The first slot, and the header.
  const end = 84 + bytes.readUInt16BE(66)
  sha256(bytes.subarray(64, end)).copy(bytes, end, 0, 4)
  const check = bytes.length - 72
  sha256(bytes.subarray(0, check)).copy(bytes, check, 0, 8)
  if (withKey)
    hmac512(keys.derive('hdr-mac', 64) as Buffer, bytes.subarray(0, check + 8)).copy(bytes, check + 8)
  for (const name of copies) writeFileSync(join(folder, name), bytes)
}

describe('a header whose', () => {
  test.each([
    ['major version is 2', 'newer-version', (b: Buffer) => b.writeUInt16BE(2, 8)],
    ['major version is 65,535', 'newer-version', (b: Buffer) => b.writeUInt16BE(65_535, 8)],
    ['major version is 0', 'damaged-header', (b: Buffer) => b.writeUInt16BE(0, 8)],
    ['minor version is greater', 'header-tampered', (b: Buffer) => b.writeUInt16BE(2, 10)],
    ['minor version is less', 'header-tampered', (b: Buffer) => b.writeUInt16BE(0, 10)],
    ['suite is 2', 'newer-version', (b: Buffer) => b.writeUInt16BE(2, 44)],
    ['suite is 0', 'damaged-header', (b: Buffer) => b.writeUInt16BE(0, 44)],
    ['generation is greater', 'header-tampered', (b: Buffer) => b.writeBigUInt64BE(9n, 32)],
    ['generation is 0', 'header-tampered', (b: Buffer) => b.writeBigUInt64BE(0n, 32)],
    ['generation is past all counting', 'damaged-header', (b: Buffer) => b.writeBigUInt64BE(2n ** 53n, 32)],
    ['epoch is greater', 'header-tampered', (b: Buffer) => b.writeUInt32BE(2, 40)],
    ['epoch is 0', 'damaged-header', (b: Buffer) => b.writeUInt32BE(0, 40)],
    ['passphrase costs no memory', 'kdf-params', (b: Buffer) => b.writeUInt32BE(0, 84)],
    ['passphrase costs less memory than may be', 'kdf-params', (b: Buffer) => b.writeUInt32BE(19_455, 84)],
    ['passphrase costs all memory', 'kdf-params', (b: Buffer) => b.writeUInt32BE(2 ** 32 - 1, 84)],
    ['passphrase costs no pass', 'kdf-params', (b: Buffer) => b.writeUInt32BE(0, 88)],
    ['passphrase costs passes without end', 'kdf-params', (b: Buffer) => b.writeUInt32BE(2 ** 32 - 1, 88)],
    ['passphrase has no lane', 'kdf-params', (b: Buffer) => b.writeUInt8(0, 92)],
    ['passphrase has 255 lanes', 'kdf-params', (b: Buffer) => b.writeUInt8(255, 92)],
    ['passphrase costs other memory', 'wrong-passphrase', (b: Buffer) => b.writeUInt32BE(19_457, 84)],
    ['passphrase costs another pass', 'wrong-passphrase', (b: Buffer) => b.writeUInt32BE(2, 88)],
    ['Argon2 is an older one', 'header-tampered', (b: Buffer) => b.writeUInt8(0x10, 93)],
  ] as const)('%s: %s', async (_what, code, change) => {
    expect(await tried((folder) => header(folder, change))).toEqual([code, code])
  })

  test('minor version a holder made greater is read, and not written to', async () => {
    const change = (bytes: Buffer) => void bytes.writeUInt16BE(2, 10)
    // The ring is bound to the version as well: a holder would seal it anew; somebody who did not is found out.
    expect(await tried((folder) => header(folder, change, true))).toEqual([
      'header-tampered',
      'header-tampered',
    ])
  })
})

describe('a state that asks for', () => {
  test.each([
    ['a newer reader', { minReader: 2 }, ['newer-version', 'newer-version']],
    ['a newer writer', { minWriter: 2 }, ['read-only-newer', 'done']],
  ] as const)('%s', async (_what, asks, codes) => {
    const got = await tried(async (folder) => {
      const found = (await findHeader(realDisk, folder)).header
      const { keys } = await unlock(folder, found, { passphrase }, kdf)
      const path = join(folder, 'state', snapshotName(1))
      const read = decodeSnapshot(keys, 1, readFileSync(path))
      const { v: _v, docs: _docs, ...facts } = { ...read?.manifest, ...asks } as Manifest
      writeFileSync(path, encodeSnapshot(keys, randomBytes(24), facts, read?.parts ?? []))
    })
    expect(got).toEqual(codes)
  })
})

describe('an older header beside a newer state', () => {
  const change = {
    'a holder added': async (folder: string) => {
      const store = await reopen(folder, plain)
      await store.holders.add({
        label: 'DC Reid',
        recipient: (await newIdentity()).recipient,
        kind: 'identity',
      })
      await store.close()
    },
    'a holder removed': async (folder: string) => {
      const store = await reopen(folder, plain)
      await store.holders.add({
        label: 'DC Reid',
        recipient: (await newIdentity()).recipient,
        kind: 'identity',
      })
      const leaving = store.holders.list().holders.find(({ label }) => label === 'DC Reid')
      await store.holders.remove(leaving?.slot ?? '')
      await store.close()
    },
  }
  const rows = (Object.keys(change) as (keyof typeof change)[]).flatMap((what) => [
    { what, put: copies, code: 'rollback-suspected' },
    { what, put: copies.slice(0, 1), code: 'done' },
    { what, put: copies.slice(1), code: 'done' },
  ])
  test.each(rows)('$what, $put put back: $code', async ({ what, put: names, code }) => {
    const got = await tried(async (folder) => {
      const old = readFileSync(join(folder, 'header.cv'))
      await change[what](folder)
      await save(folder, plain, 'since')
      for (const name of names) writeFileSync(join(folder, name), old)
    })
    expect(got[0]).toBe(code)
    if (code === 'done') {
      const both = copies.map((name) => readFileSync(place.at('tried', name)))
      expect(both[0]?.equals(both[1] as Buffer)).toBe(true)
    }
  })
})

describe('a whole case put back', () => {
  const replay = place.at('replayed')
  beforeAll(async () => {
    await (await newCase(replay, machine)).store.close()
    for (let ago = 5; ago > 0; ago -= 1) {
      copy(replay, place.at(`${ago} ago`))
      await save(replay, machine, `save ${ago}`)
    }
    copy(replay, place.at('newest'))
  })
  test.each([1, 2, 3, 4, 5])(
    'by %i saves: known to the machine that saw more, and to no other',
    async (ago) => {
      copy(place.at(`${ago} ago`), replay)
      expect(await opening(replay, machine)).toBe('rollback-suspected')
      expect(await opening(replay, plain)).toBe('done')
      copy(place.at('newest'), replay)
      expect(await opening(replay, machine)).toBe('done')
      copy(replay, place.at('newest'))
    },
  )

  const segments = () => readdirSync(join(replay, 'state')).filter((name) => name.endsWith('.jrn'))
  test.each([1, 2])('without its newest %i journals: the same', async (count) => {
    copy(place.at('newest'), replay)
    for (const name of segments().slice(-count)) rmSync(join(replay, 'state', name))
    expect(await opening(replay, machine)).toBe('rollback-suspected')
    expect(await opening(replay, plain)).toBe('done')
  })
  test('without the end of its newest journal: the same', async () => {
    copy(place.at('newest'), replay)
    const path = join(replay, 'state', segments().at(-1) as string)
    writeFileSync(path, readFileSync(path).subarray(0, 96))
    expect(await opening(replay, machine)).toBe('rollback-suspected')
    expect(await opening(replay, plain)).toBe('done')
  })
  test('that went on elsewhere, longer or as long: the same', async () => {
    for (const saves of [1, 2, 3]) {
      copy(place.at('1 ago'), replay)
      for (let n = 0; n < saves; n += 1) await save(replay, plain, `elsewhere ${n}`)
      expect(await opening(replay, machine), `${saves} saves`).toBe('rollback-suspected')
      expect(await opening(replay, plain)).toBe('done')
    }
  })
  test('in one place with what went on in another: two journals show it to everybody', async () => {
    copy(place.at('1 ago'), replay)
    await save(replay, plain, 'here')
    const here = segments().at(-1) as string
    copy(place.at('1 ago'), place.at('there'))
    await save(place.at('there'), plain, 'there')
    const theirs = join(place.at('there'), 'state', here)
    cpSync(theirs, join(replay, 'state', here.replace('.jrn', ' (conflicted copy).jrn')))
    expect(await opening(replay, plain)).toBe('forked')
    renameSync(
      join(replay, 'state', here.replace('.jrn', ' (conflicted copy).jrn')),
      join(
        replay,
        'state',
        here.replace(/[0-9a-f]{4}\.jrn$/u, (end) => {
          const next = Number.parseInt(end.slice(0, 4), 16) + 1
          return `${next.toString(16).padStart(4, '0')}.jrn`
        }),
      ),
    )
    expect(await opening(replay, plain)).toBe('corrupt-journal')
  })
  test('with the newest of its sealed history cut: the history is broken', async () => {
    const folder = place.at('history')
    await (await newCase(folder, plain)).store.close()
    for (let n = 0; n < 18; n += 1) await save(folder, plain, `${n}`)
    const [run] = readdirSync(join(folder, 'audit'))
    const path = join(folder, 'audit', run as string)
    const history = async () => {
      const store = await openCase(folder, { passphrase }, plain, { readOnly: true })
      const { findings } = await store.verify({ full: true })
      const told = await outcome(store.history())
      await store.close()
      return [told, ...new Set(findings.map(({ code }) => code))]
    }
    expect(await history()).toEqual(['done'])
    writeFileSync(path, readFileSync(path).subarray(0, 96))
    expect(await history()).toEqual(['audit-broken', 'audit-broken'])
    rmSync(path)
    expect(await history()).toEqual(['audit-broken', 'audit-broken'])
  })
})
