import { createHash } from 'node:crypto'
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CaseworkError } from '../../../../casework/contract/errors.ts'
import { documentFrom } from '../../../../main/services/case-store/document.ts'
import { type Disk, realDisk } from '../../../../main/services/vault/disk.ts'
import { chooseHeader, decodeHeader } from '../../../../main/services/vault/header.ts'
import type { Kdf } from '../../../../main/services/vault/passphrase.ts'
import { accessTo, blobPath, openSealed } from '../../../../main/services/vault/sealed-blob.ts'
import { readRun } from '../../../../main/services/vault/sealed-runs.ts'
import { decodeSnapshot } from '../../../../main/services/vault/snapshot.ts'
import { loadState } from '../../../../main/services/vault/state-files.ts'
import { findHeader, type Unlocked, unlock } from '../../../../main/services/vault/unlock.ts'
import { amountAsked } from '../../../faults/amounts.ts'
import { newCase, passphrase, pieces, put, reopen, room, surroundings } from '../case-store/room.ts'

// These tests open a case tens of thousands of times; what is tried here is not the passphrase function.
const quick: Kdf = async ({ passphrase: p, salt, memoryKiB, passes, lanes }) =>
  createHash('sha256').update(p).update(salt).update(`${memoryKiB} ${passes} ${lanes}`).digest()

// Attacks A5 and A6: every bit, every length. Day by day a part of them is tried.
const whole = amountAsked() !== 'sample'
const step = (sampled: number) => (whole ? 1 : sampled)
const patience = { timeout: whole ? 1_800_000 : 60_000 }

const place = room()
const folder = place.at('case')
const s = surroundings({ kdf: quick })
const content = Buffer.from('What the camera saw. '.repeat(8))
let unlocked: Unlocked
let blob: { uid: string; size: number; sha256: string; epoch: number }
const total = 9
/** How many changes the case has seen, openings and closings among them. */
let changes = 0

beforeAll(async () => {
  const { store } = await newCase(folder, s)
  const sealed = await store.seal(pieces(content))
  await store.commit({ ops: [put('n', { id: '0' })], audit: [{ action: 'a' }], blobs: [sealed], actor: 'x' })
  blob = store.blob(sealed.uid) as typeof blob
  await store.close()
  // Seventeen openings make closing worth a snapshot, so that there is a generation to fall back on.
  for (let i = 1; i <= 17; i += 1) {
    const again = await reopen(folder, s)
    const id = `${Math.min(i, 6)}`
    await again.commit({ ops: [put('n', { id })], audit: [{ action: 'a' }], actor: 'x' })
    await again.close()
  }
  const last = await reopen(folder, s)
  for (const id of ['7', '8']) await last.commit({ ops: [put('n', { id })], audit: [], actor: 'x' })
  await last.close()
  unlocked = await unlock(folder, (await findHeader(realDisk, folder)).header, { passphrase }, quick)
  const loaded = await loadState(realDisk, folder, unlocked.keys)
  const id = unlocked.keys.caseId.toString('hex')
  changes = documentFrom(id, { facts: loaded.manifest, ...loaded }).document.tx
  expect(readdirSync(join(folder, 'state')).filter((n) => n.endsWith('.snap'))).toHaveLength(2)
  expect(readdirSync(join(folder, 'audit'))).toHaveLength(1)
})
afterAll(() => place.clear())

const memory = new Map<string, Buffer>()
const remembered = (path: string): Buffer => {
  const bytes = memory.get(path) ?? readFileSync(path)
  memory.set(path, bytes)
  return bytes
}

/** The disk with one file changed, or gone. */
function withFile(path: string, bytes: Buffer | undefined): Disk {
  const missing = () => Object.assign(new Error('ENOENT'), { code: 'ENOENT' })
  return {
    ...realDisk,
    readFile: (async (at: string) => {
      if (at !== path) return remembered(at)
      if (bytes === undefined) throw missing()
      return bytes
    }) as Disk['readFile'],
    readdir: (async (at: string) =>
      (await realDisk.readdir(at)).filter(
        (n) => bytes !== undefined || join(at, n) !== path,
      )) as Disk['readdir'],
  }
}

/**
 * What opening comes to: the code of the refusal, or of the notices, or `done`. Fails the test when what was read is
 * not the case as it was after some change.
 */
