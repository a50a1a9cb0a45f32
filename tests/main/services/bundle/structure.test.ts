import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type StatementPrint, statementPdf } from '../../../../main/services/bundle/index.ts'
import { type Json, operations, PdfObjects } from './pdf-objects.ts'
import { pagesPdf } from './sample-pdfs.ts'
import { build, content, document, folder, plan, resources, run } from './workshop.ts'

const names = [
  'Nguyễn Thị Hường',
  'Łucja Wójcik of Łódź',
  'Ionuț Țăranu of Timișoara',
  'Ọlábísí Ògúnlẹ́yẹ',
] as const
const paragraphs = names.map(
  (name) =>
    `${name} wrote it in a blue notebook, exhibit JLB/7. ${`I know ${name} and the hand. `.repeat(25)}`,
)
const statement: StatementPrint = {
  ref: 'S9',
  statementOf: names[0],
  age: 'Over 18',
  occupation: 'Kitchen porter',
  paragraphs,
  urn: '99NM0042725',
  caseTitle: 'R v Whitlock and Hoxha',
  fictional: true,
  exhibitRefs: ['JLB/7'],
}

/** What a tagged file says in reading order, as poppler reads it: each part's role and its words, those of two pages joined. */
function spoken(path: string): [role: string, words: string][] {
  const out: [string, string][] = []
  let role = ''
  let more = false
  for (const line of run('pdfinfo', '-struct-text', path).normalize('NFC').split('\n')) {
    const words = /^ *"(.*)"$/.exec(line)
    if (!words) role = /^ *([A-Z]\w*)/.exec(line)?.[1] ?? role
    else if (more) out.at(-1)![1] += ` ${words[1]!.trim()}`
    else out.push([role, words[1]!.trim()])
    more = words !== null
  }
  return out
}
const said = (path: string, role: string) =>
  spoken(path).flatMap(([each, words]) => (each === role ? [words] : []))

/** Checks that all of our pages' text is marked, and that marks, parts and links lead to one another. */
function checkStructure(path: string): void {
  const pdf = new PdfObjects(path)
  const tree = pdf.dict(pdf.root['/StructTreeRoot'])
  const parents = new Map<number, Json>()
  const walkNumbers = (node: Json) => {
    const own = pdf.dict(node)
    const nums = pdf.list(own['/Nums'])
    for (let i = 0; i < nums.length; i += 2) {
      expect(parents.has(nums[i] as number)).toBe(false)
      parents.set(nums[i] as number, nums[i + 1]!)
    }
    if (own['/Limits']) expect(own['/Limits']).toEqual([nums[0], nums.at(-2)])
    for (const kid of pdf.list(own['/Kids'])) walkNumbers(kid)
  }
  walkNumbers(tree['/ParentTree'] ?? null)
  const marks = new Map<string, string>()
  const links = new Map<string, string>()
  const walkParts = (ref: Json, above: Json) => {
    const part = pdf.dict(ref)
    expect(part['/P']).toBe(above)
    for (const kid of [part['/K'] ?? []].flat()) {
      if (typeof kid === 'number') marks.set(`${part['/Pg']} ${kid}`, ref as string)
      else if (typeof kid === 'string') walkParts(kid, ref)
      else if (pdf.dict(kid)['/Type'] === '/MCR')
        marks.set(`${pdf.dict(kid)['/Pg']} ${pdf.dict(kid)['/MCID']}`, ref as string)
      else links.set(pdf.dict(kid)['/Obj'] as string, ref as string)
    }
  }
  const top = Object.entries(pdf.dict(pdf.trailer['/Root'])).find(([key]) => key === '/StructTreeRoot')![1]
  walkParts(tree['/K'] ?? null, top)
  for (const page of pdf.pages()) {
    const own = pdf.dict(page)
    if (own['/Tabs'] === undefined) continue
    expect(own['/Tabs']).toBe('/S')
    const owners = pdf.list(parents.get(own['/StructParents'] as number))
    let open: string | undefined
    for (const { operator, operands } of operations(pdf.content(page))) {
      if (operator === 'BDC') {
        expect(open, 'a mark within a mark').toBeUndefined()
        open = operands
        const mark = /\/MCID (\d+)/.exec(operands)?.[1]
        if (mark === undefined) expect(operands).toMatch(/^\/Artifact /)
        else expect(marks.get(`${page} ${mark}`)).toBe(owners[Number(mark)])
      } else if (operator === 'EMC') open = undefined
      else if (/^(TJ|S|f|B|Do)$/.test(operator)) expect(open, operator).toBeDefined()
    }
    for (const ref of pdf.list(own['/Annots'])) {
      const link = pdf.dict(ref)
      expect(link).toMatchObject({ '/Subtype': '/Link', '/Border': [0, 0, 0], '/F': 4 })
      expect(String(link['/Contents'])).toMatch(/^u:.+, pages? .+/)
      const part = links.get(ref as string)
      expect(parents.get(link['/StructParent'] as number)).toBe(part)
      expect(pdf.dict(part)['/S']).toBe('/Link')
    }
  }
}

