import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { Stream } from '../../../../main/services/bundle/objects.ts'
import { PdfReader } from '../../../../main/services/bundle/reader.ts'
import { Syntax } from '../../../../main/services/bundle/syntax.ts'
import { Trial } from '../../../corpus/faithful.ts'
import { difference } from '../../../corpus/judge.ts'
import { sameWords } from '../../../corpus/words.ts'
import { pagesPdf, type SampleObject, samplePdf } from './sample-pdfs.ts'
import { folder } from './workshop.ts'

const at = folder()
const scratch = join(at, 'scratch')
mkdirSync(scratch)
const trial = new Trial(scratch, 50)
afterAll(() => trial.close())

const good = pagesPdf([{ words: 'One' }, { words: 'Two' }])
const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'
const show = (words: string) => `BT /F1 24 Tf 1 0 0 1 100 400 Tm (${words}) Tj ET`
const page = (more: string, box = '/MediaBox [0 0 595 842]') =>
  `<< /Type /Page /Parent 2 0 R ${box} /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R ${more} >>`
const one = (pageObject: string, content: SampleObject, ...more: SampleObject[]) =>
  samplePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [4 0 R] >>',
    font,
    pageObject,
    content,
    ...more,
  ])
const plain: SampleObject = { dict: '', data: Buffer.from(show('Seen')) }

function turned(bytes: Buffer, ...how: string[]): string {
  const [from, to] = [join(at, 'from.pdf'), join(at, 'turned.pdf')]
  writeFileSync(from, bytes)
  execFileSync('qpdf', [...how, from, to])
  return to
}

const samples: readonly (readonly [name: string, bytes: Buffer, how?: readonly string[]])[] = [
  ['an ordinary file', good],
  ['pages turned a quarter', good, ['--rotate=+90']],
  ['packed objects', good, ['--object-streams=generate']],
  ['an empty password', good, ['--encrypt', '', 'owner', '256', '--']],
  ['a page cropped', one(page('/CropBox [60 300 500 700]'), plain)],
  ['a page away from the origin', one(page('', '/MediaBox [-300 -200 295 642]'), plain)],
  ['a page that does not say how large it is', one(page('', ''), plain)],
  [
    'a link that may not lead on, with a frame',
    one(
      page(
        '/Annots [<< /Type /Annot /Subtype /Link /Rect [100 500 300 560] /C [1 0 0] /Border [0 0 4] /A << /S /Launch /F (x) >> >>]',
      ),
      plain,
    ),
  ],
  [
    'a comment with looks of its own',
    one(
      page('/Annots [<< /Type /Annot /Subtype /Stamp /Rect [100 500 300 560] /F 4 /AP << /N 6 0 R >> >>]'),
      plain,
      {
        dict: '/Type /XObject /Subtype /Form /BBox [0 0 10 10]',
        data: Buffer.from('1 0 0 rg 0 0 10 10 re f'),
      },
    ),
  ],
]

describe('every page is shown as its source is, but for its number', () => {
  for (const [name, bytes, how] of samples)
    test(name, async () => {
      expect(await trial.try(turned(bytes, ...(how ?? [])))).toEqual({ fate: 'faithful', why: '' })
    }, 60_000)
})

test('the judge tells another picture from the same', () => {
  const points = new Uint8Array(160_000)
  const same = { width: 400, height: 400, points }
  const other = { ...same, points: points.map((_, i) => (i % 400 < 80 ? 255 : 0)) }
  expect(difference(same, { ...same })).toBe(0)
  expect(difference(same, other)).toBeGreaterThan(0.1)
  expect(difference(same, { width: 200, height: 400, points })).toBe(1)
})

test('the judge of words leaves out the page’s number, once, and nothing else', () => {
  const words = ['Page', '3', 'of', '3']
  expect(sameWords(words, [...words, '3'], '3')).toBe(true)
  expect(sameWords(words, ['3', 'of', 'Page', '3', '3'], '3')).toBe(true)
  expect(sameWords(words, words, '3')).toBe(false)
  expect(sameWords(words, [...words, '4'], '3')).toBe(false)
  expect(sameWords(words, ['Page3', 'of', '3', '3'], '3')).toBe(false)
  expect(sameWords([], [], '3')).toBe(false)
  expect(sameWords([], ['3'], '3')).toBe(true)
})

test('a damaged piece of packed content is shown as far as it goes, and the report says so', async () => {
  const damaged = one(page(''), { dict: '/Filter /LZWDecode', data: Buffer.from('ffffffffff00', 'hex') })
  const path = join(at, 'damaged.pdf')
  writeFileSync(path, damaged)
  const { fate } = await trial.try(path)
  expect(['faithful', 'reported']).toContain(fate)
}, 60_000)

test('a file read piece by piece holds what it holds when read whole', () => {
  const long = Buffer.from(`${show('Long')} % endstream ${'x'.repeat(300_000)}`)
  const bytes = samplePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [4 0 R] >>',
    font,
    page(''),
    { dict: '', data: long, length: '6 0 R' },
    String(long.length),
    `[${'(some words) '.repeat(20_000)}]`,
    { dict: '', data: Buffer.alloc(200_000, 7), length: '12' },
  ])
  const whole = new PdfReader(bytes)
  const sizes: number[] = []
  const pieces = new PdfReader({
    size: bytes.length,
    read: (offset, length) => {
      sizes.push(length)
      return Uint8Array.from(bytes.subarray(offset, offset + length))
    },
  })
  const seen = (reader: PdfReader) => {
    const syntax = new Syntax(1024)
    for (const number of reader.numbers().sort((a, b) => a - b)) {
      const value = reader.object(number)
      syntax.value(value, (ref) => ref.number)
      if (value instanceof Stream) syntax.raw(value.raw)
    }
    return createHash('sha256').update(syntax.from(0)).digest('hex')
  }
  expect(seen(pieces)).toBe(seen(whole))
  expect(pieces.repairs).toEqual(whole.repairs)
  expect(Math.max(...sizes)).toBeLessThan(bytes.length)
})
