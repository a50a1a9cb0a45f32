import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { turnstoneOver } from '../../support/turnstone.ts'
import { pagesPdf } from '../services/bundle/sample-pdfs.ts'

const folder = mkdtempSync(join(tmpdir(), 'turnstone-terminal-'))
const at = (name: string) => join(folder, name)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Verified {
  readonly ok: boolean
  readonly seal: {
    readonly holder: string
    readonly key: string
    readonly code: string
    readonly knownIn: string
  }
  readonly findings: readonly { readonly rule: string }[]
}

const over = (machine: string) =>
  turnstoneOver({ machineDir: at(machine), resourcesDir: at('program/resources') })
const turnstone = over('machine')
const secret = ['--passphrase-file', at('pass')]
const buildTo = (name: string, ...more: string[]) =>
  turnstone(
    'bundle',
    'build',
    at('x.case'),
    '--to',
    at(name),
    ...secret,
    '--date',
    '2025-11-29',
    '--json',
    ...more,
  )
const verify = (name: string, ...more: string[]) => turnstone('bundle', 'verify', at(name), '--json', ...more)

beforeAll(async () => {
  // The program as it stands when built: its materials, and what is handed out beside them.
  mkdirSync(at('program/out/standalone'), { recursive: true })
  symlinkSync(
    fileURLToPath(new URL('../../../resources', import.meta.url)),
    at('program/resources'),
    'junction',
  )
  writeFileSync(at('pass'), 'seven words that make a long passphrase\n')
  writeFileSync(at('a.txt'), 'The first paper.')
  writeFileSync(at('b.txt'), 'The second paper.')
  await turnstone('case', 'create', at('x.case'), '--name', 'Operation X', ...secret)
  await turnstone('evidence', 'add', at('x.case'), at('a.txt'), ...secret, '--producer', 'JLB')
}, 60_000)

