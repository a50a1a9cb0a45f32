import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  paddingOf,
  readPax,
  readTarHeader,
  tarEnd,
  tarHeader,
} from '../../../../main/services/hand-over/tar-header.ts'
import { readTar } from '../../../../main/services/hand-over/tar-reader.ts'
import { outcome, pieces, room } from '../case-store/room.ts'

let place: ReturnType<typeof room>
beforeEach(() => {
  place = room()
})
afterEach(() => place.clear())

const at = Date.UTC(2026, 2, 1)
const member = (name: string, bytes: Buffer) =>
  Buffer.concat([tarHeader(name, bytes.length, at), bytes, paddingOf(bytes.length)])

async function readAll(tar: Uint8Array, length = 700): Promise<Record<string, Buffer>> {
  const found: Record<string, Buffer> = {}
  for await (const entry of readTar(pieces(tar, length))) {
    const parts: Buffer[] = []
    for await (const piece of entry.content()) parts.push(Buffer.from(piece))
    found[entry.name] = Buffer.concat(parts)
  }
  return found
}
const tarWith = (...args: string[]) => {
  execFileSync('tar', ['-C', place.path, '-cf', place.at('made.tar'), ...args])
  return readFileSync(place.at('made.tar'))
}
/** A header changed in one field, its checksum made right again. */
function withField(header: Buffer, offset: number, text: string): Buffer {
  const block = Buffer.from(header)
  block.write(text, offset, 'latin1')
  block.fill(32, 148, 156)
  const sum = block.reduce((all, byte) => all + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return block
}

describe('a tar file', () => {
  test('of ours is one to GNU tar', () => {
    const files = {
      'manifest.json': Buffer.from('{}'),
      'records/a.jsonl': randomBytes(512),
      'files/b': randomBytes(1_000),
    }
    const tar = Buffer.concat([...Object.entries(files).map(([name, bytes]) => member(name, bytes)), tarEnd])
    writeFileSync(place.at('ours.tar'), tar)
    execFileSync('tar', ['-C', place.path, '-xf', place.at('ours.tar')])
    for (const [name, bytes] of Object.entries(files)) expect(readFileSync(place.at(name))).toEqual(bytes)
    expect(statSync(place.at('files/b')).mtimeMs).toBe(at)
    const listed = execFileSync('tar', ['-tvf', place.at('ours.tar')]).toString()
    expect(listed).toContain('-rw-------')
  })

  test('says the size of a film of 10 GB in a way GNU tar reads', () => {
    const size = 10 * 2 ** 30
    const header = tarHeader('files/film', size, at)
    expect(header.length).toBe(3 * 512)
    expect(readPax(header.subarray(512, 512 + (readTarHeader(header)?.size ?? 0)))?.get('size')).toBe(
      `${size}`,
    )
    writeFileSync(place.at('big.tar'), header)
    const listed = execFileSync('sh', ['-c', 'tar -tvf "$0" 2>&1 || true', place.at('big.tar')]).toString()
    expect(listed).toContain(`${size}`)
  })

  test.each(['ustar', 'pax'])('of GNU tar (%s) is read', async (format) => {
    mkdirSync(place.at('records'))
    const long = randomBytes(3_000)
    writeFileSync(place.at('records/one.jsonl'), long)
    writeFileSync(place.at('two'), '')
    expect(await readAll(tarWith(`--format=${format}`, 'records/one.jsonl', 'two'))).toEqual({
      'records/one.jsonl': long,
      two: Buffer.alloc(0),
    })
  })

  test('property: what was written is read, whatever the pieces it comes in', async () => {
    const file = fc.tuple(
      fc.stringMatching(/^[a-z]{1,8}\/[a-f0-9]{1,64}$/),
      fc.uint8Array({ maxLength: 2_000 }),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(file, { selector: ([name]) => name }),
        fc.integer({ min: 1, max: 3_000 }),
        async (files, length) => {
          const tar = Buffer.concat([
            ...files.map(([name, bytes]) => member(name, Buffer.from(bytes))),
            tarEnd,
          ])
          const found = await readAll(tar, length)
          expect(Object.entries(found)).toEqual(files.map(([name, bytes]) => [name, Buffer.from(bytes)]))
        },
      ),
      { numRuns: 60 },
    )
  })

  const refused = async (tar: Buffer) => expect(await outcome(readAll(tar))).toBe('hand-over-refused')
  const sound = Buffer.concat([member('a', Buffer.from('x')), tarEnd])

  test.each(['/etc/passwd', '../out', 'a/../../out', 'a//b', './a', 'a/', 'a\\b', 'C:x', '.', '..', 'a/..'])(
    'with the name %s is refused',
    async (name) => {
      const block = withField(tarHeader('x'.repeat(20), 1, at), 0, name.padEnd(20, '\0'))
      await refused(Buffer.concat([block, Buffer.alloc(512), tarEnd]))
    },
  )

  test.each(['1', '2', '3', '4', '5', '6', '7', 'g', 'L', 'K', 'S'])(
    'with a member of kind %s is refused',
    (type) => refused(Buffer.concat([withField(tarHeader('a', 0, at), 156, type), tarEnd])),
  )

  test('with a link GNU tar put there is refused', async () => {
    symlinkSync('/etc/passwd', place.at('link'))
    await refused(tarWith('--format=ustar', 'link'))
    mkdirSync(place.at('folder'))
    await refused(tarWith('--format=pax', 'folder'))
  })

  test('with two files of one name, with more behind the end, or without an end is refused', async () => {
    await refused(Buffer.concat([member('a', Buffer.from('x')), sound]))
    await refused(Buffer.concat([sound, Buffer.from('x')]))
    await refused(Buffer.concat([sound, sound]))
    await refused(member('a', Buffer.from('x')))
  })

  test('cut anywhere is refused', async () => {
    for (let length = 0; length < sound.length; length += 37) await refused(sound.subarray(0, length))
  })

  test('whose sizes lie is refused', async () => {
    const lying = (size: string) =>
      Buffer.concat([withField(tarHeader('a', 1, at), 124, size), Buffer.alloc(512, 'x'), tarEnd])
    await refused(lying('77777777777'))
    await refused(lying('00000002000'))
    await refused(lying('-0000000001'))
    await refused(lying('\x80\0\0\0\0\0\0\0\0\0\x01'))
    const pax = Buffer.from('16 size=1000000\n')
    const before = Buffer.concat([
      withField(tarHeader('pax', pax.length, at), 156, 'x'),
      pax,
      paddingOf(pax.length),
    ])
    await refused(Buffer.concat([before, sound]))
    const away = Buffer.from('18 path=../../out\n')
    const path = Buffer.concat([
      withField(tarHeader('pax', away.length, at), 156, 'x'),
      away,
      paddingOf(away.length),
    ])
    await refused(Buffer.concat([path, sound]))
  })

  test('with any byte of a header changed is refused, or says the same', async () => {
    for (let i = 0; i < 512; i += 1) {
      const bytes = Buffer.from(sound)
      bytes[i] = (bytes[i] as number) ^ 1
      const read = await readAll(bytes).catch(() => null)
      if (read !== null) expect(read).toEqual({ a: Buffer.from('x') })
    }
  })
})
