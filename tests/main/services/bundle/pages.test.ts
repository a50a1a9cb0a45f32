import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { verifyBundle } from '../../../../main/services/bundle/index.ts'
import { pagesPdf, type SamplePage, samplePdf } from './sample-pdfs.ts'
import { build, content, document, folder, plan, run } from './workshop.ts'

const MM = 72 / 25.4

/** Words of each page with their boxes, as pdftotext sees the page: upright, from the top left. */
function wordsOf(path: string): {
  width: number
  height: number
  words: { text: string; x1: number; y1: number; x2: number; y2: number }[]
}[] {
  return run('pdftotext', '-cropbox', '-bbox', path, '-')
    .split('<page ')
    .slice(1)
    .map((page) => {
      const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(page)!
      const words = [
        ...page.matchAll(/xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">([^<]*)</g),
      ]
      return {
        width: Number(width),
        height: Number(height),
        words: words.map((m) => ({
          x1: Number(m[1]),
          y1: Number(m[2]),
          x2: Number(m[3]),
          y2: Number(m[4]),
          text: m[5]!,
        })),
      }
    })
}

const page: fc.Arbitrary<SamplePage> = fc
  .record({
    left: fc.integer({ min: -400, max: 400 }),
    bottom: fc.integer({ min: -400, max: 400 }),
    width: fc.integer({ min: 200, max: 1200 }),
    height: fc.integer({ min: 200, max: 1200 }),
    rotate: fc.constantFrom(0, 90, 180, 270, -90, 450),
    cropped: fc.boolean(),
  })
  .map(({ left, bottom, width, height, rotate, cropped }): SamplePage => {
    const box = [left, bottom, left + width, bottom + height] as const
    const crop = [left + 20, bottom + 25, left + width - 15, bottom + height - 10] as const
    return { words: 'Words', box, rotate, ...(cropped ? { crop } : {}) }
  })

const tree = fc.array(
  fc.array(fc.array(page, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
  { minLength: 1, maxLength: 3 },
)

test('the number printed is the label, the index and the bookmark, however pages lie', async () => {
  const at = folder()
  let n = 0
  await fc.assert(
    fc.asyncProperty(tree, async (sections) => {
      const to = join(at, `${n++}.pdf`)
      const what = plan([], {
        sections: sections.map((documents, s) => ({
          title: `Section ${s}`,
          documents: documents.map((pages, d) =>
            document(`${s}-${d}`, `Document ${s} ${d}`, content('pdf', pagesPdf(pages))),
          ),
        })),
      })
      const { pages, report } = await build(what, to)
      expect(await verifyBundle(to)).toMatchObject({ ok: true, pages, findings: [] })
      expect(report.filter((line) => line.kind === 'placeholder')).toEqual([])
      // The tool gives a page's size before turning, its words after.
      const turned = sections.flat(2).map((one) => (one.rotate ?? 0) % 180 !== 0)
      for (const [i, read] of wordsOf(to).entries()) {
        const aside = turned[i - pages + turned.length]
        const seen = aside ? { ...read, width: read.height, height: read.width } : read
        const number = String(i + 1)
        const stamp = seen.words.filter(
          (word) => word.text === number && word.x2 > seen.width - 25 * MM && word.y1 > seen.height - 18 * MM,
        )
        expect(stamp.length, `page ${number}`).toBe(1)
      }
    }),
    { numRuns: 12, seed: 7 },
  )
}, 60_000)

test('the stamp is 10 mm in and 8 mm up, scaled by the page’s unit, and moves when the foot is not free', async () => {
  const to = join(folder(), 'foot.pdf')
  const source = pagesPdf([
    { words: 'Middle' },
    { words: 'Foot of the page', at: [500, 35] },
    { words: 'Large', box: [0, 0, 300, 421], unit: 2 },
    { words: 'Foot, turned', rotate: 90, at: [560, 760] },
    { words: 'A3', box: [0, 0, 1190.55, 841.89] },
  ])
  const { documents, report } = await build(plan([document('a', 'Pages', content('pdf', source))]), to)
  const first = documents[0]!.from
  expect(report.filter((line) => line.kind === 'stamp-moved').map((line) => line.page)).toEqual([first + 1])
  const seen = wordsOf(to)
  const stampOn = (i: number) => seen[first - 1 + i]!.words.find((word) => word.text === String(first + i))!
  const low = stampOn(0)
  expect(Math.abs((low.x1 + low.x2) / 2 - (595 - 10 * MM - 7 * MM))).toBeLessThan(0.5)
  expect(Math.abs((low.y1 + low.y2) / 2 - (842 - 8 * MM - 3.75 * MM))).toBeLessThan(3)
  expect(stampOn(1).y2).toBeLessThan(25 * MM)
  expect(stampOn(4).x1).toBeGreaterThan(1190 - 25 * MM)
})

test('the number goes to the first corner that is free, and onto a white box where none is', async () => {
  const corners = [
    [500, 35],
    [500, 800],
    [45, 35],
    [45, 800],
  ] as const
  const page = (taken: number) => {
    const shows = corners.slice(0, taken).map(([x, y]) => `1 0 0 1 ${x} ${y} Tm (Here it is) Tj`)
    return samplePdf([
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Count 1 /Kids [4 0 R] >>',
      '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>',
      { dict: '', data: Buffer.from(`BT /F1 12 Tf ${shows.join(' ')} ET`) },
    ])
  }
  const to = join(folder(), 'corners.pdf')
  const sources = [0, 1, 2, 3, 4].map((taken) => document(String(taken), 'P', content('pdf', page(taken))))
  const { documents, report } = await build(plan(sources), to)
  const seen = wordsOf(to)
  const where = documents.map(({ from }) => {
    const stamp = seen[from - 1]!.words.find((word) => word.text === String(from))!
    return `${stamp.y1 > 421 ? 'bottom' : 'top'} ${stamp.x1 > 297 ? 'right' : 'left'}`
  })
  expect(where).toEqual(['bottom right', 'top right', 'bottom left', 'top left', 'bottom right'])
  expect(
    report
      .filter(({ kind }) => kind.startsWith('stamp'))
      .map(({ kind, sentence }) => [kind, sentence.slice(-14)]),
  ).toEqual([
    ['stamp-moved', 'the top right.'],
    ['stamp-moved', 'e bottom left.'],
    ['stamp-moved', ' the top left.'],
    ['stamp-over-ink', ' right corner.'],
  ])
})
