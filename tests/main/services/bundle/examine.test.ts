import { fileURLToPath } from 'node:url'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bundleFileName, examine, textPages } from '../../../../main/services/bundle/index.ts'
import { pagesPdf, samplePdf } from './sample-pdfs.ts'

const fonts = fileURLToPath(new URL('../../../../resources/fonts', import.meta.url))
const look = (bytes: Buffer, name = '') =>
  examine({ size: bytes.length, read: (o, l) => bytes.subarray(o, o + l) }, name)

/** A PNG of so many points, black unless its packed rows are given; none with null. */
function png(
  width: number,
  height: number,
  { data, depth = 8, colour = 0 }: { data?: Buffer | null; depth?: number; colour?: number } = {},
): Buffer {
  const chunk = (kind: string, body: Buffer) => {
    const size = Buffer.alloc(4)
    size.writeUInt32BE(body.length)
    return Buffer.concat([size, Buffer.from(kind, 'latin1'), body, Buffer.alloc(4)])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([depth, colour], 8)
  const small = width * height < 1e6
  const rows = data === undefined ? deflateSync(Buffer.alloc(small ? height * (width + 1) : 0)) : data
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    ...(rows === null ? [] : [chunk('IDAT', rows)]),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

test('a file is told by its content', () => {
  expect(look(pagesPdf([{ words: 'a' }, { words: 'b' }]))).toMatchObject({
    kind: 'pdf',
    pages: 2,
    textLayer: true,
  })
  expect(look(Buffer.from('Nguyễn said\nthat'))).toMatchObject({ kind: 'text', mediaType: 'text/plain' })
  expect(look(Buffer.from('<html><body>x'), 'a.pdf').note).toContain('web page')
  expect(look(Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1'))).toMatchObject({
    kind: 'other',
    mediaType: 'image/heic',
  })
  expect(look(Buffer.from('\0\0\0\x18ftypisom\0\0\0\0', 'latin1'))).toMatchObject({
    kind: 'other',
    mediaType: 'video/mp4',
  })
  expect(look(Buffer.from('PK\x03\x04....word/document.xml', 'latin1')).mediaType).toContain(
    'wordprocessingml',
  )
  expect(look(Buffer.from('RIFF\0\0\0\0WAVEfmt ', 'latin1'))).toMatchObject({ mediaType: 'audio/wav' })
  expect(look(Buffer.alloc(0)).note).toBe('The file is empty.')
})

test('a PDF with something behind its end is told from one that ends early', () => {
  const whole = pagesPdf([{ words: 'a' }, { words: 'b' }])
  const behind = look(Buffer.concat([whole, Buffer.alloc(3_000)]))
  expect(behind).toMatchObject({ kind: 'pdf', pages: 2 })
  const [first] = behind.states ?? []
  expect(first?.kind).toBe('repaired')
  expect(first?.sentence).toMatch(
    /^Something follows its end: 3,00\d bytes that are no part of it are not shown\./,
  )
  expect(behind.states?.map(({ kind }) => kind)).not.toContain('missing')
  // An end may also stand before more objects: a later state of the file, or the rest of one made for the web.
  const later = Buffer.from(`\n9 0 obj\n<< /Length 4000 >>\nstream\n${'x'.repeat(3_000)}`)
  const cut = look(Buffer.concat([whole, later]))
  expect(cut.states?.[0]).toMatchObject({ kind: 'missing', sentence: expect.stringContaining('ends early') })
})

test('no bytes make it throw', () => {
  const whole = pagesPdf([{ words: 'a' }])
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => look(Buffer.from(bytes)).kind.length > 0),
  )
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 12 }),
      fc.nat(whole.length),
      (changes, end) => {
        const bytes = Buffer.from(whole)
        for (const [i, value] of changes) bytes[i] = value
        return look(bytes.subarray(0, Math.max(end, 20))).facts.length > 0
      },
    ),
    { numRuns: 400 },
  )
})

