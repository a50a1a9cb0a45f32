import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { labelAt, labelRange, type Numbering, numberings } from '../../../../casework/rules/numbering.ts'
import {
  type BundleDocument,
  type BundlePlan,
  type Manifest,
  numberPlan,
  readOver,
  readProfile,
  verifyBundle,
} from '../../../../main/services/bundle/index.ts'
import { outOfOrder } from '../../../../main/services/bundle/verify-numbers.ts'
import { pagesPdf, type SamplePage } from './sample-pdfs.ts'
import { build, content, document, folder, pageTexts, plan, resources, run } from './workshop.ts'

const general = readProfile(join(resources, 'profiles', 'general.json'))
const sheet = (id: string, more: Partial<BundleDocument> = {}) =>
  document(id, `Document ${id}`, { kind: 'placeholder', reason: 'Elsewhere.', facts: [] }, more)
const letter = (id: string, pages: number, more: Partial<BundleDocument> = {}) =>
  document(
    id,
    `Document ${id}`,
    content('pdf', pagesPdf(Array.from({ length: pages }, () => ({ words: 'Words' })))),
    more,
  )

interface QpdfLabel {
  readonly index: number
  readonly label: Readonly<{ [key: string]: string | number }>
}

/** The label of each page, from the tree qpdf reads, by the rules of the standard and not by ours. */
function labelsByQpdf(path: string): string[] {
  const json = JSON.parse(run('qpdf', '--json=1', path)) as { pagelabels: QpdfLabel[]; pages: unknown[] }
  const romans = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii', 'xiii', 'xiv']
  return json.pages.map((_, page) => {
    const { index, label } = json.pagelabels.filter((each) => each.index <= page).at(-1)!
    const number = Number(label['/St'] ?? 1) + page - index
    const prefix = String(label['/P'] ?? '')
    if (label['/S'] === '/D') return prefix + number
    if (label['/S'] === '/r') return prefix + romans[number - 1]!
    if (label['/S'] === '/A') {
      expect(number).toBeLessThanOrEqual(26)
      return prefix + String.fromCharCode(64 + number)
    }
    return prefix
  })
}

/** The words pdftotext finds in the last column of each page's foot or head: where stamps stand. */
function stampsByPoppler(path: string): string[][] {
  return run('pdftotext', '-cropbox', '-bbox', path, '-')
    .split('<page ')
    .slice(1)
    .map((page) => [...page.matchAll(/>([^<>\n]+)<\/word>/g)].map((match) => match[1]!))
}

const page: fc.Arbitrary<SamplePage> = fc
  .record({
    left: fc.integer({ min: -400, max: 400 }),
    bottom: fc.integer({ min: -400, max: 400 }),
    width: fc.constantFrom(200, 595, 842, 1191),
    height: fc.constantFrom(300, 595, 842, 1191),
    rotate: fc.constantFrom(0, 90, 180, 270),
    cropped: fc.boolean(),
  })
  .map(({ left, bottom, width, height, rotate, cropped }): SamplePage => {
    const box = [left, bottom, left + width, bottom + height] as const
    const crop = [left + 20, bottom + 25, left + width - 15, bottom + height - 10] as const
    return { words: 'Words', box, rotate, ...(cropped ? { crop } : {}) }
  })

