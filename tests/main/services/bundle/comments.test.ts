import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type BundleDocument, verifyBundle } from '../../../../main/services/bundle/index.ts'
import { PdfObjects } from './pdf-objects.ts'
import { type SampleObject, samplePdf } from './sample-pdfs.ts'
import { build, content, document, folder, pageTexts, plan, run } from './workshop.ts'

const annotation = (kind: string, rest: string) => `<< /Type /Annot /Subtype /${kind} ${rest} >>`
const look = (drawn: string): SampleObject => ({
  dict: '/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << /Font << /F1 3 0 R >> >>',
  data: Buffer.from(drawn),
})
/** A page with a link, a field, and four comments: one drawn, one drawn by state, one without a picture, one hidden. */
const source = samplePdf([
  '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [] >> >>',
  '<< /Type /Pages /Count 1 /Kids [4 0 R] >>',
  '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R /Annots [${[
    annotation('Link', '/Rect [50 700 90 720] /Border [0 0 0] /A << /S /URI /URI (https://example.org/) >>'),
    annotation('Widget', '/FT /Tx /T (a) /V (Filled) /Rect [100 650 200 670] /AP << /N 6 0 R >>'),
    annotation('FreeText', '/Rect [100 500 200 520] /Contents (A remark) /AP << /N 7 0 R >>'),
    annotation('Stamp', '/Rect [100 400 200 420] /AS /On /AP << /N << /On 8 0 R >> >>'),
    annotation('Text', '/Rect [300 400 320 420] /Contents (secret thought)'),
    annotation(
      'Highlight',
      '/F 2 /Rect [300 300 320 320] /QuadPoints [300 320 320 320 300 300 320 300] /AP << /N 7 0 R >>',
    ),
    annotation('Popup', '/Rect [0 0 9 9]'),
  ].join(' ')}] >>`,
  { dict: '', data: Buffer.from('BT /F1 12 Tf 1 0 0 1 100 750 Tm (The words) Tj ET') },
  look('BT /F1 10 Tf 2 5 Td (Field) Tj ET'),
  look('0.9 0.8 0.2 rg 0 0 100 20 re f BT 0 g /F1 10 Tf 2 5 Td (Remark) Tj ET'),
  look('0.6 0.9 0.8 rg 0 0 100 20 re f BT 0 g /F1 10 Tf 2 5 Td (Received) Tj ET'),
])
const at = folder()

async function bundled(comments?: BundleDocument['comments']) {
  const to = join(at, `${comments ?? 'unsaid'}.pdf`)
  const what = document('d', 'A report', content('pdf', source), comments ? { comments } : {})
  const { report } = await build(plan([what]), to)
  const pdf = new PdfObjects(to)
  const page = pdf.dict(pdf.pages()[2])
  run('pdftoppm', '-r', '60', '-f', '3', '-l', '3', '-singlefile', to, to.slice(0, -4))
  expect(run('qpdf', '--check', to)).toContain('No syntax or stream encoding errors')
  expect((await verifyBundle(to)).findings).toEqual([])
  return {
    kinds: pdf.list(page['/Annots']).map((each) => String(pdf.dict(each)['/Subtype']).slice(1)),
    words: pageTexts(to)[2]!,
    plain: run('qpdf', '--qdf', '--object-streams=disable', to, '-'),
    said: report.filter(({ kind }) => kind === 'comments').map(({ sentence }) => sentence),
    seen: readFileSync(`${to.slice(0, -4)}.ppm`),
  }
}

test('comments are kept where nothing is said, and how many is in the report, not what they say', async () => {
  const { kinds, words, said } = await bundled()
  expect(kinds).toEqual(['Link', 'FreeText', 'Stamp', 'Text', 'Highlight'])
  expect(said).toEqual(['4 comments and marks on its pages are kept.'])
  for (const each of ['Field', 'Remark', 'Received']) expect(words).toContain(each)
})

test('flattened, they look as they did and are no comments any more; what has no picture is kept, and said', async () => {
  const [kept, flat] = [await bundled('keep'), await bundled('flatten')]
  expect(flat.kinds).toEqual(['Link', 'Text'])
  expect(flat.said).toEqual([
    '2 comments and marks are drawn into its pages. Words that only open from a mark are no longer there.',
    '1 comment or mark could not be drawn into its pages as shown, and is kept.',
    '1 comment or mark is left out.',
  ])
  for (const each of ['Field', 'Remark', 'Received']) expect(flat.words).toContain(each)
  expect(flat.seen.equals(kept.seen)).toBe(true)
})

test('left out, nothing of them is in the file; links and filled fields stay', async () => {
  const { kinds, words, plain, said } = await bundled('strip')
  expect(kinds).toEqual(['Link'])
  expect(said).toEqual(['4 comments and marks are left out.'])
  expect(words).toContain('The words')
  expect(words).toContain('Field')
  expect(words).not.toMatch(/Remark|Received/)
  for (const each of ['A remark', 'secret thought', '(Received)']) expect(plain).not.toContain(each)
  expect(plain).toContain('https://example.org/')
})

test('a document without comments is not spoken of', async () => {
  const { report } = await build(
    plan([document('d', 'A', content('text', Buffer.from('Words')), { comments: 'strip' })]),
    join(at, 'none.pdf'),
  )
  expect(report.filter(({ kind }) => kind === 'comments')).toEqual([])
})
