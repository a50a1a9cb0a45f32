import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { examine, verifyBundle } from '../../../../main/services/bundle/index.ts'
import { pagesPdf, type SampleObject, samplePdf } from './sample-pdfs.ts'
import { build, content, document, folder, pageTexts, plan, run } from './workshop.ts'

const at = folder()
const good = pagesPdf([{ words: 'Whole and sound' }])
const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'
const show = (words: string) => `BT /F1 12 Tf 1 0 0 1 100 400 Tm (${words}) Tj ET`
const pageOf = (contents: string, extra = '') =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${contents} ${extra} >>`

function onePage(
  data: string,
  more: { catalog?: string; page?: string; length?: string; objects?: SampleObject[] } = {},
): Buffer {
  return samplePdf([
    `<< /Type /Catalog /Pages 2 0 R ${more.catalog ?? ''} >>`,
    '<< /Type /Pages /Count 1 /Kids [4 0 R] >>',
    font,
    pageOf('5 0 R', more.page),
    { dict: '', data: Buffer.from(data, 'latin1'), ...(more.length ? { length: more.length } : {}) },
    ...(more.objects ?? []),
  ])
}

/** A file as an outside tool encrypts it. */
function encrypted(user: string, method: readonly string[]): Buffer {
  const [from, to] = [join(at, 'plain.pdf'), join(at, 'locked.pdf')]
  writeFileSync(from, good)
  execFileSync('qpdf', ['--encrypt', user, 'owner', ...method, '--', from, to])
  return readFileSync(to)
}

async function bundled(bytes: Buffer, name: string) {
  const to = join(at, `${name}.pdf`)
  const result = await build(
    plan([
      document('bad', 'The document', content('pdf', bytes)),
      document('good', 'The next', content('pdf', good)),
    ]),
    to,
  )
  expect(run('qpdf', '--check', to)).toContain('No syntax or stream encoding errors')
  expect((await verifyBundle(to)).findings).toEqual([])
  return {
    ...result,
    to,
    texts: pageTexts(to),
    plain: run('qpdf', '--qdf', '--object-streams=disable', '--decode-level=none', to, '-'),
  }
}

const deep = (() => {
  const objects: SampleObject[] = ['<< /Type /Catalog /Pages 2 0 R >>', '', font]
  const levels = 3000
  for (let i = 0; i < levels; i++) objects.push(`<< /Type /Pages /Count 1 /Kids [${5 + i} 0 R] >>`)
  objects[1] = '<< /Type /Pages /Count 1 /Kids [4 0 R] >>'
  objects.push(pageOf(`${levels + 5} 0 R`), { dict: '', data: Buffer.from(show('Deep')) })
  return samplePdf(objects)
})()

const shown: readonly (readonly [name: string, bytes: () => Buffer, words: string, kind?: string])[] = [
  [
    'a stream of indirect length that holds the word endstream',
    () =>
      onePage(`${show('Before')}\n% endstream\nendobj\n${show('After the word')}`, {
        length: '6 0 R',
        objects: [String(`${show('Before')}\n% endstream\nendobj\n${show('After the word')}`.length)],
      }),
    'After the word',
  ],
  [
    'a page tree that runs in a circle',
    () =>
      samplePdf([
        '<< /Type /Catalog /Pages 2 0 R >>',
        '<< /Type /Pages /Count 9 /Kids [4 0 R 2 0 R 4 0 R] >>',
        font,
        pageOf('5 0 R'),
        { dict: '', data: Buffer.from(show('Once')) },
      ]),
    'Once',
    'repaired',
  ],
  ['a page tree three thousand nodes deep', () => deep, 'Deep'],
  [
    'a file cut before its table',
    () => good.subarray(0, good.indexOf('xref')),
    'Whole and sound',
    'repaired',
  ],
  [
    'a table that points to the wrong places',
    () =>
      Buffer.from(good.toString('latin1').replace(/^00000(\d{5}) 00000 n/gm, '0000099999 00000 n'), 'latin1'),
    'Whole and sound',
    'repaired',
  ],
  [
    'bytes before the header',
    () => Buffer.concat([Buffer.from('mail header\r\n\r\n'), good]),
    'Whole and sound',
  ],
  [
    'RC4 with an empty password',
    () => encrypted('', ['128', '--use-aes=n', '--allow-weak-crypto'].slice(0, 2)),
    'Whole and sound',
    'decrypted',
  ],
  [
    'AES-128 with an empty password',
    () => encrypted('', ['128', '--use-aes=y']),
    'Whole and sound',
    'decrypted',
  ],
  ['AES-256 with an empty password', () => encrypted('', ['256']), 'Whole and sound', 'decrypted'],
]

describe('a damaged or unusual file is shown', () => {
  for (const [name, bytes, words, kind] of shown)
    test(name, async () => {
      let sample: Buffer
      try {
        sample = bytes()
      } catch {
        // This qpdf asks to be told that RC4 is weak.
        const [from, to] = [join(at, 'plain.pdf'), join(at, 'locked.pdf')]
        execFileSync('qpdf', [
          '--allow-weak-crypto',
          '--encrypt',
          '',
          'owner',
          '128',
          '--use-aes=n',
          '--',
          from,
          to,
        ])
        sample = readFileSync(to)
      }
      const { texts, report, documents } = await bundled(sample, name.replaceAll(' ', '-'))
      expect(texts[documents[0]!.from - 1]).toContain(words)
      expect(documents[0]!.pages).toBe(1)
      if (kind) expect(report.map((line) => line.kind)).toContain(kind)
      expect(report.filter((line) => line.kind === 'placeholder')).toEqual([])
    })
})

const refused: readonly (readonly [name: string, bytes: () => Buffer, words: string])[] = [
  ['a file that needs a password', () => encrypted('secret', ['256']), 'needs a password'],
  ['a web page renamed', () => Buffer.from('<!doctype html><p>Not found'), 'not a PDF'],
  ['an empty file', () => Buffer.alloc(0), 'empty'],
  ['one byte', () => Buffer.from('%'), 'not a PDF'],
  [
    'no pages',
    () => samplePdf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Count 0 /Kids [] >>']),
    'without pages',
  ],
  [
    'lists nested ten thousand deep',
    () => samplePdf(['<< /Type /Catalog /Pages 2 0 R >>', `<< /Type /Pages /Kids ${'['.repeat(10_000)} >>`]),
    'nests lists',
  ],
  [
    'a stream that unpacks to far too much',
    () =>
      samplePdf([
        '<< /Type /Catalog /Pages 2 0 R >>',
        '<< /Type /Pages /Count 1 /Kids [4 0 R] >>',
        font,
        pageOf('5 0 R'),
        { dict: '/Filter /FlateDecode', data: deflateSync(Buffer.alloc(300 * 1024 * 1024), { level: 9 }) },
      ]),
    'unpacks',
  ],
]

describe('a file that cannot be shown becomes a page that says why, and the build goes on', () => {
  for (const [name, bytes, words] of refused)
    test(name, async () => {
      const sample = bytes()
      const { texts, report, documents } = await bundled(sample, name.replaceAll(' ', '-'))
      expect(report.filter((line) => line.kind === 'placeholder')).toHaveLength(1)
      expect(texts[documents[0]!.from - 1]!.replace(/\s+/g, ' ')).toContain(words)
      expect(texts[documents[1]!.from - 1]).toContain('Whole and sound')
      const held = { size: sample.length, read: (o: number, l: number) => sample.subarray(o, o + l) }
      expect(examine(held, 'x.pdf').note ?? '').not.toBe('')
    }, 30_000)
})

test('scripts, launches, attachments and hidden properties stay behind, and the report says so', async () => {
  const bytes = onePage(show('Scripted'), {
    catalog:
      '/OpenAction << /S /JavaScript /JS (app.alert(1)) >> /AA << /WC << /S /JavaScript /JS (x) >> >> /Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> /JavaScript << /Names [] >> >> /Metadata 7 0 R',
    page: '/AA << /O << /S /JavaScript /JS (x) >> >> /PieceInfo << /X << /Private (secretword) >> >> /Thumb 7 0 R /Annots [<< /Type /Annot /Subtype /Link /Rect [10 10 50 50] /A << /S /Launch /F (cmd.exe) >> >> << /Type /Annot /Subtype /Link /Rect [60 10 90 50] /A << /S /URI /URI (https://example.org/) >> >>]',
    objects: [
      '<< /Type /Filespec /F (a.txt) /EF << /F 8 0 R >> >>',
      { dict: '/Type /Metadata /Subtype /XML', data: Buffer.from('<x>secretauthor</x>') },
      { dict: '/Type /EmbeddedFile', data: Buffer.from('hidden') },
    ],
  })
  const { plain, report } = await bundled(bytes, 'scripts')
  for (const word of [
    'JavaScript',
    '/JS',
    'Launch',
    '/AA',
    'EmbeddedFile',
    'secretword',
    'secretauthor',
    'cmd.exe',
    'PieceInfo',
  ])
    expect(plain).not.toContain(word)
  expect(plain).toContain('https://example.org/')
  expect(report.map((line) => line.kind)).toEqual(
    expect.arrayContaining(['stripped', 'attachment', 'link-removed']),
  )
})

test('links inside a document still lead to their pages, by page and by name, and bookmarks are nested', async () => {
  const link = (dest: string) => `<< /Type /Annot /Subtype /Link /Rect [10 10 50 50] ${dest} >>`
  const bytes = pagesPdf(
    [
      {
        words: 'First',
        extra: `/Annots [${link('/Dest [6 0 R /Fit]')} ${link('/Dest (there)')} ${link('/A << /S /GoTo /D /old >>')} ${link('/Dest (nowhere)')}]`,
      },
      { words: 'Second' },
    ],
    '/Dests << /old [6 0 R /XYZ 0 100 2] >> /Names << /Dests << /Names [(there) << /D [6 0 R /FitH 5] >>] >> >> /Outlines 8 0 R',
  )
  const whole = bytes.toString('latin1')
  const with_ = Buffer.from(whole.replace('xref\n0 8\n', 'xref\n0 8\n'), 'latin1')
  const { plain, report, documents, to } = await bundled(with_, 'links')
  expect(report.filter((line) => line.kind === 'link-removed')).toHaveLength(1)
  const json = JSON.parse(run('qpdf', '--json=1', to))
  const refs = (json.pages as { object: string }[]).map((page) => page.object)
  const target = refs[documents[0]!.from]
  const dests = Object.values(json.objects as Record<string, Record<string, unknown>>)
    .filter((o) => o && o['/Subtype'] === '/Link' && Array.isArray(o['/Dest']) && !('/Border' in o))
    .map((o) => (o['/Dest'] as unknown[])[0])
  expect(dests).toEqual([target, target, target])
  expect(plain).toContain('/Outlines')
})

test('comments keep their looks; filled fields are printed into the page', async () => {
  const look = (words: string): SampleObject => ({
    dict: '/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F1 3 0 R >> >>',
    data: Buffer.from(`BT /F1 10 Tf 2 5 Td (${words}) Tj ET`),
  })
  const bytes = onePage(show('Form'), {
    catalog: '/AcroForm << /Fields [6 0 R 9 0 R] /SigFlags 1 >>',
    page: '/Annots [6 0 R 8 0 R 9 0 R]',
    objects: [
      '<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (Pattinson) /Rect [100 600 300 620] /AP << /N 7 0 R >> /AA << /K << /S /JavaScript /JS (x) >> >> >>',
      look('Filled Pattinson'),
      '<< /Type /Annot /Subtype /FreeText /Rect [100 500 300 520] /Contents (A remark) /AP << /N 10 0 R >> >>',
      '<< /Type /Annot /Subtype /Widget /FT /Tx /T (other) /V (Without a picture) /Rect [100 550 300 570] >>',
      look('Remark shown'),
    ],
  })
  const { texts, report, documents, plain } = await bundled(bytes, 'forms')
  const text = texts[documents[0]!.from - 1]!
  for (const words of ['Filled Pattinson', 'Without a picture', 'Remark shown']) expect(text).toContain(words)
  expect(report.map((line) => line.kind)).toEqual(expect.arrayContaining(['form', 'signed']))
  expect(plain).not.toContain('/Widget')
})

test('a file with packed objects and a packed table is read as it is, not repaired', async () => {
  const [from, to] = [join(at, 'loose.pdf'), join(at, 'packed.pdf')]
  writeFileSync(from, good)
  execFileSync('qpdf', ['--object-streams=generate', from, to])
  const { report, texts, documents } = await bundled(readFileSync(to), 'packed-objects')
  expect(report.filter(({ document }) => document !== undefined)).toEqual([])
  expect(texts[documents[0]!.from - 1]).toContain('Whole and sound')
})

test('layers that are switched off stay so, and the report says that they are there', async () => {
  const layers = (off: string) =>
    onePage(`${show('Seen')} /OC /L BDC ${show('Secret')} EMC`, {
      catalog: `/OCProperties << /OCGs [6 0 R 7 0 R] /D << ${off} >> >>`,
      objects: ['<< /Type /OCG /Name (Notes) >>', '<< /Type /OCG /Name (Map) >>'],
    })
  const hidden = ({ report }: Awaited<ReturnType<typeof bundled>>) =>
    report.filter(({ kind }) => kind === 'hidden').map(({ document, sentence }) => `${document}: ${sentence}`)
  expect(hidden(await bundled(layers('/OFF [6 0 R]'), 'layer-off'))).toEqual([
    'bad: One layer of it is switched off: what lies there does not show, is in the bundle all the same, and can be switched on.',
  ])
  expect(hidden(await bundled(layers('/BaseState /OFF'), 'layers-off'))[0]).toContain('2 layers of it are')
  expect(hidden(await bundled(layers(''), 'layers-on'))).toEqual([])
})

// Where poppler meets these it shows nothing of what follows; what follows must not be the page's number.
test.each([
  ['a string never closed', '[ (never closed', true],
  ['states, a dictionary and a string left open', 'q q << /A [ (x', true],
  ['a dictionary that ends with the page', '<< /oops', true],
  ['a font without its size', '/F1 Tf', true],
  ['words for a width', '(wide) w', true],
  ['an operator there is not', 'undefined 10 Tf', true],
  ['an inline picture without an end', 'BI /W 1 /H 1 /BPC 8 /CS /G ID x', true],
  ['a state closed that was never opened', 'Q Q', false],
  ['an operator there is not, where it may be', 'BX undefined EX', false],
  [
    'an inline picture with zero bytes for white space',
    'BI /W 1 /H 1 /BPC 8 /CS /G ID x\nEI \0q Q\0\n',
    false,
  ],
])('%s cannot swallow the page number', async (name, faulty, apart) => {
  const to = join(at, `${name}.pdf`)
  const source = onePage(`${show('Open')} ${faulty}`)
  const { documents, report } = await build(plan([document('bad', 'Open', content('pdf', source))]), to)
  const { from } = documents[0]!
  expect(pageTexts(to)[from - 1]).toMatch(new RegExp(`Open[\\s\\S]*\\b${from}\\b`))
  expect(
    report.some(
      ({ kind, page, sentence }) => kind === 'repaired' && page === from && sentence.includes('set apart'),
    ),
  ).toBe(apart)
  expect((await verifyBundle(to)).findings).toEqual([])
  expect(execFileSync('qpdf', ['--check', to]).toString()).toContain('No syntax or stream encoding errors')
})
