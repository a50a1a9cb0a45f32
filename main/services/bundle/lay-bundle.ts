import { CaseworkError } from '../../../casework/contract/errors.ts'
import type { NumberRun } from '../../../casework/rules/numbering.ts'
import { Citations } from './citations.ts'
import { type Section, sectionsOf } from './index-pages.ts'
import type { Placed } from './manifest.ts'
import { type FrontLayout, frontLayout } from './numbered-plan.ts'
import { name } from './objects.ts'
import { numberedBy, PageNumbers } from './page-numbers.ts'
import {
  type BuildTools,
  type BuiltDocument,
  type BundleDocument,
  type BundlePlan,
  bookmarkTitle,
  entryTitle,
} from './plan.ts'
import type { Bookmark, Press, Slot } from './press.ts'
import { setDocument } from './set-document.ts'
import type { Pause } from './source-pages.ts'
import { frontRoom } from './volume-limit.ts'

/** What stands of a section in one file. */
export interface LaidPart {
  readonly section: Section
  /** Its place among the sections. */
  readonly s: number
  readonly divider: Slot | null
  /** Its first page in this file. */
  readonly from: number
  readonly bookmarks: Bookmark[]
}

/** A file whose documents are set; its front is taken and not drawn yet. */
export interface LaidVolume {
  readonly press: Press
  readonly volume: number
  readonly front: readonly Slot[]
  readonly placed: Placed[]
  readonly parts: LaidPart[]
  /** How many bookmarks its documents have, with those they brought. */
  bookmarked: number
  /** Its bytes when its last document was set, and what was reckoned to come. */
  reckoned: { readonly laid: number; readonly room: number }
}

/** A bundle whose documents are set. */
export interface LaidBundle {
  readonly layout: FrontLayout
  readonly sections: readonly { readonly section: Section; readonly divider: NumberRun | null }[]
  readonly volumes: readonly LaidVolume[]
}

/**
 * Sets every document of a plan, in as many files as its limits make of it. A document that would pass the limit of a
 * file begins the next: it is taken back and set again there; room for the front is kept free, `factor` times what is reckoned. Throws `invalid` when two pages would have one number.
 */
export async function layBundle(
  plan: BundlePlan,
  tools: BuildTools,
  open: (volume: number) => Press,
  pause: Pause,
  factor = 1,
): Promise<LaidBundle> {
  const sections = sectionsOf(plan)
  const layer = new BundleLayer(plan, tools, open, pause, sections, factor)
  const out: { section: Section; divider: NumberRun | null }[] = []
  for (const [s, section] of sections.entries())
    out.push({ section, divider: await layer.section(section, s) })
  return { layout: layer.layout, sections: out, volumes: layer.volumes }
}

class BundleLayer {
  readonly volumes: LaidVolume[] = []
  readonly layout: FrontLayout
  readonly #plan: BundlePlan
  readonly #tools: BuildTools
  readonly #open: (volume: number) => Press
  readonly #pause: Pause
  readonly #numbers: PageNumbers
  readonly #labels = new Map<string, string>()
  readonly #total: number
  readonly #characters: number
  readonly #factor: number
  #done = 0

  constructor(
    plan: BundlePlan,
    tools: BuildTools,
    open: (volume: number) => Press,
    pause: Pause,
    sections: readonly Section[],
    factor: number,
  ) {
    this.#plan = plan
    this.#tools = tools
    this.#open = open
    this.#pause = pause
    this.#numbers = new PageNumbers(numberedBy(plan))
    const documents = sections.flatMap((section) => section.documents)
    this.#total = documents.length
    this.#characters = documents.reduce((sum, document) => sum + entryTitle(document).length, 0)
    this.#factor = factor
    const press = open(1)
    this.layout = frontLayout(press.faces, plan, sections)
    this.#begin(press, undefined)
  }

