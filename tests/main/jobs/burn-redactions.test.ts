import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { snapped, touches } from '../../../casework/rules/redacting.ts'
import { drawnFile } from '../../../main/jobs/find-words.ts'
import { openTextPages } from '../../../main/services/bundle/index.ts'
import { pagesPdf, type SampleObject, samplePdf } from '../services/bundle/sample-pdfs.ts'
import { images, scanPdf, sheet } from '../services/bundle/scans.ts'
import { build, content, document, folder, plan, run } from '../services/bundle/workshop.ts'
import { allOf, boxesFor, burn } from './burning.ts'

const stream = (data: string, dict = ''): SampleObject => ({ dict, data: Buffer.from(data, 'latin1') })
const wide = (text: string) =>
  `<FEFF${[...text].map((c) => c.charCodeAt(0).toString(16).padStart(4, '0')).join('')}>`

/**
 * Two pages that share one list of resources. What is secret stands on the first: as text, in a form within a form, in a
 * note and its look, in a field; and in properties, bookmarks, names, an attachment, a font's own table and a script.
 */
function leakyPdf(): Buffer {
  const unicode =
    '/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <41> <005300650063007200650074> endbfchar endcmap end'
  return samplePdf(
    [
      `<< /Type /Catalog /Pages 2 0 R /Outlines 14 0 R /Metadata 16 0 R /AcroForm << /Fields [21 0 R] >> /OpenAction << /S /JavaScript /JS (app.alert\\('Hermione Larkspur'\\)) >> /Names << /Dests << /Names [(Larkspur place) [4 0 R /Fit]] >> /EmbeddedFiles << /Names [(Larkspur.txt) 17 0 R] >> >> >>`,
      '<< /Type /Pages /Count 3 /Kids [4 0 R 5 0 R 24 0 R] /Resources 3 0 R >>',
      '<< /Font << /F1 6 0 R /F2 22 0 R >> /XObject << /Fm1 9 0 R /Fm3 11 0 R >> >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 7 0 R /Annots [12 0 R 21 0 R] /PieceInfo << /X << /Private (Larkspur) >> >> >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 8 0 R >>',
      '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
      stream(
        'BT /F1 12 Tf 72 700 Td (The letter was written by Hermione Larkspur in May.) Tj ET /Fm1 Do BT /F2 12 Tf 72 500 Td (A) Tj ET',
      ),
      stream('BT /F1 12 Tf 72 700 Td (Nothing of this page is hidden.) Tj ET /Fm3 Do'),
      stream(
        'q 1 0 0 1 0 -40 cm /Fm2 Do Q',
        '/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /Fm2 10 0 R >> >>',
      ),
      stream(
        'BT /F1 12 Tf 72 640 Td (Signed: Hermione Larkspur) Tj ET',
        '/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 6 0 R >> >>',
      ),
      stream(
        'BT /F1 9 Tf 72 40 Td (Letter paper) Tj ET',
        '/Type /XObject /Subtype /Form /BBox [0 0 595 842]',
      ),
      `<< /Type /Annot /Subtype /FreeText /Rect [72 580 400 600] /Contents ${wide('Call Hermione Larkspur back')} /T (Larkspur) /DA (/Helv 12 Tf) /AP << /N 13 0 R >> >>`,
      stream(
        'BT /F1 12 Tf 2 5 Td (Call Hermione Larkspur back) Tj ET',
        '/Type /XObject /Subtype /Form /BBox [0 0 328 20] /Resources << /Font << /F1 6 0 R >> >>',
      ),
      '<< /Type /Outlines /First 15 0 R /Last 15 0 R /Count 1 >>',
      '<< /Title (Letter of Hermione Larkspur) /Parent 14 0 R /Dest [4 0 R /Fit] >>',
      stream('<x:xmpmeta>Hermione Larkspur</x:xmpmeta>', '/Type /Metadata /Subtype /XML'),
      '<< /Type /Filespec /F (Larkspur.txt) /EF << /F 18 0 R >> >>',
      stream('An attachment about Hermione Larkspur', '/Type /EmbeddedFile'),
      '<< /Author (Hermione Larkspur) /Title (Larkspur) >>',
      stream(deflateSync(Buffer.from('unused')).toString('latin1'), '/Filter /FlateDecode'),
      '<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (Hermione Larkspur) /Rect [72 540 300 560] /DA (/Helv 12 Tf) /AP << /N 13 0 R >> >>',
      '<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /ToUnicode 23 0 R >>',
      stream(unicode),
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 25 0 R >>',
      stream('BT /F1 12 Tf 72 700 Td (The third page.) Tj ET'),
    ],
    '/Info 19 0 R',
  )
}

