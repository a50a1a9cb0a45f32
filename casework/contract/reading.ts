import { z } from 'zod'
import {
  bundleHash,
  carriedStands,
  filePage,
  keptLabel,
  noteFields,
  noteKinds,
  outlineEntry,
  pageRuns,
  readingNote,
  readingPlace,
  readingState,
  versionGrounds,
} from '../reading.ts'
import { command, job } from './calls.ts'
import { bundleFinding, bundleSeal, nothing, placeId } from './shapes.ts'

const of = z.strictObject

/** A bundle that is open for reading, by the SHA-256 of its file; its bytes are served at `reading/<id>`. */
export const readingId = bundleHash
const noteId = z.string().regex(/^[0-9a-z]{4,64}$/, 'the id of a note')

/** How a bundle stands to the manifest beside it. */
export const manifestStands = ['matches', 'altered', 'no-manifest'] as const

/** One change of a reader's notes. */
export const noteChange = z.discriminatedUnion('do', [
  of({ do: z.literal('add'), fields: noteFields }),
  of({ do: z.literal('change'), note: noteId, fields: noteFields.partial() }),
  of({ do: z.literal('remove'), note: noteId }),
])

/** A note that would not stand on the very page it was made on: the number of that page, and where it would stand. */
const noteInDoubt = of({
  kind: z.enum(noteKinds),
  from: keptLabel,
  to: filePage,
  stands: z.enum(carriedStands),
  /** Its first words. */
  words: z.string(),
})

/** The version of a bundle that was read before, what was kept of it, and how this one differs from it. */
export const earlierReading = of({
  id: readingId,
  name: z.string(),
  /** When it was last opened. */
  opened: z.number(),
  ground: z.enum(versionGrounds),
  pages: z.number().int(),
  kept: of({ notes: z.number().int(), bookmarks: z.number().int(), read: z.number().int() }),
  /** Pages here that are new or changed since; cover, index and dividers are only counted, in `front`. */
  fresh: pageRuns,
  changed: pageRuns,
  front: z.number().int(),
  /** How many pages stand under another number, and the numbers of those that are gone. */
  moved: z.number().int(),
  gone: z.array(z.string()),
  /** How many of the pages read would count as read here. */
  stillRead: z.number().int(),
  inDoubt: z.array(noteInDoubt),
  /** What its reader chose: null until they have. */
  chosen: z.enum(['carried', 'left']).nullable(),
})

/** Reading a bundle: no case, no keys; read-only but for the reader's own notes, which are kept apart from it. */
export const readingCalls = {
  'reading.open': job(
    of({ file: placeId }),
    of({
      id: readingId,
      /** The file's own name, and the title it gives itself. */
      name: z.string(),
      title: z.string(),
      bytes: z.number(),
      pages: z.number().int(),
      fictional: z.boolean(),
      /** The number printed on each page; empty where the file says none. */
      labels: z.array(z.string()),
      outline: z.array(outlineEntry),
      state: readingState,
      /** What was kept of it could not be read, and was set aside. */
      setAside: z.boolean(),
    }),
  ),
  'reading.close': command(of({ id: readingId }), nothing),
  'reading.verify': job(
    of({ id: readingId }),
    of({ stands: z.enum(manifestStands), findings: z.array(bundleFinding), seal: bundleSeal.nullable() }),
  ),
  'reading.note': command(of({ id: readingId, change: noteChange }), of({ note: readingNote.nullable() })),
  'reading.mark': command(
    of({ id: readingId, from: filePage, to: filePage, read: z.boolean() }),
    of({ read: pageRuns }),
  ),
  'reading.place': command(of({ id: readingId, place: readingPlace }), nothing),
  /** What is new since an earlier version that was read here; null where none is known. The pages are gone through once. */
  'reading.since': job(of({ id: readingId }), of({ earlier: earlierReading.nullable() })),
  /** Takes along what was kept of the earlier version, as its reader chooses; nothing of it may be taken too. */
  'reading.carry': command(
    of({ id: readingId, from: readingId, notes: z.boolean(), bookmarks: z.boolean(), read: z.boolean() }),
    of({ state: readingState }),
  ),
  /** The notes as one new file in a folder; a file that is there is never written over. */
  'reading.summary': job(
    of({
      id: readingId,
      to: placeId,
      fileName: z.string().min(1).max(200),
      form: z.enum(['markdown', 'pdf']),
      tag: z.string().max(60).nullable(),
    }),
    of({ fileName: z.string(), folder: z.string(), notes: z.number().int() }),
  ),
} as const
