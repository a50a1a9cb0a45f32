import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Numbering } from '../../../../casework/rules/numbering.ts'
import {
  type BundlePlan,
  compareBundles,
  readProfile,
  type StatementPrint,
  verifyBundle,
} from '../../../../main/services/bundle/index.ts'
import { type Json, PdfObjects } from './pdf-objects.ts'
import { pagesPdf, type SampleObject, samplePdf } from './sample-pdfs.ts'
import { build, content, document, folder, pageTexts, plan, resources, run } from './workshop.ts'

const general = readProfile(join(resources, 'profiles', 'general.json'))

const statement = (paragraphs: readonly string[], exhibitRefs: readonly string[]) => ({
  kind: 'statement' as const,
  statement: {
    ref: 'S1',
    statementOf: 'Asha Verity',
    age: 'Over 18',
    occupation: 'Police officer',
    paragraphs,
    caseTitle: 'R v Whitlock',
    fictional: true,
    exhibitRefs,
  } satisfies StatementPrint,
})
const words = (text: string) =>
  content('pdf', pagesPdf([{ words: text, at: [60, 400] }, { words: 'Second' }]))

/** The links of each page: what they say, and the page (from 1) they lead to. */
function linksOf(path: string): { page: number; words: string; to: number; box: number[]; ref: string }[] {
  const pdf = new PdfObjects(path)
  const pages = pdf.pages()
  return pages.flatMap((page, i) =>
    pdf.list(pdf.dict(page)['/Annots']).map((ref) => {
      const link = pdf.dict(ref)
      return {
        page: i + 1,
        words: String(link['/Contents']).replace(/^u:/, ''),
        to: pages.indexOf(pdf.list(link['/Dest'])[0] as string) + 1,
        box: pdf.list(link['/Rect']) as number[],
        ref: ref as string,
      }
    }),
  )
}
const cited = (path: string) =>
  linksOf(path)
    .filter(({ page }) => page > 2)
    .map(({ page, words: said, to }) => `${page} ${said} ${to}`)

test('exhibits, statements and pages that a statement cites are tagged links; the rest is counted', async () => {
  const to = join(folder(), 'b.pdf')
  const what = statement(
    [
      'I produce JLB/7 and refer to S2 and to [6], [p. 99] and [A/5]. I have not seen JLB/70. I am S1.',
      `${'A long way round to the end of the line. '.repeat(2)}[pp. 5–6]`,
    ],
    ['JLB/7', 'JLB/70'],
  )
  const { report } = await build(
    plan([
      document('s', 'Statement', what, { ref: 'S1' }),
      document('t', 'Another', statement(['Nothing.'], []), { ref: 'S2' }),
      document('e', 'Notebook', words('Words'), { ref: 'JLB/7' }),
    ]),
    to,
  )
  expect(cited(to)).toEqual([
    '3 JLB/7, page 5 5',
    '3 S2, page 4 4',
    '3 6, page 6 6',
    '3 A/5, page 5 5',
    '3 pp. 5–6, page 5 5',
  ])
  expect(report.filter(({ kind }) => kind === 'citation')).toEqual([
    {
      document: 's',
      page: 3,
      label: '3',
      kind: 'citation',
      sentence:
        '5 citations lead to the page named; 2 citations name no page of this bundle and are no link (page 3).',
    },
  ])
  expect(run('qpdf', '--check', to)).toContain('No syntax or stream encoding errors')
  expect(await verifyBundle(to)).toMatchObject({ findings: [] })
  // Each is a part of the statement's structure.
  const pdf = new PdfObjects(to)
  const parts = [...pdf.all.values()].map((each) => pdf.dict(each)).filter((each) => each['/S'] === '/Link')
  const annotations = parts.flatMap((part) =>
    [part['/K'] ?? []].flat().map((kid: Json) => pdf.dict(kid)['/Obj'] ?? ''),
  )
  for (const { ref, page } of linksOf(to)) if (page > 2) expect(annotations).toContain(ref)
})

