import { labelSpan } from './numbering.ts'
import { counted } from './words.ts'

interface PageRange {
  readonly from: string
  readonly to: string
  readonly pages: number
  readonly document: string
}
interface PagePair {
  readonly a: PageRange
  readonly b: PageRange
}
/** What a comparison of two bundles found; see main/services/bundle/compare.ts. */
interface Comparison {
  readonly same: boolean
  readonly unchanged: readonly PageRange[]
  readonly changed: readonly PagePair[]
  readonly moved: readonly PagePair[]
  readonly added: readonly PageRange[]
  readonly removed: readonly PageRange[]
  readonly front: { readonly a: number; readonly b: number; readonly changed: readonly string[] }
}

/** As many ranges as one sentence names. */
const mostNamed = 40

const span = ({ from, to }: PageRange) => (from === to ? from : labelSpan(from, to).join(' to '))
const named = (range: PageRange) =>
  range.document === '' ? span(range) : `${span(range)} (${range.document})`
const total = (ranges: readonly PageRange[]) => ranges.reduce((sum, { pages }) => sum + pages, 0)
const listed = (words: readonly string[]) => {
  const left = words.length - mostNamed
  return `${words.slice(0, mostNamed).join('; ')}${left > 0 ? `; and ${counted(left, 'further range')}` : ''}`
}
const are = (pages: number) => `${counted(pages, 'page')} ${pages === 1 ? 'is' : 'are'}`

/** Why each of two files may not be what it was, in sentences; empty where nothing says so. */
interface Damage {
  readonly a: readonly string[]
  readonly b: readonly string[]
}

/** What a comparison cannot vouch for, a paragraph for each file that is damaged or not what its manifest speaks of. */
export function damageWords(damage: Damage, names: { readonly a: string; readonly b: string }): string[] {
  const half = (which: 'a' | 'b', said: string) =>
    damage[which].length === 0
      ? []
      : [
          `There is something wrong with the ${said} file, ${names[which]}. ${damage[which].join(' ')} Do not rely on what is said of its pages: some may be missing or changed. Get a sound copy, verify it, and compare again.`,
        ]
  return [...half('a', 'first'), ...half('b', 'second')]
}

/** How two versions of a bundle differ, a sentence each, the second as against the first; of a damaged one what was read. */
export function comparisonWords(found: Comparison, damage: Damage = { a: [], b: [] }): string[] {
  const whole = damage.a.length + damage.b.length === 0
  if (found.same) return [whole ? 'Every page is the same.' : 'Every page that could be read is the same.']
  const { unchanged, changed, moved, added, removed, front } = found
  const out: string[] = []
  const ranges = (what: readonly PageRange[], said: string) => {
    if (what.length > 0) out.push(`${are(total(what))} ${said}: ${listed(what.map(named))}.`)
  }
  if (unchanged.length > 0) {
    const one = unchanged.length === 1 && unchanged[0]!.pages === 1
    out.push(`${one ? 'Page' : 'Pages'} ${listed(unchanged.map(span))} ${one ? 'is' : 'are'} the same.`)
  }
  ranges(
    changed.filter(({ a, b }) => a.from === b.from).map(({ b }) => b),
    'changed',
  )
  const pairs = (what: readonly PagePair[], said: string) => {
    const words = what.map(({ a, b }) => `${named(a)} to ${span(b)}`)
    if (what.length > 0) out.push(`${are(total(what.map(({ b }) => b)))} ${said}: ${listed(words)}.`)
  }
  pairs(
    changed.filter(({ a, b }) => a.from !== b.from),
    'changed and moved',
  )
  pairs(moved, 'moved')
  ranges(added, 'new')
  ranges(removed, 'gone')
  if (front.changed.length > 0 || front.a !== front.b) out.push(frontWords(front))
  return out
}

function frontWords({ a, b, changed }: Comparison['front']): string {
  const count = a === b ? counted(b, 'page') : `${counted(b, 'page')}, before ${a}`
  const which = changed.length === 0 ? '' : `; different: ${listed(changed)}`
  return `Cover, index and dividers, told apart: ${count}${which}.`
}
