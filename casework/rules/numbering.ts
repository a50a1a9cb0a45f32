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

/**
 * Numbers a bundle. `start` is the number of its first page: more than 1 in a later volume. A document with a frozen
 * run keeps it and takes no number of the others; what comes new in a frozen bundle must bring a run of its own.
 */
export function numberBundle(
  numbering: Numbering,
  front: number,
  sections: readonly NumberedSection[],
  start = 1,
): Numbers {
  const fronts = [
    numbering === 'continuous' ? decimal(start) : ({ style: 'roman', prefix: '', from: start } as const),
  ]
  const next = { page: numbering === 'continuous' ? start + front : numbering === 'roman' ? start : 1 }
  const take = (pages: number, prefix: string): NumberRun => {
    const run = decimal(next.page, prefix)
    next.page += pages
    return run
  }
  return {
    front: front === 0 ? [] : fronts,
    sections: sections.map(({ letter, divider, documents }) => {
      if (numbering === 'sections') next.page = 1
      const prefix = numbering === 'sections' ? letter : ''
      const ahead = divider ? take(1, numbering === 'tabs' ? `${letter}/0/` : prefix) : null
      if (numbering === 'tabs') next.page = 1
      return {
        divider: ahead,
        documents: documents.map(({ pages, frozen }, index) => {
          if (frozen !== undefined) return frozen
          if (numbering !== 'tabs') return take(pages, prefix)
          return decimal(1, `${letter}/${index + 1}/`)
        }),
      }
    }),
  }
}

/** The number of the page at `index` (from 0) of a run, exactly as printed. */
export function labelAt(run: NumberRun, index: number): string {
  if (run.style === 'fixed') return run.label
  const number = run.from + index
  if (run.style === 'decimal') return `${run.prefix}${number}`
  return run.prefix + (run.style === 'roman' ? roman(number) : letters(number))
}

/** A range as printed: one number, or first and last with an en dash. */
export function labelRange(first: string, last: string): string {
  return first === last ? first : `${first}–${last}`
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
