import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { documentFileName, sectionFolderName } from '../../../../main/services/bundle/file-name.ts'
import { type BundlePlan, buildApart } from '../../../../main/services/bundle/index.ts'
import { pagesPdf } from './sample-pdfs.ts'
import { build, content, document, folder, pageTexts, plan, run, tools } from './workshop.ts'

const paper = (words: string, count: number) =>
  content('pdf', pagesPdf(Array.from({ length: count }, () => ({ words }))))
const wanted: BundlePlan = plan([], {
  sections: [
    {
      letter: 'H',
      title: 'Statements',
      documents: [document('1', 'Asha Verity', paper('Said by her', 2), { date: '3 Mar 2026', ref: 'S1' })],
    },
    {
      letter: 'J',
      title: 'Exhibits: all/of them',
      documents: [
        document('2', 'Ledger', paper('Owed and paid', 3), { ref: 'JLB/2', date: 'about March 2025' }),
        document('3', 'Ledger', paper('Another', 1), { ref: 'JLB/2' }),
        document('4', 'A film', { kind: 'placeholder', reason: 'It is a film.', facts: [] }),
      ],
    },
  ],
})
const filesIn = (path: string) =>
  (readdirSync(path, { recursive: true }) as string[]).filter((name) => name.endsWith('.pdf')).sort()

test('each document is a sound file of its own, under its section, dated and titled by its name, with the bundle’s numbers', async () => {
  const at = folder()
  const built = await build(wanted, join(at, 'Bundle.pdf'))
  const to = join(at, 'Bundle documents')
  const apart = await buildApart(wanted, tools(to), built.documents)
  const files = [
    'H Statements/2026-03-03 S1 Asha Verity.pdf',
    'J Exhibits all of them/JLB-2 Ledger (2).pdf',
    'J Exhibits all of them/JLB-2 Ledger.pdf',
  ]
  expect(filesIn(to)).toEqual(files)
  expect([...apart.files].sort()).toEqual(files)
  expect(apart.left).toEqual(['A film'])
  for (const name of files) run('qpdf', '--check', join(to, name))
  const bound = pageTexts(join(at, 'Bundle.pdf'))
  const ledger = built.documents.find(({ id }) => id === '2')!
  const alone = pageTexts(join(to, files[2]!))
  expect(alone.map((text) => text.trim())).toEqual(
    bound.slice(ledger.from - 1, ledger.to).map((text) => text.trim()),
  )
  expect(alone[0]).toContain('Owed and paid')
  expect(run('pdfinfo', join(to, files[2]!))).toContain('Pages:           3')
})

test('pages set by us count to the bundle’s last number, where the last page stands for a range too', async () => {
  const at = folder()
  const short = plan([
    document('1', 'Note', content('text', Buffer.from('Seen by me')), { ref: 'JLB/1' }),
    document(
      '2',
      'Gone',
      { kind: 'placeholder', reason: 'Taken out.', facts: [] },
      {
        numbers: { style: 'fixed', label: '4–9' },
      },
    ),
  ])
  const built = await build(short, join(at, 'Bundle.pdf'))
  const { files } = await buildApart(short, tools(join(at, 'apart')), built.documents)
  const [alone] = pageTexts(join(at, 'apart', files[0]!))
  expect(alone).toContain('Page 3 of 9')
  expect(pageTexts(join(at, 'Bundle.pdf'))[2]!.trim()).toBe(alone!.trim())
})

test('all or none: stopped, or where something stands, no folder is left and nothing is written over', async () => {
  const at = folder()
  const built = await build(wanted, join(at, 'Bundle.pdf'))
  const to = join(at, 'Bundle documents')
  const stop = new AbortController()
  const onProgress = (done: number) => done === 1 && stop.abort()
  await expect(
    buildApart(wanted, tools(to, { signal: stop.signal, onProgress }), built.documents),
  ).rejects.toMatchObject({ code: 'cancelled' })
  expect(readdirSync(at).sort()).toEqual(['Bundle.manifest.json', 'Bundle.pdf'])
  mkdirSync(to)
  writeFileSync(join(to, 'mine.txt'), 'mine')
  await expect(buildApart(wanted, tools(to), built.documents)).rejects.toMatchObject({ code: 'exists' })
  expect(readFileSync(join(to, 'mine.txt'), 'utf8')).toBe('mine')
  await expect(buildApart(wanted, tools(join(at, 'nowhere', 'x')), built.documents)).rejects.toMatchObject({
    code: 'not-found',
  })
  expect(existsSync(join(at, 'nowhere'))).toBe(false)
})

test('names are such as every system takes, no two alike, and keep their date when they are cut', () => {
  const taken = new Set<string>()
  const name = (title: string, date?: string) => documentFileName({ title, ...(date ? { date } : {}) }, taken)
  expect(name('Report: “what/was” seen?', '14 Dec 2025')).toBe('2025-12-14 Report “what was” seen.pdf')
  expect(name('report', undefined)).toBe('report.pdf')
  expect(name('Report')).toBe('Report (2).pdf')
  expect(name('CON')).toBe('Document CON.pdf')
  expect(name('...')).toBe('Document.pdf')
  const long = name('x'.repeat(300), '1 Jan 2026')
  expect(long).toMatch(/^2026-01-01 x+\.pdf$/)
  expect([...long]).toHaveLength(100)
  expect(sectionFolderName('J', 'Exhibits')).toBe('J Exhibits')
})