test('a statement is read out in order, heading first, each paragraph whole whatever page it runs over', () => {
  const path = join(folder(), 's.pdf')
  const paper = { fonts: join(resources, 'fonts'), forms: join(resources, 'forms') }
  writeFileSync(path, statementPdf(statement, paper))
  expect(run('qpdf', '--check', path)).toContain('No syntax or stream encoding errors')
  expect(Number(/Pages: +(\d+)/.exec(run('pdfinfo', path))![1])).toBeGreaterThan(1)
  checkStructure(path)
  expect(spoken(path)[0]).toEqual(['H1', 'Witness statement'])
  const bodies = said(path, 'LBody')
  expect(bodies).toContain(names[0])
  expect(bodies.slice(-4)).toEqual(paragraphs.map((words) => words.trimEnd().normalize('NFC')))
  expect(said(path, 'Lbl').slice(-4)).toEqual(['1.', '2.', '3.', '4.'])
  expect(run('pdfinfo', path)).toMatch(/Tagged: +yes/)
  // What stands on every page is not read out.
  expect(
    spoken(path)
      .map(([, words]) => words)
      .join('\n'),
  ).not.toMatch(/FICTIONAL|Page 1 of/)
})

test('cover, index and every page we set are read out in reading order with their exact words', async () => {
  const to = join(folder(), 'b.pdf')
  const titles = names.map(
    (name) => `Account of ${name}, given at Harbour Road and written down the same night`,
  )
  await build(
    plan(
      titles.map((title, i) =>
        document(
          `d${i}`,
          title,
          { kind: 'placeholder', reason: 'Elsewhere.', facts: [['Length', '4 minutes']] },
          {
            ref: `JLB/${i}`,
            date: '14 Aug 2024',
          },
        ),
      ),
    ),
    to,
  )
  checkStructure(to)
  expect(said(to, 'Link')).toEqual([
    'A Exhibits 3–6',
    ...titles.map((title, i) => `JLB/${i} ${title.normalize('NFC')} 14 Aug 2024 ${i + 3}`),
  ])
  expect(said(to, 'H1')).toEqual([
    'Trial bundle',
    'Index',
    ...titles.map((title, i) => `JLB/${i} ${title.normalize('NFC')}`),
  ])
  expect(new PdfObjects(to).root).toMatchObject({ '/Lang': 'u:en-GB', '/MarkInfo': { '/Marked': true } })
})

test('a bundle that holds pages of others does not say it is tagged; they have a part that says what they are', async () => {
  const to = join(folder(), 'm.pdf')
  const tagged = pagesPdf([{ words: 'One' }, { words: 'Two' }], '/StructTreeRoot << /Type /StructTreeRoot >>')
  const { report } = await build(
    plan([
      document('a', 'Notebook', content('pdf', tagged), { ref: 'JLB/7' }),
      document('b', 'Map', content('pdf', pagesPdf([{ words: 'Map' }]))),
      document('c', 'Notes', content('text', Buffer.from('Words\n'.repeat(90)))),
    ]),
    to,
  )
  checkStructure(to)
  const pdf = new PdfObjects(to)
  expect(pdf.root['/MarkInfo']).toBeUndefined()
  const alts = [...pdf.all.values()].flatMap((each) => pdf.dict(each)['/Alt'] ?? [])
  expect(alts).toContain(
    'u:JLB/7 Notebook, pages 3 to 4. The pages are as their file made them and are not tagged.',
  )
  const lines = report.filter(({ kind }) => kind === 'structure')
  expect(lines.map((line) => line.document)).toEqual(['a', undefined])
  expect(lines[1]!.sentence).toContain('JLB/7 Notebook; Map')
  expect(lines[1]!.sentence).not.toContain('Notes')
})

