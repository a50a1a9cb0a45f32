import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inflict, lantern, recordedCases } from '../../support/recorded-cases.ts'
import { buildStandalone } from '../../support/standalone.ts'
import { newCase, passphrase, pieces, put, reopen, room, surroundings } from '../services/case-store/room.ts'

const top = fileURLToPath(new URL('../../../', import.meta.url))
const script = join(top, 'main/standalone/recover.mjs')
const place = room()
afterAll(() => place.clear())

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}
function node(...args: string[]): Promise<Ended> {
  return new Promise((done) => {
    execFile(process.execPath, args, (error, out, err) => {
      done({ code: error === null ? 0 : Number(error.code), out, err })
    })
  })
}
const secret = (name: string, text: string) => {
  writeFileSync(place.at(name), text)
  return place.at(name)
}
const withPassphrase = ['--passphrase-file', secret('passphrase', `${lantern.passphrase}\n`)]
const withKey = ['--recovery-key-file', secret('key', `# keep this safe\n${lantern.recoveryKey}\n`)]
const recover = (folder: string, to: string, words = withKey) => node(script, folder, ...words, '--to', to)

/** Every file below a folder, by its path with forward slashes. */
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort()
const sum = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')
const lostIn = (folder: string) => readFileSync(join(folder, 'LOST.txt'), 'utf8')

/** Every file of the folder but the read-me has its right sum there. */
function expectSums(folder: string): void {
  const told = readFileSync(join(folder, 'READ-ME.txt'), 'utf8')
    .split('\n')
    .filter((line) => /^[0-9a-f]{64} {2}/.test(line))
    .map((line) => [line.slice(66), line.slice(0, 64)] as const)
  const there = filesBelow(folder).filter((name) => name !== 'READ-ME.txt')
  expect(told.map(([path]) => path).sort()).toEqual(there)
  for (const [path, hash] of told) expect(sum(join(folder, path)), path).toBe(hash)
}

describe('the recorded case', () => {
  test.each([
    ['passphrase', withPassphrase],
    ['recovery key', withKey],
  ])('comes out with its %s', async (name, words) => {
    const to = place.at(`by ${name}`)
    const before = filesBelow(join(recordedCases, 'lantern'))
    expect(await recover(join(recordedCases, 'lantern'), to, words)).toMatchObject({ code: 0, err: '' })
    expect(lostIn(to)).toBe('Nothing is missing or damaged.\n')
    expect(filesBelow(to)).toEqual([
      'LOST.txt',
      'READ-ME.txt',
      'case.json',
      'exhibits/e1 Film from the yard',
      'history/audit.csv',
      'history/audit.jsonl',
      'history/versions.jsonl',
      'records/exhibit.json',
      'records/statement.json',
      'statements/s1 (2).txt',
      'statements/s1.txt',
    ])
    expectSums(to)
    const told = JSON.parse(readFileSync(join(to, 'case.json'), 'utf8'))
    expect([told.caseId, told.name, told.at]).toEqual([lantern.id, lantern.name, lantern.savedAt])
    expect(told.audit).toEqual({ seq: lantern.auditHead.seq, head: lantern.auditHead.hash })
    for (const collection of ['exhibit', 'statement']) {
      const rows = JSON.parse(readFileSync(join(to, 'records', `${collection}.json`), 'utf8'))
      expect(rows.map((row: { record: unknown }) => row.record)).toEqual(lantern.records[collection])
    }
    expect(sum(join(to, 'exhibits/e1 Film from the yard'))).toBe(lantern.blobs[0]?.sha256)
    expect(filesBelow(join(recordedCases, 'lantern'))).toEqual(before)
  })

  const refused = ['not-a-case', 'newer-version']
  test.each(lantern.faults.map((fault) => [fault.name, fault] as const))('with: %s', async (name, fault) => {
    const key = createHash('sha256').update(name).digest('hex').slice(0, 12)
    const folder = place.at(key)
    cpSync(join(recordedCases, 'lantern'), folder, { recursive: true })
    inflict(folder, fault)
    const to = place.at(`${key} out`)
    const ended = await recover(folder, to)
    // Another case id makes every key another.
    if (refused.includes(fault.open ?? '') || name === 'case id changed, check made right') {
      expect(ended.code).toBe(1)
      expect(existsSync(to)).toBe(false)
      return
    }
    expect(ended).toMatchObject({ code: 2, err: '' })
    expect(lostIn(to)).not.toBe('Nothing is missing or damaged.\n')
    expectSums(to)
    expect(existsSync(join(to, 'records/exhibit.json'))).toBe(true)
    if (fault.find === undefined || fault.find === 'audit-broken' || fault.find === 'orphan-blob')
      expect(sum(join(to, 'exhibits/e1 Film from the yard'))).toBe(lantern.blobs[0]?.sha256)
  })

  test('keeps what is sound of a damaged stored file, and says where the rest was', async () => {
    const folder = place.at('one block')
    cpSync(join(recordedCases, 'lantern'), folder, { recursive: true })
    inflict(folder, { name: '', flip: ['blobs/73/72c066ef584de157fe24684cb9b9a7'], at: 20_000 })
    const to = place.at('one block out')
    expect(await recover(folder, to)).toMatchObject({ code: 2 })
    expect(lostIn(to)).toContain('16384')
    const got = readFileSync(join(to, 'exhibits/e1 Film from the yard.damaged'))
    const sound = readFileSync(join(place.at('by recovery key'), 'exhibits/e1 Film from the yard'))
    expect(got.length).toBe(sound.length)
    expect(got.subarray(0, 16_384)).toEqual(sound.subarray(0, 16_384))
    expect(got.subarray(16_384, 32_768)).toEqual(Buffer.alloc(16_384))
    expect(got.subarray(32_768)).toEqual(sound.subarray(32_768))
  })
})

