import { Counter, labelAt, type Numbering, type NumberRun } from '../../../casework/rules/numbering.ts'
import type { BundleDocument, BundlePlan } from './plan.ts'

/** A run and how many pages it numbers. */
export interface NumberedStretch {
  readonly run: NumberRun
  readonly pages: number
}

/** What the numbering needs to know of a plan. */
export interface NumberedBy {
  readonly numbering: Numbering
  /** What every number begins with: a supplement’s, so that none of them is a number of the bundle’s. */
  readonly series: string
  /** The pages a volume's cover and index took when they were frozen. */
  readonly frozenFront: number | undefined
}

/**
 * The numbers of a bundle's pages as they come: one front per volume, then sections and documents. The only place
 * that decides a page's number; stamp, label, index, bookmark and manifest read what it gave.
 */
export class PageNumbers {
  readonly #counter: Counter
  readonly #series: string
  readonly #frozenFront: number | undefined
  readonly #lettered = new Map<string, number>()

  constructor({ numbering, series, frozenFront }: NumberedBy) {
    this.#counter = new Counter(numbering, 1, series)
    this.#series = series
    this.#frozenFront = frozenFront
  }

  /** Where it stands, to go back to when a document is to begin the next volume. */
  get at(): Counter['at'] {
    return this.#counter.at
  }
  back(to: Counter['at']): void {
    this.#counter.back(to)
  }

  /**
   * The runs of a volume's front of so many pages. Once frozen, it takes the numbers it then had, and letters beyond
   * them. `upcoming` is the frozen run of what follows, whose numbers must stay free.
   */
  front(pages: number, upcoming?: NumberRun): NumberedStretch[] {
    const frozen = this.#frozenFront
    if (frozen === undefined) return [{ run: this.#counter.front(pages), pages }]
    const { page } = this.#counter.at
    const free =
      upcoming?.style === 'decimal' && upcoming.prefix === this.#series ? upcoming.from - page : pages
    const own = Math.max(0, Math.min(pages, frozen, free))
    const run = this.#counter.front(own)
    const before = own > 0 ? labelAt(run, own - 1) : `${this.#series}${page - 1}`
    const from = (this.#lettered.get(before) ?? 0) + 1
    const rest: NumberRun = { style: 'letters', prefix: before, from }
    const beyond = pages - own
    if (beyond > 0) this.#lettered.set(before, from + beyond - 1)
    return [
      { run, pages: own },
      { run: rest, pages: beyond },
    ].filter((each) => each.pages > 0)
  }

  /** Begins a section; the number of its divider if it has one. */
  section(
    section: { readonly letter: string; readonly divider?: NumberRun },
    divider: boolean,
  ): NumberRun | null {
    if (!divider || section.divider === undefined) return this.#counter.section(section.letter, divider)
    this.#counter.section(section.letter, false)
    this.#counter.kept(section.divider, 1)
    return section.divider
  }

  /** The run of the next document; `took` must follow when its pages are known. */
  next(document: BundleDocument): NumberRun {
    const run = this.#counter.next()
    return document.numbers ?? run
  }

  /** The document last asked about took so many pages of its run. */
  took(document: BundleDocument, pages: number): void {
    const { numbers } = document
    if (numbers === undefined) this.#counter.took(pages)
    else this.#counter.kept(numbers, pages)
    if (numbers?.style === 'letters') {
      const last = numbers.from + pages - 1
      this.#lettered.set(numbers.prefix, Math.max(last, this.#lettered.get(numbers.prefix) ?? 0))
    }
  }
}

/** What the numbering needs to know of a plan. */
export function numberedBy({
  profile,
  series = '',
  frozenFront,
}: Pick<BundlePlan, 'profile' | 'series' | 'frozenFront'>): NumberedBy {
  return { numbering: profile.numbering, series, frozenFront }
}
