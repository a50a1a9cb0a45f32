import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { manifestPath, verifyBundle } from '../../../../main/services/bundle/index.ts'
import { pagesPdf } from './sample-pdfs.ts'
import { build, content, document, folder, plan } from './workshop.ts'

const sample = () =>
  plan([
    document(
      'one',
      'First',
      content('pdf', pagesPdf([{ words: 'Alpha' }, { words: 'Beta' }, { words: 'Gamma' }])),
    ),
    document('two', 'Second', content('text', Buffer.from('Some words.\n'.repeat(90)))),
    document('three', 'Third', content('text', Buffer.from('Few words.\n'))),
  ])

test('any one changed byte is found, and the document and page named where it lies in one', async () => {
  const at = folder()
  const to = join(at, 'b.pdf')
  const built = await build(sample(), to)
  const whole = readFileSync(to)
  const { documents } = JSON.parse(readFileSync(built.manifest, 'utf8')) as {
    documents: { id: string; from: number; bytes: [number, number]; pageBytes: [number, number, string][] }[]
  }
  const altered = join(at, 'c.pdf')
  copyFileSync(built.manifest, manifestPath(altered))
  const step = Math.floor(whole.length / 61)
  for (let i = 0; i < whole.length; i += step) {
    const bytes = Buffer.from(whole)
    bytes[i]! ^= 1
    writeFileSync(altered, bytes)
    const checked = await verifyBundle(altered)
    expect(checked.ok, `byte ${i}`).toBe(false)
    const hit = documents.find(({ bytes: [from, to] }) => i >= from && i < to)
    const named = checked.findings.filter((finding) => finding.rule === 'hash')
    expect(named.length, `byte ${i}`).toBeGreaterThan(0)
    expect(named[0]!.document).toBe(hit?.id)
    const page = hit?.pageBytes.findIndex(([from, to]) => i >= from && i < to) ?? -1
    if (hit && page >= 0) expect(named[0]!.page).toBe(hit.from + page)
  }
})

test('a changed manifest, a missing one, a cut file and no file are each told apart', async () => {
  const at = folder()
  const to = join(at, 'b.pdf')
  const built = await build(sample(), to)
  const record = readFileSync(built.manifest, 'utf8')
  const whole = readFileSync(to)
  const rules = async () => (await verifyBundle(to)).findings.map((finding) => finding.rule)
  writeFileSync(to, whole.subarray(0, whole.length - 400))
  expect(await rules()).toContain('hash')
  writeFileSync(to, whole)
  writeFileSync(
    built.manifest,
    record.replace('"from":6', '"from":5').replace('"title": "Trial', '"title": "Trail'),
  )
  expect(await rules()).toContain('R55')
  writeFileSync(built.manifest, '{}')
  expect(await rules()).toEqual(['manifest'])
  writeFileSync(built.manifest, record)
  expect(await rules()).toEqual([])
  const alone = join(at, 'alone.pdf')
  copyFileSync(to, alone)
  expect(await verifyBundle(alone)).toMatchObject({ ok: false, findings: [{ rule: 'no-manifest' }] })
  await expect(verifyBundle(join(at, 'none.pdf'))).rejects.toMatchObject({ code: 'not-found' })
})

test('rules are derived from the PDF alone: a wrong label, bookmark or opening is found without hashes', async () => {
  const at = folder()
  const to = join(at, 'b.pdf')
  await build(sample(), to)
  const whole = readFileSync(to, 'latin1')
  const alter = async (from: string, into: string) => {
    expect(whole).toContain(from)
    const path = join(at, 'alone.pdf')
    writeFileSync(path, whole.replace(from, into), 'latin1')
    return (await verifyBundle(path)).findings.map((finding) => finding.rule)
  }
  expect(await alter('/Nums [0 <</S /D>>]', '/Nums [0 <</S /r>>]')).toContain('R7')
  expect(await alter('/PageMode /UseOutlines', '/PageMode /UseThumbs  ')).toContain('R25')
  expect(await alter('/OpenAction', '/OpenIction')).toContain('R25')
  expect(await alter('(Third \\(page', '(Other \\(page')).toContain('R15')
})
