const KEPT = ['cvt ', 'fpgm', 'glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'prep']

/** A TrueType font with the outlines of all glyphs but these emptied. Glyph numbers stay as they were. */
export function subsetFont(bytes: Uint8Array, wanted: ReadonlySet<number>): Buffer {
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
  const keep = new Set<number>([0, ...wanted])
  for (const glyph of keep)
    for (const part of partsOf(glyf.subarray(offset(glyph), offset(glyph + 1)))) keep.add(part)
  const outlines: Buffer[] = []
  const places = Buffer.alloc((count + 1) * 4)
  let at = 0
  for (let i = 0; i < count; i++) {
    places.writeUInt32BE(at, i * 4)
    if (!keep.has(i)) continue
    const outline = glyf.subarray(offset(i), offset(i + 1))
    const padded = Buffer.alloc((outline.length + 3) & ~3)
    outline.copy(padded)
    outlines.push(padded)
    at += padded.length
  }
  places.writeUInt32BE(at, count * 4)
  const head = Buffer.from(tables.get('head')!)
  head.writeUInt16BE(1, 50)
  tables.set('glyf', Buffer.concat(outlines))
  tables.set('loca', places)
  tables.set('head', head)
  return assemble(KEPT.filter((tag) => tables.has(tag)).map((tag) => [tag, tables.get(tag)!]))
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
