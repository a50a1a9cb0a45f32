/**
 * The numbers printed on a bundle's pages. Stamp, page label, index and bookmark all read them from here, so they
 * cannot disagree.
 */

/**
 * The numbers of consecutive pages. `decimal` runs 45, 46 or A1, A2; `roman` i, ii; `letters` stands between two
 * numbers that were frozen: 143A, 143B … 143Z, 143AA; `fixed` is one page that stands for a range that was taken out.
 */
export type NumberRun =
  | { readonly style: 'decimal'; readonly prefix: string; readonly from: number }
  | { readonly style: 'roman'; readonly prefix: string; readonly from: number }
  | { readonly style: 'letters'; readonly prefix: string; readonly from: number }
  | { readonly style: 'fixed'; readonly label: string }

/** How a court wants its pages numbered. Sources: bundle rules R4 (continuous), R5 (per section), R6 (the others). */
export const numberings = {
  continuous: 'One run of numbers from the first page to the last',
  sections: 'Section letter and number, beginning again in each section: A1, A2, B1',
  roman: 'Cover and index in roman figures, then one run of numbers',
  tabs: 'Section, tab and page: A/1/3',
} as const
export type Numbering = keyof typeof numberings

/** A document to be numbered: its pages, and the run it was frozen with if it was. */
export interface Numbered {
  readonly pages: number
  readonly frozen?: NumberRun
}
export interface NumberedSection {
  readonly letter: string
  /** A page with the section's letter and name stands before its documents. */
  readonly divider: boolean
  readonly documents: readonly Numbered[]
}
/** The runs of every page of a bundle, in the order of its pages. */
export interface Numbers {
  readonly front: readonly NumberRun[]
  readonly sections: readonly {
    readonly divider: NumberRun | null
    readonly documents: readonly NumberRun[]
  }[]
}

const decimal = (from: number, prefix = ''): NumberRun => ({ style: 'decimal', prefix, from })

/** Where a count of pages stands. */
interface Count {
  readonly page: number
  readonly roman: number
  readonly letter: string
  readonly tab: number
}

/**
 * Counts a bundle's pages in their order, for whoever learns how long a document is only by setting it: `front`, then
 * for each section `section`, then for each document `next` and, once its pages are known, `took`. Every number begins
 * with `series`, which a supplement has and a bundle has not.
 */
export class Counter {
  readonly #numbering: Numbering
  readonly #series: string
  #at: Count

  constructor(numbering: Numbering, start = 1, series = '') {
    this.#numbering = numbering
    this.#series = series
    this.#at = { page: start, roman: start, letter: '', tab: 0 }
  }

  /** Where it stands, to go back to. */
  get at(): Count {
    return this.#at
  }
  back(to: Count): void {
    this.#at = to
  }

