import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { turnstoneOver } from '../../support/turnstone.ts'

const folder = mkdtempSync(join(tmpdir(), 'turnstone-arranging-'))
const at = (...names: string[]) => join(folder, ...names)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const turnstone = turnstoneOver({ machineDir: at('machine') })
const secret = ['--passphrase-file', at('pass')]
/** Does something to the bundle of the one case here. */
const bundle = (what: string, ...more: string[]) =>
  turnstone('bundle', what, at('x.case'), ...more, ...secret, '--json')
const refused = async (code: string, what: string, ...more: string[]) => {
  const said = await bundle(what, ...more)
  const { error } = said.json<{ error: { code: string; message: string; hint?: string } }>()
  expect([said.code, error.code]).toEqual([1, code])
  return error
}
const moved = async (...more: string[]) => {
  const said = await bundle('move', ...more)
  expect(said.err).toBe('')
  return said.json<{ changed: boolean; moved: { ref: string; section: string; first: string }[] }>()
}

beforeAll(async () => {
  writeFileSync(at('pass'), 'seven words that make a long passphrase\n')
  mkdirSync(at('papers'))
  for (const n of [1, 2, 3, 4]) writeFileSync(at('papers', `${n}.txt`), `Paper ${n}.`)
  await turnstone('case', 'create', at('x.case'), '--name', 'Operation X', ...secret)
  await turnstone('evidence', 'add', at('x.case'), at('papers'), '--producer', 'JLB', ...secret)
  await bundle('new', '--profile', 'general', '--title', 'Trial')
}, 60_000)

describe('before a bundle is frozen', () => {
  test('a document that is taken out leaves it, and is put in again like any other', async () => {
    expect((await bundle('take-out', 'jlb/2', 'JLB/4', 'JLB/2')).json()).toEqual({
      bundle: 'B1',
      takenOut: ['JLB/2', 'JLB/4'],
      frozen: [],
    })
    expect(await refused('not-found', 'put-back', 'JLB/2')).toMatchObject({
      message: 'JLB/2 is not in B1. Put it in with “bundle add”.',
    })
    expect(await bundle('add', 'JLB/2', 'JLB/4', '--after', 'JLB/1')).toMatchObject({ code: 0 })
    expect((await refused('conflict', 'put-back', 'JLB/2')).message).toContain('it was not taken out')
  })

  test('documents are moved to a section, and before or after another', async () => {
    expect(await moved('JLB/1', 'JLB/3', '--section', 'd')).toMatchObject({
      changed: true,
      moved: [
        { ref: 'JLB/1', section: 'D' },
        { ref: 'JLB/3', section: 'D' },
      ],
    })
    expect(await moved('JLB/1', 'JLB/3', '--section', 'D')).toMatchObject({ changed: false })
    expect(await moved('JLB/1', 'JLB/3', '--before', 'jlb/2')).toMatchObject({
      moved: [{ section: 'B' }, { section: 'B' }],
    })
    // They stand in the order they were named, before it.
    expect(await moved('JLB/2', '--after', 'JLB/3')).toMatchObject({ changed: false })
    expect(await moved('JLB/3', 'JLB/1', '--before', 'JLB/2')).toMatchObject({ changed: true })
  })

  test('a place there is not is refused by its name', async () => {
    expect((await refused('not-found', 'move', 'JLB/1', '--section', 'Q')).message).toContain('no section Q')
    expect((await refused('not-found', 'move', 'JLB/1', '--after', 'JLB/9')).message).toContain('JLB/9')
    expect((await refused('invalid', 'move', 'JLB/1', '--before', 'JLB/1')).message).toContain('itself')
    for (const ways of [[], ['--section', 'A', '--after', 'JLB/2']])
      expect((await bundle('move', 'JLB/1', ...ways)).code).toBe(2)
  })

  test('what late material does is said in the words of the window', async () => {
    for (const wrong of ['later', 'toString']) expect((await bundle('late', wrong)).code).toBe(2)
    expect((await bundle('late', 'supplement')).json()).toEqual({ bundle: 'B1', late: 'supplement' })
    const said = await turnstone('bundle', 'late', at('x.case'), 'insert', ...secret)
    expect(said.out).toMatch(/^Late material +In between, as 143A$/m)
  })
})

describe('once it is frozen', () => {
  beforeAll(async () => {
    await bundle('take-out', 'JLB/4')
    await bundle('move', 'JLB/2', 'JLB/3', '--after', 'JLB/1')
    await bundle('late', 'end')
    expect((await bundle('freeze')).code).toBe(0)
  }, 60_000)

  test('no frozen document is moved', async () => {
    expect(await refused('conflict', 'move', 'JLB/1', '--after', 'JLB/2')).toEqual({
      code: 'conflict',
      message: expect.stringMatching(
        /^JLB\/1 was frozen as \d+, so it stays where it is\. It can be taken out: one page then stands/,
      ),
      hint: '“bundle take-out” takes it out.',
    })
  })

  test('what came late among frozen pages is told of where it may not stand, and numbered where it may', async () => {
    await bundle('add', 'JLB/4')
    const said = await turnstone('bundle', 'move', at('x.case'), 'JLB/4', '--before', 'JLB/3', ...secret)
    expect(said.out).toMatch(/^JLB\/4 +Section B +No numbers yet\nJLB\/4 came late and stands among/m)
    await bundle('late', 'insert')
    expect((await moved('JLB/4', '--after', 'JLB/2')).moved).toMatchObject([
      { ref: 'JLB/4', first: expect.stringMatching(/^\d+A$/) },
    ])
  })

  test('a page stands for what is taken out, which is put back until that is frozen', async () => {
    expect((await bundle('take-out', 'JLB/2')).json()).toMatchObject({
      takenOut: ['JLB/2'],
      frozen: [{ ref: 'JLB/2', first: expect.stringMatching(/^\d+$/) }],
    })
    expect((await refused('conflict', 'take-out', 'JLB/2')).message).toContain('taken out of B1 already')
    expect((await refused('conflict', 'move', 'JLB/2', '--section', 'A')).message).toContain(
      'the page that stands for',
    )
    expect((await bundle('put-back', 'JLB/2')).json()).toEqual({ bundle: 'B1', putBack: ['JLB/2'] })
    await bundle('take-out', 'JLB/2')
    await bundle('add', 'JLB/2')
    expect((await refused('conflict', 'put-back', 'JLB/2')).message).toContain('put into B1 again')
    // The one that is in is the one that is meant.
    expect((await bundle('take-out', 'JLB/2')).json()).toMatchObject({ frozen: [] })
    expect((await bundle('freeze')).json()).toMatchObject({ version: 2 })
    expect(await refused('conflict', 'put-back', 'JLB/2')).toEqual({
      code: 'conflict',
      message: expect.stringContaining('JLB/2 was frozen as taken out, so the page that stands for'),
      hint: '“bundle add” puts it in again.',
    })
  })
})
