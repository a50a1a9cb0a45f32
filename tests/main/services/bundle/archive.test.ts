import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { colourProfile, lightOf } from '../../../../main/services/bundle/colour-profile.ts'
import { statementPdf, verifyBundle } from '../../../../main/services/bundle/index.ts'
import { archiveFindings } from './archive-rules.ts'
import { pagesPdf } from './sample-pdfs.ts'
import { build, content, document, folder, plan, resources, run } from './workshop.ts'

const at = folder()
const words = 'Nguyễn Thị Hường, Łódź, Ionuț Țăranu, Ọlábísí Ògúnlẹ́yẹ, Ганна\n'
const print = {
  ref: 'S9',
  statementOf: 'Ọlábísí Ògúnlẹ́yẹ',
  age: 'Over 18',
  occupation: 'Cook',
  paragraphs: [words, 'I wrote it.'],
  caseTitle: 'R v Whitlock & Hoxha <1>',
  fictional: true,
  exhibitRefs: [],
}

/** A JPEG header of so many inks; its points are not read. */
const jpeg = (inks: 1 | 3 | 4) =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 8 + inks * 3, 8, 0, 1, 0, 1, inks]),
    Buffer.from(Array.from({ length: inks }, (_, i) => [i + 1, 0x11, 0]).flat()),
    Buffer.from([0xff, 0xda, 0, 2, 0, 0xff, 0xd9]),
  ])
const own = plan([
  document('s', 'Statement', { kind: 'statement', statement: print }),
  document('t', 'Notes', content('text', Buffer.from(words.repeat(90)))),
  document('p', 'Recording', {
    kind: 'placeholder',
    reason: 'It cannot be printed.',
    facts: [['Length', '1 s']],
  }),
  document('g', 'Grey picture', content('jpeg', jpeg(1))),
  document('c', 'Colour picture', content('jpeg', jpeg(3))),
])
const xmpOf = (path: string) => run('pdfinfo', '-meta', path)

test('a bundle of our own pages claims PDF/A-2b and breaks none of its rules that can be checked here', async () => {
  const to = join(at, 'own.pdf')
  const { report } = await build(own, to)
  // Photographs have no words, which is said of them and takes nothing from the claim.
  expect(report.filter(({ kind }) => kind !== 'no-text')).toEqual([])
  expect(archiveFindings(to)).toEqual([])
  expect(await verifyBundle(to)).toMatchObject({ ok: true, findings: [] })
  expect(xmpOf(to)).toContain('R v Whitlock and Hoxha: Trial bundle')
})

test('so does a statement by itself', () => {
  const path = join(at, 'statement.pdf')
  writeFileSync(
    path,
    statementPdf(print, { fonts: join(resources, 'fonts'), forms: join(resources, 'forms') }),
  )
  expect(run('qpdf', '--check', path)).toContain('No syntax or stream encoding errors')
  expect(archiveFindings(path)).toEqual([])
})

test.each([
  ['6.3.2', '/F 4', '/F 2'],
  ['6.2.3', '/GTS_PDFA1', '/GTS_PDFX1'],
  ['6.6.4', 'pdfaid:part>2', 'pdfaid:part>3'],
  ['6.2.11.5', '/W [1 [', '/W [2 ['],
  ['6.2.8', '/BitsPerComponent 8', '/BitsPerComponent 7'],
  ['6.2.11.4.1', '/FontFile2', '/FontFileX'],
])('the check of %s finds %s made %s', async (clause, from, to) => {
  const path = join(at, `${clause}.pdf`)
  await build(own, path)
  const broken = readFileSync(path).toString('latin1').replaceAll(from, to)
  writeFileSync(path, Buffer.from(broken, 'latin1'))
  const clauses = archiveFindings(path).map((each) => each.split(':')[0])
  expect(clauses).toContain(clause)
})

test.each([
  [
    'a source',
    document('x', 'Notebook', content('pdf', pagesPdf([{ words: 'One' }])), { ref: 'JLB/7' }),
    'JLB/7 Notebook',
  ],
  ['a picture in printing inks', document('x', 'Poster', content('jpeg', jpeg(4))), '(CMYK): Poster'],
  [
    'a letter we do not have',
    document('x', 'Note', content('text', Buffer.from('محمد'))),
    'lack a character',
  ],
])('%s keeps the whole from claiming it, and the report says so', async (name, what, reason) => {
  const to = join(at, `${name}.pdf`)
  const { report } = await build({ ...own, sections: [{ title: 'All', documents: [what] }] }, to)
  const line = report.filter(({ kind }) => kind === 'archive')
  expect(line).toHaveLength(1)
  expect(line[0]!.sentence).toContain(reason)
  expect(xmpOf(to)).not.toContain('pdfaid')
  expect(readFileSync(to).includes('/OutputIntents')).toBe(false)
  expect(archiveFindings(to)).not.toEqual([])
})

test('the colour profile is that of the definition: its white is D50, its curve the standard’s', () => {
  const profile = colourProfile()
  expect(profile.equals(colourProfile())).toBe(true)
  const tag = (name: string) => {
    const entry = profile.indexOf(name, 128, 'latin1')
    return profile.subarray(profile.readUInt32BE(entry + 4))
  }
  for (const [i, white] of [0.9642, 1, 0.8249].entries()) {
    const sum = ['rXYZ', 'gXYZ', 'bXYZ'].reduce(
      (all, name) => all + tag(name).readInt32BE(8 + i * 4) / 65_536,
      0,
    )
    expect(Math.abs(sum - white)).toBeLessThan(0.0002)
  }
  const curve = tag('rTRC')
  const steps = curve.readUInt32BE(8)
  for (let n = 0; n < 256; n++) {
    const x = (n / 255) * (steps - 1)
    const [a, b] = [Math.floor(x), Math.min(steps - 1, Math.floor(x) + 1)].map(
      (i) => curve.readUInt16BE(12 + i * 2) / 65_535,
    ) as [number, number]
    expect(Math.abs(a + (b - a) * (x - Math.floor(x)) - lightOf(n / 255))).toBeLessThan(0.0001)
  }
})

test('nothing a source says of where and by whom it was made comes along', async () => {
  const secret = 'C:/Users/witness/secret'
  const hidden = `/PieceInfo << /App << /Private (${secret}) >> >> /Metadata << /Note (${secret}) >> /LastModified (${secret}) /Thumb << /Note (${secret}) >>`
  const source = pagesPdf(
    [{ words: 'One', extra: hidden }],
    `/Metadata << /Note (${secret}) >> /PieceInfo << /App (${secret}) >> /StructTreeRoot << /Note (${secret}) >>`,
  )
    .toString('latin1')
    .replace(
      'trailer\n<<',
      `trailer\n<< /Info << /Author (${secret}) /Producer (${secret}) /Title (${secret}) >>`,
    )
  const to = join(at, 'leak.pdf')
  const { manifest } = await build(
    plan([document('x', 'Notebook', content('pdf', Buffer.from(source, 'latin1')))]),
    to,
  )
  const plain = run('qpdf', '--qdf', '--object-streams=disable', to, '-')
  expect(plain).not.toContain('secret')
  expect(readFileSync(manifest, 'utf8')).not.toContain('secret')
  expect(source.split(secret).length).toBeGreaterThan(6)
  expect(xmpOf(to)).not.toMatch(/Date|Producer|InstanceID|DocumentID|\d{4}-\d\d/)
  expect(await verifyBundle(to)).toMatchObject({ ok: true })
})