describe('a bundle from the terminal', () => {
  test('is sealed with the key of whoever has the case open, and this machine knows whose it is', async () => {
    expect(await buildTo('one.pdf')).toMatchObject({ code: 0, err: '' })
    const manifest = JSON.parse(readFileSync(at('one.manifest.json'), 'utf8'))
    const { ok, seal } = (await verify('one.pdf')).json<Verified>()
    expect(ok).toBe(true)
    expect(seal).toMatchObject({ holder: manifest.seal.holder, key: manifest.seal.key, knownIn: 'x' })
    expect(manifest.made).toMatchObject({ program: 'Turnstone 0.0.0', holder: seal.holder })
    expect(manifest.made.auditHead).toMatch(/^\d+ [0-9A-Z-]{19} [0-9a-f]{64}$/)
    const holders = await turnstone('case', 'holders', at('x.case'), ...secret)
    expect(holders.out).toContain(seal.code)
    const words = await turnstone('bundle', 'verify', at('one.pdf'))
    expect(words.out).toContain(seal.code)
    expect(words.out).toContain('A holder of x.')
    expect((await verify('one.pdf', '--holder-key', seal.code)).code).toBe(0)
    const other = await verify('one.pdf', '--holder-key', '0000-0000-0000-0000')
    expect(other.code).toBe(1)
    expect(other.json<Verified>().findings).toMatchObject([{ rule: 'seal' }])
    const elsewhere = (await over('another')('bundle', 'verify', at('one.pdf'), '--json')).json<Verified>()
    expect(elsewhere).toMatchObject({ ok: true, seal: { code: seal.code, knownIn: null } })
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([])
  }, 60_000)

  test('is compared with the version before', async () => {
    await turnstone('evidence', 'add', at('x.case'), at('b.txt'), ...secret, '--producer', 'JLB')
    await buildTo('two.pdf')
    const words = await turnstone('bundle', 'compare', at('one.pdf'), at('two.pdf'))
    expect(words.code).toBe(0)
    expect(words.out).toMatch(/1 page is new: \d+ \(JLB\/2/)
    const found = (await turnstone('bundle', 'compare', at('one.pdf'), at('two.pdf'), '--json')).json()
    expect(found).toMatchObject({
      same: false,
      changed: [],
      removed: [],
      fileNames: { a: 'one.pdf', b: 'two.pdf' },
    })
    const self = await turnstone('bundle', 'compare', at('one.pdf'), at('one.pdf'))
    expect(self).toMatchObject({ code: 0, out: 'Every page is the same.\n' })
    expect((await turnstone('bundle', 'compare', at('one.pdf'))).code).toBe(2)
    const whole = readFileSync(at('one.pdf'))
    writeFileSync(at('short.pdf'), whole.subarray(0, whole.length - 30))
    const short = await turnstone('bundle', 'compare', at('one.pdf'), at('short.pdf'))
    expect(short).toMatchObject({
      code: 1,
      err: 'There is something wrong with short.pdf: get a sound copy.\n',
    })
    expect(short.out).toMatch(/^There is something wrong with the second file, short\.pdf\. .*ends early/)
    expect(short.out).toMatch(/\nEvery page that could be read is the same\.\n$/)
    expect((await turnstone('bundle', 'compare', at('one.pdf'), at('a.txt'))).code).toBe(1)
  }, 60_000)

  test('gets the one-file verifier beside it when asked, which is never written over another', async () => {
    const missing = await buildTo('three.pdf', '--with-verifier')
    expect(missing.json()).toMatchObject({ error: { code: 'not-found' } })
    expect(existsSync(at('three.pdf'))).toBe(false)
    writeFileSync(at('program/out/standalone/verify-bundle.html'), 'the page')
    mkdirSync(at('served'))
    for (const name of ['served/three.pdf', 'served/four.pdf'])
      expect((await buildTo(name, '--with-verifier')).json()).toMatchObject({
        verifier: at('served/verify-bundle.html'),
      })
    expect(readFileSync(at('served/verify-bundle.html'), 'utf8')).toBe('the page')
    writeFileSync(at('served/verify-bundle.html'), 'another page')
    const refused = await buildTo('served/five.pdf', '--with-verifier')
    expect(refused.json()).toMatchObject({ error: { code: 'exists' } })
    expect(existsSync(at('served/five.pdf'))).toBe(false)
    expect(readFileSync(at('served/verify-bundle.html'), 'utf8')).toBe('another page')
  }, 60_000)

  test('is never put into a case', async () => {
    const before = readdirSync(at('x.case'))
    const refused = await turnstone('bundle', 'build', at('x.case'), '--to', at('x.case/out.pdf'), ...secret)
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('“x.case” is a case')
    expect(readdirSync(at('x.case'))).toEqual(before)
  })

  test.each([
    ['a folder', 'served', '“SERVED” is a folder'],
    ['what ends as a folder does', 'none/', 'is a folder'],
  ])('is not built to %s', async (_what, name, says) => {
    mkdirSync(at('served'), { recursive: true })
    const refused = await turnstone('bundle', 'build', at('x.case'), '--to', at(name), ...secret)
    expect(refused.code).toBe(2)
    expect(refused.err).toContain(says.replace('SERVED', at('served')))
    expect(existsSync(at('served.pdf'))).toBe(false)
  })

  test('has a name before its ending', async () => {
    const refused = await buildTo(' .pdf')
    expect(refused.code).toBe(1)
    expect(refused.out).toContain('nothing before its ending')
    expect(existsSync(at('.pdf'))).toBe(false)
  })

  test.each([
    [['--version', '1', '--draft'], '--version or --draft'],
    [['--version', '1', '--profile', 'general'], 'so --version cannot'],
    [['--for', 'counsel', '--profile', 'general'], 'so --for cannot'],
  ])('is not built with %j, which contradict each other', async (flags, says) => {
    const refused = await turnstone(
      ...['bundle', 'build', at('x.case'), '--to', at('contrary.pdf'), ...secret, ...flags],
    )
    expect(refused.code).toBe(2)
    expect(refused.err).toContain(says)
    expect(existsSync(at('contrary.pdf'))).toBe(false)
  })

  test('of a version is not made on the spot where none is kept', async () => {
    const refused = await turnstone(
      ...['bundle', 'build', at('x.case'), '--to', at('contrary.pdf'), ...secret, '--version', '1'],
    )
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('no bundle in this case yet')])
  })

  test('put together of two versions does not verify', async () => {
    copyFileSync(at('one.pdf'), at('mixed.pdf'))
    copyFileSync(at('two.manifest.json'), at('mixed.manifest.json'))
    expect((await verify('mixed.pdf')).json<Verified>().ok).toBe(false)
  })
})

describe('late evidence put into a frozen bundle without saying where', () => {
  test.each([
    ['crown-court', 'Exhibits', 'where its profile puts such'],
    ['general', 'Other exhibits', 'at the end, where late material goes'],
  ])('of the profile %s stands in section %s: %s', async (profile, section) => {
    const folder = at(`${profile}.case`)
    await turnstone('case', 'create', folder, '--name', 'Operation Y', ...secret)
    await turnstone('evidence', 'add', folder, at('a.txt'), '--producer', 'JLB', ...secret)
    await turnstone('bundle', 'new', folder, '--profile', profile, '--title', 'Trial', ...secret)
    expect((await turnstone('bundle', 'freeze', folder, ...secret)).code).toBe(0)
    writeFileSync(at('c.txt'), `Papers that came late, for ${profile}.`)
    writeFileSync(at('d.txt'), `More of them, for ${profile}.`)
    await turnstone('evidence', 'add', folder, at('c.txt'), at('d.txt'), '--producer', 'ZZ', ...secret)
    expect((await turnstone('bundle', 'add', folder, 'ZZ/1', 'ZZ/2', ...secret)).code).toBe(0)
    const preflight = await turnstone('bundle', 'preflight', folder, ...secret, '--json')
    expect(preflight.json()).toMatchObject({ ok: true })
    expect((await turnstone('bundle', 'freeze', folder, ...secret)).code).toBe(0)
    const to = at(`${profile}.pdf`)
    const built = await turnstone('bundle', 'build', folder, '--to', to, '--documents', ...secret, '--json')
    expect(built.code).toBe(0)
    const apart = built.json<{ apart: string[] }>().apart
    expect(apart).toHaveLength(3)
    for (const file of apart) expect(existsSync(join(at(`${profile} documents`), file))).toBe(true)
    const { documents } = JSON.parse(readFileSync(to.replace(/pdf$/, 'manifest.json'), 'utf8')) as {
      documents: { ref: string; section: string }[]
    }
    expect(documents.map(({ ref }) => ref)).toEqual(['JLB/1', 'ZZ/1', 'ZZ/2'])
    expect(documents.at(-1)!.section).toBe(section)
  })
})

