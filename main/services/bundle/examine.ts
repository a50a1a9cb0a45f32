import type { FileState } from '../../../casework/schema.ts'
import { attachedNames, attachedWords } from './attachments.ts'
import { readerStates } from './file-states.ts'
import { heldOrRead } from './file-view.ts'
import { InkReader } from './ink.ts'
import { PdfProblem } from './lexer.ts'
import { magicOf } from './magic.ts'
import { Stream, type Value } from './objects.ts'
import { pageEntry, pagesOf, viewOf } from './page-tree.ts'
import { jpegFacts, pngFault, pngSize } from './pictures.ts'
import type { Source } from './plan.ts'
import { PdfReader } from './reader.ts'
import { seenSize } from './stamp.ts'

/** What a file is, told by its content and never by its name. */
export interface Examined {
  readonly kind: 'pdf' | 'jpeg' | 'png' | 'text' | 'other'
  readonly mediaType: string
  /** Pages it would take; null where that cannot be told. */
  readonly pages: number | null
  /** Why it cannot be shown, or what to know about it, as a sentence. */
  readonly note?: string
  /** Whether its pages can be shown and bound. */
  readonly shows: boolean
  /** Whether its pages hold text that can be searched. */
  readonly textLayer?: boolean
  readonly facts: readonly (readonly [string, string])[]
  /** What a program may act on; none for an ordinary file. */
  readonly states?: readonly FileState[]
}

const SAMPLE = 24

/**
 * Says what some bytes are. Never throws on any bytes. `nameHint` only words the note when name and content disagree;
 * `password` opens an encrypted PDF.
 */
export function examine(source: Source, nameHint = '', password?: string): Examined {
  const seen = look(source, nameHint, password)
  return { ...seen, shows: seen.kind === 'text' || (seen.kind !== 'other' && seen.pages !== null) }
}

type Look = Omit<Examined, 'shows'>

function look(source: Source, nameHint: string, password: string | undefined): Look {
  const size: readonly [string, string] = ['Size', `${source.size.toLocaleString('en-GB')} bytes`]
  let picture: string | undefined
  try {
    if (source.size === 0)
      return {
        kind: 'other',
        mediaType: 'application/octet-stream',
        pages: null,
        note: 'The file is empty.',
        facts: [size],
      }
    const head = source.read(0, Math.min(source.size, 4096))
    const { kind, mediaType, words } = magicOf(head, source.size)
    if (kind === 'jpeg' || kind === 'png') picture = mediaType
    const disagree =
      /\.pdf$/i.test(nameHint) && kind !== 'pdf' ? `It is named as a PDF, but is ${words}.` : undefined
    if (kind === 'pdf') return examinePdf(source, size, password)
    if (kind === 'jpeg') {
      const facts = jpegFacts(source)
      return {
        kind,
        mediaType,
        pages: 1,
        textLayer: false,
        facts: [size, ['Picture', `${facts.width} by ${facts.height}`]],
        ...noted(endsEarly(source, JPEG_END) ?? disagree),
        ...cut(endsEarly(source, JPEG_END)),
      }
    }
    if (kind === 'png') {
      const { width, height } = pngSize(head)
      const fault = pngFaultWords(source)
      return {
        kind,
        mediaType,
        pages: 1,
        textLayer: false,
        facts: [size, ['Picture', `${width} by ${height}`]],
        ...noted(fault ?? disagree),
        ...cut(fault),
      }
    }
    if (kind === 'text')
      return { kind, mediaType, pages: null, textLayer: true, facts: [size], ...noted(disagree) }
    return {
      kind,
      mediaType,
      pages: null,
      note: disagree ?? `It is ${words}, which cannot be printed on a page.`,
      facts: [size, ['Kind', words]],
    }
  } catch (error) {
    const why = error instanceof PdfProblem ? error.message : 'The file could not be read.'
    const note =
      picture !== undefined && error instanceof PdfProblem && error.kind === 'broken'
        ? `${why} It is kept as it came, and a page names it in a bundle: ask for another copy.`
        : why
    return {
      kind: 'other',
      mediaType: picture ?? 'application/octet-stream',
      pages: null,
      note,
      facts: [size],
    }
  }
}

const JPEG_END = Buffer.from([0xff, 0xd9])
const PNG_END = Buffer.from('IEND')

// What a program that shows pictures may show in part, a bundle cannot print.
function pngFaultWords(source: Source): string | undefined {
  const early = endsEarly(source, PNG_END)
  const fault = pngFault(source)
  if (fault === undefined) return early
  return `${fault} It may not show whole, and cannot be printed: a page would name it. Ask for another copy.`
}

