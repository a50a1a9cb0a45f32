import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { manifestPath, versionOf } from '../../../../main/services/bundle/index.ts'
import { pagesPdf } from './sample-pdfs.ts'
import { build, buildSealed, content, document, folder, plan, signerFrom } from './workshop.ts'

const at = folder()
const words = (...each: string[]) => content('pdf', pagesPdf(each.map((text) => ({ words: text }))))
const first = document('acc', 'Account 4410', words('First', 'Second'))
const mended = document('acc', 'Account 4410', words('First', 'Mended'))
const look = (path: string) =>
  versionOf(path, createHash('sha256').update(readFileSync(path)).digest('hex'), {})

test('each page has its number, a digest of what it shows, and a sign of its document that is not its title', async () => {
  const [one, two] = [join(at, 'one.pdf'), join(at, 'two.pdf')]
  await build(plan([first]), one)
  await build(plan([mended]), two)
  const [a, b] = [await look(one), await look(two)]
  expect(a.pages.map(({ label }) => label)).toEqual(['1', '2', '3', '4'])
  expect(a.pages.map(({ document: sign }) => sign === '')).toEqual([true, true, false, false])
  expect(JSON.stringify(a)).not.toContain('Account')
  expect(b.pages[2]).toEqual(a.pages[2])
  expect(b.pages[3]).toEqual({ ...a.pages[3], digest: b.pages[3]!.digest })
  expect(b.pages[3]!.digest).not.toBe(a.pages[3]!.digest)
  expect(a.made).toMatchObject({ key: '', volume: 1 })
})

test('who made it is told by a sound manifest of this very file, and by no other', async () => {
  const path = join(at, 'sealed.pdf')
  await buildSealed(plan([first]), path)
  expect((await look(path)).made).toEqual({
    key: signerFrom(7).key,
    holder: 'Asha Verity',
    at: '2026-03-20T16:40:00.000Z',
    volume: 1,
  })
  expect((await versionOf(path, 'f'.repeat(64), {})).made).toBeNull()
  const beside = manifestPath(path)
  writeFileSync(beside, readFileSync(beside, 'utf8').replace('"Asha Verity"', '"Somebody"'))
  expect((await look(path)).made).toBeNull()
  writeFileSync(beside, 'nothing')
  expect((await look(path)).made).toBeNull()
})

test('digests made in the first way are there where asked for, and are what they were', async () => {
  const path = join(at, 'first.pdf')
  writeFileSync(path, pagesPdf([{ words: 'First' }]))
  const [now] = (await versionOf(path, '', {}, true)).pages
  expect(now!.first).toBe('deec40015710d61cc3133e1b803e7c02')
  expect((await versionOf(path, '', {})).pages[0]!.first).toBeUndefined()
  expect(now!.digest).not.toBe(now!.first)
})
