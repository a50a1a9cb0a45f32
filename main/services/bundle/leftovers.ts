import { LARGEST_UNPACKED, unpack } from './filters.ts'
import { PdfProblem } from './lexer.ts'
import { Name, Ref, readTextString, Stream, Text, type Value } from './objects.ts'
import { pagesOf } from './page-tree.ts'
import { reachedFrom } from './reach.ts'
import { PdfReader } from './reader.ts'

/** A string found in a file where no page shows it: which, and on which page it hangs; 0 for the file as a whole. */
export interface Leftover {
  readonly text: string
  readonly page: number
  readonly where: string
}

/** Kinds of stream that hold no words: samples of pictures, shapes of letters, colours. */
const MUTE = new Set(['Width', 'Length1', 'N'])
const MUTE_FONTS = new Set(['Type1C', 'CIDFontType0C', 'OpenType'])

/**
 * Looks through every object of a file for some strings: texts, names, and what streams hold unpacked, in each way PDF
 * writes letters. What the content of a page shows is not looked at here, for it is written in codes of its fonts and
 * read by drawing it. Throws PdfProblem when the file can't be read whole.
 */
export function leftoversIn(bytes: Uint8Array, strings: readonly string[]): Leftover[] {
  const reader = new PdfReader(bytes)
  if (reader.repairs.length > 0) throw new PdfProblem('broken', 'The edited copy is not sound.')
  const homes = new Map<number, number>()
  for (const [i, page] of pagesOf(reader).entries()) {
    if (page.number > 0) homes.set(page.number, i + 1)
    for (const number of reachedFrom(reader, page)) if (!homes.has(number)) homes.set(number, i + 1)
  }
  const sought = strings
    .map((text) => ({ text, plain: plain(text) }))
    .filter((each) => each.plain.length >= 3)
  const found = new Map<string, Leftover>()
  const note = (said: string, number: number, where: string) => {
    const page = homes.get(number) ?? 0
    for (const { text, plain: needle } of sought)
      if (holds(said, needle)) found.set(`${text} ${page} ${where}`, { text, page, where })
  }
  for (const number of reader.numbers()) {
    const value = reader.object(number)
    for (const text of textsIn(value)) note(plain(text), number, 'a text of the file')
    if (value instanceof Stream && !isMute(value)) {
      const data = unpack(value.dict, value.raw, (each) => reader.resolve(each))
      if (data === null || data.length > LARGEST_UNPACKED) continue
      for (const text of readings(data)) note(plain(text), number, 'a stream of the file')
    }
    reader.forget()
  }
  return [...found.values()]
}

function isMute({ dict }: Stream): boolean {
  const kind = dict.get('Subtype')
  return [...MUTE].some((key) => dict.has(key)) || (kind instanceof Name && MUTE_FONTS.has(kind.value))
}

const plain = (text: string): string => text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ')

/** Whether a string stands in a text as words of its own: “tom” does not stand in “custom”. */
function holds(text: string, needle: string): boolean {
  const letter = /[\p{L}\p{N}]/u
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
    const [before, after] = [text[at - 1] ?? ' ', text[at + needle.length] ?? ' ']
    if (!letter.test(before) && !letter.test(after)) return true
  }
  return false
}

/** The ways the letters in some bytes may be read. */
function readings(data: Uint8Array): string[] {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.length)
  const out = [bytes.toString('latin1')]
  if (data.some((byte) => byte >= 0x80)) out.push(bytes.toString('utf8'))
  if (data.includes(0))
    for (const from of [0, 1]) {
      const wide = data.subarray(from, data.length - ((data.length - from) % 2))
      out.push(new TextDecoder('utf-16be').decode(wide))
    }
  return out
}

function* textsIn(value: Value): Iterable<string> {
  const stack: Value[] = [value]
  while (stack.length > 0) {
    const at = stack.pop()!
    if (at instanceof Text) {
      yield readTextString(at)
      yield Buffer.from(at.bytes).toString('utf8')
    } else if (at instanceof Name) yield at.value.replaceAll('_', ' ')
    else if (at instanceof Ref || at === null || typeof at !== 'object') continue
    else if (Array.isArray(at)) stack.push(...at)
    else {
      const entries = at instanceof Stream ? at.dict : at
      for (const [key, entry] of entries) {
        yield key
        stack.push(entry)
      }
    }
  }
}