async function stateOutcome(disk: Disk): Promise<string> {
  try {
    const loaded = await loadState(disk, folder, unlocked.keys)
    const id = unlocked.keys.caseId.toString('hex')
    const { document, fault } = documentFrom(id, { facts: loaded.manifest, ...loaded })
    const ids = [...(document.collections.get('n')?.keys() ?? [])]
    if (ids.some((each, i) => each !== `${i}`) || ids.length > total) throw new Error(`Wrong records: ${ids}`)
    const codes = [...loaded.notices.map((n) => n.code), ...(fault ? [fault.code] : [])]
    if (codes.length === 0 && (ids.length !== total || document.tx < changes)) return 'silent loss'
    return codes[0] ?? 'done'
  } catch (thrown) {
    if (thrown instanceof CaseworkError) return thrown.code
    throw thrown
  }
}

const flipped = (bytes: Buffer, bit: number) => {
  const copy = Buffer.from(bytes)
  copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7))
  return copy
}
const stateFiles = () => readdirSync(join(folder, 'state')).map((n) => join(folder, 'state', n))
const tally = async (cases: Iterable<Promise<string>>) => {
  const seen: Record<string, number> = {}
  for await (const code of cases) seen[code] = (seen[code] ?? 0) + 1
  return seen
}

describe('a flipped bit', () => {
  test('anywhere in a header copy is seen, and the other copy serves', patience, () => {
    const bytes = readFileSync(join(folder, 'header.cv'))
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const bad = flipped(bytes, bit)
      const inMac = bit >= (bytes.length - 64) * 8
      if (!inMac) expect(['not-a-case', 'damaged-header']).toContain(decodeHeader(bad))
      if (bit % step(17) === 0) expect(chooseHeader(bad, bytes)).toMatchObject({ header: { generation: 1 } })
    }
    expect(chooseHeader(flipped(bytes, 700), flipped(bytes, 900))).toBe('damaged-header')
    expect(chooseHeader(flipped(bytes, 3), flipped(bytes, 3))).toBe('not-a-case')
  })

  test('in a header made to look undamaged never opens', patience, async () => {
    const bytes = readFileSync(join(folder, 'header.cv'))
    const seen: Record<string, number> = {}
    for (let bit = 0; bit < bytes.length * 8; bit += bit < 416 ? 1 : step(71)) {
      const bad = flipped(bytes, bit)
      const end = bad.length - 72
      createHash('sha256').update(bad.subarray(0, end)).digest().copy(bad, end, 0, 8)
      const header = decodeHeader(bad)
      let code = typeof header === 'string' ? header : 'done'
      if (typeof header !== 'string')
        code = await unlock(folder, header, { passphrase }, quick).then(
          () => 'done',
          (thrown) => (thrown instanceof CaseworkError ? thrown.code : `untyped ${thrown}`),
        )
      // The eight bytes of the damage check repair themselves here.
      if (code === 'done' && bit >= end * 8 && bit < (end + 8) * 8) continue
      seen[code] = (seen[code] ?? 0) + 1
    }
    const allowed = [
      'not-a-case',
      'newer-version',
      'damaged-header',
      'wrong-passphrase',
      'header-tampered',
      'kdf-params',
    ]
    expect(Object.keys(seen).filter((code) => !allowed.includes(code))).toEqual([])
    expect(seen['header-tampered']).toBeGreaterThan(100)
  })

  test('in the state gives a sound earlier state or a refusal, and always says so', patience, async () => {
    for (const path of stateFiles()) {
      const bytes = readFileSync(path)
      const every = basename(path).startsWith('0000000000000001')
        ? step(251)
        : path.endsWith('.snap')
          ? step(61)
          : step(5)
      const seen = await tally(
        (function* () {
          for (let bit = 0; bit < bytes.length * 8; bit += every)
            yield stateOutcome(withFile(path, flipped(bytes, bit)))
        })(),
      )
      // The older generation is only there to fall back on; nobody reads it while the newer is sound.
      const old = basename(path).startsWith('0000000000000001')
      const allowed = old ? ['done'] : ['corrupt-journal', 'corrupt-snapshot', 'torn-tail']
      expect(
        Object.keys(seen).filter((code) => !allowed.includes(code)),
        basename(path),
      ).toEqual([])
    }
  })

  test('anywhere in a snapshot keeps it from opening', patience, () => {
    const bytes = readFileSync(join(folder, 'state', '0000000000000002.snap'))
    expect(decodeSnapshot(unlocked.keys, 2, bytes)?.manifest.gen).toBe(2)
    for (let bit = 0; bit < bytes.length * 8; bit += 1)
      expect(decodeSnapshot(unlocked.keys, 2, flipped(bytes, bit))).toBeNull()
  })

  test('in a stored file or in the sealed history is refused', patience, async () => {
    const path = blobPath(folder, blob.uid)
    const bytes = readFileSync(path)
    const elsewhere = place.at('blob')
    const access = { ...accessTo(folder, unlocked.keys, blob), path: elsewhere }
    for (let bit = 0; bit < bytes.length * 8; bit += step(3)) {
      writeFileSync(elsewhere, flipped(bytes, bit))
      const expected = bit < 56 * 8 ? 'foreign-blob' : 'corrupt-blob'
      expect(() => openSealed(access).read(0, 200)).toThrow(expect.objectContaining({ code: expected }))
    }
    const [name] = readdirSync(join(folder, 'audit'))
    const run = join(folder, 'audit', name as string)
    const sealed = readFileSync(run)
    const first = Number.parseInt((name as string).slice(0, 16), 16)
    for (let bit = 0; bit < sealed.length * 8; bit += step(13)) {
      const work = readRun(withFile(run, flipped(sealed, bit)), folder, unlocked.keys, 'audit', first)
      await expect(work).rejects.toMatchObject({ code: 'audit-broken' })
    }
  })
})