test('each volume has a structure of its own, also where a document was taken back and set again', async () => {
  const at = folder()
  const what = plan(
    Array.from({ length: 9 }, (_, i) =>
      document(`d${i}`, `Notes ${i}`, content('text', Buffer.from('Words\n'.repeat(80)))),
    ),
  )
  const limits = { pages: 9, megabytes: null, beyond: 'volumes' } as const
  const { volumes } = await build({ ...what, profile: { ...what.profile, limits } }, join(at, 'v.pdf'))
  expect(volumes.length).toBeGreaterThan(1)
  for (const { bundle } of volumes) checkStructure(bundle)
})

test('the loss of a source’s tags is said for each document that had some, and for no other', async () => {
  const at = folder()
  const paper = { fonts: join(resources, 'fonts'), forms: join(resources, 'forms') }
  const from = join(at, 'from.pdf')
  writeFileSync(from, statementPdf(statement, paper))
  const written = (name: string, ...how: string[]): Buffer => {
    const to = join(at, `${name}.pdf`)
    run('qpdf', ...how, from, to)
    return readFileSync(to)
  }
  const plain = readFileSync(from)
  const packed = written('packed', '--object-streams=generate')
  const locked = written('locked', '--encrypt', '', 'owner', '256', '--')
  // Its table cut off, it is read by looking through it.
  const damaged = plain.subarray(0, plain.lastIndexOf('xref\n0 '))
  const lost = pagesPdf([{ words: 'Names a structure that is not there' }], '/StructTreeRoot 99 0 R')
  const untagged = pagesPdf([{ words: 'Untagged' }], '/MarkInfo << /Marked true >>')
  const sources: [string, Buffer][] = [
    ['plain', plain],
    ['untagged', untagged],
    ['packed', packed],
    ['locked', locked],
    ['lost', lost],
    ['damaged', damaged],
  ]
  const what = plan(sources.map(([id, bytes]) => document(id, `Paper ${id}`, content('pdf', bytes))))
  // So few pages to a volume that documents are taken back and set again in the next.
  const limits = { pages: 8, megabytes: null, beyond: 'volumes' } as const
  const { report, volumes } = await build(
    { ...what, profile: { ...what.profile, limits } },
    join(at, 'b.pdf'),
  )
  expect(volumes.length).toBeGreaterThan(1)
  const said = report.filter(({ kind, document: of }) => kind === 'structure' && of !== undefined)
  expect(said.map(({ document: of }) => of)).toEqual(['plain', 'packed', 'locked', 'damaged'])
  for (const { sentence } of said)
    expect(sentence).toBe(
      'It was tagged for screen readers. Its tags are not carried into the bundle; the original has them.',
    )
  const served = volumes.flatMap(({ manifest }) => {
    const { report: lines } = JSON.parse(readFileSync(manifest, 'utf8')) as { report: typeof report }
    return lines.filter(({ kind, document: of }) => kind === 'structure' && of !== undefined)
  })
  expect(served).toEqual(said)
  // And it is a loss: no part of a source's structure is in the bundle.
  for (const { bundle } of volumes) {
    const pdf = new PdfObjects(bundle)
    // Only a statement numbers its paragraphs.
    const attributes = [...pdf.all.values()].map((each) => pdf.dict(pdf.dict(each)['/A']))
    expect(attributes.filter((each) => each['/ListNumbering'] !== undefined)).toEqual([])
    checkStructure(bundle)
  }
})
