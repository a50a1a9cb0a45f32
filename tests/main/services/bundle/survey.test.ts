import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readProfile } from '../../../../main/services/bundle/index.ts'
import { lieOn } from '../../../../main/services/bundle/page-lie.ts'
import { samplePdf } from './sample-pdfs.ts'
import { images, scanPdf } from './scans.ts'
import { build, content, document, folder, plan, resources } from './workshop.ts'

/** A page of words set by a matrix and shown turned. */
const turned = (matrix: string, rotate: number, box = '0 0 595 842') => {
  const lines = Array.from({ length: 8 }, (_, i) => `1 0 0 1 0 ${-i * 20} Tm (These are twenty letters.) Tj`)
  return samplePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [4 0 R] >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [${box}] /Rotate ${rotate} /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>`,
    { dict: '', data: Buffer.from(`q ${matrix} cm BT /F1 12 Tf ${lines.join(' ')} ET Q`) },
  ])
}
const kindsOf = async (pdf: Buffer, kind: string) => {
  const { report } = await build(plan([document('1', 'It', content('pdf', pdf))]), `${folder()}/out.pdf`)
  return report.filter((line) => line.kind === kind).map(({ sentence, page }) => `${page ?? ''} ${sentence}`)
}

const upright = '1 0 0 1 200 500'
const over = '-1 0 0 -1 400 300'
const left = '0 1 -1 0 300 200'
const right = '0 -1 1 0 200 600'
test.each([
  ['upright', upright, 0],
  ['upright', over, 180],
  ['upright', left, 90],
  ['upright', right, 270],
  ['upside down', over, 0],
  ['upside down', upright, 180],
  ['upside down', right, 90],
  ['upside down', left, 270],
  ['on their side', left, 0],
  ['on their side', upright, 90],
  ['on their side', over, 270],
] as const)(
  'a page whose words lie %s as it is shown is said to (%s, turned %i)',
  async (lie, matrix, rotate) => {
    const said = await kindsOf(turned(matrix, rotate), 'turned')
    if (lie === 'upright') expect(said).toEqual([])
    else expect(said).toEqual([`3 The words on it lie ${lie}. It is bound as its file has it.`])
  },
)

test('a line of the report names a page by the number printed on it, too', async () => {
  const profile = readProfile(join(resources, 'profiles', 'family.json'))
  const { report, documents } = await build(
    plan([document('1', 'It', content('pdf', turned(upright, 180)))], { profile }),
    `${folder()}/out.pdf`,
  )
  const [first] = documents[0]!.labels
  expect(first).not.toBe('3')
  expect(report.find(({ kind }) => kind === 'turned')).toMatchObject({ page: 3, label: first })
})

test('words set by a mirrored page and mirrored letters, as some programs do, lie upright', async () => {
  expect(await kindsOf(turned('1 0 0 -1 200 500', 0).subarray(), 'turned')).toEqual([])
})

test('a few words, or as many this way as that, turn no page', () => {
  const page = { rotate: 0 } as const
  expect(lieOn({ quarters: [0, 0, 99, 0] }, page)).toBe('upright')
  expect(lieOn({ quarters: [0, 0, 100, 0] }, page)).toBe('upside-down')
  expect(lieOn({ quarters: [300, 0, 900, 0] }, page)).toBe('upright')
})

test('how sharp the scans of a document are is said, and where that is more than the guidance asks for', async () => {
  const image = images.grey(['Harbour'])
  const [said] = await kindsOf(scanPdf([{ image }, { image }]), 'resolution')
  expect(said).toBe(' 2 pages are pictures of 150 points to the inch.')
  const base = plan([document('1', 'It', content('pdf', scanPdf([{ image }])))])
  const scans = { least: 200, most: 300, why: 'the court asks for 200 to 300.' }
  const { report } = await build({ ...base, profile: { ...base.profile, scans } }, `${folder()}/out.pdf`)
  expect(report.find(({ kind }) => kind === 'resolution')?.sentence).toBe(
    'One page is a picture of 150 points to the inch. That is less than 200: the court asks for 200 to 300. It is bound as it is; a new scan is the maker’s to give.',
  )
})