/** The file with something appended, as programs do that save only what was changed. */
function withEarlierState(): Buffer {
  const now = leakyPdf()
  const at = now.length
  const fresh = 'BT /F1 12 Tf 72 700 Td (The third page, as it is now.) Tj ET'
  const object = `25 0 obj\n<< /Length ${fresh.length} >>\nstream\n${fresh}\nendstream\nendobj\n`
  const start = /startxref\n(\d+)/.exec(now.toString('latin1'))![1]
  const table = `xref\n25 1\n${String(at).padStart(10, '0')} 00000 n \ntrailer\n<< /Size 26 /Root 1 0 R /Info 19 0 R /Prev ${start} >>\nstartxref\n${at + object.length}\n%%EOF\n`
  const before = Buffer.from(now.toString('latin1').replace('The third page.', 'Larkspur spoke.'), 'latin1')
  return Buffer.concat([before, Buffer.from(object + table, 'latin1')])
}

describe('what lay under a box', { timeout: 60_000 }, () => {
  test.each([
    [
      'text, forms, notes, fields, properties, bookmarks, names, attachments, scripts and shared resources',
      leakyPdf,
    ],
    ['an earlier state of the file', withEarlierState],
  ])('is gone from %s', async (_where, source) => {
    const bytes = source()
    const boxes = await boxesFor(bytes, ['Hermione Larkspur', 'Secret'])
    expect(boxes.length).toBeGreaterThanOrEqual(4)
    const copy = await burn(bytes, boxes)
    const { inside, pages } = allOf(copy.bytes, folder())
    for (const secret of ['Larkspur', 'Hermione', 'Secret', '005300650063007200650074', 'unused'])
      expect(inside.toLowerCase().includes(secret.toLowerCase()), secret).toBe(false)
    expect(pages.join()).not.toMatch(/Larkspur|Hermione|Secret/)
    // What no box touches can still be searched, and other pages are as they were.
    expect(pages[0]).toContain('The letter was written by')
    expect(pages[0]).toContain('in May.')
    expect(pages[1]).toContain('Nothing of this page is hidden.')
    expect(pages[1]).toContain('Letter paper')
    expect(pages).toHaveLength(3)
    expect(copy.tested).toContain('Hermione Larkspur')
    expect(copy.still).toEqual([])
  })
})