  /** The run of a cover and index of so many pages. Those of a later volume follow on. */
  front(pages: number): NumberRun {
    if (this.#numbering === 'continuous') {
      const run = decimal(this.#at.page, this.#series)
      this.took(pages)
      return run
    }
    const run = { style: 'roman', prefix: this.#series, from: this.#at.roman } as const
    this.#at = { ...this.#at, roman: run.from + pages }
    return run
  }

  /** Begins a section; the number of its divider if it has one. */
  section(letter: string, divider: boolean): NumberRun | null {
    const again = this.#numbering === 'sections' || this.#numbering === 'tabs'
    this.#at = { ...this.#at, letter, tab: 0, page: again ? 1 : this.#at.page }
    if (!divider) return null
    if (this.#numbering === 'tabs') return decimal(1, `${this.#series}${letter}/0/`)
    const run = decimal(this.#at.page, this.#prefix())
    this.took(1)
    return run
  }

  /** The run of the next document. */
  next(): NumberRun {
    const tab = this.#at.tab + 1
    this.#at = { ...this.#at, tab }
    if (this.#numbering === 'tabs') return decimal(1, `${this.#series}${this.#at.letter}/${tab}/`)
    return decimal(this.#at.page, this.#prefix())
  }

  /** So many pages took the numbers that were next. */
  took(pages: number): void {
    this.#at = { ...this.#at, page: this.#at.page + pages }
  }

  /** A document kept the run it was frozen with: what is new comes after it. */
  kept(run: NumberRun, pages: number): void {
    const last =
      run.style === 'decimal' && run.prefix === this.#prefix()
        ? run.from + pages - 1
        : run.style === 'fixed'
          ? Number(/(\d+)$/.exec(run.label)?.[1] ?? 0)
          : 0
    this.#at = { ...this.#at, page: Math.max(this.#at.page, last + 1) }
  }

  #prefix(): string {
    return this.#series + (this.#numbering === 'sections' ? this.#at.letter : '')
  }
}

/**
 * Numbers a bundle. `start` is the number of its first page: more than 1 in a later volume. A document with a frozen
 * run keeps it; what comes new after it goes on from there, unless it brings a run of its own. `series` is what every
 * number of a supplement begins with.
 */
export function numberBundle(
  numbering: Numbering,
  front: number,
  sections: readonly NumberedSection[],
  start = 1,
  series = '',
): Numbers {
  const counter = new Counter(numbering, start, series)
  return {
    front: front === 0 ? [] : [counter.front(front)],
    sections: sections.map(({ letter, divider, documents }) => ({
      divider: counter.section(letter, divider),
      documents: documents.map(({ pages, frozen }) => {
        const run = counter.next()
        if (frozen === undefined) counter.took(pages)
        else counter.kept(frozen, pages)
        return frozen ?? run
      }),
    })),
  }
}

/** The number of the page at `index` (from 0) of a run, exactly as printed. */
export function labelAt(run: NumberRun, index: number): string {
  if (run.style === 'fixed') return run.label
  const number = run.from + index
  if (run.style === 'decimal') return `${run.prefix}${number}`
  return run.prefix + (run.style === 'roman' ? roman(number) : letters(number))
}

/** A number taken apart: its figures, the letters behind them as a count (none are 0), and what comes before both. */
const apart = (number: string, known: string) => {
  const before = number.startsWith(known) ? known.length : 0
  const match = /^(.*?)([1-9]\d*)([A-Z]*)$/su.exec(number.slice(before))
  if (match === null) return null
  const letter = [...match[3]!].reduce((sum, each) => sum * 26 + each.charCodeAt(0) - 64, 0)
  return { series: number.slice(0, before) + match[1]!, figures: Number(match[2]), letter }
}

// A page that stands for a range bears it as frozenRange makes it. Other files may have a dash in a page's number: what
// does not rise within one series is no range.
const ends = (label: string): readonly [first: string, last: string] => {
  const [first = '', last = '', ...more] = label.split('–')
  const [from, to] = more.length > 0 ? [] : [apart(first, ''), apart(last, '')]
  const rises =
    from && to && (to.figures > from.figures || (to.figures === from.figures && to.letter > from.letter))
  return rises && from.series === to.series ? [first, last] : [label, label]
}

/** The first and last number of a stretch, by the labels of its first and last page: 3 and 5–8 are 3 and 8. */
export const labelSpan = (first: string, last: string): readonly [first: string, last: string] => [
  ends(first)[0],
  ends(last)[1],
]

/** A range as printed: one label, or first and last number with an en dash. */
export function labelRange(first: string, last: string): string {
  return first === last ? first : labelSpan(first, last).join('–')
}

/**
 * Whether a page that bears a range stands for a number: 5–8 for 6, 143A–143C for 143B. `letter` is the section's where
 * it is known, for one may end in a figure: A19–A110 are two pages of A1.
 */
export function standsFor(label: string, number: string, letter = ''): boolean {
  const [first, last] = ends(label)
  if (first === last) return false
  const [from, to, at] = [first, last, number].map((each) => apart(each, letter))
  if (!from || !to || !at || from.series !== to.series || at.series !== from.series) return false
  if (from.letter === 0) return at.letter === 0 && at.figures >= from.figures && at.figures <= to.figures
  return at.figures === from.figures && at.letter >= from.letter && at.letter <= to.letter
}

/** The first and last number of a stretch of pages; of one page that bears a range, those of the range. */
export function labelEnds(run: NumberRun, pages: number): readonly [first: string, last: string] {
  return run.style === 'fixed' ? ends(run.label) : [labelAt(run, 0), labelAt(run, Math.max(0, pages - 1))]
}

/** 1 is A, 26 Z, 27 AA, 28 AB. */
export function letters(number: number): string {
  const last = String.fromCharCode(65 + ((number - 1) % 26))
  return number <= 26 ? last : letters(Math.floor((number - 1) / 26)) + last
}

const romans: readonly (readonly [number, string])[] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
]

/** Small roman figures, from 1. */
export function roman(number: number): string {
  let rest = number
  let out = ''
  for (const [value, figure] of romans)
    while (rest >= value) {
      out += figure
      rest -= value
    }
  return out
}
