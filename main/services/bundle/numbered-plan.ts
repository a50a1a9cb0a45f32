import { labelAt, labelRange, type NumberRun } from '../../../casework/rules/numbering.ts'
import { changeSheets } from './change-pages.ts'
import { type IndexLayout, layIndex, type Section, sectionsOf } from './index-pages.ts'
import { Made } from './objects.ts'
import { type NumberedStretch, numberedBy, PageNumbers } from './page-numbers.ts'
import type { BundleDocument, BundlePlan } from './plan.ts'
import { Typefaces } from './typeface.ts'

/** The pages before the first section: cover, index and what follows it. They depend on words alone. */
export interface FrontLayout {
  readonly index: IndexLayout
  /** Pages set only so that a frozen number is not missing, when the index has become shorter. */
  readonly blank: number
  readonly changes: number
  /** How many pages the front of a volume takes; the changes stand in the first. */
  pages(volume: number): number
}

/** Lays out what comes before the sections. */
export function frontLayout(faces: Typefaces, plan: BundlePlan, sections: readonly Section[]): FrontLayout {
  const index = layIndex(faces, plan, sections)
  const blank = Math.max(0, (plan.frozenFront ?? 0) - 1 - index.pages)
  const changes = changeSheets(faces, plan, '').length
  return { index, blank, changes, pages: (volume) => 1 + index.pages + blank + (volume === 1 ? changes : 0) }
}

/** The labels of a front's pages that are more than were frozen, as a range; '' where there are none. */
export function beyondFrozen(labels: readonly string[], frozenFront: number | undefined): string {
  const beyond = labels.slice(frozenFront ?? labels.length)
  return beyond.length === 0 ? '' : labelRange(beyond[0]!, beyond.at(-1)!)
}

/** How many pages a document takes besides its own: its cover sheet, its front sheet, a translator's certificate. */
export function sheetsBefore(document: BundleDocument): number {
  return (document.coversheet ? 1 : 0) + (document.front ? 1 : 0) + (document.translation ? 1 : 0)
}

/** The labels of stretches of pages, one by one. */
export function labelsOf(stretches: readonly NumberedStretch[]): string[] {
  return stretches.flatMap(({ run, pages }) => Array.from({ length: pages }, (_, i) => labelAt(run, i)))
}

/** Where a document would come to stand. */
export interface NumberedDocument {
  readonly id: string
  readonly first: string
  readonly last: string
  /** Its pages with its cover and front sheet. */
  readonly pages: number
  readonly numbers: NumberRun
  readonly volume: number
}

/** A plan with its numbers, before anything is read or written. */
export interface NumberedPlan {
  readonly front: {
    readonly pages: number
    readonly labels: readonly string[]
    /** Its pages without the sheet of changes: what `frozenFront` is, once frozen. */
    readonly own: number
  }
  readonly sections: readonly {
    readonly letter: string
    readonly title: string
    readonly divider: string | null
    readonly dividerNumbers: NumberRun | null
    readonly documents: readonly NumberedDocument[]
  }[]
  readonly pages: number
  readonly volumes: number
}

/**
 * The numbers a build of this plan would print, from the page counts of its documents' own content (`pages`, by id;
 * one page where it is not known). Volumes are cut by pages only: by size they are known when they are written.
 */
export function numberPlan(
  plan: BundlePlan,
  pages: ReadonlyMap<string, number>,
  paper: { readonly fonts: string },
): NumberedPlan {
  const sections = sectionsOf(plan)
  const front = frontLayout(new Typefaces(paper.fonts, { reserve: () => new Made(0) }), plan, sections)
  const numbers = new PageNumbers(numberedBy(plan))
  const { limits, dividers } = plan.profile
  const most = limits.beyond === 'volumes' && limits.pages !== null ? limits.pages : Number.POSITIVE_INFINITY
  const at = { volume: 1, inVolume: front.pages(1), documents: 0, pages: front.pages(1) }
  const labels = labelsOf(numbers.front(front.pages(1)))
  const out: NumberedPlan['sections'][number][] = []
  for (const section of sections) {
    const listed: NumberedDocument[] = []
    let divider: NumberRun | null = null
    for (const [d, document] of section.documents.entries()) {
      const own = Math.max(1, pages.get(document.id) ?? 1) + sheetsBefore(document)
      const extra = d === 0 && dividers ? 1 : 0
      if (at.documents > 0 && at.inVolume + own + extra > most) {
        at.volume += 1
        at.documents = 0
        at.inVolume = front.pages(at.volume)
        at.pages += at.inVolume
        numbers.front(at.inVolume, (extra > 0 ? section.divider : undefined) ?? document.numbers)
      }
      if (d === 0) divider = numbers.section(section, dividers)
      const run = numbers.next(document)
      numbers.took(document, own)
      at.documents += 1
      at.inVolume += own + extra
      at.pages += own + extra
      listed.push({
        id: document.id,
        first: labelAt(run, 0),
        last: labelAt(run, own - 1),
        pages: own,
        numbers: run,
        volume: at.volume,
      })
    }
    out.push({
      letter: section.letter,
      title: section.title,
      divider: divider === null ? null : labelAt(divider, 0),
      dividerNumbers: divider,
      documents: listed,
    })
  }
  return {
    front: { pages: front.pages(1), labels, own: front.pages(1) - front.changes },
    sections: out,
    pages: at.pages,
    volumes: at.volume,
  }
}

/** How many pages come before the first section. */
export function frontPages(plan: BundlePlan, tools: { readonly fonts: string }): number {
  const faces = new Typefaces(tools.fonts, { reserve: () => new Made(0) })
  return frontLayout(faces, plan, sectionsOf(plan)).pages(1)
}
