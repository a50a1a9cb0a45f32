const KEPT = ['cvt ', 'fpgm', 'glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'prep']

/** A glyph as part of a letter, shifted by so much, in the font's own units. */
export interface GlyphPart {
  readonly glyph: number
  readonly dx: number
  readonly dy: number
}

/**
 * A TrueType font cut down to some letters, and the glyph each became. Glyphs keep their numbers, unused outlines
 * are emptied, and a letter of several parts becomes one new composite glyph.
 */
export function subsetFont(
  bytes: Uint8Array,
  letters: readonly (readonly GlyphPart[])[],
): { font: Buffer; glyphs: number[] } {
  const font = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const tables = new Map<string, Buffer>()
  for (let i = 0; i < font.readUInt16BE(4); i++) {
    const at = 12 + i * 16
    const start = font.readUInt32BE(at + 8)
    tables.set(font.toString('latin1', at, at + 4), font.subarray(start, start + font.readUInt32BE(at + 12)))
  }
  const glyf = tables.get('glyf')!
  const loca = tables.get('loca')!
  const long = tables.get('head')!.readUInt16BE(50) === 1
  const count = tables.get('maxp')!.readUInt16BE(4)
  const offset = (i: number) => (long ? loca.readUInt32BE(i * 4) : loca.readUInt16BE(i * 2) * 2)
  const outlineOf = (i: number) => glyf.subarray(offset(i), offset(i + 1))
  const keep = new Set<number>(letters.flatMap((parts) => parts.map((part) => part.glyph)))
  for (const glyph of keep) for (const part of partsOf(outlineOf(glyph))) keep.add(part)
  const composites: { outline: Buffer; left: number; base: number }[] = []
  const glyphs = letters.map((parts) => {
    if (parts.length === 1) return parts[0]!.glyph
    composites.push({ ...composite(parts, outlineOf), base: parts[0]!.glyph })
    return count + composites.length - 1
  })
  const outlines: Buffer[] = []
  const places = Buffer.alloc((count + composites.length + 1) * 4)
  let at = 0
  for (let i = 0; i < count + composites.length; i++) {
    places.writeUInt32BE(at, i * 4)
    if (i < count && !keep.has(i)) continue
    const outline = i < count ? outlineOf(i) : composites[i - count]!.outline
    const padded = Buffer.alloc((outline.length + 3) & ~3)
    outline.copy(padded)
    outlines.push(padded)
    at += padded.length
  }
  places.writeUInt32BE(at, (count + composites.length) * 4)
  const head = Buffer.from(tables.get('head')!)
  head.writeUInt16BE(1, 50)
  const maxp = Buffer.from(tables.get('maxp')!)
  maxp.writeUInt16BE(count + composites.length, 4)
  // Room for letters of several parts, each of which may itself be made of parts.
  maxp.writeUInt16BE(Math.max(maxp.readUInt16BE(10), 512), 10)
  maxp.writeUInt16BE(Math.max(maxp.readUInt16BE(12), 64), 12)
  maxp.writeUInt16BE(Math.max(maxp.readUInt16BE(28), 8), 28)
  maxp.writeUInt16BE(Math.max(maxp.readUInt16BE(30), 4), 30)
  const own = metricsOf(tables.get('hhea')!, tables.get('hmtx')!, count)
  // A letter of several parts is as wide as its first: the width the file states must be the font's own.
  const metrics = Buffer.alloc((count + composites.length) * 4)
  own.copy(metrics)
  for (const [i, { base, left }] of composites.entries()) {
    metrics.writeUInt16BE(own.readUInt16BE(base * 4), (count + i) * 4)
    metrics.writeInt16BE(left, (count + i) * 4 + 2)
  }
  const hhea = Buffer.from(tables.get('hhea')!)
  hhea.writeUInt16BE(count + composites.length, 34)
  tables.set('glyf', Buffer.concat(outlines))
  tables.set('loca', places)
  tables.set('head', head)
  tables.set('maxp', maxp)
  tables.set('hhea', hhea)
  tables.set('hmtx', metrics)
  return {
    font: assemble(KEPT.filter((tag) => tables.has(tag)).map((tag) => [tag, tables.get(tag)!])),
    glyphs,
  }
}

/** The advance and left side of every glyph, four bytes each, also of those that share the last advance. */
function metricsOf(hhea: Buffer, hmtx: Buffer, count: number): Buffer {
  const full = hhea.readUInt16BE(34)
  const out = Buffer.alloc(count * 4)
  hmtx.copy(out, 0, 0, full * 4)
  for (let i = full; i < count; i++) {
    out.writeUInt16BE(hmtx.readUInt16BE((full - 1) * 4), i * 4)
    out.writeInt16BE(hmtx.readInt16BE(full * 4 + (i - full) * 2), i * 4 + 2)
  }
  return out
}

/** A composite glyph of these parts, and its leftmost point. */
function composite(
  parts: readonly GlyphPart[],
  outlineOf: (glyph: number) => Buffer,
): { outline: Buffer; left: number } {
  const drawn = parts.filter((part) => outlineOf(part.glyph).length >= 10)
  if (drawn.length === 0) return { outline: Buffer.alloc(0), left: 0 }
  const boxes = drawn.map(({ glyph, dx, dy }) => {
    const outline = outlineOf(glyph)
    return [
      outline.readInt16BE(2) + dx,
      outline.readInt16BE(4) + dy,
      outline.readInt16BE(6) + dx,
      outline.readInt16BE(8) + dy,
    ] as const
  })
  const outline = Buffer.alloc(10 + drawn.length * 8)
  outline.writeInt16BE(-1, 0)
  outline.writeInt16BE(Math.min(...boxes.map((box) => box[0])), 2)
  outline.writeInt16BE(Math.min(...boxes.map((box) => box[1])), 4)
  outline.writeInt16BE(Math.max(...boxes.map((box) => box[2])), 6)
  outline.writeInt16BE(Math.max(...boxes.map((box) => box[3])), 8)
  for (const [i, { glyph, dx, dy }] of drawn.entries()) {
    const at = 10 + i * 8
    // Words, as offsets, and whether more follow.
    outline.writeUInt16BE(0x0003 | (i < drawn.length - 1 ? 0x0020 : 0), at)
    outline.writeUInt16BE(glyph, at + 2)
    outline.writeInt16BE(dx, at + 4)
    outline.writeInt16BE(dy, at + 6)
  }
  return { outline, left: outline.readInt16BE(2) }
}

/** The glyphs a composite glyph is made of. */
function partsOf(outline: Buffer): number[] {
  const parts: number[] = []
  if (outline.length < 10 || outline.readInt16BE(0) >= 0) return parts
  for (let at = 10; ; ) {
    const flags = outline.readUInt16BE(at)
    parts.push(outline.readUInt16BE(at + 2))
    at += 4 + (flags & 1 ? 4 : 2) + (flags & 8 ? 2 : flags & 0x40 ? 4 : flags & 0x80 ? 8 : 0)
    if (!(flags & 0x20)) return parts
  }
}

function assemble(tables: [string, Buffer][]): Buffer {
  const power = Math.floor(Math.log2(tables.length))
  const header = Buffer.alloc(12 + tables.length * 16)
  header.writeUInt32BE(0x00010000, 0)
  header.writeUInt16BE(tables.length, 4)
  header.writeUInt16BE(2 ** power * 16, 6)
  header.writeUInt16BE(power, 8)
  header.writeUInt16BE((tables.length - 2 ** power) * 16, 10)
  const parts = [header]
  let at = header.length
  for (const [i, [tag, data]] of tables.entries()) {
    const padded = Buffer.alloc((data.length + 3) & ~3)
    data.copy(padded)
    let sum = 0
    for (let k = 0; k < padded.length; k += 4) sum = (sum + padded.readUInt32BE(k)) >>> 0
    header.write(tag, 12 + i * 16, 'latin1')
    header.writeUInt32BE(sum, 16 + i * 16)
    header.writeUInt32BE(at, 20 + i * 16)
    header.writeUInt32BE(data.length, 24 + i * 16)
    parts.push(padded)
    at += padded.length
  }
  return Buffer.concat(parts)
}
