import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { turnstoneOver } from '../../support/turnstone.ts'

const folder = mkdtempSync(join(tmpdir(), 'turnstone-words-'))
const at = (...names: string[]) => join(folder, ...names)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const turnstone = turnstoneOver({ machineDir: at('machine') })
const secret = ['--passphrase-file', at('pass')]

describe('help is given', () => {
  const usages = async (...words: string[]) => {
    const { code, out, err } = await turnstone(...words)
    expect([code, err]).toEqual([0, ''])
    return out.split('\n').flatMap((line) => /^ {2}(\S.*)$/.exec(line)?.[1] ?? [])
  }

  test('for one command, however it is asked for', async () => {
    for (const words of [
      ['bundle', 'build', '--help'],
      ['bundle', 'build', at('x.case'), '-h'],
      ['help', 'bundle', 'build'],
    ])
      expect(await usages(...words)).toEqual([expect.stringMatching(/^bundle build PATH .*--to OUT\.pdf/)])
    expect(await usages('demo', '--out', at('new'), '--help')).toEqual([expect.stringMatching(/^demo /)])
  })

  test('for a group, asked for or named alone', async () => {
    const group = await usages('bundle')
    expect(group.length).toBeGreaterThan(5)
    for (const usage of group) expect(usage).toMatch(/^bundle /)
    expect(await usages('help', 'bundle')).toEqual(group)
    expect(await usages('bundle', '--help')).toEqual(group)
    expect((await turnstone('bundle', '--json')).json<{ commands: [] }>().commands).toHaveLength(group.length)
  })

  test('for nothing that there is not', async () => {
    for (const words of [
      ['help', 'bindle'],
      ['bindle', '--help'],
      ['bindle'],
      ['bundle', 'bild'],
      ['--version'],
    ])
      expect(await turnstone(...words)).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringContaining('no command'),
      })
  })
})

describe('what is refused is told', () => {
  beforeAll(async () => {
    writeFileSync(at('pass'), 'seven words that make a long passphrase\n')
    mkdirSync(at('files'))
    writeFileSync(at('files', 'a.txt'), 'The first paper.')
    writeFileSync(at('files', 'b.bin'), Buffer.from([0, 1, 2, 255, 254, 0, 7]))
    await turnstone('case', 'create', at('c1.case'), '--name', 'Operation X', ...secret)
  }, 60_000)

  test('by the name a case has, where its ending was left out', async () => {
    expect((await turnstone('case', 'show', at('c1'), ...secret)).err).toContain(
      '“c1” is not there, but “c1.case” is.',
    )
    expect((await turnstone('case', 'show', at('c2'), ...secret)).err).toContain('Check its name')
  })

  test('by what a bundle lacks, the missing section first, and how a document is moved', async () => {
    const { out } = await turnstone(
      'evidence',
      'add',
      at('c1.case'),
      at('files'),
      '--producer',
      'UP',
      ...secret,
    )
    expect(out).toMatch(/b\.bin +Taken; can’t be shown +\S/)
    await turnstone('bundle', 'new', at('c1.case'), '--profile', 'general', ...secret)
    const add = (...more: string[]) => turnstone('bundle', 'add', at('c1.case'), 'UP/1', ...more, ...secret)
    const build = (to: string) => turnstone('bundle', 'build', at('c1.case'), '--to', to, ...secret)
    const said = await add('--section', 'Z')
    expect(said.err).toMatch(/^This bundle has no section Z\. Its sections are: /)
    await add()
    expect((await add('--section', 'Z')).err).toBe(said.err)
    expect((await add()).err).toMatch(/^UP\/1 is in B1 already\. Move it with “bundle move”/)
    expect((await build(at('none', 'a.pdf'))).err).toContain('The folder “none” for a.pdf is not there.')
  })

  test('by what an empty bundle needs', async () => {
    await turnstone('case', 'create', at('c3.case'), '--name', 'Operation Y', ...secret)
    await turnstone('bundle', 'new', at('c3.case'), '--profile', 'general', ...secret)
    const { err } = await turnstone('bundle', 'build', at('c3.case'), '--to', at('b.pdf'), ...secret)
    expect(err).toBe('There is nothing in this bundle yet. Add a statement or an exhibit to a section.\n')
  })
})