describe('a file cut short, lengthened, overwritten or gone', () => {
  test('in the state', patience, async () => {
    for (const path of stateFiles()) {
      const bytes = readFileSync(path)
      const old = basename(path).startsWith('0000000000000001')
      const variants = function* () {
        for (let n = 0; n < bytes.length; n += old ? step(97) : step(3)) yield bytes.subarray(0, n)
        for (let n = 1; n <= 64; n += 1) yield Buffer.concat([bytes, Buffer.alloc(n, n)])
        for (let at = 0; at < bytes.length; at += 512) {
          const copy = Buffer.from(bytes)
          copy.fill(0, at, Math.min(copy.length, at + 512))
          yield copy
        }
        yield undefined
      }
      const seen = await tally(
        (function* () {
          for (const variant of variants()) yield stateOutcome(withFile(path, variant))
        })(),
      )
      // Whole changes cut from the end leave a sound earlier state: without an outside witness nobody can tell.
      // Bytes added behind a segment that another continues are no part of it: the next one says where it ended.
      const continued =
        path.endsWith('.jrn') &&
        path !==
          stateFiles()
            .filter((p) => p.endsWith('.jrn'))
            .sort()
            .at(-1)
          ? ['done']
          : []
      const allowed = old
        ? ['done']
        : ['corrupt-journal', 'corrupt-snapshot', 'torn-tail', 'silent loss', ...continued]
      expect(
        Object.keys(seen).filter((code) => !allowed.includes(code)),
        basename(path),
      ).toEqual([])
      // One for each of its whole changes, and one for all of them: the opening, two, the closing.
      expect(seen['silent loss'] ?? 0, basename(path)).toBeLessThanOrEqual(5)
    }
  })

  test('among the stored files', patience, () => {
    const bytes = readFileSync(blobPath(folder, blob.uid))
    const elsewhere = place.at('cut')
    const access = { ...accessTo(folder, unlocked.keys, blob), path: elsewhere }
    for (let n = 0; n < bytes.length; n += 1) {
      writeFileSync(elsewhere, bytes.subarray(0, n))
      expect(() => openSealed(access)).toThrow(expect.objectContaining({ code: 'corrupt-blob' }))
    }
    writeFileSync(elsewhere, Buffer.concat([bytes, Buffer.alloc(1)]))
    expect(() => openSealed(access)).toThrow(expect.objectContaining({ code: 'corrupt-blob' }))
    expect(() => openSealed({ ...access, path: place.at('gone') })).toThrow(
      expect.objectContaining({ code: 'missing-blob' }),
    )
  })
})

test(
  'a file brought over from another case, or from another place in this one, is refused',
  patience,
  async () => {
    const other = place.at('other')
    const made = await newCase(other, s)
    const [a, b] = [
      await made.store.seal(pieces(content)),
      await made.store.seal(pieces(Buffer.from('b'.repeat(content.length)))),
    ]
    await made.store.commit({ ops: [], audit: [], blobs: [a, b], actor: 'x' })
    copyFileSync(blobPath(other, a.uid), place.at('from-a'))
    copyFileSync(blobPath(other, b.uid), blobPath(other, a.uid))
    const check = await made.store.verify({ full: true })
    expect(check.ok).toBe(false)
    expect(check.findings.map((f) => f.code)).toEqual(['foreign-blob'])
    const access = { ...accessTo(folder, unlocked.keys, blob), path: place.at('from-a') }
    expect(() => openSealed(access)).toThrow(expect.objectContaining({ code: 'foreign-blob' }))
    for (const path of stateFiles().filter((p) => p.endsWith('0000000000000002.0000.jrn'))) {
      const theirs = join(
        other,
        'state',
        readdirSync(join(other, 'state')).find((n) => n.endsWith('.jrn')) as string,
      )
      expect(await stateOutcome(withFile(path, readFileSync(theirs)))).toBe('corrupt-journal')
    }
    await made.store.close()
  },
)
