import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ReadLine } from '../../../../casework/schema.ts'
import type { PageWords } from '../../../../main/services/bundle/index.ts'
import { images, scanned, scanPdf, sheet, typedPdf } from './scans.ts'
import { build, content, document, folder, pageTexts, plan, run } from './workshop.ts'

const tongues = ['Nguyễn Thị Hường', 'Łęcka Ţăranu', 'Ọlábísí Ògúnlẹ́yẹ́', 'Harbour Lane']

/** Words side by side in a line, each 60 wide and 12 high, from this corner of the page’s own space. */
const lineAt = (words: readonly string[], x: number, y: number): ReadLine => ({
  turn: 0,
  words: words.map((text, i) => ({ text, box: [x + i * 66, y, x + i * 66 + 60, y + 12], confidence: 80 })),
})
const wordsOf = (page: number, lines: readonly ReadLine[], more: Partial<PageWords> = {}): PageWords => ({
  id: `reading${page}`,
  page,
  source: Buffer.from(JSON.stringify(lines)),
  confidence: 87,
  ...more,
})

/** The words of a page with their boxes, as pdftotext sees the page: upright, cropped, from the top left. */
function boxes(path: string, page: number) {
  const out = run('pdftotext', '-cropbox', '-bbox', '-f', String(page), '-l', String(page), path, '-')
  return [
    ...out.matchAll(/xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)</g),
  ].map(([, ...m]) => ({ text: m[4]!.normalize('NFC'), box: m.slice(0, 4).map(Number) }))
}
const pixelsOf = (path: string, page: number, out: string) =>
  run('pdftoppm', '-r', '60', '-f', String(page), '-l', String(page), '-singlefile', path, out)

describe('an invisible layer', () => {
  test('says the same words again in every tongue, and changes nothing that is seen', async () => {
    const at = folder()
    const scan = scanPdf([{ image: images.grey() }])
    const lines = tongues.map((text, i) => lineAt(text.split(' '), 40, 100 - i * 22))
    await build(
      plan([document('a', 'Scan', content('pdf', scan), { words: [wordsOf(1, lines)] })]),
      join(at, 'with.pdf'),
    )
    const plain = await build(plan([document('a', 'Scan', content('pdf', scan))]), join(at, 'without.pdf'))
    const page = plain.documents[0]!.from
    const text = run(
      'pdftotext',
      '-f',
      String(page),
      '-l',
      String(page),
      join(at, 'with.pdf'),
      '-',
    ).normalize('NFC')
    for (const words of tongues) expect(text).toContain(words.normalize('NFC'))
    pixelsOf(join(at, 'with.pdf'), page, join(at, 'with'))
    pixelsOf(join(at, 'without.pdf'), page, join(at, 'without'))
    expect(run('cmp', join(at, 'with.ppm'), join(at, 'without.ppm'))).toBe('')
  })

  // Where the word is seen: 40 from the left edge, and 30 from the foot, of a sheet 400 by 130.
  const [left, foot] = [40, 30]
  test.each([
    ['upright', {}, [left, foot, left + 60, foot + 12], 0],
    [
      'turned a quarter',
      { rotate: 90, media: [0, 0, 130, 400], matrix: [0, 400, -130, 0, 130, 0] },
      [130 - foot - 12, left, 130 - foot, left + 60],
      90,
    ],
    [
      'upside down',
      { rotate: 180, matrix: [-400, 0, 0, -130, 400, 130] },
      [400 - left - 60, 130 - foot - 12, 400 - left, 130 - foot],
      180,
    ],
    [
      'turned back',
      { rotate: 270, media: [0, 0, 130, 400], matrix: [0, -400, 130, 0, 0, 400] },
      [foot, 400 - left - 60, foot + 12, 400 - left],
      270,
    ],
    [
      'cropped',
      { media: [-50, -20, 450, 200], crop: [0, 0, 400, 130] },
      [left, foot, left + 60, foot + 12],
      0,
    ],
  ] as const)('stands where its word is seen on a page that is %s', async (_how, page, box, turn) => {
    const at = join(folder(), 'b.pdf')
    const lines: ReadLine[] = [{ turn, words: [{ text: 'Harbour', box, confidence: 90 }] }]
    const bytes = scanPdf([{ image: images.grey(), ...page }])
    const made = await build(
      plan([document('a', 'Scan', content('pdf', bytes), { words: [wordsOf(1, lines)] })]),
      at,
    )
    const found = boxes(at, made.documents[0]!.from).find(({ text }) => text === 'Harbour')!
    const seen = [left, sheet.height - foot - 12, left + 60, sheet.height - foot]
    for (const [i, edge] of found.box.entries()) expect(Math.abs(edge - seen[i]!)).toBeLessThan(1.5)
  })

  test.each([
    ['upside down', 180, {}, [400 - left - 60, 130 - foot - 12, 400 - left, 130 - foot]],
    ['from the foot up', 90, { media: [0, 0, 130, 400] }, [130 - foot - 12, left, 130 - foot, left + 60]],
    ['from the head down', 270, { media: [0, 0, 130, 400] }, [foot, 400 - left - 60, foot + 12, 400 - left]],
  ] as const)('stands on the ink of a scan that lies %s', async (_how, turn, page, box) => {
    const at = join(folder(), 'b.pdf')
    const lines: ReadLine[] = [{ turn, words: [{ text: 'Harbour', box, confidence: 90 }] }]
    const bytes = scanPdf([{ image: images.grey(), ...page }])
    const made = await build(
      plan([document('a', 'Scan', content('pdf', bytes), { words: [wordsOf(1, lines)] })]),
      at,
    )
    const found = boxes(at, made.documents[0]!.from).find(({ text }) => text === 'Harbour')!
    const tall = turn === 180 ? 130 : 400
    const seen = [box[0], tall - box[3], box[2], tall - box[1]]
    for (const [i, edge] of found.box.entries()) expect(Math.abs(edge - seen[i]!)).toBeLessThan(1.5)
  })

  test('stands over a picture file at the picture’s own scale', async () => {
    const at = join(folder(), 'b.pdf')
    const lines = [lineAt(['Harbour', 'Lane'], 100, 40)]
    const png = content('png', scanned('png'))
    const made = await build(plan([document('p', 'Photo', png, { words: [wordsOf(1, lines)] })]), at)
    const found = boxes(at, made.documents[0]!.from)
    const [harbour, lane] = ['Harbour', 'Lane'].map((text) => found.find((word) => word.text === text)!.box)
    // Both words are 60 points of the picture wide and 66 apart, whatever the picture was scaled by.
    const scale = (harbour![2]! - harbour![0]!) / 60
    expect(scale).toBeGreaterThan(0.1)
    expect(Math.abs((lane![0]! - harbour![0]!) / scale - 66)).toBeLessThan(2)
    expect(made.report.filter(({ kind }) => kind === 'machine-read')).toHaveLength(1)
  })
})

