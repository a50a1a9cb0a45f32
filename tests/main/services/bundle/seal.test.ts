import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import canonicalize from 'canonicalize'
import { describe, expect, test } from 'vitest'
import { keyCode } from '../../../../casework/rules/bundle-seal.ts'
import {
  clearBegun,
  manifestPath,
  sealAndLand,
  verifyBundle,
} from '../../../../main/services/bundle/index.ts'
import { unfinishedName } from '../../../../main/services/bundle/landing.ts'
import { type Manifest, manifestText } from '../../../../main/services/bundle/manifest.ts'
import { pagesPdf } from './sample-pdfs.ts'
import { build, buildSealed, content, document, folder, plan, signerFrom } from './workshop.ts'

const sample = () =>
  plan([
    document('one', 'First \ud800 half', content('pdf', pagesPdf([{ words: 'Alpha' }, { words: 'Beta' }]))),
    document('two', 'Đặng “Second”', content('text', Buffer.from('Some words.\n'.repeat(90)))),
  ])
const at = folder()
const to = join(at, 'b.pdf')
const built = buildSealed(sample(), to)
const rules = async (path: string, holderKey?: string) =>
  (await verifyBundle(path, holderKey === undefined ? {} : { holderKey })).findings.map(({ rule }) => rule)
/** The bundle with another manifest beside it. */
async function beside(change: (text: string) => string): Promise<string> {
  const path = join(at, 'c.pdf')
  copyFileSync((await built).bundle, path)
  writeFileSync(manifestPath(path), change(readFileSync((await built).manifest, 'utf8')))
  return path
}
const remade = (change: (manifest: Manifest) => object) =>
  beside((text) => manifestText(change(JSON.parse(text) as Manifest) as Manifest))

describe('a sealed bundle', () => {
  test('verifies, and says who sealed it with which key', async () => {
    await built
    const { key } = signerFrom(7)
    const checked = await verifyBundle(to)
    expect(checked).toMatchObject({ ok: true, findings: [] })
    expect(checked.seal).toEqual({ holder: 'Asha Verity', key, code: keyCode(key) })
    for (const expected of [
      key,
      keyCode(key),
      keyCode(key).toLowerCase(),
      Buffer.from(key, 'base64url').toString('base64'),
    ])
      expect(await rules(to, expected)).toEqual([])
    const record = JSON.parse(readFileSync(manifestPath(to), 'utf8'))
    expect(record).toMatchObject({
      format: 'turnstone-bundle-manifest/2',
      made: { program: 'Turnstone 0.1.0', holder: 'Asha Verity', auditHead: '12 X ab' },
      profile: { id: 'general' },
    })
    expect(existsSync(unfinishedName(to))).toBe(false)
    expect(existsSync(unfinishedName(manifestPath(to)))).toBe(false)
  })

  test('fails where another holder was expected, and where none is named by what was given', async () => {
    await built
    expect(await rules(to, signerFrom(8).key)).toEqual(['seal'])
    expect(await rules(to, 'not a key')).toEqual(['seal'])
  })

  test('any one changed byte of its manifest is found', async () => {
    const bytes = readFileSync((await built).manifest)
    const path = await beside((text) => text)
    const step = Math.max(1, Math.floor(bytes.length / 300))
    for (let i = 0; i < bytes.length; i += step) {
      const altered = Buffer.from(bytes)
      altered[i]! ^= 1 << (i % 8)
      writeFileSync(manifestPath(path), altered)
      expect((await verifyBundle(path)).ok, `byte ${i}`).toBe(false)
    }
  })

  test.each<[string, (manifest: Manifest) => object]>([
    ['documents in another order', (m) => ({ ...m, documents: m.documents.toReversed() })],
    ['another holder named', (m) => ({ ...m, seal: { ...m.seal!, holder: 'Someone Else' } })],
    ['another key', (m) => ({ ...m, seal: { ...m.seal!, key: signerFrom(9).key } })],
    ['a longer seal', (m) => ({ ...m, seal: { ...m.seal!, more: 1 } })],
    ['another algorithm', (m) => ({ ...m, seal: { ...m.seal!, algorithm: 'none' } })],
    ['no seal', ({ seal: _, ...m }) => m],
    ['a further field', (m) => ({ ...m, extra: 1 })],
    ['a padded signature', (m) => ({ ...m, seal: { ...m.seal!, signature: `${m.seal!.signature}==` } })],
  ])('with %s it fails', async (_, change) => {
    const path = await remade(change)
    expect(await rules(path)).toContain('seal')
    expect((await verifyBundle(path)).seal).toBeNull()
  })

  test('a seal cannot stand in a manifest that says it has none, nor a name twice', async () => {
    expect(await rules(await remade((m) => ({ ...m, format: 'turnstone-bundle-manifest/1' })))).toEqual([
      'manifest',
    ])
    const twice = await beside((text) => text.replace('"title":', '"title": "Another",\n    "title":'))
    expect(await rules(twice)).toEqual(['manifest'])
    expect(await rules(await beside((text) => text.replaceAll('\n', '\r\n')))).toEqual(['manifest'])
  })

  test('sealed anew by somebody else it verifies with their name and code, and not with the key expected', async () => {
    const other = signerFrom(9)
    const path = await remade(({ seal: _, ...m }) => {
      const manifest = { ...m, made: { ...m.made, holder: 'Asha Verity' } }
      return {
        ...manifest,
        seal: { algorithm: 'Ed25519', holder: 'Asha Verity', ...other.sign(canonicalize(manifest)!) },
      }
    })
    expect((await verifyBundle(path)).seal?.code).toBe(keyCode(other.key))
    expect(await rules(path, signerFrom(7).key)).toEqual(['seal'])
  })
})

