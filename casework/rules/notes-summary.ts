import type { OutlineEntry, ReadingNote } from '../reading.ts'
import { counted } from './words.ts'

/** One note of a summary, said for paper: its page as printed, the document it stands in, and what it says. */
export interface SummaryNote {
  readonly page: string
  readonly document: string
  readonly tag: string
  readonly quote: string
  readonly words: string
  readonly bookmark: boolean
  /** It holds a part of the page, which no words tell. */
  readonly box: boolean
  /** How its page stands where the note came from an earlier version: '' where nothing is to be said. */
  readonly since: string
}

/** The notes of a bundle in the order of its pages. */
export interface NotesSummary {
  readonly title: string
  readonly lead: string
  readonly notes: readonly SummaryNote[]
}

/** A bundle as its summary names it. */
export interface SummarisedBundle {
  readonly name: string
  readonly title: string
  readonly pages: number
  readonly sha256: string
  readonly labels: readonly string[]
  readonly outline: readonly OutlineEntry[]
}

/** The number printed on a page of the file: its label, or its place where it has none. */
export const printedNumber = (labels: readonly string[], page: number): string =>
  labels[page - 1] || String(page)

/** Notes put together for paper, those with `tag` alone where one is given. */
export function notesSummary(
  bundle: SummarisedBundle,
  notes: readonly ReadingNote[],
  tag: string | null = null,
): NotesSummary {
  const wanted = notes
    .filter((note) => tag === null || note.tag === tag)
    .toSorted(
      (a, b) =>
        Number(isGone(a)) - Number(isGone(b)) || a.page - b.page || topOf(b) - topOf(a) || a.made - b.made,
    )
  return {
    title: `Notes on ${bundle.title}`,
    lead: `${counted(wanted.length, 'note')}${tag === null ? '' : ` tagged ${tag}`} on ${bundle.name}, ${counted(bundle.pages, 'page')}. Page numbers are those printed on it.`,
    notes: wanted.map((note) => ({
      page: isGone(note) ? (note.carried?.from ?? '') : printedNumber(bundle.labels, note.page),
      document: isGone(note) ? 'Pages that are not in this version' : documentAt(bundle.outline, note.page),
      tag: note.tag,
      quote: oneLine(note.quote),
      words: note.words.trim(),
      bookmark: note.kind === 'bookmark',
      box: note.kind === 'box',
      since: note.carried?.stands === 'changed' ? 'Written on an earlier version of this page' : '',
    })),
  }
}

const isGone = ({ carried }: ReadingNote): boolean => carried?.stands === 'gone'

/** The summary as Markdown. What the notes hold is escaped, so that it reads as it was written. */
export function summaryMarkdown({ title, lead, notes }: NotesSummary, sha256: string): string {
  const parts = [`# ${escaped(title)}`, escaped(lead), `SHA-256 of the bundle: \`${sha256}\``]
  let document: string | undefined
  for (const note of notes) {
    if (note.document !== document) {
      document = note.document
      if (document !== '') parts.push(`## ${escaped(document)}`)
    }
    const marks = [`**p.${escaped(note.page)}**`, note.tag === '' ? '' : `[${escaped(note.tag)}]`]
    parts.push(
      [...marks, note.bookmark ? 'Bookmark' : '', note.box ? 'Box on the page' : '', note.since]
        .filter(Boolean)
        .join(' '),
    )
    if (note.quote !== '') parts.push(`> ${escaped(note.quote)}`)
    if (note.words !== '') parts.push(note.words.split(/\r?\n/).map(escaped).join('  \n'))
  }
  return `${parts.join('\n\n')}\n`
}

function documentAt(outline: readonly OutlineEntry[], page: number): string {
  const before = outline.filter((entry) => entry.page <= page && (entry.depth <= 1 || entry.ranged))
  return (
    before.reduce<OutlineEntry | undefined>(
      (best, entry) => (best === undefined || entry.page >= best.page ? entry : best),
      undefined,
    )?.title ?? ''
  )
}

const topOf = (note: ReadingNote): number =>
  note.boxes.reduce((top, box) => Math.max(top, box[3]), Number.NEGATIVE_INFINITY)
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
const escaped = (text: string): string =>
  text
    .replace(/[\\`*_{}[\]<>#|~]/g, '\\$&')
    .replace(/^(\s*)([-+]|\d+[.)])(?=\s)/, (_, space: string, mark: string) => `${space}\\${mark}`)
