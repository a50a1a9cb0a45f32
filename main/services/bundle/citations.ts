import { standsFor } from '../../../casework/rules/numbering.ts'
import { type NamedPage, type PageCitation, pagesNamed } from '../../../casework/rules/page-citations.ts'
import { pageRuns } from '../../../casework/rules/page-marks.ts'
import { counted } from '../../../casework/rules/words.ts'
import type { Meaning } from './meaning.ts'
import { type Dict, dict, type Made, name, textString, type Value } from './objects.ts'
import type { Box } from './page-tree.ts'
import type { Press, Slot } from './press.ts'

/** What words on a page name: a page by its printed number, or a document by its reference. */
export type Cited =
  | { readonly words: string; readonly page: PageCitation }
  | { readonly words: string; readonly ref: string }

/** A citation on a page. Words of one citation may stand on two lines: each line is one of these. */
export interface FoundCitation {
  readonly box: Box
  readonly cited: Cited
  /** The part of a tagged page that becomes a link, if it leads somewhere. */
  readonly meaning?: Meaning
}

/** How the links we lay over citations are called: what begins so is no part of the page as its source made it. */
export const CITATION_NAME = 'turnstone-citation-'

interface Waiting {
  readonly document: string
  readonly slot: Slot
  /** The page's list of annotations, written when all pages have their numbers. */
  readonly list: Made
  readonly kept: readonly Value[]
  readonly found: readonly FoundCitation[]
}

/** Citations of a file being made. Which pages they name is known only when its last document is set, so they wait. */
export class Citations {
  readonly #waiting: Waiting[] = []
  /** The document being set. */
  document = ''

  /** Keeps what was found on a page; returns the reference its list of annotations will have. */
  keep(press: Press, slot: Slot, kept: readonly Value[], found: readonly FoundCitation[]): Made {
    const list = press.file.reserve()
    this.#waiting.push({ document: this.document, slot, list, kept, found })
    return list
  }

  /** Forgets pages after the first `count` of the file, which were taken back. */
  giveBack(count: number): void {
    const at = this.#waiting.findIndex(({ slot }) => slot.number > count)
    if (at >= 0) this.#waiting.length = at
  }

  /** Writes the links of all pages and puts into the report, by document, what led somewhere and what did not. */
  write(press: Press, places: CitedPlaces): void {
    const tallies = new Map<string, Tally>()
    for (const waiting of this.#waiting) {
      const tally = tallies.get(waiting.document) ?? new Tally(waiting.slot.number)
      tallies.set(waiting.document, tally)
      const made: Made[] = []
      let last: Cited | undefined
      for (const found of waiting.found) {
        const again = found.cited === last
        last = found.cited
        const place = places.of(found.cited, waiting)
        if (!again) tally.add(place, waiting.slot)
        if (typeof place === 'object')
          made.push(writeLink(press, waiting.slot, found, place, CITATION_NAME + (made.length + 1)))
      }
      press.file.write(waiting.list, [...waiting.kept, ...made])
    }
    for (const [document, tally] of tallies) {
      const sentence = tally.sentence(press.plan.reader === undefined ? 'bundle' : 'copy')
      if (sentence !== '') press.note({ document, page: tally.page, kind: 'citation', sentence })
    }
  }
}

function writeLink(
  press: Press,
  slot: Slot,
  { box, cited, meaning }: FoundCitation,
  place: Slot,
  called: string,
): Made {
  const annotation = press.file.reserve()
  const entries: Dict = dict({
    Type: name('Annot'),
    Subtype: name('Link'),
    NM: textString(called),
    Rect: box.map((n) => Math.round(n * 100) / 100),
    Border: [0, 0, 0],
    F: 4,
    H: name('I'),
    Contents: textString(`${cited.words}, page ${place.label}`),
    Dest: [place.ref, name('XYZ'), null, null, null],
    StructParent: meaning ? annotation.number : undefined,
  })
  press.file.write(annotation, entries)
  if (meaning) {
    meaning.leads()
    meaning.kids.push({ annotation, page: slot.ref })
    press.meanings.get(slot)?.links.push({ annotation, meaning })
  }
  return annotation
}

/** Where a citation leads: a page of this file, one of another volume, the document it stands in, or nowhere. */
type Whither = Slot | 'volume' | 'itself' | 'nowhere'

