import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { register } from '../../../../casework/entities/index.ts'
import { pack } from '../../../../main/services/hand-over/pack.ts'
import {
  canonicalText,
  contentOf,
  type Portable,
  readPortable,
} from '../../../../main/services/hand-over/portable.ts'
import { paddingOf, tarEnd, tarHeader } from '../../../../main/services/hand-over/tar-header.ts'
import { unpack } from '../../../../main/services/hand-over/unpack.ts'
import { outcome, pieces } from '../case-store/room.ts'

const at = Date.UTC(2026, 2, 1)
const stamp = { at, by: 'DC Asha Verity' }
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const film = Buffer.from('a film')
const text = Buffer.from(JSON.stringify(['I came in March.']))
const common = { no: 1, version: 1, made: stamp, changed: stamp, archived: null }

const exhibit = {
  ...common,
  id: 'exhibit1',
  type: 'exhibit',
  fields: {
    ...register.exhibit.blank,
    title: 'Film',
    file: {
      sha256: sha256(film),
      bytes: film.length,
      name: 'film.mp4',
      kind: 'other',
      mediaType: 'video/mp4',
      pages: null,
      note: '',
      modified: null,
    },
  },
}
const statement = {
  ...common,
  id: 'statement1',
  type: 'statement',
  fields: { ...register.statement.blank, statementOf: 'Ana', paragraphs: { text: sha256(text) } },
}
const line = (record: object, more: object = {}) => ({
  id: (record as { id: string }).id,
  whole: true,
  versions: [{ at, by: 'x', record }],
  ...more,
})
const signature = { slot: '0'.repeat(32), edPub: `${'A'.repeat(43)}=`, sig: `${'A'.repeat(86)}==` }

interface Parts {
  readonly records: Record<string, readonly (object | string)[]>
  readonly files: readonly Buffer[]
  readonly manifest?: object
  readonly change?: (entries: [string, Buffer][]) => [string, Buffer][]
}
/** The tar of a hand-over made by hand, so that it can say anything. */
function made({ records, files, manifest = {}, change = (same) => same }: Parts): Buffer {
  const listed: [string, Buffer][] = [
    ...Object.entries(records).map(([type, lines]): [string, Buffer] => [
      `records/${type}.jsonl`,
      Buffer.from(
        lines.map((each) => `${typeof each === 'string' ? each : JSON.stringify(each)}\n`).join(''),
      ),
    ]),
    ...files.map((bytes): [string, Buffer] => [`files/${sha256(bytes)}`, bytes]),
  ]
  const head = {
    format: 'cvf-hand-over/1',
    caseId: 'a'.repeat(32),
    lineage: [],
    caseName: 'Lantern',
    by: 'DC',
    to: 'DI',
    reason: '',
    app: 'x',
    at,
    part: false,
    left: 0,
    head: { seq: 1, hash: 'b'.repeat(64) },
    counts: {
      records: Object.values(records).flat().length,
      files: files.length,
      bytes: files.reduce((sum, each) => sum + each.length, 0),
    },
    entries: listed.map(([name, bytes]) => ({ name, size: bytes.length, sha256: sha256(bytes) })),
    ...manifest,
  }
  const all = change([
    ['manifest.json', Buffer.from(JSON.stringify(head))],
    ...listed,
    ['signature.json', Buffer.from(JSON.stringify(signature))],
  ])
  return Buffer.concat([
    ...all.flatMap(([name, bytes]) => [tarHeader(name, bytes.length, at), bytes, paddingOf(bytes.length)]),
    tarEnd,
  ])
}
const receiver = {
  manifest: () => undefined,
  async file(_: unknown, content: AsyncIterable<Buffer>) {
    for await (const _piece of content);
  },
}
const read = (parts: Parts) => unpack(pieces(made(parts)), receiver)
const sound: Parts = {
  records: { exhibit: [line(exhibit)], statement: [line(statement)] },
  files: [film, text],
}
const changed = (record: object, fields: object) =>
  line({ ...record, fields: { ...(record as { fields: object }).fields, ...fields } })