describe('a case with odd names', () => {
  const folder = place.at('Odd.case')
  const to = place.at('odd')
  const words = ['--passphrase-file', secret('odd passphrase', passphrase)]
  const names = [
    '../../escape.txt',
    'CON.txt',
    'a/b\\c:d*?.pdf',
    'same.pdf',
    'SAME.PDF',
    `${'ä'.repeat(300)}.jpg`,
    '‮gpj.exe',
    ' .. ',
  ]

  beforeAll(async () => {
    const { store } = await newCase(folder, surroundings())
    for (const [i, name] of names.entries()) {
      const blob = await store.seal(pieces(Buffer.from(`file ${i}`)))
      const record = { id: `x${i}`, no: i + 1, fields: { file: { blob: blob.uid, name } } }
      await store.commit({ ops: [put('exhibit', record)], audit: [], blobs: [blob], actor: 'PC Byrne' })
    }
    const text = await store.putText(JSON.stringify(['I saw it.', 'It was red.']))
    const statement = { id: 's', no: 1, fields: { statementOf: '=cmd|Đặng', paragraphs: { text: text.uid } } }
    const note = { action: '=HYPERLINK("x")', target: { type: 'case' }, detail: 'a "quote"' }
    await store.commit({
      ops: [put('statement', statement), put('../up', { id: 'u' })],
      audit: [note],
      blobs: [text],
      actor: '+1',
    })
    await store.close()
  })

  test('comes out under names any system takes, none overwritten, none outside', async () => {
    expect(await recover(folder, to, words)).toMatchObject({ code: 0, err: '' })
    expectSums(to)
    const there = readdirSync(join(to, 'exhibits'))
    expect(there).toHaveLength(names.length)
    const bodies = there.map((name) => readFileSync(join(to, 'exhibits', name), 'utf8')).sort()
    expect(bodies).toEqual(names.map((_, i) => `file ${i}`))
    for (const name of there) {
      expect(name).not.toMatch(/[<>:"/\\|?*\p{Cc}\p{Cf}]|[. ]$/u)
      expect(Buffer.byteLength(name)).toBeLessThan(256)
    }
    expect(existsSync(place.at('escape.txt'))).toBe(false)
    expect(readdirSync(join(to, 'records')).sort()).toEqual(['.._up.json', 'exhibit.json', 'statement.json'])
    expect(readFileSync(join(to, 'statements', 'S1 =cmd_Đặng.txt'), 'utf8')).toBe(
      'I saw it.\n\nIt was red.\n',
    )
    const csv = readFileSync(join(to, 'history/audit.csv'), 'utf8')
    expect(csv).toContain(`"'=HYPERLINK(""x"")"`)
    expect(csv).not.toMatch(/(^|,)"[=+]/mu)
  })

  test('without any snapshot and header copy, from the journal and the stored files', async () => {
    const broken = place.at('Broken.case')
    cpSync(folder, broken, { recursive: true })
    for (const name of readdirSync(join(broken, 'state')).filter((each) => each.endsWith('.snap')))
      truncateSync(join(broken, 'state', name), 90)
    rmSync(join(broken, 'header.cv'))
    expect(await recover(broken, place.at('broken'), words)).toMatchObject({ code: 2, err: '' })
    expect(lostIn(place.at('broken'))).toContain('No stored state could be opened.')
    expect(readdirSync(place.at('broken', 'exhibits'))).toHaveLength(names.length)
    // With the journal gone as well there is no index: the files come out by number.
    rmSync(join(broken, 'state'), { recursive: true })
    rmSync(join(broken, 'versions'), { recursive: true, force: true })
    expect(await recover(broken, place.at('bare'), words)).toMatchObject({ code: 2, err: '' })
    expect(readdirSync(place.at('bare', 'other-files'))).toHaveLength(names.length + 1)
  })

  test('says in one line that an old header was put back over a newer state', async () => {
    const made = await newCase(place.at('Rekeyed.case'), surroundings())
    const rekeyed = place.at('Rekeyed.case')
    await made.store.commit({ ops: [put('exhibit', { id: 'e1' })], audit: [], actor: 'A' })
    await made.store.close()
    const old = place.at('old header')
    cpSync(join(rekeyed, 'header.cv'), old)
    const store = await reopen(rekeyed, surroundings())
    await store.holders.changePassphrase(passphrase, true)
    await store.commit({ ops: [put('exhibit', { id: 'e2' })], audit: [], actor: 'A' })
    await store.close()
    for (const name of ['header.cv', 'header.cv.bak']) cpSync(old, join(rekeyed, name))
    const ended = await recover(rekeyed, place.at('rekeyed'), words)
    const sentence = 'header.cv is older than the state: an earlier header was put back'
    expect(ended).toMatchObject({ code: 2, err: expect.stringContaining(sentence) })
    const told = lostIn(place.at('rekeyed'))
    expect(told.startsWith(sentence)).toBe(true)
    expect(told).not.toMatch(/cannot be read|is damaged/)
    expect(readFileSync(place.at('rekeyed', 'records/exhibit.json'), 'utf8')).toContain('e1')
  })

  test.each([
    [
      'a wrong passphrase',
      folder,
      ['--passphrase-file', secret('no', 'not this one')],
      place.at('new 1'),
      'does not open',
    ],
    ['another recovery key', folder, withKey, place.at('new 2'), 'does not open'],
    [
      'a key file without a key',
      folder,
      ['--recovery-key-file', secret('nk', 'x')],
      place.at('new 3'),
      'no recovery key',
    ],
    ['a target inside the case', folder, words, join(folder, 'out'), 'inside the case'],
    ['a target with something in it', folder, words, place.path, 'not an empty folder'],
    ['a folder that is no case', top, words, place.at('new 4'), 'is not a case'],
    ['no folder', place.at('nowhere'), words, place.at('new 5'), 'no folder'],
    ['both kinds of secret', folder, [...words, ...withKey], place.at('new 6'), 'Say: node recover.mjs'],
  ])('refuses %s, and writes nothing', async (_, from, how, target, sentence) => {
    const before = existsSync(target) ? readdirSync(target) : undefined
    const ended = await recover(from, target, how)
    expect(ended.code).toBe(1)
    expect(ended.err).toContain(sentence)
    expect(ended.err).not.toContain('    at ')
    expect(existsSync(target) ? readdirSync(target) : undefined).toEqual(before)
  })

  test('changes nothing in the case', async () => {
    const look = () =>
      filesBelow(folder).map((name) => [name, sum(join(folder, name)), statSync(join(folder, name)).mtimeMs])
    const before = look()
    await recover(folder, place.at('again'), words)
    expect(look()).toEqual(before)
  })
})

test('the one file that is built has the hash its page gives, and needs nothing beside it', async () => {
  const made = place.at('built')
  mkdirSync(made)
  buildStandalone('recover', made)
  expect(readdirSync(made)).toEqual(['recover.mjs'])
  for (const page of ['main/standalone/README.md', 'resources/manual/keeping-a-case.md'])
    expect(readFileSync(join(top, page), 'utf8')).toContain(
      `    ${sum(join(made, 'recover.mjs'))}  recover.mjs\n`,
    )
  const ended = await node(
    join(made, 'recover.mjs'),
    join(recordedCases, 'lantern'),
    ...withPassphrase,
    '--to',
    place.at('by one file'),
  )
  expect(ended).toMatchObject({ code: 0, err: '' })
})
