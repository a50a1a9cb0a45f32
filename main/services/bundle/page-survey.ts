import type { InkFound } from './ink.ts'
import { lieOn, lieSaid } from './page-lie.ts'
import type { PageView } from './page-tree.ts'
import type { BundlePlan, ReportKind } from './plan.ts'

/** A picture that takes at least this much of a page is a scan or a photograph of one. */
const FILLS = 0.4

/** What is seen of a document's pages on the way, and said in the report: how they lie (R31), how sharp scans are (R33). */
export class PageSurvey {
  readonly #scans: BundlePlan['profile']['scans']
  #pages = 0
  #least = Number.POSITIVE_INFINITY
  #most = 0

  constructor({ scans }: BundlePlan['profile']) {
    this.#scans = scans
  }

  /** Takes a page in; gives what is to be said of it, or ''. */
  page(found: InkFound, view: PageView): string {
    const { largest } = found
    const [left, bottom, right, top] = view.crop
    if (largest !== null && largest.dpi > 0 && largest.area >= FILLS * (right - left) * (top - bottom)) {
      this.#pages++
      const dpi = Math.round(largest.dpi / view.unit)
      this.#least = Math.min(this.#least, dpi)
      this.#most = Math.max(this.#most, dpi)
    }
    return lieSaid(lieOn(found, view))
  }

  /** Says how sharp the scans were, once for the document. Evidence is never made coarser here. */
  say(note: (kind: ReportKind, sentence: string) => void): void {
    if (this.#pages === 0) return
    const which = this.#pages === 1 ? 'One page is a picture' : `${this.#pages} pages are pictures`
    const range = this.#least === this.#most ? `${this.#least}` : `${this.#least} to ${this.#most}`
    const { least = null, most = null, why = '' } = this.#scans ?? {}
    const coarse = least !== null && this.#least < least ? ` That is less than ${least}: ${why}` : ''
    const fine = most !== null && this.#most > most ? ` That is more than ${most}: ${why}` : ''
    note(
      'resolution',
      `${which} of ${range} points to the inch.${coarse}${fine}${coarse || fine ? ' It is bound as it is; a new scan is the maker’s to give.' : ''}`,
    )
  }
}