  #begin(press: Press, upcoming: NumberRun | undefined): LaidVolume {
    const volume = this.volumes.length + 1
    press.citations = new Citations()
    const front: Slot[] = []
    for (const { run, pages } of this.#numbers.front(this.layout.pages(volume), upcoming)) {
      press.number(run)
      for (let i = 0; i < pages; i++) front.push(press.take())
    }
    this.#claim(front, 'The cover and index')
    const begun: LaidVolume = {
      press,
      volume,
      front,
      placed: [],
      parts: [],
      bookmarked: 0,
      reckoned: { laid: 0, room: 1 },
    }
    this.volumes.push(begun)
    return begun
  }

  #claim(slots: readonly Slot[], who: string): void {
    for (const { label } of slots) {
      const other = this.#labels.get(label)
      if (other !== undefined) {
        const both =
          other === who ? `${who} would have two pages` : `${other} and ${who} would both have a page`
        throw new CaseworkError(
          'invalid',
          `${both} numbered ${label}, and a number must stand on one page alone. Number one of them otherwise.`,
        )
      }
      this.#labels.set(label, who)
    }
  }

  async section(section: Section, s: number): Promise<NumberRun | null> {
    const divided = this.#plan.profile.dividers
    let divider: NumberRun | null = null
    for (const [d, document] of section.documents.entries()) {
      this.#tools.onProgress?.(this.#done, this.#total, entryTitle(document))
      await this.#pause()
      const before = this.#numbers.at
      let volume = this.volumes.at(-1)!
      const mark = volume.press.mark()
      const attempt = async (): Promise<Attempt> => {
        if (d === 0) divider = this.#numbers.section(section, divided)
        return this.#set(volume, document, section, d === 0 ? divider : null)
      }
      let set = await attempt()
      if (volume.placed.length > 0 && this.#isFull(volume, set)) {
        volume.press.back(mark)
        this.#numbers.back(before)
        const next = (divided && d === 0 ? section.divider : undefined) ?? document.numbers
        volume = this.#begin(this.#open(this.volumes.length + 1), next)
        set = await attempt()
      }
      this.#accept(volume, section, s, document, set)
      this.#done += 1
    }
    return divider
  }

  #isFull({ press, bookmarked }: LaidVolume, set: Attempt): boolean {
    const { pages, megabytes, beyond } = this.#plan.profile.limits
    if (beyond !== 'volumes') return false
    if (pages !== null && press.slots.length > pages) return true
    if (megabytes === null) return false
    const room = this.#room(press, bookmarked + 1 + set.bookmarks)
    return press.file.position + room * this.#factor > megabytes * 1e6
  }

  #room(press: Press, bookmarks: number): number {
    return frontRoom(press, { entries: this.#total, characters: this.#characters, bookmarks })
  }

  async #set(
    { press, volume }: LaidVolume,
    document: BundleDocument,
    section: Section,
    dividerRun: NumberRun | null,
  ): Promise<Attempt> {
    if (dividerRun !== null) press.number(dividerRun)
    const divider = dividerRun === null ? null : press.take()
    const run = this.#numbers.next(document)
    press.number(run)
    const { laid, whole, slots, stretches } = await setDocument(press, document, this.#tools, this.#pause)
    const { content } = document
    const built: BuiltDocument = {
      id: document.id,
      ...named(document),
      section: section.title,
      from: slots[0]!.number,
      to: slots.at(-1)!.number,
      pages: slots.length,
      labels: [slots[0]!.label, slots.at(-1)!.label],
      numbers: run,
      volume,
      ...('sha256' in content ? { sha256: content.sha256 } : {}),
      ...('boxes' in content && content.boxes !== undefined ? { boxes: content.boxes } : {}),
    }
    const bookmark: Open = {
      title: bookmarkTitle(entryTitle(document), ...built.labels),
      target: target(slots[0]!),
      children: [...laid.bookmarks],
      open: false,
    }
    return {
      divider,
      slots,
      placed: { built, whole, pages: stretches },
      bookmark,
      bookmarks: countOf(laid.bookmarks),
    }
  }

  #accept(volume: LaidVolume, section: Section, s: number, document: BundleDocument, set: Attempt): void {
    const { divider, slots, placed, bookmark } = set
    if (divider) this.#claim([divider], `The divider of section ${section.letter}`)
    this.#claim(slots, `“${entryTitle(document)}”`)
    this.#numbers.took(document, slots.length)
    let part = volume.parts.at(-1)
    if (part?.s !== s) {
      part = { section, s, divider, from: (divider ?? slots[0]!).number, bookmarks: [] }
      volume.parts.push(part)
    }
    const above = document.depth === 1 ? (part.bookmarks.at(-1) as Open | undefined) : undefined
    if (above) {
      // What a source brought stays folded, even where a translation stands below it.
      above.open = above.open || above.children.length === 0
      above.children.push(bookmark)
    } else part.bookmarks.push(bookmark)
    volume.placed.push(placed)
    volume.bookmarked += 1 + set.bookmarks
    volume.reckoned = { laid: volume.press.file.position, room: this.#room(volume.press, volume.bookmarked) }
  }
}

interface Open extends Bookmark {
  readonly children: Bookmark[]
  open: boolean
}

interface Attempt {
  readonly divider: Slot | null
  readonly slots: readonly Slot[]
  readonly placed: Placed
  readonly bookmark: Open
  /** How many bookmarks it brought of its own. */
  readonly bookmarks: number
}

function countOf(bookmarks: readonly Bookmark[]): number {
  return bookmarks.reduce((sum, each) => sum + 1 + countOf(each.children), 0)
}

function named(document: BundleDocument): { ref?: string; title: string; date?: string } {
  return {
    ...(document.ref ? { ref: document.ref } : {}),
    title: document.title,
    ...(document.date ? { date: document.date } : {}),
  }
}

/** Where a bookmark to a page leads. */
export function target(slot: Slot): Bookmark['target'] {
  return [slot.ref, name('XYZ'), null, null, null]
}