// Cameras and programs put things of their own behind a picture's end, so it is looked for in the last of the file.
function endsEarly(source: Source, end: Buffer): string | undefined {
  const last = source.read(Math.max(0, source.size - 262_144), Math.min(source.size, 262_144))
  return Buffer.from(last.buffer, last.byteOffset, last.length).includes(end)
    ? undefined
    : 'The picture ends early and may not show whole: ask for another copy.'
}

function noted(note: string | undefined): { note?: string } {
  return note ? { note } : {}
}

function examinePdf(source: Source, size: readonly [string, string], password: string | undefined): Look {
  const states: FileState[] = []
  const facts: (readonly [string, string])[] = [size]
  const base = { kind: 'pdf', mediaType: 'application/pdf' } as const
  try {
    const reader = new PdfReader(heldOrRead(source), password)
    const pages = pagesOf(reader)
    const seen = seenSize(viewOf(reader, pages[0]!))
    facts.push(
      ['Pages', String(pages.length)],
      ['First page', `${Math.round(seen.width / 2.8346)} by ${Math.round(seen.height / 2.8346)} mm`],
    )
    let withText = 0
    let inked = 0
    const sample = pages.slice(0, SAMPLE)
    for (const page of sample) {
      const ink = new InkReader(reader, [], new Map())
      const found = ink.read(
        contentOf(reader, reader.get(page.dict, 'Contents')),
        pageEntry(reader, page, 'Resources'),
      )
      if (found.hasText) withText++
      if (found.hasInk) inked++
    }
    // A blank page in place of a lost one would be a silent hole in the evidence.
    if (reader.repairs.length > 0 && inked === 0)
      throw new PdfProblem('broken', 'It is damaged: its pages were found, but nothing on them can be read.')
    const root = reader.get(reader.trailer, 'Root')
    const form = root instanceof Map ? reader.get(root, 'AcroForm') : null
    const flags = form instanceof Map ? reader.get(form, 'SigFlags') : null
    const signed = typeof flags === 'number' && (flags & 1) !== 0
    if (signed) {
      facts.push(['Signed', 'Yes: serve the original beside the bundle'])
      states.push({
        kind: 'signed',
        sentence: 'It is digitally signed. Serve the original beside the bundle.',
      })
    }
    const attached = attachedNames(reader)
    if (attached.length > 0) facts.push(['Attached inside it', attachedWords(attached)])
    const { lock } = reader
    if (lock) {
      facts.push([
        'Encrypted',
        lock.byPassword ? 'It opens with the password given' : 'With an empty password; it opens',
      ])
      states.push({ kind: 'encrypted', sentence: 'It is encrypted and opens.' })
    }
    for (const repair of reader.repairs) facts.push(['Repaired', repair])
    states.push(...readerStates(reader))
    const first = reader.missing[0] ?? reader.repairs[0]
    const note = first === undefined ? undefined : `It is damaged but can be shown. ${first}`
    return { ...base, pages: pages.length, textLayer: withText > 0, facts, ...noted(note), ...stated(states) }
  } catch (error) {
    const note = error instanceof PdfProblem ? error.message : 'The file is damaged and could not be read.'
    if (error instanceof PdfProblem && error.kind === 'password')
      states.push({ kind: 'password', sentence: error.message })
    return { ...base, pages: null, note, facts, ...stated(states) }
  }
}

const cut = (sentence: string | undefined): { states?: readonly FileState[] } =>
  stated(sentence === undefined ? [] : [{ kind: 'cut', sentence }])

function stated(states: readonly FileState[]): { states?: readonly FileState[] } {
  return states.length > 0 ? { states } : {}
}

/** A page’s whole content, as much of it as is sound. Throws PdfProblem for a bomb. */
export function contentOf(reader: PdfReader, contents: Value): Uint8Array {
  const parts: Uint8Array[] = []
  for (const item of Array.isArray(contents) ? contents : [contents]) {
    const stream = reader.resolve(item)
    try {
      const data = stream instanceof Stream ? reader.unpacked(stream) : null
      if (data) parts.push(data)
    } catch (problem) {
      // A damaged piece tells nothing about text; a bomb is a reason to refuse the file.
      if (problem instanceof PdfProblem && problem.kind === 'hostile') throw problem
    }
  }
  return Buffer.concat(parts)
}