test('a manifest that nobody sealed is accepted as such, unless a seal was expected', async () => {
  const path = join(at, 'plain.pdf')
  await build(plan([document('t', 'Notes', content('text', Buffer.from('Words.')))]), path)
  expect(await verifyBundle(path)).toMatchObject({ ok: true, seal: null })
  expect(await rules(path, signerFrom(7).key)).toEqual(['seal'])
})

describe('sealing', () => {
  const sealer = {
    made: { program: 'T', at: 'now' },
    holder: 'A',
    sign: signerFrom(7).sign,
  }
  const names = (path: string) => readdirSync(path).sort()

  test('does not seal a draft that is not of what was asked for, and leaves nothing', async () => {
    const place = folder()
    const path = join(place, 'b.pdf')
    const asked = sample().sections[0]!.documents.map(({ id, content }) => ({
      id,
      ...('sha256' in content ? { sha256: content.sha256 } : {}),
    }))
    const zeros = '0'.repeat(64)
    const one = () => build(sample(), path, { drafts: true })
    for (const [file, documents] of [
      [{ sha256: zeros }, asked],
      [{ bytes: 1 }, asked],
      [{}, []],
      [{}, asked.slice(1)],
      [{}, [...asked, { id: 'more' }]],
      [{}, [{ ...asked[0]!, sha256: zeros }, asked[1]!]],
    ] as const) {
      const { volumes } = await one()
      expect(names(place)).toEqual(['.b.manifest.json.unfinished', '.b.pdf.unfinished'])
      expect(() => sealAndLand([{ ...volumes[0]!, ...file }], documents, sealer)).toThrow(
        'was not built as asked',
      )
      expect(names(place)).toEqual([])
    }
    sealAndLand((await one()).volumes, asked, sealer)
    expect(names(place)).toEqual(['b.manifest.json', 'b.pdf'])
  })

  test('a key that fails, and a name that is taken meanwhile, leave what stood there and nothing else', async () => {
    const place = folder()
    const path = join(place, 'b.pdf')
    const draft = () => build(sample(), path, { drafts: true })
    const locked = () => {
      throw new Error('locked')
    }
    const first = await draft()
    expect(() => sealAndLand(first.volumes, first.documents, { ...sealer, sign: locked })).toThrow('locked')
    expect(names(place)).toEqual([])
    for (const taken of ['b.pdf', 'b.manifest.json']) {
      const next = await draft()
      writeFileSync(join(place, taken), 'mine')
      expect(() => sealAndLand(next.volumes, next.documents, sealer)).toThrow('is there already')
      expect(names(place)).toEqual([taken])
      expect(readFileSync(join(place, taken), 'utf8')).toBe('mine')
      rmSync(join(place, taken))
    }
  })

  test('of several volumes each gets its seal; none gets its name when one of them cannot', async () => {
    const place = folder()
    const path = join(place, 'b.pdf')
    const small = plan([
      document('one', 'First', content('text', Buffer.from('Words.\n'.repeat(400)))),
      document('two', 'Second', content('text', Buffer.from('Words.\n'.repeat(400)))),
    ])
    const limits = { pages: 14, megabytes: null, beyond: 'volumes' } as const
    const inVolumes = { ...small, profile: { ...small.profile, limits } }
    const built = await build(inVolumes, path, { drafts: true })
    expect(built.volumes.length).toBeGreaterThan(1)
    writeFileSync(built.volumes[1]!.bundle, 'mine')
    expect(() => sealAndLand(built.volumes, built.documents, sealer)).toThrow('is there already')
    expect(names(place)).toEqual(['b vol 2.pdf'])
    rmSync(built.volumes[1]!.bundle)
    const again = await build(inVolumes, path, { drafts: true })
    sealAndLand(again.volumes, again.documents, sealer)
    for (const { bundle } of again.volumes)
      expect(await verifyBundle(bundle)).toMatchObject({ ok: true, seal: { holder: 'A' } })
    for (const each of again.volumes) rmSync(each.bundle)
    writeFileSync(unfinishedName(join(place, 'b vol 3.pdf')), 'begun')
    clearBegun(path)
    expect(names(place)).toEqual(again.volumes.map(({ manifest }) => basename(manifest)))
  })
})
