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

/** A bare number that is read as a year: law reports are cited by it. */
const isYear = (number: string): boolean => /^(?:1[89]|20)\d\d$/.test(number)

/** Every citation of a page by its printed number that a text holds, in order. A bare year in brackets is none. */
export function pageCitationsIn(text: string): PageCitation[] {
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

/** A page by its printed number, and the section it must stand in; any where the letter is ''. */
export interface NamedPage {
  readonly label: string
  readonly letter: string
}

/**
 * The page a citation names under a numbering, or the first and last of its range. Empty where it says too little: a
 * bare number where every section has its own, a tab where there are none.
 */
export function pagesNamed(citation: PageCitation, numbering: Numbering): readonly NamedPage[] {
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
