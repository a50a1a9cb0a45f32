import { z } from 'zod'

/** What a reader of a bundle keeps of it, apart from the bundle: pages read, notes, and where they were. */

/** A note stands on a page; a highlight holds words of it; a box holds a part of it; a bookmark only remembers it. */
export const noteKinds = ['note', 'highlight', 'box', 'bookmark'] as const
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

/** How the page of a carried note stands in the version it was carried to: worse ones last. */
export const carriedStands = ['same', 'moved', 'changed', 'gone'] as const
export type CarriedStands = (typeof carriedStands)[number]

/** A printed number, as long as any that is kept. */
export const keptLabel = z.string().max(60)

/** What a person says of a page: all of a note but its id and its times. */
export const noteFields = z.strictObject({
  kind: z.enum(noteKinds),
  page: filePage,
  quote: z.string().max(20_000),
  words: z.string().max(20_000),
  tag: z.string().max(60),
  colour: z.enum(noteColours),
  boxes: z.array(noteBox).max(2_000),
  /** It came from an earlier version: the number its page bore there, and how that page stands here. */
  carried: z.strictObject({ from: keptLabel, stands: z.enum(carriedStands) }).optional(),
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

/** The SHA-256 of a bundle's file. */
export const bundleHash = z.string().regex(/^[0-9a-f]{64}$/)

/** All that is kept of one bundle. */
export const readingState = z.strictObject({
  read: pageRuns,
  notes: z.array(readingNote).max(50_000),
  place: readingPlace,
  /** The earlier version that was offered, and whether anything was carried over from it. */
  since: z.strictObject({ sha256: bundleHash, carried: z.boolean() }).optional(),
})
export type ReadingState = z.infer<typeof readingState>

/** What is known of a bundle that was never read here. */
export const unreadState: ReadingState = { read: [], notes: [], place: { page: 1, top: null, turn: 0 } }

/** The way in which digests of pages are made now. A page has another digest in each way. */
export const digestsNow = 2

/**
 * A page as versions of a bundle are told apart by it: its printed number, a digest of what it shows, and a sign of the
 * document it stands in, which cover, index and dividers have not.
 */
export const versionPage = z.strictObject({
  label: keptLabel,
  digest: z.string().max(64),
  /** The digest as it was made at first; for telling a version apart from one of which nothing else is known. */
  first: z.string().max(64).optional(),
  document: z.string().max(64),
})
export type VersionPage = z.infer<typeof versionPage>

/** Who made a bundle, as a sound manifest beside it says; the key is empty where nobody sealed it. */
export const bundleMaker = z.strictObject({
  key: z.string().max(100),
  holder: z.string().max(400),
  at: z.string().max(40),
  volume: z.number().int(),
})
export type BundleMaker = z.infer<typeof bundleMaker>

/** By what a bundle that was read is known again when a newer version of it is opened. */
export const readingCard = z.strictObject({
  sha256: bundleHash,
  name: z.string().max(400),
  title: z.string().max(400),
  /** When it was first opened here, and when last. */
  first: z.number(),
  opened: z.number(),
  made: bundleMaker.nullable(),
  /** In which way the digests of its pages were made; absent of a bundle last read when there was but the first way. */
  digests: z.literal(digestsNow).optional(),
  pages: z.array(versionPage).max(1_000_000),
})
export type ReadingCard = z.infer<typeof readingCard>

/** What speaks for one bundle being a version of another: one key sealed both, the title alone, or another's key. */
export const versionGrounds = ['seal', 'title', 'other-seal'] as const
export type VersionGround = (typeof versionGrounds)[number]

/** A bookmark of the file: what it says, the page it leads to, and how deep it stands. */
export const outlineEntry = z.strictObject({
  title: z.string(),
  page: filePage,
  depth: z.number().int(),
  /** Its words gave the range of its pages, as a document's of ours do. */
  ranged: z.boolean(),
})
export type OutlineEntry = z.infer<typeof outlineEntry>
