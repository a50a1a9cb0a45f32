import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pagesPdf, samplePdf } from './sample-pdfs.ts'
import { images, scanPdf, sheet } from './scans.ts'
import { build, content, document, folder, pageTexts, plan } from './workshop.ts'

const at = folder()
const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'
const many =
  'Words enough that nobody need count them any further, whatever else there is upon this page to be read.'

/** A PDF with these contents, a page each. What stands behind `Fm` is a form on every page. */
function drawn(contents: readonly string[], form = ''): Buffer {
  return samplePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${contents.length} /Kids [${contents.map((_, i) => `${5 + i * 2} 0 R`).join(' ')}] >>`,
    font,
    {
      dict: '/Type /XObject /Subtype /Form /BBox [100 300 500 700] /Resources << /Font << /F1 3 0 R >> >>',
      data: Buffer.from(form, 'latin1'),
    },
    ...contents.flatMap((data, i) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> /XObject << /Fm 4 0 R >> >> /Contents ${6 + i * 2} 0 R >>`,
      { dict: '', data: Buffer.from(data, 'latin1') },
    ]),
  ])
}

const words = (x: number, y: number, said: string, mode = 0) =>
  `BT /F1 12 Tf ${mode} Tr 1 0 0 1 ${x} ${y} Tm (${said}) Tj ET`

async function told(bytes: Buffer, name: string) {
  const to = join(at, `${name}.pdf`)
  const { report } = await build(plan([document('one', 'A paper', content('pdf', bytes))]), to)
  const lines = report.filter(({ kind }) => kind === 'hidden' || kind === 'text-layer')
  return {
    to,
    lines: lines.map(({ document: of, page, kind, sentence }) => `${of} ${page} ${kind}: ${sentence}`),
  }
}

const look =
  'Whoever searches or copies finds them: copy the text there, and see what they say before this is served.'

test('invisible words with no picture under them are told by document and page', async () => {
  const { to, lines } = await told(
    drawn([
      words(100, 400, 'Seen'),
      `${words(100, 400, 'Seen')} ${words(100, 300, 'The source is Pattinson', 3)}`,
      words(100, 300, 'His sister', 3),
      words(100, 300, 'Seen'),
      words(100, 300, 'Once more', 3),
    ]),
    'inkless',
  )
  expect(lines).toEqual([
    `one 4 hidden: Pages 4–5, 7 have words that do not show, with no picture under them. ${look}`,
  ])
  // They are in the bundle: nothing of a source is changed.
  expect(pageTexts(to)[3]).toContain('The source is Pattinson')
})

test('a scan with its recognised text is one calm line, and says nothing where words lie beside the picture', async () => {
  const short = { image: images.grey(), content: words(20, 60, 'He was seen at 14 Harbour Lane', 3) }
  const page = { ...short, content: words(20, 60, many, 3) }
  const { lines } = await told(scanPdf([page, page, { image: images.grey() }, page]), 'scanned')
  expect(lines).toEqual([
    'one 3 text-layer: Pages 3–4, 6 have words laid unseen over their pictures, as programs lay what they recognise in a scan. They can be searched and copied.',
  ])
  expect((await told(scanPdf([short]), 'short')).lines).toEqual([
    'one 3 text-layer: Page 3 has a few words laid unseen over its picture, too few to be its text. They can be searched and copied.',
  ])
  const below = { ...page, media: [0, -300, sheet.width, sheet.height] }
  const beside = { ...below, content: words(20, -200, 'A name in the margin', 3) }
  expect((await told(scanPdf([below]), 'above')).lines).toEqual([
    expect.stringContaining('text-layer: Page 3 has words laid unseen over its picture, '),
  ])
  expect((await told(scanPdf([beside]), 'beside')).lines).toEqual([
    expect.stringContaining('hidden: Page 3 has words that do not show, with no picture under them. '),
  ])
})

test.each([
  ['beyond the right edge', words(700, 400, 'Gone')],
  ['left of the page', words(-200, 400, 'Gone')],
  ['below it', words(100, -40, 'Gone')],
  ['above it, behind others on the line', `BT /F1 12 Tf 1 0 0 1 100 900 Tm (Far) Tj (Gone) Tj ET`],
  ['off it and drawn in no ink', words(700, 400, 'Gone', 3)],
  ['turned and off it', `BT /F1 12 Tf 0 1 -1 0 650 100 Tm (Gone) Tj ET`],
  ['cut off by a path', `q 50 500 100 100 re W n ${words(100, 300, 'Gone')} Q`],
])('words %s are told', async (where, gone) => {
  const { lines } = await told(drawn([`${words(100, 500, 'Seen')} ${gone}`]), where.replaceAll(' ', '-'))
  expect(lines).toEqual([
    `one 3 hidden: Page 3 has words off the page, or cut off from what it shows. ${look}`,
  ])
})

test('the page is what its crop box shows', async () => {
  const page = { words: 'Seen', box: [0, 0, 595, 842], at: [100, 60] } as const
  expect((await told(pagesPdf([page]), 'whole')).lines).toEqual([])
  expect((await told(pagesPdf([{ ...page, crop: [0, 100, 595, 842] }]), 'cropped')).lines).toEqual([
    expect.stringContaining('Page 3 has words off the page'),
  ])
})

test('a form is looked into wherever it lies, and however much was read before', async () => {
  const page = `${words(60, 500, many)} /Fm Do`
  const plain = await told(drawn([page], words(120, 400, 'Seen')), 'form-seen')
  expect(plain.lines).toEqual([])
  expect((await told(drawn([page], words(120, 400, 'Gone', 3)), 'form-inkless')).lines).toEqual([
    expect.stringContaining('Page 3 has words that do not show'),
  ])
  expect((await told(drawn([page], words(120, 200, 'Gone')), 'form-cut')).lines).toEqual([
    expect.stringContaining('Page 3 has words off the page, or cut off'),
  ])
})

test.each([
  ['blanks', words(700, 400, '   ', 3)],
  ['words that begin left of the page and reach into it', words(-10, 400, 'Long enough to be seen')],
  ['words that reach beyond its edge', words(580, 400, 'Long enough to be cut')],
  ['letters that something shows through', words(100, 400, 'Through', 7)],
  ['words before which a word was not followed', `BT /F1 12 Tf 1 0 0 1 560 400 Tm (Reaching) Tj (on) Tj ET`],
])('nothing is told of %s', async (what, data) => {
  const { lines } = await told(drawn([`${words(100, 500, 'Seen')} ${data}`]), what.replaceAll(' ', '-'))
  expect(lines).toEqual([])
})