class Tally {
  readonly page: number
  #links = 0
  #volume = 0
  readonly #nowhere = new Map<number, string>()
  #lost = 0

  constructor(page: number) {
    this.page = page
  }

  add(place: Whither, slot: Slot): void {
    if (typeof place === 'object') this.#links++
    else if (place === 'volume') this.#volume++
    else if (place === 'nowhere') {
      this.#lost++
      this.#nowhere.set(slot.number, slot.label)
    }
  }

  // The report is served: it says how many and where, never what a page says.
  sentence(whole: 'bundle' | 'copy'): string {
    const said: string[] = []
    if (this.#links > 0)
      said.push(`${counted(this.#links, 'citation')} ${verb(this.#links, 'leads', 'lead')} to the page named`)
    if (this.#volume > 0)
      said.push(
        `${counted(this.#volume, 'citation')} ${verb(this.#volume, 'names a page', 'name pages')} of another volume`,
      )
    if (this.#lost > 0) {
      const numbers = [...this.#nowhere.keys()]
      const where = `${numbers.length === 1 ? 'page' : 'pages'} ${pageRuns(numbers, (n) => this.#nowhere.get(n) ?? '')}`
      said.push(
        `${counted(this.#lost, 'citation')} ${verb(this.#lost, 'names', 'name')} no page of this ${whole} and ${verb(this.#lost, 'is', 'are')} no link (${where})`,
      )
    }
    return said.length === 0 ? '' : `${said.join('; ')}.`
  }
}

const verb = (count: number, one: string, many: string) => (count === 1 ? one : many)

/** A document as citations name it. */
export interface CitedDocument {
  readonly id: string
  readonly ref?: string
  /** The volume it stands in, and its first page there. */
  readonly volume: number
  readonly from: number
}

/** What citations can lead to in one file of a bundle. */
export class CitedPlaces {
  readonly #press: Press
  readonly #volume: number
  readonly #slots: ReadonlyMap<string, Slot>
  /** Pages that stand for a range. */
  readonly #standing: readonly Slot[]
  readonly #elsewhere: ReadonlySet<string>
  readonly #letters: readonly { readonly from: number; readonly letter: string }[]
  readonly #documents = new Map<string, CitedDocument | null>()

  constructor(
    press: Press,
    volume: number,
    others: readonly Slot[],
    documents: readonly CitedDocument[],
    sections: readonly { readonly from: number; readonly letter: string }[],
  ) {
    this.#press = press
    this.#volume = volume
    this.#slots = new Map(press.slots.map((slot) => [slot.label, slot]))
    this.#standing = press.slots.filter(({ label }) => label.includes('–'))
    this.#elsewhere = new Set(others.map(({ label }) => label))
    this.#letters = sections
    for (const each of documents)
      if (each.ref !== undefined) this.#documents.set(each.ref, this.#documents.has(each.ref) ? null : each)
  }

  /** Where a citation on a page of a document leads. What names two pages names none. */
  of(cited: Cited, from: { readonly document: string }): Whither {
    if ('ref' in cited) {
      const named = this.#documents.get(cited.ref)
      if (!named) return 'nowhere'
      if (named.id === from.document) return 'itself'
      return named.volume === this.#volume ? this.#press.slots[named.from - 1]! : 'volume'
    }
    const { profile, series = '' } = this.#press.plan
    const named = pagesNamed(cited.page, profile.numbering, series)
    const places = named.map((each) => this.#page(each))
    const [first, last] = [places[0], places.at(-1)]
    if (first === undefined || places.includes('nowhere')) return 'nowhere'
    if (typeof first !== 'object') return first
    return typeof last === 'object' && last.number < first.number ? 'nowhere' : first
  }

  #page({ label, letter }: NamedPage): Whither {
    const stands = (range: string) => standsFor(range, label, `${this.#press.plan.series ?? ''}${letter}`)
    const slot = this.#slots.get(label) ?? this.#standing.find((each) => stands(each.label))
    if (slot === undefined)
      return this.#elsewhere.has(label) || [...this.#elsewhere].some(stands) ? 'volume' : 'nowhere'
    return letter === '' || this.#letterAt(slot.number) === letter ? slot : 'nowhere'
  }

  #letterAt(page: number): string {
    return this.#letters.findLast(({ from }) => from <= page)?.letter ?? ''
  }
}
