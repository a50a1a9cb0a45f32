import { type FileView, PIECE } from './file-view.ts'
import { unpack } from './filters.ts'
import { Lexer, Word } from './lexer.ts'
import { type Dict, Name, Ref, type Value } from './objects.ts'

/** Where an object lies: at a byte, or inside a pack of objects. */
export interface Entry {
  readonly at: number
  readonly generation: number
  readonly pack?: number
}

/** A file's cross-reference table and trailer. */
export interface Table {
  readonly entries: Map<number, Entry>
  readonly trailer: Dict
}

function directLength(value: Value | undefined): Value {
  return value instanceof Ref || value === undefined ? null : value
}

interface Section {
  readonly dict: Dict
  readonly next: number[]
}

function plainSection(lexer: Lexer, entries: Map<number, Entry>, base: number): Section | null {
  for (;;) {
    const first = lexer.token()
    if (first instanceof Word && first.value === 'trailer') break
    const count = lexer.token()
    if (typeof first !== 'number' || typeof count !== 'number' || count > 9_000_000) return null
    for (let i = 0; i < count; i++) {
      const at = lexer.token()
      const generation = lexer.token()
      const kind = lexer.token()
      if (typeof at !== 'number' || typeof generation !== 'number' || !(kind instanceof Word)) return null
      if (kind.value === 'n' && at > 0 && !entries.has(first + i))
        entries.set(first + i, { at: at + base, generation })
    }
  }
  const dict = lexer.value()
  if (!(dict instanceof Map)) return null
  const next = [dict.get('XRefStm'), dict.get('Prev')].filter((value) => typeof value === 'number')
  return { dict, next }
}

function streamSection(
  bytes: Uint8Array,
  lexer: Lexer,
  entries: Map<number, Entry>,
  base: number,
): Section | null {
  for (let i = 0; i < 3; i++) lexer.token()
  const dict = lexer.value()
  const word = lexer.token()
  if (!(dict instanceof Map) || !(word instanceof Word) || word.value !== 'stream') return null
  let start = lexer.pos
  if (bytes[start] === 13) start++
  if (bytes[start] === 10) start++
  const length = dict.get('Length')
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const found = typeof length === 'number' ? start + length : whole.indexOf('endstream', start, 'latin1')
  const end = found < 0 ? bytes.length : found
  lexer.pos = end
  if (end > bytes.length) return null
  const data = unpack(dict, bytes.subarray(start, end), directLength)
  const widths = dict.get('W')
  if (!data || !Array.isArray(widths)) return null
  const [w0, w1, w2] = widths.map((w) => (typeof w === 'number' && w >= 0 && w <= 8 ? w : 0)) as [
    number,
    number,
    number,
  ]
  const size = dict.get('Size')
  const ranges = dict.get('Index')
  const index = Array.isArray(ranges) ? ranges : [0, typeof size === 'number' ? size : 0]
  let at = 0
  const field = (width: number, otherwise: number) => {
    if (width === 0) return otherwise
    let n = 0
    for (let i = 0; i < width; i++) n = n * 256 + (data[at++] ?? 0)
    return n
  }
  const row = w0 + w1 + w2
  if (row === 0) return null
  for (let r = 0; r + 1 < index.length; r += 2) {
    const first = Number(index[r])
    for (let i = 0; i < Number(index[r + 1]) && at + row <= data.length; i++) {
      const kind = field(w0, 1)
      const a = field(w1, 0)
      const b = field(w2, 0)
      if (entries.has(first + i)) continue
      if (kind === 1) entries.set(first + i, { at: a + base, generation: b })
      else if (kind === 2) entries.set(first + i, { at: 0, generation: 0, pack: a })
    }
  }
  const previous = dict.get('Prev')
  return { dict, next: typeof previous === 'number' ? [previous] : [] }
}