describe('the report', () => {
  const kinds = (report: readonly { kind: string; sentence: string }[]) =>
    report.filter(({ kind }) => kind === 'no-text' || kind === 'machine-read').map(({ sentence }) => sentence)

  test('lists every page with ink and no text, and what a machine read with how sure it is', async () => {
    const at = join(folder(), 'b.pdf')
    const image = images.grey()
    const stamp = 'BT /F1 9 Tf 300 5 Td (Received 4 May 2025) Tj ET'
    const drawn = '0 0 m 300 100 l S'
    const bytes = scanPdf([
      { image },
      { image, content: stamp },
      { image: null, content: drawn },
      { image: null },
      { image },
      { image },
    ])
    const words = [
      wordsOf(5, [lineAt(['Harbour'], 40, 40)], { lie: 'upside-down' }),
      wordsOf(6, [lineAt(['Lane'], 40, 40)], { confidence: 61, checked: 'DC Brennan on 3 Mar 2026' }),
    ]
    const typed = document('t', 'Typed', content('pdf', typedPdf()))
    const made = await build(plan([document('a', 'Scan', content('pdf', bytes), { words }), typed]), at)
    const [first] = made.documents
    const page = (n: number) => first!.from + n - 1
    expect(kinds(made.report)).toEqual([
      `Pages ${page(1)}–${page(3)} have no text layer: their words can’t be searched or copied.`,
      `Page ${page(5)} has text read by machine, unchecked; the machine is 87 % sure.`,
      `Page ${page(6)} has text read by machine, checked by DC Brennan on 3 Mar 2026; the machine is 61 % sure.`,
    ])
    expect(made.report.filter(({ kind }) => kind === 'turned')).toMatchObject([
      { page: page(5), sentence: 'The words on it lie upside down. It is bound as its file has it.' },
    ])
  })

  test('words for a page that has its own text are not laid over it', async () => {
    const at = join(folder(), 'b.pdf')
    const typed = document('t', 'Typed', content('pdf', typedPdf()), {
      words: [wordsOf(1, [lineAt(['Planted'], 40, 40)])],
    })
    const made = await build(plan([typed]), at)
    expect(pageTexts(at).join('')).not.toContain('Planted')
    expect(kinds(made.report)).toEqual([])
  })

  test('words read beyond what a page shows of its picture stay out, and that is said', async () => {
    const at = join(folder(), 'b.pdf')
    const image = images.grey()
    const cropped = { image, media: [0, 0, 400, 130], crop: [0, 60, 400, 130] } as const
    const words = [
      wordsOf(1, [lineAt(['Harbour'], 40, 80), lineAt(['Hidden', 'below'], 40, 20)]),
      wordsOf(2, [lineAt(['Unseen'], 40, 20)]),
    ]
    const made = await build(
      plan([document('a', 'Scan', content('pdf', scanPdf([cropped, cropped])), { words })]),
      at,
    )
    const text = run('pdftotext', at, '-')
    expect(text).toContain('Harbour')
    expect(text).not.toMatch(/Hidden|below|Unseen/)
    const { from, to } = made.documents[0]!
    expect(kinds(made.report)).toEqual([
      `Page ${to} has no text layer: its words can’t be searched or copied.`,
      `Pages ${from}–${to}: a machine read words beyond what the page shows of its picture. They were left out; the picture itself is whole in the bundle.`,
      `Page ${from} has text read by machine, unchecked; the machine is 87 % sure.`,
    ])
  })

  test('a reading that is damaged is left out, and said; the pages themselves are there', async () => {
    const at = join(folder(), 'b.pdf')
    const words = [{ id: 'reading1', page: 1, source: Buffer.from('[{"turn":45}]'), confidence: 50 }]
    const made = await build(
      plan([document('a', 'Scan', content('pdf', scanPdf([{ image: images.grey() }])), { words })]),
      at,
    )
    const page = made.documents[0]!.from
    expect(kinds(made.report)).toEqual([
      `Page ${page}: what a machine had read there is damaged and was left out. Have the page read again.`,
      `Page ${page} has no text layer: its words can’t be searched or copied.`,
    ])
  })
})
