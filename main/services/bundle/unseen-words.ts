import type { PageText } from './page-text.ts'
import type { ReportKind } from './plan.ts'
import type { Slot } from './press.ts'
import { pagesNamed } from './read-words.ts'

/** Words of a page's content that do not show. */
export interface Unseen {
  /** Drawn in no ink: over pictures, as a scan's recognised text lies, or with no picture under them. */
  readonly inkless: 'over-picture' | 'bare' | null
  /** They lie off the page, or where something cuts them off. */
  readonly outside: boolean
}

/** Pictures must fill so much of the box around them: two small ones in corners have nothing between them. */
const FILLED = 0.4
/** Recognised words may begin so far beside the picture they were recognised in, in points. */
const BESIDE = 6

/** Gathers, on the way through a page's content, where words begin that do not show, and where pictures lie. */
export class UnseenWords {
  readonly #words = new Around()
  readonly #pictures = new Around()
  #inkless = false
  #outside = false

  readonly words = (why: 'inkless' | 'outside', x: number, y: number): void => {
    if (why === 'outside') this.#outside = true
    else {
      this.#inkless = true
      this.#words.take(x, y)
    }
  }

  picture(at: Float64Array): void {
    this.#pictures.take(at[0]!, at[1]!)
    this.#pictures.take(at[2]!, at[3]!)
  }

  /** What was found; `pictured` is the area of all pictures. */
  found(pictured: number): Unseen {
    const over = pictured >= FILLED * this.#pictures.area && this.#pictures.holds(this.#words, BESIDE)
    return { inkless: this.#inkless ? (over ? 'over-picture' : 'bare') : null, outside: this.#outside }
  }
}

/** The box around points; a number that is none is not taken. */
class Around {
  #left = Number.POSITIVE_INFINITY
  #bottom = Number.POSITIVE_INFINITY
  #right = Number.NEGATIVE_INFINITY
  #top = Number.NEGATIVE_INFINITY

  take(x: number, y: number): void {
    if (x < this.#left) this.#left = x
    if (x > this.#right) this.#right = x
    if (y < this.#bottom) this.#bottom = y
    if (y > this.#top) this.#top = y
  }

  get area(): number {
    return Math.max(0, this.#right - this.#left) * Math.max(0, this.#top - this.#bottom)
  }

  holds(other: Around, room: number): boolean {
    if (this.#left > this.#right) return false
    return (
      !(other.#left < this.#left - room) &&
      !(other.#right > this.#right + room) &&
      !(other.#bottom < this.#bottom - room) &&
      !(other.#top > this.#top + room)
    )
  }
}

/** The pages of one document with words that do not show, told in the report in one line for each way they come about. */
export class UnseenPages {
  readonly #over: Slot[] = []
  readonly #few: Slot[] = []
  readonly #bare: Slot[] = []
  readonly #outside: Slot[] = []

  /** `text` is what can be had of the page's words: a few over a scan are not the text of it. */
  page({ inkless, outside }: Unseen, text: PageText, slot: Slot): void {
    if (inkless === 'over-picture') (text === 'text' ? this.#over : this.#few).push(slot)
    if (inkless === 'bare') this.#bare.push(slot)
    if (outside) this.#outside.push(slot)
  }

  say(note: (kind: ReportKind, sentence: string, first: Slot) => void): void {
    const tell = (kind: ReportKind, slots: readonly Slot[], one: string, more = one) => {
      const [first] = slots
      if (first === undefined) return
      note(kind, `${pagesNamed(slots)} ${slots.length === 1 ? `has ${one}` : `have ${more}`}`, first)
    }
    const found =
      'Whoever searches or copies finds them: copy the text there, and see what they say before this is served.'
    tell(
      'text-layer',
      this.#over,
      'words laid unseen over its picture, as programs lay what they recognise in a scan. They can be searched and copied.',
      'words laid unseen over their pictures, as programs lay what they recognise in a scan. They can be searched and copied.',
    )
    tell(
      'text-layer',
      this.#few,
      'a few words laid unseen over its picture, too few to be its text. They can be searched and copied.',
      'a few words laid unseen over their pictures, too few to be their text. They can be searched and copied.',
    )
    tell('hidden', this.#bare, `words that do not show, with no picture under them. ${found}`)
    tell('hidden', this.#outside, `words off the page, or cut off from what it shows. ${found}`)
  }
}
