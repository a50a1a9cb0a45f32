import { z } from 'zod'

/** What a reader of a bundle keeps of it, apart from the bundle: pages read, notes, and where they were. */

/** A note stands on a page; a highlight holds words of it; a bookmark only remembers it. */
export const noteKinds = ['note', 'highlight', 'bookmark'] as const
export type NoteKind = (typeof noteKinds)[number]

/** The colours of highlights and notes, by the names of the desk's own tokens. */
export const noteColours = ['mark', 'kelp', 'sand', 'water'] as const
export type NoteColour = (typeof noteColours)[number]

/** A page of the file, counted from 1, whatever number is printed on it. */
export const filePage = z.number().int().min(1).max(1_000_000)

const side = z.number().min(-100_000).max(100_000)
/** Left, bottom, right and top in the page's own points, before it is turned. */
export const noteBox = z.tuple([side, side, side, side])
export type NoteBox = z.infer<typeof noteBox>

/** What a person says of a page: all of a note but its id and its times. */
export const noteFields = z.strictObject({
  kind: z.enum(noteKinds),
  page: filePage,
  quote: z.string().max(20_000),
  words: z.string().max(20_000),
  tag: z.string().max(60),
  colour: z.enum(noteColours),
  boxes: z.array(noteBox).max(2_000),
})
export type NoteFields = z.infer<typeof noteFields>

export const readingNote = noteFields.extend({
  id: z.string().regex(/^[0-9a-z]{4,64}$/),
  made: z.number(),
  changed: z.number(),
})
export type ReadingNote = z.infer<typeof readingNote>

/** Pages from the first to the last of each run, in order, none twice. */
export const pageRuns = z.array(z.tuple([filePage, filePage])).max(100_000)
export type PageRuns = readonly (readonly [number, number])[]

/** Where the reader was: the page, how far down it in its own points (null: its top), and how far pages are turned. */
export const readingPlace = z.strictObject({
  page: filePage,
  top: side.nullable(),
  turn: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
})
export type ReadingPlace = z.infer<typeof readingPlace>

/** All that is kept of one bundle. */
export const readingState = z.strictObject({
  read: pageRuns,
  notes: z.array(readingNote).max(50_000),
  place: readingPlace,
})
export type ReadingState = z.infer<typeof readingState>

/** What is known of a bundle that was never read here. */
export const unreadState: ReadingState = { read: [], notes: [], place: { page: 1, top: null, turn: 0 } }

/** A bookmark of the file: what it says, the page it leads to, and how deep it stands. */
export const outlineEntry = z.strictObject({
  title: z.string(),
  page: filePage,
  depth: z.number().int(),
  /** Its words gave the range of its pages, as a document's of ours do. */
  ranged: z.boolean(),
})
export type OutlineEntry = z.infer<typeof outlineEntry>
