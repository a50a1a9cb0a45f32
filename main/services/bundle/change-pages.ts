import { Meaning } from './meaning.ts'
import type { BundlePlan, ChangeLine } from './plan.ts'
import { A4, INK, MARGIN, MEASURE, MM, Sheet, wrap } from './sheet.ts'
import type { Typefaces } from './typeface.ts'

const PLAIN = { face: 'sans', size: 9.5 } as const
const GREY = { face: 'sans', size: 9.5, ink: INK.grey } as const
const NUMBER = { face: 'sans-bold', size: 9.5, ink: INK.water } as const
const HEAD = { face: 'sans-bold', size: 10.5 } as const
const SMALL = { face: 'sans-bold', size: 8, ink: INK.grey } as const
const CONTINUED = ' (continued)'
const PAGES = 40 * MM
const FOOT = A4.height - MARGIN.foot - 6 * MM

const groups: readonly (readonly [ChangeLine['what'], string])[] = [
  ['added', 'Added'],
  ['removed', 'Taken out'],
]

/**
 * The sheets that say what changed since the version before: what was added and taken out, and `beyond`, the range of
 * the front's pages that are more than were frozen. Their number does not depend on that range.
 */
export function changeSheets(
  faces: Typefaces,
  plan: Pick<BundlePlan, 'changes' | 'frozenFront'>,
  beyond: string,
): Sheet[] {
  const { changes, frozenFront } = plan
  if (changes === undefined) return []
  const sheets: Sheet[] = []
  const part = new Meaning('Part')
  let list = part
  let sheet = new Sheet(faces, part)
  let y = 0
  const turn = () => {
    const first = sheets.length === 0
    sheet = new Sheet(faces, part)
    sheets.push(sheet)
    y = MARGIN.top + (first ? 4 * MM : 2 * MM)
    if (first) {
      sheet.as('H1')
      sheet.text(MARGIN.left, y + 20, 'Changes', { face: 'serif-bold', size: 20 })
      const words =
        changes.length === 0
          ? 'No document was added or taken out since the version before.'
          : 'Since the version before. No page that was served has another number now; a page that was taken out leaves its number behind.'
      sheet.as('P')
      for (const [i, line] of wrap(faces, words, GREY, MEASURE).entries())
        sheet.text(MARGIN.left, y + 27 + 1 * MM + 10 + i * 13.5, line, GREY)
      y += 27 + 27 + 6 * MM
    }
  }
  const head = (words: string) => {
    if (y + 4.2 * MM + 40 > FOOT) turn()
    y += 4.2 * MM
    const again = words.endsWith(CONTINUED)
    if (again) sheet.aside(true)
    else sheet.as('H2')
    sheet.text(MARGIN.left, y + 10.5, words, HEAD)
    sheet.aside(true)
    sheet.text(A4.width - MARGIN.right, y + 10.5, 'Pages', SMALL, 'right')
    y += 14 + 1.5 * MM
    sheet.rule(MARGIN.left, y, MEASURE, 0.3 * MM)
    sheet.aside(false)
    if (!again) list = part.add('L')
  }
  turn()
  const parts = groups.map(([what, words]) => ({
    words,
    lines: changes.filter((change) => change.what === what),
  }))
  // Cover and index are set anew in every version, and this list comes to them.
  const front = { title: 'Cover, index and this list: pages beyond those first served', pages: beyond }
  const all = frozenFront === undefined ? parts : [...parts, { words: 'Set anew', lines: [front] }]
  for (const { words, lines } of all) {
    if (lines.length > 0) head(words)
    for (const change of lines) {
      const title = wrap(faces, change.title, PLAIN, MEASURE - PAGES - 3 * MM).slice(0, 20)
      const pages = wrap(faces, change.pages, NUMBER, PAGES).slice(0, 20)
      const height = Math.max(title.length, pages.length) * 13 + 3 * MM
      if (y + height > FOOT) {
        turn()
        head(`${words}${CONTINUED}`)
      }
      const base = y + 1.5 * MM + 9.5
      sheet.as('LBody', list.add('LI'))
      for (const [i, line] of title.entries()) sheet.text(MARGIN.left, base + i * 13, line, PLAIN)
      for (const [i, line] of pages.entries())
        sheet.text(A4.width - MARGIN.right, base + i * 13, line, NUMBER, 'right')
      y += height
      sheet.rule(MARGIN.left, y, MEASURE, 0.15 * MM, '0.733 G')
    }
  }
  return sheets
}