const oneDocument = fc.record({
  pages: fc.array(page, { minLength: 1, maxLength: 4 }),
  coversheet: fc.boolean(),
  below: fc.boolean(),
  front: fc.boolean(),
})
const tree = fc.array(fc.array(oneDocument, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
type Tree = typeof tree extends fc.Arbitrary<infer T> ? T : never

const front = { mark: 'JLB/7', producedBy: 'DC Brennan', statement: 'S12', description: 'A notebook' }
const planned = (sections: Tree, more: Partial<BundlePlan>): BundlePlan =>
  plan([], {
    sections: sections.map((documents, s) => ({
      letter: String.fromCharCode(65 + s * 2),
      title: `Section ${s}`,
      documents: documents.map(({ pages, coversheet, below, front: has }, d) =>
        document(`${s}-${d}`, `Document ${s} ${d}`, content('pdf', pagesPdf(pages)), {
          coversheet,
          depth: below && d > 0 ? 1 : 0,
          ...(has ? { front } : {}),
        }),
      ),
    })),
    ...more,
  })

describe('the number printed is the label, the index, the bookmark and the manifest', () => {
  const each = (Object.keys(numberings) as Numbering[]).flatMap((numbering) => [
    { numbering, series: '' },
    { numbering, series: 'SB12/' },
  ])
  for (const { numbering, series } of each)
    test(`${numbering}${series === '' ? '' : ' in a supplement'}`, async () => {
      const at = folder()
      let n = 0
      await fc.assert(
        fc.asyncProperty(tree, fc.boolean(), fc.boolean(), async (sections, dividers, many) => {
          const to = join(at, `${n++}.pdf`)
          const limits = many ? { pages: 9, megabytes: null, beyond: 'volumes' as const } : general.limits
          const profile = { ...general, numbering, dividers, limits }
          const what = planned(sections, { profile, ...(series === '' ? {} : { series }) })
          const built = await build(what, to)
          const counts = new Map(
            sections.flatMap((each, s) => each.map((d, i) => [`${s}-${i}`, d.pages.length] as const)),
          )
          const told = numberPlan(what, counts, { fonts: join(resources, 'fonts') })
          expect(
            told.sections
              .flatMap((each) => each.documents)
              .map((each) => [each.first, each.last, each.volume]),
          ).toEqual(built.documents.map((each) => [...each.labels, each.volume]))
          expect(told.pages).toBe(built.volumes.reduce((sum, each) => sum + each.pages, 0))
          const whole: string[] = []
          for (const [v, volume] of built.volumes.entries()) {
            const { findings } = await verifyBundle(volume.bundle)
            expect(findings).toEqual([])
            const labels = labelsByQpdf(volume.bundle)
            whole.push(...labels)
            for (const [i, words] of stampsByPoppler(volume.bundle).entries())
              expect(words, `page ${i + 1}`).toContain(labels[i])
            const bookmarks = run('qpdf', '--json=1', volume.bundle)
            for (const each of built.documents.filter((own) => own.volume === v + 1)) {
              expect(labels.slice(each.from - 1, each.to)).toEqual(
                Array.from({ length: each.pages }, (_, i) => labelAt(each.numbers, i)),
              )
              const range = labelRange(...each.labels)
              expect(bookmarks).toContain(`${each.title} (${each.pages === 1 ? 'page' : 'pages'} ${range})`)
            }
            const record = JSON.parse(readFileSync(volume.manifest, 'utf8')) as Manifest
            expect(record.documents.map((each) => each.labels)).toEqual(
              built.documents.filter((own) => own.volume === v + 1).map((each) => each.labels),
            )
          }
          expect(new Set(whole).size).toBe(whole.length)
          expect(whole.filter((label) => !label.startsWith(series))).toEqual([])
        }),
        { numRuns: series === '' ? 4 : 2, seed: 11 },
      )
    }, 60_000)
})

describe('frozen numbers', () => {
  const first = plan([], {
    profile: { ...general, dividers: true },
    sections: [
      { letter: 'A', title: 'Statements', documents: [letter('one', 2), letter('two', 3)] },
      { letter: 'B', title: 'Exhibits', documents: [letter('three', 4)] },
    ],
  })

  test('stay when a document comes between, past Z, and one is taken out', async () => {
    const at = folder()
    const built = await build(first, join(at, 'one.pdf'))
    expect(built.documents.map((each) => labelRange(...each.labels))).toEqual(['4–5', '6–8', '10–13'])
    expect(built).toMatchObject({ front: 2, sections: [{ letter: 'A' }, { letter: 'B' }] })
    const kept = new Map(built.documents.map((each) => [each.id, each.numbers]))
    const again: BundlePlan = {
      ...first,
      version: 'Version 2, frozen on 3 April 2026',
      frozenFront: built.front,
      changes: [{ what: 'added', title: 'Document late', pages: '5A–5AB' }],
      sections: [
        {
          ...first.sections[0]!,
          documents: [
            letter('one', 2, { numbers: kept.get('one')! }),
            letter('late', 28, { numbers: { style: 'letters', prefix: '5', from: 1 } }),
            sheet('two', { numbers: { style: 'fixed', label: '6–8' } }),
          ],
        },
        {
          ...first.sections[1]!,
          divider: built.sections[1]!.divider!,
          documents: [letter('three', 4, { numbers: kept.get('three')! }), letter('end', 1)],
        },
      ],
    }
    const to = join(at, 'two.pdf')
    const second = await build(again, to)
    expect((await verifyBundle(to)).findings).toEqual([])
    expect(second.documents.map((each) => labelRange(...each.labels))).toEqual([
      '4–5',
      '5A–5AB',
      '6–8',
      '10–13',
      '14',
    ])
    const labels = labelsByQpdf(to)
    expect(labels.slice(0, 6)).toEqual(['1', '2', '2A', '3', '4', '5'])
    expect(labels.slice(30, 35)).toEqual(['5Y', '5Z', '5AA', '5AB', '6–8'])
    const texts = pageTexts(to)
    expect(texts[2]).toMatch(
      /Changes[\s\S]*Added[\s\S]*Document late +5A–5AB[\s\S]*beyond those first served +2A\s[\s\S]*2A\s*$/,
    )
    expect(texts[0]).toContain('2, frozen on 3 April 2026')
    expect(texts[34]).toMatch(/6–8\s*$/)
    const json = run('qpdf', '--json=1', to)
    expect(json).toContain('Document two (pages 6–8)')
    expect(json).toContain('Document late (pages 5A–5AB)')
  })

  test('end with the last number where the last page stands for a range, whoever says where they end', async () => {
    const at = folder()
    const out = sheet('out', { numbers: { style: 'fixed', label: '7–9' } })
    const to = join(at, 'continuous.pdf')
    const built = await build(
      plan([], {
        profile: { ...general, dividers: true },
        sections: [
          { letter: 'A', title: 'Statements', documents: [letter('one', 2)] },
          { letter: 'B', title: 'Exhibits', documents: [out] },
        ],
      }),
      to,
    )
    expect((await verifyBundle(to)).findings).toEqual([])
    expect(built.documents.map((each) => labelRange(...each.labels))).toEqual(['4–5', '7–9'])
    const texts = pageTexts(to)
    expect(texts[0]).toMatch(/[^0-9]1 to 9, in one file/)
    expect(texts[0]).toMatch(/Page 1 of 9/)
    expect(texts[1]).toMatch(/Exhibits[^–]*[^0-9–]6–9\s/)
    expect(texts[5]).toMatch(/Pages 6 to 9/)
    expect(texts[6]).toMatch(/Page 7–9 of 9/)
    expect(texts[6]).toMatch(/7–9\s*$/)
    const json = run('qpdf', '--json=1', to)
    expect(json).toContain('B Exhibits (pages 6–9)')
    expect(json).toContain('Document out (pages 7–9)')
    expect(json).toContain('B Exhibits, pages 6 to 9')

    // A section may begin with such a page as well, and have letters before its numbers.
    const sections = join(at, 'sections.pdf')
    const profile = { ...general, numbering: 'sections' } as const
    const lost = (label: string) => sheet(label, { numbers: { style: 'fixed', label } })
    await build(plan([lost('A1–A3'), letter('two', 2), lost('A6–A8')], { profile }), sections)
    expect((await verifyBundle(sections)).findings).toEqual([])
    expect(run('qpdf', '--json=1', sections)).toContain('(pages A1–A8)')
    expect((await readOver(sections)).outline.map(({ ranged }) => ranged)).not.toContain(false)
  })

  test('that meet are refused, and both are named', async () => {
    const to = join(folder(), 'clash.pdf')
    const clash = plan([
      letter('one', 3),
      letter('two', 2, { numbers: { style: 'decimal', prefix: '', from: 5 } }),
    ])
    await expect(build(clash, to)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/“Document one” and “Document two” would both have a page numbered 5/),
    })
    const twice = plan([letter('one', 2, { numbers: { style: 'fixed', label: '3–9' } })])
    await expect(build(twice, to)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('“Document one” would have two pages numbered 3–9'),
    })
    const covered = plan([letter('one', 1, { numbers: { style: 'decimal', prefix: '', from: 2 } })])
    await expect(build(covered, to)).rejects.toThrow(/The cover and index and “Document one”/)
  })
})

