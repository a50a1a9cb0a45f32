import { pageRuns } from '../../../casework/rules/page-marks.ts'
import { type ReadLine, readLines } from '../../../casework/schema.ts'
import { FIELD_FONT } from './annotation-looks.ts'
import { lieSaid } from './page-lie.ts'
import type { PageText } from './page-text.ts'
import type { Box } from './page-tree.ts'
import type { BuildTools, BundleDocument, PageWords } from './plan.ts'
import type { Press, Slot } from './press.ts'
import { invisible, type Placing } from './text-layer.ts'

const MOST_BYTES = 64 * 1024 * 1024

/** The words a machine read on the pages of one document: laid where they belong, and told in the report. */
export class ReadWords {
  readonly #press: Press
  readonly #document: BundleDocument
  readonly #open: BuildTools['open'] | undefined
  readonly #known: ReadonlyMap<number, PageWords>
  readonly #without: Slot[] = []
  readonly #beyond: Slot[] = []
  /** Pages by what is to be said of them, with how sure the machine is of each. */
  readonly #read = new Map<string, { slot: Slot; confidence: number }[]>()

  constructor(press: Press, document: BundleDocument, open?: BuildTools['open']) {
    this.#press = press
    this.#document = document
    this.#open = open
    this.#known = new Map((document.words ?? []).map((words) => [words.page, words]))
  }

  /**
   * The layer of a page as operators for FIELD_FONT; empty on a page with text of its own, or when nothing was read. Words
   * beyond `seen`, what the page shows of itself in its own space, stay out: nobody could see whence they came.
   */
  layer(page: number, text: PageText, slot: Slot, { at, seen }: { at?: Placing; seen?: Box } = {}): string {
    if (text !== 'none') return ''
    const words = this.#known.get(page)
    const read = words === undefined ? [] : this.#lines(words, slot)
    const lines = seen === undefined ? read : within(seen, read)
    const count = (of: readonly ReadLine[]) => of.reduce((sum, line) => sum + line.words.length, 0)
    if (count(lines) < count(read)) this.#beyond.push(slot)
    const layer = invisible(this.#press.faces.get('sans'), FIELD_FONT, lines, at)
    if (words === undefined || layer === '') this.#without.push(slot)
    else {
      const checked = words.checked ?? ''
      const alike = this.#read.get(checked) ?? []
      alike.push({ slot, confidence: words.confidence })
      this.#read.set(checked, alike)
      this.#tell(words, slot)
    }
    return layer
  }

  #tell({ lie }: PageWords, slot: Slot): void {
    if (lie === undefined) return
    this.#press.note({
      document: this.#document.id,
      page: slot.number,
      kind: 'turned',
      sentence: lieSaid(lie),
    })
  }

  // The pages of an exhibit are never lost for want of what a machine read on them.
  #lines({ source }: PageWords, slot: Slot): readonly ReadLine[] {
    try {
      const opened = this.#open?.(source)
      try {
        const bytes = opened === undefined ? '[]' : opened.read(0, Math.min(opened.size, MOST_BYTES))
        return readLines.parse(JSON.parse(Buffer.from(bytes).toString()))
      } finally {
        opened?.close()
      }
    } catch {
      this.#press.note({
        document: this.#document.id,
        page: slot.number,
        kind: 'no-text',
        sentence: `Page ${slot.label}: what a machine had read there is damaged and was left out. Have the page read again.`,
      })
      return []
    }
  }

  /** Puts into the report which pages hold no words that can be searched, and which hold words read by machine. */
  say(): void {
    const { id: document } = this.#document
    if (this.#without.length > 0)
      this.#press.note({
        document,
        page: this.#without[0]!.number,
        kind: 'no-text',
        sentence: `${these(this.#without)} no text layer: ${this.#without.length === 1 ? 'its' : 'their'} words can’t be searched or copied.`,
      })
    if (this.#beyond.length > 0)
      this.#press.note({
        document,
        page: this.#beyond[0]!.number,
        kind: 'machine-read',
        sentence: `${pagesNamed(this.#beyond)}: a machine read words beyond what the page shows of its picture. They were left out; the picture itself is whole in the bundle.`,
      })
    for (const [checked, pages] of this.#read) {
      const mean = Math.floor(pages.reduce((sum, { confidence }) => sum + confidence, 0) / pages.length)
      this.#press.note({
        document,
        page: pages[0]!.slot.number,
        kind: 'machine-read',
        sentence: `${these(pages.map(({ slot }) => slot))} text read by machine, ${checked === '' ? 'unchecked' : `checked by ${checked}`}; the machine is ${mean} % sure.`,
      })
    }
  }
}

/** The lines with the words whose middle lies in the box. */
function within([left, bottom, right, top]: Box, lines: readonly ReadLine[]): readonly ReadLine[] {
  return lines.flatMap((line) => {
    const words = line.words.filter(({ box }) => {
      const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]
      return x >= left && x <= right && y >= bottom && y <= top
    })
    return words.length === 0 ? [] : [{ ...line, words }]
  })
}

/** The pages as they are numbered, and the verb: “Pages 4–9, 12 have”. */
const these = (slots: readonly Slot[]): string =>
  `${pagesNamed(slots)} ${slots.length === 1 ? 'has' : 'have'}`

/** The pages as they are numbered: “Page 4”, “Pages 4–9, 12”. */
export function pagesNamed(slots: readonly Slot[]): string {
  if (slots.length === 1) return `Page ${slots[0]!.label}`
  const labels = new Map(slots.map(({ number, label }) => [number, label]))
  const runs = pageRuns(
    slots.map(({ number }) => number),
    (number) => labels.get(number) ?? '',
  )
  return `Pages ${runs}`
}
