import { execFile } from 'node:child_process'
import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import canonicalize from 'canonicalize'
import { beforeAll, describe, expect, test } from 'vitest'
import { keyCode } from '../../../casework/rules/bundle-seal.ts'
import { manifestPath, verifyBundle } from '../../../main/services/bundle/index.ts'
import { type Manifest, manifestText } from '../../../main/services/bundle/manifest.ts'
import { source } from '../../architecture/sources.ts'
import { buildStandalone, loadVerifying, type Verdict } from '../../support/standalone.ts'
import { pagesPdf } from '../services/bundle/sample-pdfs.ts'
import {
  build,
  buildSealed,
  content,
  document,
  folder,
  plan,
  signerFrom,
} from '../services/bundle/workshop.ts'

const at = folder()
const { checkBundle, inWords, sha256 } = await loadVerifying()
const sample = plan([
  document(
    'one',
    'First',
    content('pdf', pagesPdf([{ words: 'Alpha' }, { words: 'Beta' }, { words: 'Gamma' }])),
  ),
  document('two', 'Đặng “Second”', content('text', Buffer.from('Some words.\n'.repeat(90))), {
    ref: 'JLB/4',
  }),
])
const to = join(at, 'b.pdf')
const signer = signerFrom(7)
const held = { pdf: Buffer.alloc(0), manifest: Buffer.alloc(0) }
const made = join(at, 'made')
beforeAll(async () => {
  await buildSealed(sample, to)
  held.pdf = readFileSync(to)
  held.manifest = readFileSync(manifestPath(to))
  mkdirSync(made)
  buildStandalone('verify-bundle', made)
}, 60_000)

function ed25519(key: Uint8Array, signature: Uint8Array, signed: Uint8Array): boolean {
  const x = Buffer.from(key).toString('base64url')
  return verify(
    null,
    signed,
    createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }),
    signature,
  )
}
const check = (pdf: Uint8Array, manifest: Uint8Array, expected?: string): Promise<Verdict> =>
  checkBundle({
    manifest,
    pieces: pieces(pdf, 700),
    newHash: sha256,
    verify: ed25519,
    ...(expected === undefined ? {} : { expected }),
  })
function* pieces(bytes: Uint8Array, most: number): Generator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += most) yield bytes.subarray(i, i + most)
}
const flipped = (bytes: Buffer, i: number) => {
  const altered = Buffer.from(bytes)
  altered[i]! ^= 1 << (i % 8)
  return altered
}
const record = () => JSON.parse(held.manifest.toString()) as Manifest
const remade = (change: (manifest: Manifest) => object) =>
  Buffer.from(manifestText(change(record()) as Manifest))
/** The same by the program itself. */
async function ours(pdf: Uint8Array, manifest: Uint8Array) {
  const path = join(at, 'c.pdf')
  writeFileSync(path, pdf)
  writeFileSync(manifestPath(path), manifest)
  return await verifyBundle(path)
}
interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}
const script = (...args: string[]): Promise<Ended> =>
  new Promise((done) => {
    execFile(process.execPath, [join(made, 'verify-bundle.mjs'), ...args], (error, out, err) =>
      done({ code: error === null ? 0 : Number(error.code), out, err }),
    )
  })

test('its SHA-256 is that of everybody, in whatever pieces', () => {
  const bytes = randomBytes(70_000)
  for (const length of [...Array.from({ length: 140 }, (_, i) => i), 65_536, 70_000])
    for (const most of [1, 63, 64, 65, 4_096].filter((each) => length < 200 || each > 60)) {
      const hash = sha256()
      for (const piece of pieces(bytes.subarray(0, length), most)) hash.update(piece)
      expect(hash.digest(), `${length} by ${most}`).toBe(
        createHash('sha256').update(bytes.subarray(0, length)).digest('hex'),
      )
    }
})