test('numbers out of order are found, whatever the series', () => {
  const wrong = (labels: string, later = false) => outOfOrder(labels.split(' '), later)
  expect(wrong('1 2 3 3A 3B 4 5–9 10')).toEqual([])
  expect(wrong('i ii iiA A1 A2 A2A A3 B1')).toEqual([])
  expect(wrong('i A/0/1 A/1/1 A/1/2 A/2/1 C/1/1')).toEqual([])
  expect(wrong('i A11 A12 A1 A2')).toEqual([])
  expect(wrong('1 2 3 3A–3C 4 4A 4B–4AB 4AC 5')).toEqual([])
  expect(wrong('i A/0/1 A/1/1–A/1/3 A/2/1 A/3/1–A/3/9 B/1/1')).toEqual([])
  expect(wrong('i A11–A13 A14 A1–A2 A3')).toEqual([])
  expect(wrong('1 2 3 3B–3C 4')).toEqual([3])
  expect(wrong('1 2 3 3A–3C 3C 4')).toEqual([4])
  expect(wrong('1 2 5–4 6')).toEqual([2, 3])
  expect(wrong('v vi B37 B38 C1', true)).toEqual([])
  expect(wrong('SB1/1 SB1/2 SB1/2A SB1/3–SB1/5 SB1/6')).toEqual([])
  expect(wrong('SB12/i SB12/ii SB12/A1 SB12/A2 SB12/A4 SB12/B1')).toEqual([4])
  expect(wrong('SB1/i SB1/A/0/1 SB1/A/1/1 SB1/B/1/1')).toEqual([])
  expect(wrong('SB1/1 SB1/2 3 SB1/4')).toEqual([2, 3])
  expect(wrong('SB1/1 SB2/2')).toEqual([1])
  expect(wrong('1 2 4')).toEqual([2])
  expect(wrong('2 3')).toEqual([0])
  expect(wrong('1 2 2')).toEqual([2])
  expect(wrong('1 2B')).toEqual([1])
  expect(wrong('i A1 B1 A2')).toEqual([3])
  expect(wrong('i A1 A2 B2')).toEqual([3])
  expect(wrong('1 two')).toEqual([1])
  expect(wrong('9 10 12', true)).toEqual([2])
  expect(wrong('v B3 B4 C2', true)).toEqual([3])
})