test('in a copy for one reader, what is withheld and what never was there are the same: in none of that copy', async () => {
  const at = folder()
  const what = statement(['I produce JLB/7 and JLB/8.'], ['JLB/7', 'JLB/8'])
  const withheld = document(
    'e',
    'Not in this copy',
    { kind: 'placeholder', reason: 'These pages are not in this copy of the bundle.', facts: [] },
    { numbers: { style: 'fixed', label: '4–7' } },
  )
  const to = join(at, 'copy.pdf')
  const { report } = await build(
    plan([document('s', 'Statement', what, { ref: 'S1' }), withheld], { reader: 'The defence' }),
    to,
  )
  expect(cited(to)).toEqual([])
  expect(report.filter(({ kind }) => kind === 'citation').map(({ sentence }) => sentence)).toEqual([
    '2 citations name no page of this copy and are no link (page 3).',
  ])
  expect(await verifyBundle(to)).toMatchObject({ findings: [] })
  const front = pageTexts(to)[1]!.replace(/\s+/gu, ' ')
  expect(front).toContain(
    'are the same. What a paper names and this index does not list is not in this copy.',
  )
})

test('in a supplement what says its series is a link; a number alone is a page of the bundle and none', async () => {
  const to = join(folder(), 'b.pdf')
  const said = 'See [SB1/5], [p. SB1/6] and [SB1/A/5]; of the bundle [5], of another supplement [SB2/5].'
  const { report } = await build(
    plan(
      [
        document('s', 'Statement', statement([said], []), { ref: 'S1' }),
        document('t', 'Another', statement(['Nothing.'], []), { ref: 'S2' }),
        document('e', 'Notebook', words('Words'), { ref: 'JLB/7' }),
      ],
      { series: 'SB1/' },
    ),
    to,
  )
  expect(cited(to)).toEqual(['3 SB1/5, page SB1/5 5', '3 p. SB1/6, page SB1/6 6', '3 SB1/A/5, page SB1/5 5'])
  expect(report.find(({ kind }) => kind === 'citation')?.sentence).toBe(
    '3 citations lead to the page named; 2 citations name no page of this bundle and are no link (page SB1/3).',
  )
  expect(await verifyBundle(to)).toMatchObject({ findings: [] })
  const [cover, index] = pageTexts(to)
  expect(cover).toMatch(/SB1\/1 to SB1\/6, in one file/)
  expect(cover).toMatch(/Every number of this\s+supplement begins SB1\//)
  expect(index).toMatch(/JLB\/7 Notebook +SB1\/5–SB1\/6/)
  expect(index).toMatch(/Page SB1\/2 of SB1\/6/)
})

test('a citation of a page that was taken out leads to the page that stands for it, in every series', async () => {
  const at = folder()
  const out = (label: string) =>
    document(
      label,
      'Taken out',
      { kind: 'placeholder', reason: 'Taken out.', facts: [] },
      {
        numbers: { style: 'fixed', label },
      },
    )
  const said = async (text: string, labels: readonly string[], numbering: Numbering, name: string) => {
    const says = document('s', 'Statement', statement([text], []), { ref: 'S1' })
    const to = join(at, name)
    const profile = { ...general, numbering }
    const { report } = await build(plan([says, ...labels.map(out)], { profile }), to)
    expect(await verifyBundle(to)).toMatchObject({ findings: [] })
    return [cited(to), report.filter(({ kind }) => kind === 'citation').map(({ sentence }) => sentence)]
  }
  expect(await said('[4] [p. 6] [A/7] [pp. 5–9] [10] [6A]', ['4–7', '8–9'], 'continuous', 'c.pdf')).toEqual([
    ['3 4, page 4–7 4', '3 p. 6, page 4–7 4', '3 A/7, page 4–7 4', '3 pp. 5–9, page 4–7 4'],
    ['4 citations lead to the page named; 2 citations name no page of this bundle and are no link (page 3).'],
  ])
  expect(await said('[A3] [B3] [A5]', ['A2–A4'], 'sections', 's.pdf')).toEqual([
    ['3 A3, page A2–A4 4'],
    [
      '1 citation leads to the page named; 2 citations name no page of this bundle and are no link (page A1).',
    ],
  ])
})

test('no word of a statement stands elsewhere because it cites something', async () => {
  const at = folder()
  const text = 'He showed me JLB/7 [C/1], then [p. 4] and JLB/8 once more, as I said in S2. '.repeat(30)
  const pages = async (refs: boolean, name: string) => {
    const exhibits = refs ? [document('e', 'Notebook', words('Words'), { ref: 'JLB/7' })] : []
    const what = statement([text, text], ['JLB/7', 'JLB/8'])
    await build(plan([document('s', 'Statement', what, { ref: 'S1' }), ...exhibits]), join(at, name))
    return pageTexts(join(at, name)).slice(2, 5)
  }
  const first = (texts: string[]) => texts.map((each) => each.replace(/Page \d+ of \d+/g, ''))
  expect(first(await pages(true, 'a.pdf'))[0]).toBe(first(await pages(false, 'b.pdf'))[0])
})

test('a source’s citations become links only where that is asked, over its words, and change none of its bytes', async () => {
  const at = folder()
  const source = words('See [B/7] and [3] and [2019] and [B/4] here.')
  const planned = (cites: boolean): BundlePlan => {
    const made = plan([])
    return {
      ...made,
      sections: [
        { letter: 'A', title: 'Skeleton', documents: [document('k', 'Skeleton', source, { cites })] },
        {
          letter: 'B',
          title: 'Papers',
          documents: [
            document('e', 'Notebook', words('W'), { ref: 'JLB/7' }),
            document('f', 'Map', words('M')),
          ],
        },
      ],
    }
  }
  await build(planned(false), join(at, 'off.pdf'))
  expect(cited(join(at, 'off.pdf'))).toEqual([])
  const { report } = await build(planned(true), join(at, 'on.pdf'))
  expect(cited(join(at, 'on.pdf'))).toEqual(['3 B/7, page 7 7', '3 3, page 3 3'])
  expect(report.find(({ kind }) => kind === 'citation')?.sentence).toBe(
    '2 citations lead to the page named; 1 citation names no page of this bundle and is no link (page 3).',
  )
  // The box lies over the words: what poppler finds in it is what was cited.
  const [link] = linksOf(join(at, 'on.pdf')).filter(({ page }) => page === 3)
  const [left, bottom, right, top] = link!.box as [number, number, number, number]
  const within = run(
    'pdftotext',
    ...['-f', '3', '-l', '3', '-x', String(Math.floor(left)), '-y', String(Math.floor(842 - top))],
    ...[
      '-W',
      String(Math.ceil(right - left)),
      '-H',
      String(Math.ceil(top - bottom)),
      join(at, 'on.pdf'),
      '-',
    ],
  )
  expect(within.trim()).toBe('[B/7]')
  const seen = (name: string) => {
    run('pdftoppm', '-r', '60', '-f', '3', '-l', '3', join(at, name), join(at, name.slice(0, -4)))
    return readFileSync(join(at, `${name.slice(0, -4)}-3.ppm`))
  }
  expect(seen('on.pdf').equals(seen('off.pdf'))).toBe(true)
  expect(await verifyBundle(join(at, 'on.pdf'))).toMatchObject({ findings: [] })
})

test('a citation on a turned page, in a form, in two pieces and in letters of a table; never over a link there is', async () => {
  const to = join(folder(), 'c.pdf')
  const stream = (words: string): SampleObject => ({ dict: '', data: Buffer.from(words, 'latin1') })
  const table = 'beginbfrange\n<0001> <0009> <0031>\n<0010> <0011> [<005B> <005D>]\nendbfrange'
  const source = samplePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate 90 /Contents 4 0 R /Annots [<< /Type /Annot /Subtype /Link /Rect [80 690 300 720] /Dest [3 0 R /Fit] /Border [0 0 0] >>] /Resources << /Font << /F1 5 0 R /F2 6 0 R >> /XObject << /Fm 7 0 R >> >> >>',
    stream(
      'BT /F1 12 Tf 1 0 0 1 100 700 Tm ([3]) Tj 1 0 0 1 100 500 Tm [([) -20 (4) 30 (])] TJ 0 1 -1 0 300 300 Tm ([p.) Tj ( 1]) Tj ET q 1 0 0 1 0 -400 cm /Fm Do Q BT /F2 12 Tf 1 0 0 1 100 350 Tm <001000020011> Tj ET',
    ),
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    '<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 >>] /ToUnicode 8 0 R >>',
    {
      dict: '/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >>',
      data: Buffer.from('BT /F1 12 Tf 100 600 Td ([3]) Tj ET'),
    },
    stream(table),
  ])
  await build(
    plan([
      document('k', 'Skeleton', content('pdf', source), { cites: true }),
      document('e', 'N', words('W')),
    ]),
    to,
  )
  const found = linksOf(to).filter(({ page, words: said }) => page === 3 && said !== 'undefined')
  expect(found.map(({ words: said, to: leads }) => `${said} ${leads}`)).toEqual([
    '4, page 4 4',
    'p. 1, page 1 1',
    '3, page 3 3',
    '2, page 2 2',
  ])
  // Words that run upwards have a box that is higher than wide.
  const [left, bottom, right, top] = found[1]!.box as [number, number, number, number]
  expect(top - bottom).toBeGreaterThan(right - left)
  expect(found[2]!.box[1]).toBeLessThan(210)
})

