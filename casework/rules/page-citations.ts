import type { Numbering } from './numbering.ts'

/** Words in square brackets that look like the number of a page of the bundle: `[C/123]`, `[A12]`, `[p. 143]`, `[12–15]`. */
export interface PageCitation {
  /** Where it stands in the text: from its bracket to behind the other. */
  readonly from: number
  readonly to: number
  /** What stands between the brackets. */
  readonly words: string
  /** The section's letter; '' where it gives none. */
  readonly letter: string
  /** The tab; '' where it gives none. */
  readonly tab: string
  readonly number: string
  /** The last page of a range; '' where it is one page. */
  readonly through: string
}

const CITATION =
  /\[\s*((pages?|pp?)\.?\s*)?(?:([A-Z]{1,2}\d(?=\s*[/.:])|[A-Z]{1,2})(?:\s*[/.:]\s*|\s*)(?:(\d{1,4})\s*\/\s*)?)?(\d{1,6}[A-Z]{0,2})(?:\s*[-–—]\s*(\d{1,6}[A-Z]{0,2}))?\s*\]/gu

/** What cites a page of a supplement otherwise than `[SB1/3]` reads: `[SB1/A3]`, `[SB1/A/1/3]`, `[SB1/3–SB1/5]`. */
const SUPPLEMENTED =
  /\[\s*(?:(?:pages?|pp?)\.?\s*)?[A-Z]{1,4}[1-9]\d{0,3}\s*\/\s*[A-Z]{0,2}\d?[\s/.:]{0,3}[\dA-Z\s/–—-]{1,40}\]/gu

/** A bare number that is read as a year: law reports are cited by it. */
const isYear = (number: string): boolean => /^(?:1[89]|20)\d\d$/.test(number)

/** Every citation of a page by its printed number that a text holds, in order. A bare year in brackets is none. */
export function pageCitationsIn(text: string): PageCitation[] {
  const found = citationsIn(text)
  const others = [...text.matchAll(SUPPLEMENTED)].filter(
    ({ index, 0: whole }) => !found.some(({ from }) => from === index) && supplemented(whole) !== null,
  )
  if (others.length === 0) return found
  const more = others.map(({ index, 0: whole }): PageCitation => {
    const words = whole.slice(1, -1).trim()
    return { from: index, to: index + whole.length, words, letter: '', tab: '', number: '', through: '' }
  })
  return [...found, ...more].sort((a, b) => a.from - b.from)
}

function citationsIn(text: string): PageCitation[] {
  const found: PageCitation[] = []
  for (const match of text.matchAll(CITATION)) {
    const [whole, , page, letter = '', tab = '', number, through = ''] = match
    if (page === undefined && letter === '' && through === '' && isYear(number!)) continue
    const words = whole.slice(1, -1).trim()
    found.push({
      from: match.index,
      to: match.index + whole.length,
      words,
      letter,
      tab,
      number: number!,
      through,
    })
  }
  return found
}

const OWN = /^\[?\s*(?:(?:pages?|pp?)\.?\s*)?([A-Z]{1,4}[1-9]\d{0,3})\s*\/\s*(.+?)\s*\]?$/su

/** A citation in a supplement's series taken apart: the series, and what it cites within it. Null where it is none. */
function supplemented(words: string): { readonly series: string; readonly within: PageCitation } | null {
  const match = OWN.exec(words)
  if (match === null) return null
  const [, own, rest] = match as unknown as [string, string, string]
  // The other end of a range may say the series again.
  const inner = `[p. ${rest.replace(new RegExp(`([-–—]\\s*)${own}\\s*/\\s*`, 'u'), '$1')}]`
  const [within] = citationsIn(inner)
  return within !== undefined && within.to === inner.length ? { series: `${own}/`, within } : null
}

/** A page by its printed number, and the section it must stand in; any where the letter is ''. */
export interface NamedPage {
  readonly label: string
  readonly letter: string
}

/**
 * The page a citation names under a numbering, or the first and last of its range. Empty where it says too little: a
 * bare number where every section has its own, a tab where there are none. In a supplement only what says its `series` is
 * a page of it: a number alone is one of the bundle's.
 */
export function pagesNamed(citation: PageCitation, numbering: Numbering, series = ''): readonly NamedPage[] {
  if (series === '') return pagesWithin(citation, numbering)
  const own = supplemented(citation.words)
  if (own === null || own.series !== series) return []
  return pagesWithin(own.within, numbering).map(({ label, letter }) => ({ label: series + label, letter }))
}

function pagesWithin(citation: PageCitation, numbering: Numbering): readonly NamedPage[] {
  if (citation.number === '') return []
  const { letter, tab, number, through } = citation
  const numbers = through === '' ? [number] : [number, through]
  if (numbering === 'tabs')
    return letter === '' || tab === ''
      ? []
      : numbers.map((each) => ({ label: `${letter}/${tab}/${each}`, letter }))
  if (tab !== '') return []
  if (numbering !== 'sections') return numbers.map((label) => ({ label, letter }))
  return letter === '' ? [] : numbers.map((each) => ({ label: `${letter}${each}`, letter }))
}
