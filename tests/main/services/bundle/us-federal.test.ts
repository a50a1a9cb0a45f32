import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildBundle, readProfile, verifyBundle } from '../../../../main/services/bundle/index.ts'
import { type Json, PdfObjects } from './pdf-objects.ts'
import { pagesPdf, type SampleObject, samplePdf } from './sample-pdfs.ts'
import { build, content, document, folder, plan, resources, run, tools } from './workshop.ts'

const profile = readProfile(join(resources, 'profiles', 'us-federal.json'))
const at = folder()
const script = '<< /S /JavaScript /JS (app.alert\\(1\\)) >>'
const annotation = (kind: string, rest: string) =>
  `<< /Type /Annot /Subtype /${kind} /Rect [10 10 90 60] ${rest} >>`

/** Everything that CM/ECF refuses, in each place where a PDF can hold it. */
const nasty = samplePdf([
  `<< /Type /Catalog /Pages 2 0 R /OpenAction ${script} /AA << /WC ${script} >> /AF [6 0 R] /Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> /JavaScript << /Names [(x) ${script}] >> /Renditions << /Names [] >> >> /AcroForm << /Fields [8 0 R] /XFA 9 0 R /CO [8 0 R] >> /Collection << /View /T >> >>`,
  '<< /Type /Pages /Count 1 /Kids [4 0 R] >>',
  '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /AA << /O ${script} >> /AF [6 0 R] /Resources << /Font << /F1 3 0 R >> /XObject << /Im 10 0 R /Fm 11 0 R >> >> /Contents 5 0 R /Annots [8 0 R ${annotation('FileAttachment', '/FS 6 0 R')} ${annotation('Sound', '/Sound 12 0 R')} ${annotation('Movie', '/Movie << /F (film.mov) >>')} ${annotation('Screen', '/A << /S /Rendition /OP 0 >>')} ${annotation('RichMedia', '/RichMediaContent << /Assets << /Names [(a) 6 0 R] >> >>')} ${annotation('3D', '/3DD 12 0 R')} ${annotation('Link', '/A << /S /Launch /F (cmd.exe) >>')} ${annotation('Link', `/A ${script}`)} ${annotation('Link', '/A << /S /GoToE /T << /R /C /N (a) >> >>')} ${annotation('Link', `/A << /S /URI /URI (https://example.org/) /Next ${script} >>`)} ${annotation('Text', `/Contents (A remark) /AA << /E ${script} >> /A ${script} /AF [6 0 R] /FS 6 0 R`)} ${annotation('Highlight', `/QuadPoints [10 60 90 60 10 10 90 10] /A << /S /Launch /F (x) >>`)}] >>`,
  {
    dict: '',
    data: Buffer.from('BT /F1 12 Tf 100 700 Td (The words) Tj ET q 20 0 0 20 100 100 cm /Im Do Q /Fm Do'),
  },
  '<< /Type /Filespec /F (inside.exe) /UF (inside.exe) /EF << /F 7 0 R >> >>',
  { dict: '/Type /EmbeddedFile', data: Buffer.from('attached bytes') },
  `${annotation('Widget', `/FT /Tx /T (name) /V (Filled) /AA << /K ${script} >>`)}`,
  { dict: '', data: Buffer.from('<xdp:xdp/>') },
  {
    dict: '/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /AF [6 0 R] /Metadata 9 0 R',
    data: Buffer.from([0]),
  },
  {
    dict: '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /AF 6 0 R /Ref << /F 6 0 R /Page 0 >> /PieceInfo << /X << /Private 7 0 R >> >>',
    data: Buffer.from('0 0 1 1 re f'),
  },
  { dict: '/Type /Sound /R 8000', data: Buffer.from([1, 2, 3]) },
] satisfies SampleObject[])

function locked(): Buffer {
  const [from, to] = [join(at, 'plain.pdf'), join(at, 'locked.pdf')]
  writeFileSync(from, pagesPdf([{ words: 'Was locked' }]))
  execFileSync('qpdf', ['--encrypt', '', 'owner', '256', '--', from, to])
  return readFileSync(to)
}

