import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { turnstoneOver } from '../../support/turnstone.ts'
import { pagesPdf } from '../services/bundle/sample-pdfs.ts'
import { pageTexts, resources } from '../services/bundle/workshop.ts'

const folder = mkdtempSync(join(tmpdir(), 'turnstone-redact-'))
const at = (name: string) => join(folder, name)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const turnstone = turnstoneOver({ machineDir: at('machine'), resourcesDir: resources })
const secret = ['--passphrase-file', at('pass')]
const redact = (what: string, ...more: string[]) =>
  turnstone('redact', what, at('x.case'), ...more, ...secret)

beforeAll(async () => {
  writeFileSync(at('pass'), 'seven words that make a long passphrase\n')
  const page = (words: string) => ({ words, at: [60, 600] as const })
  writeFileSync(at('a.pdf'), pagesPdf([page('Larkspur lives here'), page('Ask Larkspur')]))
  writeFileSync(at('b.pdf'), pagesPdf([page('Nobody else is named')]))
  writeFileSync(at('c.txt'), 'Sold at Mill Lane')
  await turnstone('case', 'create', at('x.case'), '--name', 'Operation X', ...secret)
  await turnstone('evidence', 'add', at('x.case'), at('a.pdf'), at('b.pdf'), '--producer', 'JLB', ...secret)
  await turnstone('evidence', 'add', at('x.case'), at('c.txt'), '--producer', 'PSC', ...secret)
}, 60_000)

test('an exhibit is searched, marked, checked, burned, proved and served', { timeout: 120_000 }, async () => {
  expect((await turnstone('redact', 'reasons')).out).toContain('third-party')
  const found = await redact('find', 'larkspur')
  expect(found.out).toContain('[Larkspur] lives here')
  expect(found.out).toContain('2 places in 1 exhibit. Nothing is marked')
  expect(found.out).toContain('PSC/1: Not searched: it is plain text')
  expect((await redact('list')).out).not.toContain('JLB/1')

  const one = await redact('mark', 'jlb/1', '--page', '1', '--box', '60,230,60,20', '--reason', 'third-party')
  expect(one.out).toContain('60,228,60,24')
  expect((await redact('remove', 'JLB/1', '--boxes', '1')).out).toContain('1 box removed')
  expect((await redact('find', 'Larkspur', '--exhibit', 'JLB/1', '--mark', '--reason', 'child')).code).toBe(0)
  const listed = await redact('list', '--exhibit', 'JLB/1')
  expect(listed.out).toContain('2 boxes: not burned.')
  expect(listed.out).toContain('removed by')

  const none = await redact('proof', 'JLB/1')
  expect([none.code === 0, none.err.includes('no edited copy')]).toEqual([false, true])
  expect((await redact('check', 'JLB/1', '--by', 'DI Okafor')).out).toContain(
    '2 boxes on JLB/1 checked by DI Okafor',
  )
  const burned = await redact('burn', 'JLB/1')
  expect([burned.code, burned.err]).toEqual([0, ''])
  const proof = await redact('proof', 'JLB/1')
  expect(proof.out).toContain('not under a box')
  expect((await redact('list')).out).toMatch(/JLB\/1 .*burned/)

  const built = await turnstone(
    ...['bundle', 'build', at('x.case'), '--profile', 'general', '--to', at('out.pdf'), ...secret],
  )
  expect(built.code).toBe(0)
  expect(pageTexts(at('out.pdf')).join().includes('Larkspur')).toBe(false)
  expect(readFileSync(at('out.manifest.json'), 'utf8')).toContain('"redactions":2')
})

test('words left standing are told, and kept only when that is asked', { timeout: 120_000 }, async () => {
  await redact('remove', 'JLB/1', '--boxes', '2')
  const refused = await redact('burn', 'JLB/1')
  expect(refused.code).not.toBe(0)
  expect(`${refused.out}${refused.err}`).toContain('--let-stand')
  expect(refused.out).toContain('page 2')
  expect((await redact('burn', 'JLB/1', '--let-stand')).code).toBe(0)
})

test('words outside the page are told, and the others are marked', { timeout: 60_000 }, async () => {
  writeFileSync(
    at('d.pdf'),
    pagesPdf([
      { words: 'Ask Peregrine', at: [60, 600] },
      { words: 'Ask Peregrine', at: [60, -300] },
    ]),
  )
  await turnstone('evidence', 'add', at('x.case'), at('d.pdf'), '--producer', 'TAO', ...secret)
  const looked = await redact('find', 'Peregrine', '--exhibit', 'TAO/1')
  expect([looked.code, looked.out]).toEqual([0, expect.stringContaining('2 places in 1 exhibit. Nothing')])
  const marked = await redact('find', 'Peregrine', '--exhibit', 'TAO/1', '--mark', '--reason', 'child')
  expect(marked.code).not.toBe(0)
  expect(marked.out).toMatch(/TAO\/1 +2 +Ask \[Peregrine\] +Outside the page/)
  expect(marked.out).toContain('2 places in 1 exhibit, 1 marked.')
  expect(marked.err).toContain('1 place could not be marked')
  expect((await redact('list', '--exhibit', 'TAO/1')).out).toContain('1 box: not burned.')
})

test.each([
  [['mark', 'JLB/1', '--page', 'x', '--box', '1,1,2,2', '--reason', 'child'], '--page takes'],
  [['mark', 'JLB/1', '--page', '1', '--box', '1,1,2', '--reason', 'child'], '--box takes'],
  [['mark', 'JLB/9', '--page', '1', '--box', '1,1,2,2', '--reason', 'child'], 'no exhibit JLB/9'],
  [['remove', 'JLB/1', '--boxes', '7'], 'has no box 7'],
  [['find', 'Larkspur', '--mark'], 'needs --reason'],
])('redact %j is refused with what to do', { timeout: 30_000 }, async (args, says) => {
  const [what, ...more] = args
  const refused = await redact(what!, ...more)
  expect(refused.code).not.toBe(0)
  expect(refused.err).toContain(says)
})