describe('a sealed bundle', () => {
  test('matches, and its seal is told with the code of the key', async () => {
    const verdict = await check(held.pdf, held.manifest)
    expect(verdict).toMatchObject({ state: 'sound', findings: [] })
    expect(verdict.seal).toMatchObject({ state: 'sound', holder: 'Asha Verity', code: keyCode(signer.key) })
    expect((await check(held.pdf, held.manifest, keyCode(signer.key).toLowerCase())).state).toBe('sound')
    expect((await check(held.pdf, held.manifest, signer.key)).state).toBe('sound')
    expect((await check(held.pdf, held.manifest, signerFrom(8).key)).findings).toMatchObject([
      { kind: 'seal' },
    ])
    expect((await check(held.pdf, held.manifest, 'nonsense')).findings).toMatchObject([{ kind: 'seal' }])
  })

  test('one changed byte anywhere in the PDF is caught by both verifiers, and its document and page are named', async () => {
    const { documents } = record()
    const edges = documents.flatMap(({ bytes, pageBytes }) =>
      [bytes, ...pageBytes].flatMap(([a, b]) => [a, b - 1]),
    )
    const spread = Array.from({ length: 90 }, (_, i) => Math.floor((i * held.pdf.length) / 90))
    for (const i of new Set([...edges, ...spread, held.pdf.length - 1])) {
      const altered = flipped(held.pdf, i)
      const verdict = await check(altered, held.manifest)
      expect(verdict.state, `byte ${i}`).toBe('altered')
      expect((await ours(altered, held.manifest)).ok, `byte ${i}`).toBe(false)
      const hit = documents.find(({ bytes: [from, end] }) => i >= from && i < end)
      expect(verdict.findings.map((each) => each.document)).toEqual([hit?.id])
      const page = hit?.pageBytes.findIndex(([from, end]) => i >= from && i < end) ?? -1
      if (hit) expect(verdict.findings[0]!.pages).toEqual(page < 0 ? [] : [hit.from + page])
    }
  }, 60_000)

  test('one changed byte anywhere in the manifest is caught by both', async () => {
    const step = Math.max(1, Math.floor(held.manifest.length / 400))
    for (let i = 0; i < held.manifest.length; i += step) {
      const altered = flipped(held.manifest, i)
      expect((await check(held.pdf, altered)).state, `byte ${i}`).toBe('altered')
      expect((await ours(held.pdf, altered)).ok, `byte ${i}`).toBe(false)
    }
  }, 60_000)

  test.each<[string, () => Promise<[Uint8Array, Uint8Array]> | [Uint8Array, Uint8Array]]>([
    [
      'the manifest of another bundle',
      async () => {
        const other = join(at, 'other.pdf')
        await buildSealed(plan([document('x', 'Other', content('text', Buffer.from('Other.')))]), other)
        return [held.pdf, readFileSync(manifestPath(other))]
      },
    ],
    ['a PDF cut short', () => [held.pdf.subarray(0, -300), held.manifest]],
    ['a PDF cut to nothing', () => [Buffer.alloc(0), held.manifest]],
    [
      'a PDF with something behind it',
      () => [Buffer.concat([held.pdf, Buffer.from('\n%%EOF\n')]), held.manifest],
    ],
    ['a PDF with something before it', () => [Buffer.concat([Buffer.from('%'), held.pdf]), held.manifest]],
    [
      'documents in another order',
      () => [held.pdf, remade((m) => ({ ...m, documents: m.documents.toReversed() }))],
    ],
    ['a document left out', () => [held.pdf, remade((m) => ({ ...m, documents: m.documents.slice(1) }))]],
    ['no seal', () => [held.pdf, remade(({ seal: _, ...m }) => m)]],
    ['another holder named', () => [held.pdf, remade((m) => ({ ...m, seal: { ...m.seal!, holder: 'X' } }))]],
    [
      'another key named',
      () => [held.pdf, remade((m) => ({ ...m, seal: { ...m.seal!, key: signerFrom(9).key } }))],
    ],
    [
      'a name that stands twice',
      () => [
        held.pdf,
        Buffer.from(held.manifest.toString().replace('"title":', '"title": "Another",\n    "title":')),
      ],
    ],
    ['a mark before the manifest', () => [held.pdf, Buffer.concat([Buffer.from('\ufeff'), held.manifest])]],
    ['a format to come', () => [held.pdf, remade((m) => ({ ...m, format: 'turnstone-bundle-manifest/3' }))]],
    ['no manifest', () => [held.pdf, Buffer.from('[]')]],
  ])('%s is caught by both', async (_, make) => {
    const [pdf, manifest] = await make()
    const verdict = await check(pdf, manifest)
    expect(verdict.state).toBe('altered')
    expect(verdict.findings.length).toBeGreaterThan(0)
    expect((await ours(pdf, manifest)).ok).toBe(false)
  })

  test('sealed anew by another key it matches under another code, which the expected one refuses', async () => {
    const other = signerFrom(9)
    const manifest = remade(({ seal: _, ...m }) => ({
      ...m,
      seal: { algorithm: 'Ed25519', holder: 'Asha Verity', ...other.sign(canonicalize(m)!) },
    }))
    const verdict = await check(held.pdf, manifest)
    expect([verdict.state, verdict.seal.code]).toEqual(['sound', keyCode(other.key)])
    expect((await check(held.pdf, manifest, keyCode(signer.key))).state).toBe('altered')
  })

  test('where signatures cannot be checked it says so, and never that the seal is sound', async () => {
    const given = { manifest: held.manifest, newHash: sha256, verify: () => null }
    expect((await checkBundle({ ...given, pieces: [held.pdf] })).state).toBe('unchecked')
    expect((await checkBundle({ ...given, pieces: [flipped(held.pdf, 900)] })).state).toBe('altered')
  })
})