test('a bundle’s file name suits every system', () => {
  expect(
    bundleFileName({
      caseTitle: 'R v Whitlock and Hoxha',
      title: 'Trial bundle',
      date: '2026-05-18',
      urn: '99NM0042725',
    }),
  ).toBe('99NM0042725 R v Whitlock and Hoxha Trial bundle 2026-05-18.pdf')
  // No defendant is called by half a name.
  const long = {
    caseTitle: 'R v Whitlock and Hoxha',
    title: 'Volume of exhibits '.repeat(6),
    date: '2026-05-18',
  }
  expect(bundleFileName(long)).toMatch(/^R v Whitlock Volume of exhibits Volume .* 2026-05-18\.pdf$/)
  expect([...bundleFileName(long, undefined, 36)].length).toBeLessThanOrEqual(64)
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'binary' }),
      fc.string(),
      (caseTitle, title, urn) => {
        const name = bundleFileName({ caseTitle, title, urn, date: '2026-05-18' })
        return (
          [...name].length <= 100 &&
          !/[\\/:*?"<>|\p{Cc}]/u.test(name) &&
          name.endsWith('.pdf') &&
          name.length > 5 &&
          name !== 'bundle.pdf'
        )
      },
    ),
  )
})

test('a picture of absurd size cannot be shown, and one that ends early is said to', () => {
  expect(look(png(2_000_000_000, 2_000_000_000))).toMatchObject({
    shows: false,
    note: expect.stringContaining('too large'),
  })
  const whole = png(100, 100)
  expect(look(whole)).toMatchObject({ shows: true, mediaType: 'image/png' })
  expect(look(whole).note).toBeUndefined()
  // Without its end alone it still has all its points.
  expect(look(whole.subarray(0, whole.length - 12))).toMatchObject({
    shows: true,
    note: 'The picture ends early and may not show whole: ask for another copy.',
  })
})

test.each([
  ['no width', png(0, 10), 'The picture is 0 points wide or high, so that it shows nothing.'],
  ['no size at all', png(0, 0), 'The picture is 0 points wide or high, so that it shows nothing.'],
  ['no points', png(10, 10, { data: null }), 'The picture is damaged.'],
  ['a depth there is not', png(10, 10, { depth: 5 }), 'The picture is damaged.'],
  ['a palette it lacks', png(10, 10, { colour: 3 }), 'The picture is damaged.'],
])('a PNG of %s is kept as a picture that cannot be shown, with what to do', (_, bytes, why) => {
  expect(look(bytes)).toMatchObject({
    kind: 'other',
    mediaType: 'image/png',
    shows: false,
    note: `${why} It is kept as it came, and a page names it in a bundle: ask for another copy.`,
  })
})

test.each([
  [
    'fewer points than it states',
    png(10, 10, { data: deflateSync(Buffer.alloc(40)) }),
    'The picture is cut short.',
  ],
  [
    'points that do not unpack',
    png(10, 10, { data: Buffer.from('no such thing') }),
    'The picture is damaged.',
  ],
])('a PNG with %s is shown as far as it goes, and said not to print', (_, bytes, why) => {
  const said = `${why} It may not show whole, and cannot be printed: a page would name it. Ask for another copy.`
  expect(look(bytes)).toMatchObject({
    kind: 'png',
    shows: true,
    note: said,
    states: [{ kind: 'cut', sentence: said }],
  })
})

test('half a megabyte without a space is set in bounded time', () => {
  const words = Buffer.from('x'.repeat(500_000))
  const document = { id: 'a', title: 'A', content: { kind: 'text', sha256: '', source: null } } as const
  expect(textPages(document, words, { fonts })).toBeGreaterThan(100)
}, 20_000)

test('files attached inside a PDF are named, whatever their names do, and however many there are', () => {
  const attached = (names: readonly string[]) => {
    const pairs = names.map((_, i) => `(${String(i).padStart(2, '0')}) ${i + 6} 0 R`)
    return samplePdf([
      `<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Kids [3 0 R 3 0 R] >> >> >>`,
      '<< /Type /Pages /Count 1 /Kids [4 0 R] >>',
      `<< /Kids [3 0 R] /Names [${pairs.join(' ')}] >>`,
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R >>',
      { dict: '', data: Buffer.from('0 0 1 1 re f') },
      ...names.map((name) => `<< /Type /Filespec ${name} >>`),
    ])
  }
  const said = (pdf: Buffer) => look(pdf).facts.find(([label]) => label === 'Attached inside it')?.[1]
  expect(said(attached([]))).toBeUndefined()
  expect(said(attached(['/F (a.txt)', '/F (old) /UF <FEFF0062002E007000640066202E>', '']))).toBe(
    '“a.txt”, “b.pdf”, “02”',
  )
  expect(said(attached(Array.from({ length: 14 }, (_, i) => `/F (${i}.txt)`)))).toMatch(/“9.txt” and 4 more$/)
})
