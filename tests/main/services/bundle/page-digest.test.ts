import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { PageDigests } from '../../../../main/services/bundle/page-digest.ts'
import { pagesOf } from '../../../../main/services/bundle/page-tree.ts'
import { PdfReader } from '../../../../main/services/bundle/reader.ts'
import { samplePdf } from './sample-pdfs.ts'

const data = (words: string) => ({ dict: '', data: Buffer.from(words, 'latin1') })
const form = (words: string, more = '') => ({
  dict: `/Type /XObject /Subtype /Form /BBox [0 0 595 842] ${more}`,
  data: Buffer.from(words),
})
describe('the digest of a page', () => {
  const catalog = '<< /Type /Catalog /Pages 2 0 R >>'
  const tree = '<< /Type /Pages /Count 1 /Kids [3 0 R] >>'
  const page = (extra: string) => `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] ${extra} >>`
  const digestOf = (...objects: Parameters<typeof samplePdf>[0]) => {
    const reader = new PdfReader(samplePdf([catalog, tree, ...objects]))
    const pages = pagesOf(reader)
    return new PageDigests(reader, pages).of(pages[0]!)
  }
  test('is the same whatever the objects are called and in what order keys stand', () => {
    const one = digestOf(
      page('/Contents 4 0 R /Resources << /A 5 0 R /B 6 0 R >>'),
      data('q Q'),
      '<< /X 1 /Y 2 >>',
      '[6 0 R]',
    )
    const two = digestOf(
      page('/Resources << /B 4 0 R /A 6 0 R >> /Contents 5 0 R'),
      '[4 0 R]',
      data('q Q'),
      '<< /Y 2 /X 1 >>',
    )
    expect(two).toBe(one)
  })

  test('is another for another box, turn, stream, filter, or value however deep', () => {
    const all = [
      digestOf(page('/Contents 4 0 R /Resources << /A 5 0 R >>'), data('q Q'), '[[6 0 R]]', '<< /X (a) >>'),
      digestOf(page('/Contents 4 0 R /Resources << /A 5 0 R >>'), data('q Q'), '[[6 0 R]]', '<< /X (b) >>'),
      digestOf(page('/Contents 4 0 R /Resources << /A 5 0 R >>'), data('q q'), '[[6 0 R]]', '<< /X (a) >>'),
      digestOf(
        page('/Contents 4 0 R /Resources << /A 5 0 R >> /Rotate 90'),
        data('q Q'),
        '[[6 0 R]]',
        '<< /X (a) >>',
      ),
      digestOf(
        page('/Contents 4 0 R /Resources << /A 5 0 R >> /CropBox [0 0 50 50]'),
        data('q Q'),
        '[[6 0 R]]',
        '<< /X (a) >>',
      ),
      digestOf(
        page('/Contents 4 0 R /Resources << /A 5 0 R >>'),
        { dict: '/Filter /DCTDecode', data: Buffer.from('q Q') },
        '[[6 0 R]]',
        '<< /X (a) >>',
      ),
    ]
    expect(new Set(all).size).toBe(all.length)
  })

  const drawn = (content: string, resources = '', ...more: Parameters<typeof samplePdf>[0]) =>
    digestOf(page(`/Contents 4 0 R /Resources << ${resources} >>`), data(content), ...more)
  const font = (name: string) => `<< /Type /Font /Subtype /Type1 /BaseFont /${name} >>`

  test('is the same however content is written, packed, split and wrapped, and values are placed', () => {
    const words = 'q 1 0 0 1 .5 10 cm /F1 12 Tf [(a\\(b) -20.50 (c)] TJ Q 0 0 5 5 re f'
    const fonts = '/Font << /F1 5 0 R >>'
    const one = drawn(words, fonts, font('Helvetica'))
    expect(
      drawn(
        'q\nq q 1 0 0 1 0.5 +10.0 cm%x\n/F#31 12 Tf[<6128 62>-20.5(\\143)]TJ Q Q\nq Q 0 0 5 5 re f Q',
        fonts,
        font('Helvetica'),
      ),
    ).toBe(one)
    const packed = {
      dict: '/Filter [/ASCIIHexDecode /FlateDecode]',
      data: Buffer.from(deflateSync(words).toString('hex')),
    }
    expect(
      digestOf(
        page('/Contents [4 0 R] /Resources << /Font 5 0 R >>'),
        packed,
        '<< /F1 6 0 R >>',
        font('Helvetica'),
      ),
    ).toBe(one)
    const [first, second] = [words.slice(0, words.indexOf('/F1')), words.slice(words.indexOf('/F1'))]
    expect(
      digestOf(
        page(`/Contents [4 0 R 5 0 R] /Resources << /Font << /F1 ${font('Helvetica')} >> >>`),
        data(first),
        data(second),
      ),
    ).toBe(one)
    // What no content names is not shown.
    expect(
      drawn(
        words,
        '/Font << /F1 5 0 R /F2 6 0 R >> /XObject << /X 6 0 R >>',
        font('Helvetica'),
        font('Courier'),
      ),
    ).toBe(one)
  })

  test('is another for whatever may show otherwise, well written or not', () => {
    const fonts = '/Font << /F1 5 0 R >>'
    const number = (n: number) =>
      `/Artifact <</Type /Pagination /Subtype /PageNum>> BDC /F1 9 Tf (${n}) Tj EMC`
    const image = (bytes: string) => `BI /W 4 /H 1 /BPC 8 /CS /G ID ${bytes}\nEI Q`
    const all = [
      '(a) Tj',
      '(b) Tj',
      '(A) Tj',
      '[(a)] TJ',
      '[(a) 1] TJ',
      '[(a) 1.01] TJ',
      '[(a) x] TJ',
      '[(a) y] TJ',
      '1 w 2 w',
      '2 w 1 w',
      '1 2 w w',
      '12 w',
      '1-2 w',
      '1-3 w',
      '<61> Tx',
      '<61z> Tx',
      '<61y> Tx',
      '(a Tj',
      '(b Tj',
      '<< /A 1 b >> x',
      '<< /A 1 c >> x',
      'q 1 w Q 0 0 m',
      '1 w 0 0 m',
      '1 w q 0 0 m Q q 1 1 m Q',
      'q 1 w q 0 0 m Q Q 1 1 m',
      '/a#20b gs',
      '/a b gs',
      '/A gs',
      image('abcd'),
      image('abce'),
      image('ab d'),
      // What a source marks as its own page number is part of it.
      number(1),
      number(2),
      `0 0 m ${number(1)}`,
      `${number(1)} 0 0 m`,
    ].map((content) => drawn(content, fonts, font('Helvetica')))
    all.push(
      drawn('/F1 9 Tf (a) Tj', fonts, font('Helvetica')),
      drawn('/F1 9 Tf (a) Tj', fonts, font('Courier')),
    )
    const doing = (body: ReturnType<typeof form> | string, ...more: string[]) =>
      drawn('/X Do', '/XObject << /X 5 0 R >> /Font << /F1 6 0 R >>', body, ...more)
    all.push(
      doing(form('/F1 9 Tf (a) Tj'), font('Helvetica')),
      doing(form('/F1 9 Tf (a) Tj'), font('Courier')),
      doing(form('/F1 9 Tf (b) Tj'), font('Courier')),
      doing(form('/F1 9 Tf (b) Tj', '/Matrix [1 0 0 1 5 5]'), font('Courier')),
      doing(form('/F1 9 Tf (b) Tj', '/Resources << /Font << /F1 6 0 R >> >>'), font('Times')),
      drawn('1 0 0 rg', '/ColorSpace << /DefaultRGB 5 0 R >>', '[/CalRGB << /Gamma [1 1 1] >>]'),
      drawn('1 0 0 rg', '/ColorSpace << /DefaultRGB 5 0 R >>', '[/CalRGB << /Gamma [2 2 2] >>]'),
    )
    // What a piece draws that cannot be read may be any of the resources.
    const unread = { dict: '/Filter /FlateDecode', data: Buffer.from('not packed') }
    for (const each of ['Helvetica', 'Courier'])
      all.push(digestOf(page('/Contents [4 0 R] /Resources << /Font << /F1 5 0 R >> >>'), unread, font(each)))
    // Our names on another program's fonts do not hide what they draw.
    const named = '/Font << /Turnstone 5 0 R /TurnstoneField 5 0 R >> /XObject << /Total 6 0 R >>'
    for (const each of ['Helvetica', 'Courier'])
      for (const key of ['Turnstone', 'TurnstoneField'])
        all.push(drawn(`/${key} 9 Tf (a) Tj /Total Do`, named, font(each), form('0 0 m')))
    expect(new Set(all).size).toBe(all.length)
  })

  test('ends on rings and long chains, and is the same from wherever a ring is entered by other numbers', () => {
    const ring = (a: number, b: number) => [
      page(`/Resources << /A ${a} 0 R >>`),
      ...[4, 5].map((n) => (n === a ? `<< /Next ${b} 0 R /N 1 >>` : `<< /Next ${a} 0 R /N 2 >>`)),
    ]
    expect(digestOf(...ring(4, 5))).toBe(digestOf(...ring(5, 4)))
    expect(
      digestOf(page('/Resources << /A 4 0 R >>'), '<< /Next 5 0 R /N 1 >>', '<< /Next 4 0 R /N 3 >>'),
    ).not.toBe(digestOf(...ring(4, 5)))
    const chain = (last: string) =>
      digestOf(
        page('/Resources << /A 4 0 R >>'),
        ...Array.from({ length: 20_000 }, (_, i) => (i === 19_999 ? last : `<< /Next ${i + 5} 0 R >>`)),
      )
    expect(chain('(x)')).not.toBe(chain('(y)'))
  })

  test('does not depend on which page of a file was looked at before', async () => {
    const reader = new PdfReader(
      samplePdf([
        catalog,
        '<< /Type /Pages /Count 2 /Kids [3 0 R 4 0 R] >>',
        page('/Resources << /A 5 0 R >>'),
        page('/Resources << /A 6 0 R >>'),
        '<< /Next 6 0 R /N 1 >>',
        '<< /Next 7 0 R /N 2 >>',
        '<< /Next 5 0 R /N 3 >>',
      ]),
    )
    const pages = pagesOf(reader)
    const forwards = new PageDigests(reader, pages)
    const backwards = new PageDigests(reader, pages)
    const one = pages.map((each) => forwards.of(each))
    const two = pages.toReversed().map((each) => backwards.of(each))
    expect(two.toReversed()).toEqual(one)
  })

  test('of any graph depends on nothing but what is in it', () => {
    const state = { seed: 7 }
    const dice = (sides: number) => {
      state.seed = (state.seed * 48_271) % 2_147_483_647
      return state.seed % sides
    }
    for (let round = 0; round < 300; round++) {
      const count = 2 + dice(7)
      const kids = Array.from({ length: count }, () => Array.from({ length: dice(4) }, () => dice(count)))
      const entries = Array.from({ length: 4 }, () => dice(count))
      const digests = (order: readonly number[], backwards: boolean) => {
        const at = (i: number) => 3 + entries.length + order[i]!
        const bodies: string[] = []
        for (const [i, list] of kids.entries())
          bodies[order[i]!] = `<< /N ${i} /K [${list.map((each) => `${at(each)} 0 R`).join(' ')}] >>`
        const reader = new PdfReader(
          samplePdf([
            catalog,
            `<< /Type /Pages /Count 4 /Kids [${entries.map((_, i) => `${3 + i} 0 R`).join(' ')}] >>`,
            ...entries.map((each) => page(`/Resources << /A ${at(each)} 0 R >>`)),
            ...bodies,
          ]),
        )
        const pages = pagesOf(reader)
        const made = new PageDigests(reader, pages)
        const found = (backwards ? pages.toReversed() : pages).map((each) => made.of(each))
        return backwards ? found.toReversed() : found
      }
      const plain = kids.map((_, i) => i)
      const one = digests(plain, false)
      expect(digests(plain, true), `round ${round}`).toEqual(one)
      expect(digests(plain.toReversed(), false), `round ${round}`).toEqual(one)
    }
  })
})