/** The part of the table at a place; null if it cannot be read. Looks at more and more of the file until it is whole. */
function sectionAt(
  file: FileView,
  at: number,
  base: number,
): { section: Section; entries: Map<number, Entry> } | null {
  for (let want = PIECE; ; want *= 4) {
    const piece = file.piece(at, want)
    const lexer = new Lexer(piece.bytes, at - piece.base)
    const entries = new Map<number, Entry>()
    const first = lexer.token()
    let section: Section | null = null
    if (first instanceof Word && first.value === 'xref') section = plainSection(lexer, entries, base)
    else if (typeof first === 'number') {
      lexer.pos = at - piece.base
      lexer.skipSpace()
      section = streamSection(piece.bytes, lexer, entries, base)
    }
    if (file.cut(piece) && lexer.pos + 64 > piece.bytes.length) continue
    return section && { section, entries }
  }
}

/** The table a file's end points at, with all earlier ones; null if any part cannot be read. `base` is where `%PDF-` stands. */
export function readTable(file: FileView, base: number): Table | null {
  const last = file.slice(Math.max(0, file.size - 2048), file.size)
  const tail = Buffer.from(last.buffer, last.byteOffset, last.length)
  const mark = tail.lastIndexOf('startxref')
  if (mark < 0) return null
  const start = Number.parseInt(tail.toString('latin1', mark + 9, mark + 40).trim(), 10)
  if (!Number.isInteger(start)) return null
  let entries: Map<number, Entry> | undefined
  const seen = new Set<number>()
  const queue = [start]
  let trailer: Dict | undefined
  try {
    while (queue.length > 0) {
      const at = queue.shift()!
      if (seen.has(at) || seen.size > 4096) continue
      seen.add(at)
      if (at < 0 || at + base >= file.size) return null
      const found = sectionAt(file, at + base, base)
      if (!found) return null
      if (!entries) entries = found.entries
      else for (const [number, entry] of found.entries) if (!entries.has(number)) entries.set(number, entry)
      trailer ??= found.section.dict
      queue.push(...found.section.next)
    }
  } catch {
    return null
  }
  return trailer && entries ? { entries, trailer } : null
}

/** Everything that looks like an object, found by reading the whole file; later ones win, as in an appended file. */
export function scan(bytes: Uint8Array): Table & { packs: number[] } {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const entries = new Map<number, Entry>()
  const packs = new Set<number>()
  const trailer: Dict = new Map()
  const isSpace = (c: number | undefined) =>
    c === 32 || c === 10 || c === 13 || c === 9 || c === 0 || c === 12
  const isDigit = (c: number | undefined) => c !== undefined && c >= 48 && c <= 57
  for (let at = whole.indexOf('obj'); at >= 0; at = whole.indexOf('obj', at + 3)) {
    let p = at - 1
    while (isSpace(bytes[p])) p--
    const generationEnd = p + 1
    while (isDigit(bytes[p])) p--
    const generationStart = p + 1
    if (generationStart === generationEnd || !isSpace(bytes[p])) continue
    while (isSpace(bytes[p])) p--
    const numberEnd = p + 1
    while (isDigit(bytes[p])) p--
    if (p + 1 === numberEnd || numberEnd - p > 10) continue
    const number = Number(whole.toString('latin1', p + 1, numberEnd))
    entries.set(number, {
      at: p + 1,
      generation: Number(whole.toString('latin1', generationStart, generationEnd)) & 0xffff,
    })
    packs.delete(number)
    const head = whole.toString('latin1', at + 3, at + 300)
    if (/^\s*<<[\s\S]*?\/Type\s*\/ObjStm/.test(head)) packs.add(number)
    if (/^\s*<<[\s\S]*?\/Type\s*\/XRef/.test(head)) collectTrailer(bytes, at + 3, trailer)
  }
  for (let at = whole.indexOf('trailer'); at >= 0; at = whole.indexOf('trailer', at + 7))
    collectTrailer(bytes, at + 7, trailer)
  return { entries, trailer, packs: [...packs] }
}

function collectTrailer(bytes: Uint8Array, at: number, into: Dict): void {
  try {
    const found = new Lexer(bytes, at).value()
    if (!(found instanceof Map)) return
    for (const key of ['Root', 'Encrypt', 'ID', 'Info']) {
      const value = found.get(key)
      if (value !== undefined && !(value instanceof Name)) into.set(key, value)
    }
  } catch {
    // A trailer that cannot be read is one we do without.
  }
}