test('what is done with an exhibit’s comments and citations is set by its reference, until it is frozen', async () => {
  const folder = at('set.case')
  await turnstone('case', 'create', folder, '--name', 'Operation Z', ...secret)
  const annotation = '<< /Type /Annot /Subtype /FreeText /Rect [10 10 90 60] /Contents (A remark) >>'
  const noted = pagesPdf([{ words: 'See [p. 3].', extra: `/Annots [${annotation}]` }])
  writeFileSync(at('noted.pdf'), noted)
  await turnstone('evidence', 'add', folder, at('noted.pdf'), '--producer', 'JLB', ...secret)
  await turnstone('bundle', 'new', folder, '--profile', 'general', '--title', 'Trial', ...secret)
  const set = (...more: string[]) => turnstone('bundle', 'set', folder, ...more, ...secret, '--json')
  for (const wrong of [['JLB/1'], ['JLB/1', '--comments', 'burn'], ['JLB/1', '--cites', 'maybe']])
    expect((await set(...wrong)).code).toBe(2)
  expect((await set('JLB/9', '--cites', 'yes')).json()).toMatchObject({ error: { code: 'not-found' } })
  const built = async (name: string) => {
    const done = await turnstone('bundle', 'build', folder, '--to', at(name), ...secret, '--json')
    return done
      .json<{ report: { kind: string; sentence: string }[] }>()
      .report.filter(({ kind }) => kind === 'comments' || kind === 'citation')
      .map(({ sentence }) => sentence)
  }
  expect(await built('kept.pdf')).toEqual(['1 comment or mark on its pages is kept.'])
  expect((await set('jlb/1', '--comments', 'strip', '--cites', 'yes')).code).toBe(0)
  expect(await built('stripped.pdf')).toEqual([
    '1 comment or mark is left out.',
    '1 citation leads to the page named.',
  ])
  expect((await turnstone('bundle', 'freeze', folder, ...secret)).code).toBe(0)
  expect((await set('JLB/1', '--comments', 'keep')).json()).toMatchObject({ error: { code: 'conflict' } })
}, 60_000)

test('every volume is named with its manifest, and so are the originals of what is signed', async () => {
  const folder = at('volumes.case')
  const small = at('small/resources')
  cpSync(at('program/resources'), small, { recursive: true, dereference: true })
  const profile = JSON.parse(readFileSync(join(small, 'profiles/general.json'), 'utf8'))
  profile.limits = { pages: 6, megabytes: null, beyond: 'volumes' }
  writeFileSync(join(small, 'profiles/general.json'), JSON.stringify(profile))
  const terminal = turnstoneOver({ machineDir: at('small/machine'), resourcesDir: small })
  const pages = Array.from({ length: 3 }, (_, i) => ({ words: `Page ${i + 1}` }))
  writeFileSync(at('signed.pdf'), pagesPdf(pages, '/AcroForm << /SigFlags 1 /Fields [] >>'))
  writeFileSync(at('plain.pdf'), pagesPdf(pages))
  await terminal('case', 'create', folder, '--name', 'Operation V', ...secret)
  await terminal(
    ...['evidence', 'add', folder, at('signed.pdf'), at('plain.pdf'), '--producer', 'JLB', ...secret],
  )
  const build = (name: string, ...more: string[]) =>
    terminal('bundle', 'build', folder, '--to', at(name), ...secret, ...more)
  const { code, out } = await build('parts.pdf')
  expect(code).toBe(0)
  const written = readdirSync(folder.slice(0, -'volumes.case'.length)).filter((name) =>
    name.startsWith('parts'),
  )
  expect(written).toContain('parts vol 2.manifest.json')
  for (const name of written.filter((each) => each.includes('.'))) expect(out).toContain(at(name))
  for (const name of readdirSync(at('parts vol 1 originals')))
    expect(out).toContain(join(at('parts vol 1 originals'), name))
  const told = (await build('again.pdf', '--json')).json()
  expect(told).toMatchObject({
    manifests: [at('again vol 1.manifest.json'), at('again vol 2.manifest.json')],
    originalsIn: at('again vol 1 originals'),
    originals: [expect.stringContaining('original.pdf')],
  })
}, 60_000)
