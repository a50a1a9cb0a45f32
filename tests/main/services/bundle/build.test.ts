import { existsSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { verifyBundle } from '../../../../main/services/bundle/index.ts'
import { bookmarkTitle, entryTitle } from '../../../../main/services/bundle/plan.ts'
import { pagesPdf } from './sample-pdfs.ts'
import { build, content, document, folder, pageTexts, plan, run } from './workshop.ts'

const names = [
  'Nguyễn Thị Hường',
  'Łódź',
  'Timișoara',
  'Đặng',
  'Ionuț Țăranu',
  'Ọlábísí Ògúnlẹ́yẹ',
  'Ганна Щербаків',
  'Αθηνά Παπαδόπουλος',
]
const at = folder()
const ordinary = plan([
  document(
    'one',
    `Account of ${names.join(', ')}`,
    content('pdf', pagesPdf([{ words: 'Alpha' }, { words: 'Beta' }])),
    { ref: 'JLB/3', date: '14 Aug 2024' },
  ),
  document('two', 'Notes', content('text', Buffer.from(`${names.join('\n')}\nمحمد\n`)), { ref: 'JLB/4' }),
  document('three', 'Recording', {
    kind: 'placeholder',
    reason: 'A recording cannot be printed.',
    facts: [['Length', '4 minutes']],
  }),
])

describe('a bundle', () => {
  const to = join(at, 'ordinary.pdf')
  const built = build(ordinary, to, { madeBy: { program: 'Turnstone 0.1.0', at: '2026-03-20T16:40:00Z' } })

  test('is one sound PDF that opens with its bookmarks at page 1 at 100 %', async () => {
    const { pages } = await built
    expect(run('qpdf', '--check', to)).toContain('No syntax or stream encoding errors')
    const info = run('pdfinfo', to)
    expect(info).toMatch(new RegExp(`Pages: +${pages}`))
    expect(info).toContain('R v Whitlock and Hoxha: Trial bundle')
    const json = run('qpdf', '--qdf', '--object-streams=disable', to, '-')
    expect(json).toContain('/PageMode /UseOutlines')
    expect(json).toMatch(/\/OpenAction \[\s*\d+ 0 R\s*\/XYZ\s*null\s*null\s*1\s*\]/)
    expect(json).toContain('/Lang (en-GB)')
    expect(json).toContain('/DisplayDocTitle true')
    expect(json).not.toMatch(/\/(CreationDate|ModDate|Producer|Creator)\b/)
  })

  test('prints every name so that it can be read back', async () => {
    await built
    const text = run('pdftotext', '-raw', to, '-').normalize('NFC')
    for (const name of names) expect(text).toContain(name.normalize('NFC'))
  })

  test('says which characters it had no letters for, and still carries them as text', async () => {
    const { report } = await built
    const [line, ...more] = report.filter(({ kind }) => kind === 'character')
    expect(more).toEqual([])
    expect(line).toMatchObject({ document: 'two' })
    expect(line!.sentence).toContain(
      'some characters: ح (U+062D), د (U+062F), م (U+0645). An empty box is printed',
    )
    expect([...run('pdftotext', '-raw', to, '-')].filter((c) => 'محمد'.includes(c))).toHaveLength(4)
  })

  test('embeds every font it uses', async () => {
    await built
    const fonts = run('pdffonts', to)
      .split('\n')
      .slice(2)
      .filter((line) => line.includes('TSTONE'))
    expect(fonts.length).toBeGreaterThan(2)
    for (const line of fonts) expect(line).toMatch(/yes yes yes +\d+ +0$/)
  })

  test('is accepted by its own check, and its manifest names no file', async () => {
    const { manifest, documents } = await built
    expect(await verifyBundle(to)).toMatchObject({ ok: true, findings: [], documents: 3 })
    const record = JSON.parse(readFileSync(manifest, 'utf8'))
    expect(record.documents.map((d: { from: number; to: number }) => [d.from, d.to])).toEqual(
      documents.map((d) => [d.from, d.to]),
    )
    expect(record.documents[0].title).toBe(entryTitle(ordinary.sections[0]!.documents[0]!))
    const stretches = record.documents.map((d: { bytes: [number, number] }) => d.bytes) as [number, number][]
    for (const [i, [from]] of stretches.entries()) if (i > 0) expect(from).toBe(stretches[i - 1]![1])
  })

  test('is the same bytes when built again', async () => {
    const first = await built
    const second = await build(ordinary, join(at, 'again.pdf'))
    expect(second.sha256).toBe(first.sha256)
    expect(readFileSync(second.bundle).equals(readFileSync(to))).toBe(true)
  })

  test('carries the notice and the watermark only on pages we set', async () => {
    const { documents } = await built
    const texts = pageTexts(to)
    expect(texts[0]).toContain('FICTIONAL: demonstration data')
    expect(texts[documents[0]!.from - 1]).not.toContain('FICTIONAL')
  })
})

test('an existing file is never replaced, and a stopped build leaves nothing', async () => {
  const here = folder()
  const to = join(here, 'bundle.pdf')
  writeFileSync(to, 'mine')
  await expect(build(ordinary, to)).rejects.toMatchObject({ code: 'exists' })
  expect(readFileSync(to, 'utf8')).toBe('mine')
  const stop = new AbortController()
  const other = join(here, 'other.pdf')
  const stopped = build(ordinary, other, {
    signal: stop.signal,
    onProgress: (done) => done === 1 && stop.abort(),
  })
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
  await expect(build(plan([]), other)).rejects.toMatchObject({ code: 'nothing-to-bundle' })
  await expect(build(ordinary, join(here, 'no-such', 'x.pdf'))).rejects.toMatchObject({ code: 'not-found' })
  expect(readdirSync(here)).toEqual(['bundle.pdf'])
})

test('a link that leads nowhere is never replaced, be it in the place of the bundle or its manifest', async () => {
  for (const name of ['bundle.pdf', 'bundle.manifest.json']) {
    const here = folder()
    symlinkSync(join(here, 'no-such'), join(here, name))
    await expect(build(ordinary, join(here, 'bundle.pdf'))).rejects.toMatchObject({ code: 'exists' })
    expect(readdirSync(here)).toEqual([name])
    expect(readlinkSync(join(here, name))).toBe(join(here, 'no-such'))
  }
})

test('a document to be skipped is not read', async () => {
  const to = join(folder(), 'skip.pdf')
  const { report } = await build(ordinary, to, { skip: new Map([['one', 'Reading it took too long.']]) })
  expect(report[0]).toMatchObject({ document: 'one', kind: 'placeholder' })
  expect(pageTexts(to)[2]).toContain('Reading it took too long.')
})

test('two thousand long titles wrap, keep their heading row and their numbers', async () => {
  const to = join(folder(), 'long.pdf')
  const many = Array.from({ length: 600 }, (_, i) =>
    document(
      `d${i}`,
      `Wallet of bank cards and a letter, photographed at Harbour Road, sheet ${i} of ${names[i % names.length]}`,
      { kind: 'placeholder', reason: 'Elsewhere.', facts: [] },
      { ref: `AWŁ/${i}` },
    ),
  )
  const { documents } = await build(plan(many), to)
  expect(await verifyBundle(to)).toMatchObject({ ok: true, documents: 600 })
  const texts = pageTexts(to)
  const index = texts.slice(1, documents[0]!.from - 1)
  expect(index.length).toBeGreaterThan(20)
  for (const text of index) expect(text).toMatch(/No\. +Document/)
  expect(bookmarkTitle('x', '3', '3')).toBe('x (page 3)')
  expect(existsSync(to)).toBe(true)
}, 60_000)