/** A page of 300 by 400 with a name at a known place, however it lies. */
const lying = (entries: string, content = 'BT /F1 14 Tf 100 200 Td (Larkspur walks home) Tj ET') =>
  samplePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [4 0 R] >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] ${entries} /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>`,
    stream(content),
  ])

describe('wherever and however a page lies', { timeout: 60_000 }, () => {
  test.each([
    ['upright', '', [300, 400]],
    ['turned a quarter', '/Rotate 90', [400, 300]],
    ['upside down', '/Rotate 180', [300, 400]],
    ['turned back', '/Rotate 270', [400, 300]],
    ['cropped', '/CropBox [80 150 290 260]', [210, 110]],
    ['turned and cropped', '/Rotate 90 /CropBox [80 150 290 260]', [110, 210]],
    ['off its origin', '/MediaBox [-50 -60 250 340]', [300, 400]],
    ['in units of its own', '/UserUnit 2', [600, 800]],
  ] as const)('%s', async (_how, entries, [width, height]) => {
    const bytes = lying(entries)
    const [box] = await boxesFor(bytes, ['Larkspur'])
    const copy = await burn(bytes, [box!])
    const { inside, pages } = allOf(copy.bytes, folder())
    expect(inside.includes('Larkspur')).toBe(false)
    expect(pages[0]).toContain('walks home')
    expect(new RegExp(`/MediaBox \\[\\s*0\\s+0\\s+${width}\\s+${height}\\s*\\]`).test(inside)).toBe(true)
    // The picture is black where the box is, and it shows letters beside it.
    const seen = await pixels(copy.bytes)
    const at = (x: number, y: number) => seen((x / width) * 1, (y / height) * 1)
    const { left, top, right, bottom } = box!
    expect(at(left + 1, top + 1)).toBeLessThan(40)
    expect(at(right - 1, bottom - 1)).toBeLessThan(40)
    expect(at(Math.max(1, left - 8), Math.max(1, top - 8))).toBeGreaterThan(200)
  })
})

/** How light the first page of a file is at a place, in shares of its width and height, as another program draws it. */
async function pixels(bytes: Uint8Array) {
  const at = folder()
  writeFileSync(join(at, 'copy.pdf'), bytes)
  run('pdftoppm', '-gray', '-r', '72', '-singlefile', join(at, 'copy.pdf'), join(at, 'page'))
  const file = readFileSync(join(at, 'page.pgm'))
  const [, wide, high] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(file.subarray(0, 40).toString('latin1'))!
  const start = file.length - Number(wide) * Number(high)
  return (x: number, y: number) =>
    file[
      start +
        Math.min(Number(high) - 1, Math.floor(y * Number(high))) * Number(wide) +
        Math.min(Number(wide) - 1, Math.floor(x * Number(wide)))
    ]!
}

test('the words that are still readable are where they are seen', { timeout: 60_000 }, async () => {
  const bytes = lying('/Rotate 90')
  const [box] = await boxesFor(bytes, ['Larkspur'])
  const copy = await burn(bytes, [box!])
  const [before, after] = await Promise.all([bytes, copy.bytes].map((each) => boxesFor(each, ['home'])))
  expect(after).toHaveLength(1)
  for (const side of ['left', 'top', 'right', 'bottom'] as const)
    expect(Math.abs(before![0]![side] - after![0]![side])).toBeLessThan(3)
})

test('the pixels of a scan are replaced in its picture, in the picture of a phone upright', {
  timeout: 60_000,
}, async () => {
  const { createCanvas } = createRequire(import.meta.url)('@napi-rs/canvas')
  const canvas = createCanvas(400, 200)
  const context = canvas.getContext('2d')
  context.fillStyle = '#30a050'
  context.fillRect(0, 0, 400, 200)
  const plain: Buffer = canvas.encodeSync('jpeg', 95)
  // As a phone stores it that was held upright: its lines run from the right edge.
  const exif = Buffer.from('ffe1002245786966000049492a0008000000010012010300010000000600000000000000', 'hex')
  const turned = Buffer.concat([plain.subarray(0, 2), exif, plain.subarray(2)])
  const copy = await burn(turned, [{ page: 1, left: 20, top: 300, right: 120, bottom: 380 }], {
    kind: 'jpeg',
  })
  const { inside } = allOf(copy.bytes, folder())
  expect(/\/Height 400[\s\S]*\/Width 200|\/Width 200[\s\S]*\/Height 400/.test(inside)).toBe(true)
  expect(inside.includes('Exif')).toBe(false)
  const seen = await pixels(copy.bytes)
  expect(seen(25 / 200, 305 / 400)).toBeLessThan(30)
  expect(seen(160 / 200, 340 / 400)).toBeGreaterThan(90)
  expect(seen(60 / 200, 200 / 400)).toBeGreaterThan(90)
  expect(copy.mute).toEqual([1])
})

test('what a machine read on a scan is laid back, but for the words under a box', {
  timeout: 60_000,
}, async () => {
  const scan = scanPdf([{ image: images.grey() }])
  const word = (text: string, x: number) => ({ text, box: [x, 60, x + 60, 72] as const, confidence: 80 })
  const lines = [{ turn: 0 as const, words: [word('Larkspur', 40), word('walks', 110), word('home', 180)] }]
  const { height } = sheet
  const under = snapped(
    { left: 41, right: 99, top: height - 71, bottom: height - 61 },
    { ...sheet, step: 1 },
  )!
  const copy = await burn(scan, [{ ...under, page: 1 }], {}, lines)
  const { inside, pages } = allOf(copy.bytes, folder())
  expect([inside.includes('Larkspur'), copy.tested]).toEqual([false, ['Larkspur']])
  expect(pages[0]).toMatch(/home/)
})

test('the few words left on a page with boxes are text where the page had text, and a stamp on a scan is none', {
  timeout: 60_000,
}, async () => {
  const bound = async (bytes: Uint8Array) => {
    const to = join(folder(), 'b.pdf')
    const { report } = await build(plan([document('a', 'Copy', content('pdf', Buffer.from(bytes)))]), to)
    const page = await openTextPages(
      { size: bytes.length, read: (at, n) => bytes.subarray(at, at + n) },
      'pdf',
    )
    return [page.lookAt(1).text, report.filter(({ kind }) => kind === 'no-text').length]
  }
  const typed = pagesPdf([{ words: 'Larkspur walks home', at: [60, 400] }])
  expect(await bound((await burn(typed, await boxesFor(typed, ['Larkspur']))).bytes)).toEqual(['text', 0])
  const stamp = 'BT /F1 9 Tf 200 5 Td (Received 4 May) Tj ET'
  const scan = scanPdf([{ image: images.grey(), content: stamp }])
  const under = snapped({ left: 41, right: 99, top: 40, bottom: 60 }, { ...sheet, step: 1 })!
  const boxes = [{ ...under, page: 1 }]
  const stamped = await burn(scan, boxes)
  expect(allOf(stamped.bytes, folder()).pages[0]).toContain('Received 4 May')
  expect(await bound(stamped.bytes)).toEqual(['none', 1])
  const word = { text: 'walks', box: [110, 60, 170, 72] as const, confidence: 80 }
  const read = await burn(scan, boxes, {}, [{ turn: 0, words: [word] }])
  expect(await bound(read.bytes)).toEqual(['text', 0])
})

test('a file that asks for a password is opened with it, and its copy asks for none', {
  timeout: 60_000,
}, async () => {
  const at = folder()
  writeFileSync(join(at, 'plain.pdf'), lying(''))
  run('qpdf', '--encrypt', 'open', 'owner', '256', '--', join(at, 'plain.pdf'), join(at, 'locked.pdf'))
  const boxes = await boxesFor(lying(''), ['Larkspur'])
  const locked = readFileSync(join(at, 'locked.pdf'))
  await expect(burn(locked, boxes)).rejects.toMatchObject({ code: 'unreadable' })
  const copy = await burn(locked, boxes, { password: 'open' })
  const { inside, pages } = allOf(copy.bytes, at)
  expect([inside.includes('Larkspur'), inside.includes('/Encrypt')]).toEqual([false, false])
  expect(pages[0]).toContain('walks home')
})

test('words that stand elsewhere are told with their pages, ordinary ones are not', {
  timeout: 60_000,
}, async () => {
  const bytes = pagesPdf([
    { words: 'The tenant is Larkspur of 12 Mill Lane' },
    { words: 'Asked about the tenant' },
    { words: 'Larkspur paid in cash' },
  ])
  const boxes = (await boxesFor(bytes, ['The tenant is Larkspur'])).filter(({ page }) => page === 1)
  const copy = await burn(bytes, boxes)
  expect(copy.still).toEqual([{ text: 'Larkspur', pages: [3] }])
})

test('hidden words do not come back as words of the copy', { timeout: 60_000 }, async () => {
  const hidden = 'BT /F1 14 Tf 100 200 Td (Larkspur walks home) Tj 1 g 0 100 Td (Oldname) Tj ET'
  const bytes = lying('', hidden)
  const copy = await burn(bytes, await boxesFor(bytes, ['Larkspur']))
  const { inside, pages } = allOf(copy.bytes, folder())
  expect(`${inside} ${pages}`.includes('Oldname')).toBe(false)
})

test('nothing is handed over when words are left that the proof finds', { timeout: 60_000 }, async () => {
  const bytes = lying('')
  const boxes = await boxesFor(bytes, ['Larkspur'])
  await expect(burn(bytes, boxes, { title: 'Letter of Larkspur' })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('was not kept'),
  })
})

test('whatever boxes are drawn, no word under one is left and every other word is', {
  timeout: 120_000,
}, async () => {
  const words = Array.from({ length: 60 }, (_, i) => `w${i}x${(i * 7919) % 1000}`)
  const lines = Array.from(
    { length: 12 },
    (_, i) => `1 0 0 1 40 ${360 - i * 28} Tm (${words.slice(i * 5, i * 5 + 5).join(' ')}) Tj`,
  )
  const bytes = lying('', `BT /F1 9 Tf ${lines.join(' ')} ET`)
  const file = await drawnFile(bytes, { kind: 'pdf' })
  const places = await file.words(1)
  await file.close()
  expect(places.map(({ text }) => text)).toEqual(words)
  const side = (most: number) => fc.integer({ min: 0, max: most })
  const box = fc
    .tuple(side(290), side(390), fc.integer({ min: 2, max: 160 }), fc.integer({ min: 2, max: 60 }))
    .map(
      ([left, top, wide, high]) =>
        snapped({ left, top, right: left + wide, bottom: top + high }, { width: 300, height: 400, step: 1 })!,
    )
  await fc.assert(
    fc.asyncProperty(fc.array(box, { minLength: 1, maxLength: 5 }), async (boxes) => {
      const copy = await burn(
        bytes,
        boxes.map((each) => ({ ...each, page: 1 })),
        { dpi: 72 },
      )
      const text = allOf(copy.bytes, folder()).pages.join(' ').split(/\s+/)
      const free = places
        .filter((word) => !boxes.some((each) => touches(each, word)))
        .map((word) => word.text)
      expect(text.filter((word) => words.includes(word)).sort()).toEqual([...free].sort())
    }),
    { numRuns: 12 },
  )
})