test('a page that says another number than its label is found, in the index too', async () => {
  const at = folder()
  const to = join(at, 'b.pdf')
  await build(
    plan([letter('one', 2), letter('two', 1)], { profile: { ...general, numbering: 'sections' } }),
    to,
  )
  const whole = readFileSync(to, 'latin1')
  expect(whole).toContain('/P (A)')
  const path = join(at, 'altered.pdf')
  const rules = async (from: string, into: string) => {
    expect(whole).toContain(from)
    writeFileSync(path, whole.replace(from, into), 'latin1')
    return (await verifyBundle(path)).findings.map((finding) => finding.rule)
  }
  expect(await rules('/P (A)', '/P (B)')).toEqual(expect.arrayContaining(['R7', 'R20']))
  expect(await rules('(Document two, page A3)', '(Document two, page A2)')).toContain('R15')
  expect(await rules('(Document two \\(page A3\\))', '(Document two \\(page A2\\))')).toContain('R20')
})

test('what is said of a page names it as it is printed: in the report, and of an altered bundle', async () => {
  const at = folder()
  const to = join(at, 'b.pdf')
  const source = pagesPdf([{ words: 'Middle' }, { words: 'Foot of the page', at: [500, 35] }])
  const what = plan([document('one', 'Document one', content('pdf', source))], {
    profile: { ...general, numbering: 'sections' },
  })
  const { manifest, report } = await build(what, to)
  const moved = report.filter((line) => line.kind === 'stamp-moved')
  expect(moved.map((line) => line.sentence)).toEqual([expect.stringMatching(/^Page A2: /)])
  const { documents } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest
  const bytes = readFileSync(to)
  const [from, end] = documents[0]!.pageBytes[1]!
  bytes[Math.floor((from + end) / 2)]! ^= 1
  writeFileSync(to, bytes)
  const hash = (await verifyBundle(to)).findings.find((finding) => finding.document === 'one')
  expect(hash?.sentence).toMatch(/Document one \(pages A1 to A2\) was altered .*, on page A2 /)
})
