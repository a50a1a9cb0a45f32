import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type StatementPrint, statementPages, statementPdf } from '../../../../main/services/bundle/index.ts'
import { build, document, folder, pageTexts, plan, resources, run } from './workshop.ts'

const paper = { fonts: join(resources, 'fonts'), forms: join(resources, 'forms') }
const statement = (paragraphs: readonly string[]): StatementPrint => ({
  ref: 'S9',
  statementOf: 'Nguyễn Thị Hường',
  age: 'Over 18',
  occupation: 'Kitchen porter',
  paragraphs,
  urn: '99NM0042725',
  caseTitle: 'R v Whitlock and Hoxha',
  fictional: true,
  exhibitRefs: ['JLB/7', 'JLB/70'],
})
/** Each word of a page with its box, in points from the top left. */
const boxes = (path: string, page: number) =>
  [
    ...run('pdftotext', '-bbox', '-f', String(page), '-l', String(page), path, '-').matchAll(
      /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<\/word>/g,
    ),
  ].map(([, left, top, right, bottom, word]) => ({
    word: word!,
    left: Number(left),
    top: Number(top),
    right: Number(right),
    bottom: Number(bottom),
  }))
const lines = 'He wrote it in a blue notebook. I have been shown a notebook, exhibit JLB/7. I recognise it. '

test('the declaration counts the pages there are, and each has its own signature line', () => {
  const at = folder()
  let n = 0
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 60 }), (sizes) => {
      const print = statement(sizes.map((size) => lines.repeat(size)))
      const path = join(at, `${n++}.pdf`)
      writeFileSync(path, statementPdf(print, paper))
      const pages = pageTexts(path)
      expect(pages.length).toBe(statementPages(print, paper))
      const words = pages[0]!.replace(/\s+/g, ' ')
      expect(words).toContain(
        pages.length === 1
          ? 'consisting of 1 page signed by me'
          : `consisting of ${pages.length} pages each signed by me`,
      )
      for (const [i, page] of pages.entries()) {
        expect(page).toContain(`Page ${i + 1} of ${pages.length}`)
        expect(page).toContain('Signature witnessed by')
        expect(page).toContain('FICTIONAL: demonstration data')
      }
      expect(pages.join(' ').match(/\b\d+\. +He/g)).toHaveLength(sizes.length)
    }),
    { numRuns: 8, seed: 3 },
  )
})

test('exhibit references are bold, whole references only', () => {
  const path = join(folder(), 's.pdf')
  writeFileSync(
    path,
    statementPdf(statement(['I was shown JLB/7 and then JLB/70, not JLB/700 or XJLB/7.']), paper),
  )
  expect(run('qpdf', '--check', path)).toContain('No syntax or stream encoding errors')
  const bold = run('pdftotext', '-bbox', path, '-')
  expect(bold).toContain('JLB/700')
  const plain = run('qpdf', '--qdf', path, '-')
  // Two references in bold, and the heading.
  expect(plain.match(/\/serif-bold [\d.]+ Tf/g)).toHaveLength(3)
})

test('a statement in a bundle keeps its own page count and takes the bundle’s numbers', async () => {
  const to = join(folder(), 'b.pdf')
  const print = statement(Array.from({ length: 20 }, () => lines.repeat(3)))
  const { documents } = await build(
    plan([document('s', 'Statement of V1', { kind: 'statement', statement: print }, { ref: 'S9' })]),
    to,
  )
  expect(documents[0]!.pages).toBe(statementPages(print, paper))
  expect(pageTexts(to)[3]).toMatch(/Page 2 of \d[\s\S]*\b4\b/)
})

test('a civil statement: five items in the corner, the margin, numbered paragraphs, a statement of truth in one piece', () => {
  const path = join(folder(), 'c.pdf')
  const civil = {
    court: 'In the High Court of Justice, King’s Bench Division',
    behalf: 'Claimant',
    witness: 'N. T. Hường',
    number: 2,
    translated: '4 March 2026',
  }
  // As many lines as leave no room for the statement of truth on the second page.
  for (const count of [1, 12, 15, 16, 17, 18, 19, 30]) {
    const print = {
      ...statement(Array.from({ length: count }, () => lines.repeat(2))),
      date: '2 March 2026',
      // The watermark’s letters lie between the words.
      fictional: false,
      civil,
    }
    writeFileSync(path, statementPdf(print, paper))
    const pages = pageTexts(path)
    expect(pages.length).toBe(statementPages(print, paper))
    const corner = boxes(path, 1).filter(({ left, top }) => left > 297 && top > 90 && top < 260)
    const said = corner.map(({ word }) => word).join(' ')
    for (const item of ['Claimant', 'N. T. Hường', '2nd', 'JLB/7, JLB/70', '2 March 2026', '4 March 2026'])
      expect(said, item).toContain(item)
    const body = pages.join(' ').replace(/\s+/g, ' ')
    expect(body).toContain('Claim No. 99NM0042725')
    expect(body).toContain('Witness statement of Nguyễn Thị Hường')
    expect(body.match(/\b\d+\. +He/g)).toHaveLength(count)
    // It is no form of a criminal case.
    expect(body).not.toMatch(/Criminal|Age if|witnessed by/)
    const last = pages.at(-1)!.replace(/\s+/g, ' ')
    expect(last).toMatch(
      /Statement of truth I believe that the facts .* honest belief in its truth\..*Signed: Nguyễn/,
    )
    const margin = (35 * 72) / 25.4
    for (let page = 1; page <= pages.length; page++)
      for (const { word, left, top, right, bottom } of boxes(path, page)) {
        // Header, foot and page number stand in the margin, as they may.
        if (bottom < margin || top > 842 - margin) continue
        expect(left, word).toBeGreaterThanOrEqual(margin - 1)
        expect(right, word).toBeLessThanOrEqual(595.3 - margin + 1)
      }
    expect(run('qpdf', '--check', path)).toContain('No syntax or stream encoding errors')
  }
})
