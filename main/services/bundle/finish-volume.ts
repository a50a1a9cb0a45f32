import { changeSheets } from './change-pages.ts'
import { CitedPlaces } from './citations.ts'
import { blankSheet, type CoverFacts, coverSheet, dividerSheet } from './front-pages.ts'
import type { PlacedSection } from './index-pages.ts'
import { type LaidBundle, type LaidPart, type LaidVolume, target } from './lay-bundle.ts'
import { beyondFrozen } from './numbered-plan.ts'
import type { Made } from './objects.ts'
import { writeOutlines } from './outlines.ts'
import { lettersWords } from './paper-letters.ts'
import { type BundlePlan, bookmarkTitle } from './plan.ts'
import type { Bookmark, Press, Slot } from './press.ts'
import type { Sheet } from './sheet.ts'

/** Draws what could not be drawn before all documents were set, and writes the bookmarks. Returns their root. */
export function finishVolume(plan: BundlePlan, laid: LaidBundle, own: LaidVolume): Made {
  const { press, volume, front } = own
  const all = laid.volumes.flatMap((each) => each.press.slots)
  const about: CoverFacts = {
    volume,
    of: laid.volumes.length,
    documents: laid.volumes.flatMap((each) => each.placed.map(({ built }) => built)),
    sections: placedSections(laid),
    whole: [all[0]!.label, all.at(-1)!.label],
    own: [press.slots[0]!.label, press.slots.at(-1)!.label],
    pages: all.length,
  }
  for (const { section, s, divider } of own.parts) {
    const before = laid.sections.slice(0, s).reduce((sum, each) => sum + each.section.documents.length, 0)
    const listed = about.documents.slice(before, before + section.documents.length)
    if (divider) set(press, dividerSheet(press, section, about.sections[s]!, listed, volume), divider)
  }
  const labels = front.map(({ label }) => label)
  const sheets = [
    coverSheet(press, about),
    ...laid.layout.index.sheets(press.faces, about),
    ...Array.from({ length: laid.layout.blank }, () => blankSheet(press)),
    ...(volume === 1 ? changeSheets(press.faces, plan, beyondFrozen(labels, plan.frozenFront)) : []),
  ]
  for (const [i, sheet] of sheets.entries()) set(press, sheet, front[i]!)
  const others = all.filter((slot) => press.slots[slot.number - 1] !== slot)
  const sections = own.parts.map(({ from, section }) => ({ from, letter: section.letter }))
  press.citations?.write(press, new CitedPlaces(press, volume, others, about.documents, sections))
  press.writeTotal(about.whole[1])
  const outlines = writeOutlines(press, [
    ...frontBookmarks(laid, own),
    ...own.parts.map((part) => ofPart(own, part)),
  ])
  const here = new Set<string | undefined>(own.placed.map(({ built }) => built.id)).add(undefined)
  for (const { document, characters } of press.faces.lacking()) {
    // It was set here, taken back, and set again in the next volume.
    if (!here.has(document)) continue
    press.note({
      ...(document === undefined ? {} : { document }),
      kind: 'character',
      sentence: `The paper typefaces lack ${lettersWords(characters)}. An empty box is printed; the text can still be searched and copied.`,
    })
  }
  press.faces.write(press.file)
  return outlines
}

function set(press: Press, sheet: Sheet, slot: Slot): void {
  press.writeSheet(sheet, slot, (own) => press.pageOf(own, slot))
}

function placedSections({ sections, volumes }: LaidBundle): PlacedSection[] {
  return sections.map((_, s) => {
    const parts = volumes.flatMap((each) =>
      each.parts.filter((part) => part.s === s).map((part) => ({ part, volume: each })),
    )
    const first = parts[0]!
    const last = parts.at(-1)!
    return {
      first: first.volume.press.slots[first.part.from - 1]!.label,
      last: lastPage(last.volume, last.part).label,
      volume: first.volume.volume,
      page: first.part.from,
    }
  })
}

/** The last page of a section's part: the one before the next part, or the last of the file. */
function lastPage({ press, parts }: LaidVolume, part: LaidPart): Slot {
  const next = parts[parts.indexOf(part) + 1]
  return press.slots[(next?.from ?? press.slots.length + 1) - 2]!
}

function frontBookmarks({ layout }: LaidBundle, { front, volume }: LaidVolume): Bookmark[] {
  const of = (title: string, from: number, pages: number): Bookmark[] => {
    const first = front[from]
    const last = front[from + pages - 1]
    if (pages === 0 || !first || !last) return []
    return [
      {
        title: bookmarkTitle(title, first.label, last.label),
        target: target(first),
        children: [],
        open: false,
      },
    ]
  }
  const index = layout.index.pages
  return [
    ...of('Cover', 0, 1),
    ...of('Index', 1, index),
    ...(volume === 1 ? of('Changes', 1 + index + layout.blank, layout.changes) : []),
  ]
}

function ofPart(own: LaidVolume, part: LaidPart): Bookmark {
  const first = own.press.slots[part.from - 1]!
  const words = `${part.section.letter} ${part.section.title}`
  return {
    title: bookmarkTitle(words, first.label, lastPage(own, part).label),
    target: target(first),
    children: part.bookmarks,
    open: true,
  }
}