test('of a bundle in volumes the others are named', async () => {
  const path = join(at, 'many.pdf')
  const profile = { ...sample.profile, limits: { pages: 4, megabytes: null, beyond: 'volumes' } as const }
  const { volumes } = await build({ ...sample, profile }, path)
  expect(volumes.length).toBeGreaterThan(1)
  const [first, ...others] = volumes.map(({ bundle }) => bundle)
  const verdict = await check(readFileSync(first!), readFileSync(manifestPath(first!)))
  expect(inWords(verdict).sentences[0]).toContain(
    `It is one of ${volumes.length} volumes: check ${others.map((each) => `“${basename(each)}”`).join(', ')} in the same way.`,
  )
})

test('a bundle nobody sealed matches as such, and its documents cannot change places', async () => {
  const path = join(at, 'plain.pdf')
  await build(sample, path)
  const manifest = readFileSync(manifestPath(path))
  expect((await check(held.pdf, manifest)).state).toBe('unsealed')
  expect((await check(held.pdf, manifest, signer.key)).state).toBe('altered')
  const whole = JSON.parse(manifest.toString()) as Manifest
  const turned = Buffer.from(JSON.stringify({ ...whole, documents: whole.documents.toReversed() }))
  expect((await check(held.pdf, turned)).state).toBe('altered')
})

describe('the one file for Node', () => {
  test('is one file, has the hash its pages give, and says in words and in JSON what it found', async () => {
    expect(readdirSync(made)).toEqual(['verify-bundle.mjs'])
    const sum = createHash('sha256')
      .update(readFileSync(join(made, 'verify-bundle.mjs')))
      .digest('hex')
    for (const page of ['main/standalone/README.md', 'resources/manual/checking-a-bundle.md'])
      expect(source(page).text).toContain(`    ${sum}  verify-bundle.mjs\n`)
    const good = await script(to)
    expect(good).toMatchObject({ code: 0, err: '' })
    expect(good.out).toContain(`It was sealed by Asha Verity with the key ${keyCode(signer.key)}.`)
    const json = await script(to, '--json', '--holder-key', signer.key)
    expect(JSON.parse(json.out)).toMatchObject({ state: 'sound', findings: [] })
    expect((await script(to, '--holder-key', signerFrom(8).key)).code).toBe(1)
  })

  test.each([[['--holder-key', '']], [['--holder-key', ' ']], [['--holder-key']], [['--manifest', '']]])(
    'never takes %j for a flag that was not given',
    async (flags) => {
      const refused = await script(to, ...flags)
      expect(refused).toMatchObject({ code: 2, out: '', err: `${flags[0]} was given nothing.\n` })
    },
  )

  test('tells an altered bundle by its exit code, and what could not be checked by another', async () => {
    const path = join(at, 'd.pdf')
    writeFileSync(path, flipped(held.pdf, record().documents[1]!.pageBytes[0]![0] + 5))
    copyFileSync(manifestPath(to), join(at, 'elsewhere.json'))
    expect((await script(path)).code).toBe(2)
    const altered = await script(path, '--manifest', join(at, 'elsewhere.json'))
    expect(altered.code).toBe(1)
    expect(altered.out).toContain('JLB/4 Đặng “Second” (pages 6 to 7) was altered, on page 6')
    for (const words of [[], ['--json'], [to, to], [join(at, 'none.pdf')], [at]]) {
      const ended = await script(...words)
      expect(ended.code, words.join(' ')).toBe(2)
      expect(ended.err).not.toContain('    at ')
    }
  })
})
