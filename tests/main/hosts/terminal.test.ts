import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { turnstoneOver } from '../../support/turnstone.ts'

const folder = mkdtempSync(join(tmpdir(), 'turnstone-terminal-'))
const at = (name: string) => join(folder, name)
const passphrase = 'seven words that make a long passphrase'
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const here = { machineDir: at('machine') }
const turnstone = turnstoneOver(here)

beforeAll(() => {
  writeFileSync(at('pass'), `${passphrase}\r\nthe second line is no part of it\n`)
  writeFileSync(at('wrong'), 'not the passphrase\n')
  mkdirSync(join(folder, 'papers', 'inner'), { recursive: true })
  writeFileSync(join(folder, 'papers', 'a.txt'), 'The first paper.')
  writeFileSync(join(folder, 'papers', 'inner', 'b.txt'), 'The second paper.')
})
const secret = ['--passphrase-file', at('pass')]

describe('a case from the terminal', () => {
  test('is made, and its recovery key written once, for the owner alone', async () => {
    const args = [
      'case',
      'create',
      at('x.case'),
      '--name',
      'Operation X',
      ...secret,
      '--recovery-file',
      at('recovery'),
      '--json',
    ]
    const made = await turnstone(...args)
    expect(made).toMatchObject({ code: 0, err: '' })
    expect(made.json()).toEqual({ case: at('x.case'), recoveryFile: at('recovery') })
    expect(statSync(at('recovery')).mode & 0o777).toBe(0o600)
    const again = await turnstone(...args.with(2, at('y.case')))
    expect(again.code).toBe(1)
    expect(again.json()).toMatchObject({ error: { code: 'exists' } })
    expect(existsSync(at('y.case'))).toBe(false)
    // A key that can't be kept is found out before there is a case it would be missing from, and the other way about.
    const nowhere = await turnstone(...args.with(2, at('y.case')).with(-2, at('nowhere/recovery')))
    expect([nowhere.code, existsSync(at('y.case'))]).toEqual([1, false])
    const refused = await turnstone(...args.with(-2, at('another')))
    expect([refused.code, existsSync(at('another'))]).toEqual([1, false])
    const shown = await turnstone(...args.with(2, at('z.case')).toSpliced(-3, 2))
    expect(shown.json()).toEqual({
      case: at('z.case'),
      recoveryKey: expect.stringMatching(/^AGE-SECRET-KEY-1/),
    })
  })

  test('takes in files and folders, and says of each what became of it', async () => {
    const added = await turnstone(
      'evidence',
      'add',
      at('x.case'),
      at('papers'),
      ...secret,
      '--producer',
      'JLB',
      '--json',
    )
    expect(added).toMatchObject({ code: 0, err: '' })
    const { items } = added.json() as { items: { verdict: string; id: string }[] }
    expect(items.map(({ verdict }) => verdict)).toEqual(['taken', 'taken'])
    const missing = await turnstone('evidence', 'add', at('x.case'), at('nowhere.txt'), ...secret, '--json')
    expect(missing).toMatchObject({ code: 1, err: '1 of 1 file could not be taken in.\n' })
    expect(missing.json()).toMatchObject({ items: [{ verdict: 'refused', id: null }] })
  })

  test('takes in no case, neither itself nor another, nor what lies in one', async () => {
    expect((await turnstone('case', 'create', at('other.case'), '--name', 'Other', ...secret)).code).toBe(0)
    const before = (await turnstone('evidence', 'list', at('x.case'), ...secret, '--json')).json()
    symlinkSync(folder, at('link'))
    mkdirSync(join(folder, 'mixed'))
    cpSync(at('other.case'), join(folder, 'mixed', 'lost.case'), { recursive: true })
    for (const name of ['header.cv', 'header.cv.bak']) rmSync(join(folder, 'mixed', 'lost.case', name))
    for (const [chosen, sentence] of [
      [at('x.case'), 'is this case'],
      [join(at('x.case'), 'header.cv'), 'is this case'],
      [join(at('link'), 'x.case', 'state'), 'is this case'],
      [at('other.case'), 'is a case'],
      [join(at('other.case'), 'state'), 'is a case'],
      [at('mixed'), 'is a case'],
    ] as const) {
      const added = await turnstone('evidence', 'add', at('x.case'), chosen, ...secret, '--json')
      expect(added.code).toBe(1)
      expect(added.json()).toMatchObject({
        items: [{ verdict: 'refused', why: expect.stringContaining(sentence) }],
      })
    }
    expect((await turnstone('evidence', 'list', at('x.case'), ...secret, '--json')).json()).toEqual(before)
  })

  test('is listed, shown and verified, with its passphrase or its recovery key', async () => {
    const listed = await turnstone(
      'evidence',
      'list',
      at('x.case'),
      '--recovery-key-file',
      at('recovery'),
      '--json',
    )
    expect(listed.code).toBe(0)
    const { items } = listed.json() as { items: Record<string, unknown>[] }
    expect(items).toHaveLength(2)
    expect(items[0]).toMatchObject({ ref: 'JLB/1', file: 'papers/a.txt', bytes: 16, type: 'text/plain' })
    expect(items[0]!.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(
      (await turnstone('case', 'verify', at('x.case'), ...secret, '--full', '--json')).json(),
    ).toMatchObject({ ok: true, findings: [] })
    const shown = await turnstone('case', 'show', at('x.case'), ...secret)
    expect(shown).toMatchObject({ code: 0, err: '' })
    expect(shown.out).toMatch(/^Case +Operation X$/m)
    expect(shown.out).toMatch(/^Evidence +2$/m)
  })

  test('is refused to a wrong passphrase, which is never repeated', async () => {
    const refused = await turnstone('case', 'show', at('x.case'), '--passphrase-file', at('wrong'), '--json')
    expect(refused.code).toBe(1)
    expect(refused.json()).toMatchObject({ error: { code: 'wrong-passphrase' } })
    expect(refused.out + refused.err).not.toContain('not the passphrase')
    expect((await turnstone('case', 'show', at('papers'), ...secret, '--json')).json()).toMatchObject({
      error: { code: 'not-a-case' },
    })
    expect(
      (await turnstone('case', 'show', at('x.case'), '--passphrase-file', at('none'), '--json')).json(),
    ).toMatchObject({ error: { code: 'unreadable' } })
  })

  test('is bound into a bundle that verifies, and one that was altered does not', async () => {
    const built = await turnstone(
      'bundle',
      'build',
      at('x.case'),
      '--to',
      at('out.pdf'),
      ...secret,
      '--date',
      '2025-11-29',
      '--json',
    )
    expect(built).toMatchObject({ code: 0, err: '' })
    expect(built.json()).toMatchObject({
      bundle: at('out.pdf'),
      manifest: at('out.manifest.json'),
      documents: 2,
    })
    expect((await turnstone('bundle', 'verify', at('out.pdf'), '--json')).json()).toMatchObject({
      ok: true,
      documents: 2,
      findings: [],
    })
    const bytes = readFileSync(at('out.pdf'))
    bytes[bytes.length >> 1]! ^= 1
    writeFileSync(at('out.pdf'), bytes)
    const altered = await turnstone('bundle', 'verify', at('out.pdf'), '--json')
    expect(altered.code).toBe(1)
    expect(altered.json()).toMatchObject({ ok: false })
    expect(altered.err).toBe('out.pdf does not verify.\n')
    const twice = await turnstone('bundle', 'build', at('x.case'), '--to', at('out.pdf'), ...secret, '--json')
    expect(twice.json()).toMatchObject({ error: { code: 'exists' } })
  }, 60_000)

  test('is arranged, looked over, frozen and built by its bundle’s name', async () => {
    const bundle = (...words: string[]) => turnstone('bundle', ...words, ...secret, '--json')
    expect((await bundle('freeze', at('x.case'))).json()).toMatchObject({ error: { code: 'not-found' } })
    expect((await bundle('new', at('x.case'), '--profile', 'no-such')).json()).toMatchObject({
      error: { code: 'not-found', message: expect.stringContaining('general, ') },
    })
    const made = (await bundle('new', at('x.case'), '--profile', 'general', '--title', 'Trial bundle')).json()
    expect(made).toEqual({ bundle: 'B1', title: 'Trial bundle', profile: 'general', documents: 2 })
    expect((await bundle('preflight', at('x.case'))).json()).toMatchObject({ bundle: 'B1', ok: true })
    const frozen = (await bundle('freeze', at('x.case'), '--bundle', 'b1')).json() as { sha256: string }
    expect(frozen).toMatchObject({ bundle: 'B1', version: 1 })
    const built = await bundle('build', at('x.case'), '--to', at('frozen.pdf'))
    expect(built.json()).toMatchObject({ version: 1, sha256: frozen.sha256, documents: 2 })
    expect((await bundle('build', at('x.case'), '--to', at('y.pdf'), '--title', 'y')).json()).toMatchObject({
      error: { code: 'invalid' },
    })
    await bundle('new', at('x.case'), '--profile', 'crown-court')
    expect((await bundle('list', at('x.case'))).json()).toMatchObject({
      bundles: [
        { ref: 'B2', profile: 'crown-court', state: 'draft', version: null },
        { ref: 'B1', state: 'frozen', version: 1, documents: 2 },
      ],
    })
    expect((await bundle('preflight', at('x.case'))).json()).toMatchObject({
      error: { code: 'invalid', message: expect.stringContaining('B2 (Evidence bundle), B1 (Trial bundle)') },
    })
  }, 60_000)

  test('stops at Ctrl-C, and the case is as whole as before', async () => {
    const many = join(folder, 'many')
    mkdirSync(many)
    for (let n = 0; n < 80; n += 1) writeFileSync(join(many, `${n}.txt`), `Paper ${n}.`)
    const add = ['evidence', 'add', at('x.case'), many, ...secret]
    const atFirst = turnstoneOver({ ...here, ctrlC: 'at-first-words' })
    const stopped = await atFirst(...add, '--progress', '--json')
    expect(stopped.code).toBe(130)
    // Pressed while nothing that could hear it was running, it stops what would come next.
    const early = await turnstoneOver({ ...here, ctrlC: 'before' })(...add)
    expect(early).toMatchObject({ code: 130, out: '', err: expect.stringContaining('Stopped') })
    expect(
      (await turnstone('case', 'verify', at('x.case'), ...secret, '--full', '--json')).json(),
    ).toMatchObject({ ok: true, findings: [] })
  }, 60_000)
})

test.each([
  [['nonsense']],
  [['case', 'shut']],
  [['case', 'show']],
  [['case', 'show', 'x.case']],
  [['case', 'show', 'x.case', '--passphrase-file', 'a', '--recovery-key-file', 'b']],
  [['case', 'show', 'x.case', 'y.case', '--passphrase-file', 'a']],
  [['case', 'show', 'x.case', '--passphrase', 'secret']],
  [['case', 'show', 'x.case', '--passphrase-file']],
  [['case', 'create', 'x.case', '--passphrase-file', 'a']],
  [['case', 'verify', 'x.case', '--passphrase-file', 'a', '--full=yes']],
  [['bundle', 'build', 'x.case', '--passphrase-file', 'a']],
  [['bundle', 'build', 'x.case', '--passphrase-file', 'a', '--to', 'x.pdf', '--date', '2025-02-30']],
  [['bundle', 'verify', 'x.pdf', '--passphrase-file', 'a']],
  [['demo', '--out', 'd', '--on', 'tomorrow']],
  [['demo', '--out', 'd', '--out', 'e']],
])('%j is not understood: one sentence, exit code 2', async (args) => {
  const { code, out, err, json } = await turnstone(...args, '--json')
  expect(code).toBe(2)
  expect(err.trim().split('\n')).toHaveLength(1)
  expect(json()).toMatchObject({ error: { code: 'invalid', message: err.trim() } })
  expect(out.trim().split('\n')).toHaveLength(1)
  expect(err).not.toContain('secret')
})

test('the help names every command', async () => {
  const { code, out } = await turnstone()
  expect(code).toBe(0)
  for (const words of [
    'case create',
    'case show',
    'case verify',
    'evidence add',
    'evidence list',
    'bundle build',
    'bundle verify',
    'demo',
  ])
    expect(out).toContain(words)
})