describe('the inside of a hand-over', () => {
  test('made by hand is read; and so is what we pack', async () => {
    const { records } = await read(sound)
    expect(records.map(({ id }) => id)).toEqual(['exhibit1', 'statement1'])
    const { stream } = pack(
      {
        records,
        files: [film, text].map((bytes) => ({
          sha256: sha256(bytes),
          size: bytes.length,
          read: () => pieces(bytes, 3),
        })),
      },
      { ...(await read(sound)).manifest },
      () => signature,
    )
    expect((await unpack(stream, receiver)).records).toEqual(records)
  })

  const wrong: Readonly<Record<string, Parts>> = {
    'an unknown kind of record': {
      ...sound,
      records: { ...sound.records, wizard: [line({ ...exhibit, type: 'wizard' })] },
    },
    'a kind that stands in another’s file': {
      ...sound,
      records: { exhibit: [line(exhibit)], person: [line(statement)] },
    },
    'a field the register does not know': {
      ...sound,
      records: { ...sound.records, exhibit: [changed(exhibit, { evil: 1 })] },
    },
    'a field of the wrong kind': {
      ...sound,
      records: { ...sound.records, exhibit: [changed(exhibit, { title: 5 })] },
    },
    'a title that steers the screen': {
      ...sound,
      records: { ...sound.records, exhibit: [changed(exhibit, { title: 'a\u202Eb' })] },
    },
    'a property beside the fields': {
      ...sound,
      records: { ...sound.records, exhibit: [line({ ...exhibit, evil: 1 })] },
    },
    'a prototype as a field': {
      ...sound,
      records: {
        ...sound.records,
        exhibit: [JSON.stringify(line(exhibit)).replace('"title":', '"__proto__":{"x":1},"title":')],
      },
    },
    'an id that is none': {
      ...sound,
      records: { ...sound.records, exhibit: [line({ ...exhibit, id: '../x' })] },
    },
    'a record under another id': {
      ...sound,
      records: { ...sound.records, exhibit: [line(exhibit, { id: 'other1' })] },
    },
    'a record without versions': {
      ...sound,
      records: { ...sound.records, exhibit: [line(exhibit, { versions: [] })] },
    },
    'a record twice': { ...sound, records: { ...sound.records, exhibit: [line(exhibit), line(exhibit)] } },
    'a blob of somebody’s choosing': {
      ...sound,
      records: {
        ...sound.records,
        exhibit: [changed(exhibit, { file: { ...exhibit.fields.file, blob: 'c'.repeat(32) } })],
      },
    },
    'a body in the record': {
      ...sound,
      records: { ...sound.records, statement: [changed(statement, { paragraphs: ['x'] })] },
    },
    'a line that is no JSON': { ...sound, records: { ...sound.records, exhibit: ['{'] } },
    'a line that is no record': { ...sound, records: { ...sound.records, exhibit: ['null'] } },
    'a file no record names': { ...sound, files: [film, text, Buffer.from('x')] },
    'a file that is missing': { ...sound, files: [film] },
    'a file of another size than its record says': {
      ...sound,
      records: {
        ...sound.records,
        exhibit: [changed(exhibit, { file: { ...exhibit.fields.file, bytes: 7 } })],
      },
    },
    'a text that is no list of paragraphs': {
      records: { statement: [changed(statement, { paragraphs: { text: sha256(film) } })] },
      files: [film],
    },
    'another format': { ...sound, manifest: { format: 'cvf-hand-over/2' } },
    'more in the manifest than it has': { ...sound, manifest: { evil: 1 } },
    'counts that lie': { ...sound, manifest: { counts: { records: 3, files: 2, bytes: 1 } } },
    'an entry with a path': {
      ...sound,
      manifest: { entries: [{ name: 'files/../x', size: 0, sha256: 'c'.repeat(64) }] },
    },
    'no manifest first': { ...sound, change: ([head, ...rest]) => [...rest, head!] },
    'files in another order': {
      ...sound,
      change: (all) => [all[0]!, ...all.slice(1, -1).reverse(), all.at(-1)!],
    },
    'a file exchanged': {
      ...sound,
      change: (all) =>
        all.map(([name, b]) => (name.startsWith('files/') ? [name, Buffer.alloc(b.length)] : [name, b])),
    },
    'records exchanged': {
      ...sound,
      change: (all) =>
        all.map(([name, b]) =>
          name.startsWith('records/e') ? [name, Buffer.alloc(b.length, 32)] : [name, b],
        ),
    },
    'a file cut short': {
      ...sound,
      change: (all) =>
        all.map(([name, b]) => (name.startsWith('files/') ? [name, b.subarray(1)] : [name, b])),
    },
    'no signature': { ...sound, change: (all) => all.slice(0, -1) },
    'more behind the signature': { ...sound, change: (all) => [...all, ['more', Buffer.alloc(1)]] },
  }
  test.each(Object.entries(wrong))('with %s is refused', async (_, parts) => {
    expect(await outcome(read(parts))).toBe('hand-over-refused')
  })

  test('with a manifest or a line larger than one can be is refused before it is read', async () => {
    const huge = (name: string) => Buffer.concat([tarHeader(name, 2 ** 31, at), Buffer.alloc(1024)])
    expect(await outcome(unpack(pieces(huge('manifest.json')), receiver))).toBe('hand-over-refused')
    const entries = [{ name: 'records/exhibit.jsonl', size: 2 ** 31, sha256: 'c'.repeat(64) }]
    const counts = { records: 1, files: 0, bytes: 0 }
    const refused = await read({ ...sound, manifest: { entries, counts } }).catch((thrown: Error) => thrown)
    expect(String(refused)).toContain('more records than one can')
  })

  test('a refusal repeats nothing of a record', async () => {
    const parts = {
      ...sound,
      records: { ...sound.records, exhibit: [changed(exhibit, { title: 'SECRET\n' })] },
    }
    const said = await read(parts).catch((thrown: Error) => `${thrown.message} ${String(thrown.cause)}`)
    expect(said).not.toContain('SECRET')
  })
})

test('content is fields and whether archived; not stamps, versions or numbers', () => {
  const one = readPortable('exhibit', exhibit)
  const with_ = (more: object) => contentOf({ ...one, ...more } as Portable)
  expect(with_({ no: 9, version: 7, made: { at: 5, by: 'y' } })).toBe(contentOf(one))
  expect(with_({ archived: stamp })).not.toBe(contentOf(one))
  expect(with_({ archived: stamp })).toBe(with_({ archived: { at: 1, by: 'z' } }))
  expect(with_({ fields: { ...one.fields, title: 'x' } })).not.toBe(contentOf(one))
  expect(canonicalText({ b: 1, a: 2 })).toBe('{"a":2,"b":1}')
})