test('what a citation names in another volume is no link; both volumes verify', async () => {
  const at = folder()
  const what = plan([
    document('s', 'Statement', statement(['See JLB/7 and JLB/8 and [3].'], ['JLB/7', 'JLB/8']), {
      ref: 'S1',
    }),
    document('e', 'Notebook', words('W'), { ref: 'JLB/7' }),
    document('f', 'Map', words('M'), { ref: 'JLB/8' }),
  ])
  const limits = { pages: 5, megabytes: null, beyond: 'volumes' } as const
  const { volumes, report } = await build(
    { ...what, profile: { ...what.profile, limits } },
    join(at, 'v.pdf'),
  )
  expect(volumes.length).toBeGreaterThan(1)
  expect(cited(volumes[0]!.bundle)).toEqual(['3 JLB/7, page 4 4', '3 3, page 3 3'])
  expect(report.find(({ kind }) => kind === 'citation')?.sentence).toBe(
    '2 citations lead to the page named; 1 citation names a page of another volume.',
  )
  for (const { bundle } of volumes) expect((await verifyBundle(bundle)).findings).toEqual([])
})

test('words that became a link since the version before are no change of their page', async () => {
  const at = folder()
  const said = document('s', 'Statement', statement(['See JLB/7 and [4].'], ['JLB/7']), { ref: 'S1' })
  const late = document('e', 'Notebook', words('W'), { ref: 'JLB/7' })
  await build(plan([said]), join(at, 'a.pdf'))
  await build(plan([said, late]), join(at, 'b.pdf'))
  expect(cited(join(at, 'a.pdf'))).toEqual([])
  expect(cited(join(at, 'b.pdf'))).toHaveLength(2)
  const found = await compareBundles(join(at, 'a.pdf'), join(at, 'b.pdf'))
  expect(found).toMatchObject({ changed: [], unchanged: [{ from: '3', to: '3' }] })
})

test('a link that says one page and leads to another is found', async () => {
  const to = join(folder(), 'w.pdf')
  await build(
    plan([
      document('s', 'Statement', statement(['See JLB/7.'], ['JLB/7']), { ref: 'S1' }),
      document('e', 'Notebook', words('W'), { ref: 'JLB/7' }),
    ]),
    to,
  )
  const bytes = readFileSync(to, 'latin1')
  const altered = bytes.replace('(JLB/7, page 4)', '(JLB/7, page 5)')
  expect(altered).not.toBe(bytes)
  writeFileSync(to, altered, 'latin1')
  const { findings } = await verifyBundle(to)
  expect(findings.map(({ rule }) => rule)).toContain('R24')
})