/** Every name and key of a file as qpdf reads it. */
function wordsOf(path: string): Set<string> {
  const seen = new Set<string>()
  const walk = (value: Json): void => {
    if (typeof value === 'string') seen.add(value)
    else if (Array.isArray(value)) value.forEach(walk)
    else if (value !== null && typeof value === 'object')
      for (const [key, inner] of Object.entries(value)) {
        seen.add(key)
        walk(inner)
      }
  }
  const pdf = new PdfObjects(path)
  for (const value of pdf.all.values()) walk(value)
  return seen
}

const FORBIDDEN = [
  ...[
    '/Encrypt',
    '/EmbeddedFile',
    '/EmbeddedFiles',
    '/Filespec',
    '/EF',
    '/AF',
    '/FS',
    '/Collection',
    '/FileAttachment',
  ],
  ...['/JavaScript', '/JS', '/AA', '/Launch', '/GoToE', '/GoToR', '/Rendition', '/Renditions', '/SubmitForm'],
  ...['/Sound', '/Movie', '/Screen', '/RichMedia', '/RichMediaContent', '/3D', '/3DD', '/Ref', '/PieceInfo'],
  ...['/AcroForm', '/XFA', '/Widget', '/Fields', '/Names'],
]

test('nothing a US court’s filing system rejects is in a bundle, whatever its sources hold; each is said by its rule', async () => {
  const to = join(at, 'us.pdf')
  const { report, documents } = await build(
    plan(
      [
        document('bad', 'The exhibit', content('pdf', nasty)),
        document('shut', 'Another', content('pdf', locked())),
      ],
      { profile },
    ),
    to,
  )
  const words = wordsOf(to)
  expect(FORBIDDEN.filter((each) => words.has(each))).toEqual([])
  expect(run('qpdf', '--show-encryption', to)).toContain('File is not encrypted')
  const plain = run('qpdf', '--qdf', '--object-streams=disable', to, '-')
  for (const each of ['app.alert', 'cmd.exe', 'inside.exe', 'film.mov', 'attached bytes', 'xdp:xdp'])
    expect(plain).not.toContain(each)
  // What may stay did.
  expect(plain).toContain('https://example.org/')
  expect(run('pdftotext', '-f', String(documents[0]!.from), to, '-')).toMatch(/The words[\s\S]*Was locked/)
  expect(run('qpdf', '--check', to)).toContain('No syntax or stream encoding errors')
  expect((await verifyBundle(to)).findings).toEqual([])
  const refused = report.filter(({ kind }) => kind === 'refused')
  expect(
    refused.map(({ document: of, sentence }) => [
      of,
      /^R56: (.+?)\. CM|^R56: (.+?)\. Forms/.exec(sentence)?.slice(1).find(Boolean),
    ]),
  ).toEqual([
    ['bad', 'files attached inside it were left out'],
    ['bad', 'scripts and actions in it were left out'],
    ['bad', 'sound, film or other moving parts of it were left out'],
    ['bad', 'its form fields were flattened and can no longer be typed into'],
    ['shut', 'it was encrypted, and the bundle is not'],
  ])
})

test('a profile may refuse such a source instead: the build stops by the rule’s name, and leaves nothing', async () => {
  const strict = profile.refuses.map((each) =>
    each.what === 'scripts' ? { ...each, weight: 'stops' as const } : each,
  )
  const to = join(at, 'strict.pdf')
  const what = plan([document('bad', 'The exhibit', content('pdf', nasty))], {
    profile: { ...profile, refuses: strict },
  })
  await expect(buildBundle(what, tools(to))).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(/^R56: “The exhibit” holds scripts or actions\. CM\/ECF rejects/),
  })
  expect(run('ls', '-A', at)).not.toContain('strict')
  // What opens at a page and has nothing else is no script.
  const plainSource = pagesPdf([{ words: 'Plain' }], '/OpenAction [4 0 R /Fit]')
  const built = await build(
    plan([document('a', 'A', content('pdf', plainSource))], { profile: { ...profile, refuses: strict } }),
    to,
  )
  expect(built.report.filter(({ kind }) => kind === 'refused')).toEqual([])
})
