import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fontkit from '@pdf-lib/fontkit'
import type { ObjectFile } from './object-file.ts'
import { dict, name, type Ref, textString } from './objects.ts'
import { subsetFont } from './subset.ts'

/** The cuts the bundle is set in. */
export type Face = 'sans' | 'sans-bold' | 'serif' | 'serif-bold' | 'serif-italic'

const FILES: { readonly [face in Face]: string } = {
  sans: 'Inter-Regular',
  'sans-bold': 'Inter-SemiBold',
  serif: 'SourceSerif4-Regular',
  'serif-bold': 'SourceSerif4-SemiBold',
  'serif-italic': 'SourceSerif4-Italic',
}

/** A glyph placed: its code in the file, the pen's advance, and how far it is drawn off the pen. Thousandths of an em. */
interface Placed {
  readonly code: number
  readonly advance: number
  readonly dx: number
  readonly dy: number
  readonly width: number
}

type Kit = ReturnType<typeof fontkit.create>

function isMark(code: number): boolean {
  return (
    (code >= 0x300 && code <= 0x36f) || (code >= 0x1ab0 && code <= 0x1aff) || (code >= 0x483 && code <= 0x487)
  )
}

/** Characters that draw nothing or turn the direction of others: a printed name must not be able to carry them. */
const UNPRINTABLE = /[\p{Cc}\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu

/** One cut of a typeface: lays out words, remembers what it used, and writes itself once, cut down to that. */
export class Typeface {
  readonly face: Face
  readonly ref: Ref
  readonly #bytes: Uint8Array
  readonly #kit: Kit
  readonly #codes = new Map<number, number>()
  readonly #glyphs: { glyph: number; character: number; width: number }[] = []
  readonly #words = new Map<string, readonly Placed[]>()
  /** Characters asked for that this cut does not have; they print as an empty box and still extract. */
  readonly missing = new Set<string>()

  constructor(face: Face, directory: string, file: Pick<ObjectFile, 'reserve'>) {
    this.face = face
    this.#bytes = readFileSync(join(directory, `${FILES[face]}.ttf`))
    this.#kit = fontkit.create(this.#bytes)
    this.ref = file.reserve()
  }

  #code(character: number): number {
    const known = this.#codes.get(character)
    if (known !== undefined) return known
    const has = this.#kit.hasGlyphForCodePoint(character)
    const glyph = has ? this.#kit.glyphForCodePoint(character) : undefined
    if (!glyph) this.missing.add(String.fromCodePoint(character))
    const advance = glyph ? glyph.advanceWidth : this.#kit.getGlyph(0).advanceWidth
    const width = isMark(character) && glyph ? 0 : Math.round((advance * 1000) / this.#kit.unitsPerEm)
    const code = this.#glyphs.push({ glyph: glyph?.id ?? 0, character, width })
    this.#codes.set(character, code)
    return code
  }

  #kerned(text: string): number[] {
    try {
      const features = { liga: false, ccmp: false, mark: false, mkmk: false, calt: false }
      const run = this.#kit.layout(text, features as unknown as string[])
      if (run.glyphs.length === [...text].length) return run.positions.map((p) => p.xAdvance)
    } catch {
      // Kerning is a nicety; plain widths do.
    }
    return []
  }

  #word(text: string): readonly Placed[] {
    const known = this.#words.get(text)
    if (known) return known
    const em = 1000 / this.#kit.unitsPerEm
    const characters = [...text].map((c) => c.codePointAt(0)!)
    const kerned = this.#kerned(text)
    const placed: Placed[] = []
    let base = -1
    let top = 0
    for (const [i, character] of characters.entries()) {
      const code = this.#code(character)
      const width = this.#glyphs[code - 1]!.width
      if (!isMark(character) || base < 0) {
        base = i
        top = 0
        placed.push({ code, advance: Math.round((kerned[i] ?? width / em) * em), dx: 0, dy: 0, width })
        continue
      }
      const under = this.#kit.glyphForCodePoint(characters[base]!)
      const mark = this.#kit.glyphForCodePoint(character)
      const dx =
        (under.bbox.minX + under.bbox.maxX - mark.bbox.minX - mark.bbox.maxX) / 2 - under.advanceWidth
      const above = mark.bbox.minY > 0
      const height = top || under.bbox.maxY
      const dy = above ? Math.max(0, height + this.#kit.unitsPerEm * 0.04 - mark.bbox.minY) : 0
      if (above) top = mark.bbox.maxY + dy
      placed.push({ code, advance: 0, dx: Math.round(dx * em), dy: Math.round(dy * em), width: 0 })
    }
    if (this.#words.size < 50_000) this.#words.set(text, placed)
    return placed
  }

  #pieces(text: string): readonly Placed[][] {
    return (text.replace(UNPRINTABLE, '').match(/\S+|\s/g) ?? []).map((word) => [...this.#word(word)])
  }

  /** The width of a text in points at this size. */
  width(text: string, size: number): number {
    let sum = 0
    for (const word of this.#pieces(text)) for (const glyph of word) sum += glyph.advance
    return (sum * size) / 1000
  }

  /** The text-showing operators for a text; the position is set by the caller. */
  show(text: string): string {
    let out = ''
    let open = ''
    let lift = 0
    let adjust = 0
    const flush = () => {
      if (open) out += `[${open.replaceAll('><', '')}] TJ\n`
      open = ''
    }
    for (const word of this.#pieces(text)) {
      for (const glyph of word) {
        if (glyph.dy !== lift) {
          flush()
          out += `${glyph.dy} Ts\n`
          lift = glyph.dy
        }
        adjust += glyph.dx
        if (adjust !== 0) open += `${-adjust} `
        open += `<${glyph.code.toString(16).padStart(4, '0')}>`
        adjust = glyph.advance - glyph.width - glyph.dx
      }
    }
    flush()
    return lift === 0 ? out : `${out}0 Ts\n`
  }

  /** Writes the font under its reference: the glyphs used, their widths, and what they mean as text. */
  write(file: ObjectFile): void {
    const em = 1000 / this.#kit.unitsPerEm
    const glyphs = [0, ...this.#glyphs.map((g) => g.glyph)]
    const program = file.reserve()
    const data = subsetFont(this.#bytes, new Set(glyphs))
    file.writePacked(program, dict({ Length1: data.length }), data)
    const baseName = name(`TSTONE+${FILES[this.face]}`)
    const box = this.#kit.bbox
    const descriptor = file.add(
      dict({
        Type: name('FontDescriptor'),
        FontName: baseName,
        Flags: this.face.startsWith('serif') ? 6 : 4,
        FontBBox: [box.minX, box.minY, box.maxX, box.maxY].map((n) => Math.round(n * em)),
        ItalicAngle: Math.round(this.#kit.italicAngle),
        Ascent: Math.round(this.#kit.ascent * em),
        Descent: Math.round(this.#kit.descent * em),
        CapHeight: Math.round(this.#kit.capHeight * em),
        StemV: this.face.endsWith('bold') ? 120 : 80,
        FontFile2: program,
      }),
    )
    const map = file.reserve()
    const table = Buffer.alloc(glyphs.length * 2)
    for (const [code, glyph] of glyphs.entries()) table.writeUInt16BE(glyph, code * 2)
    file.writePacked(map, dict({}), table)
    const descendant = file.add(
      dict({
        Type: name('Font'),
        Subtype: name('CIDFontType2'),
        BaseFont: baseName,
        CIDSystemInfo: dict({
          Registry: textString('Adobe'),
          Ordering: textString('Identity'),
          Supplement: 0,
        }),
        FontDescriptor: descriptor,
        DW: 1000,
        W: [1, this.#glyphs.map((g) => g.width)],
        CIDToGIDMap: map,
      }),
    )
    const unicode = file.reserve()
    file.writePacked(unicode, dict({}), Buffer.from(this.#toUnicode(), 'latin1'))
    file.write(
      this.ref,
      dict({
        Type: name('Font'),
        Subtype: name('Type0'),
        BaseFont: baseName,
        Encoding: name('Identity-H'),
        DescendantFonts: [descendant],
        ToUnicode: unicode,
      }),
    )
  }

  #toUnicode(): string {
    const hex = (code: number) => code.toString(16).padStart(4, '0')
    const lines = this.#glyphs.map(({ character }, i) => {
      const text = String.fromCodePoint(character)
      return `<${hex(i + 1)}> <${Array.from({ length: text.length }, (_, k) => hex(text.charCodeAt(k))).join('')}>`
    })
    const blocks: string[] = []
    for (let i = 0; i < lines.length; i += 100) {
      const block = lines.slice(i, i + 100)
      blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`)
    }
    return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
${blocks.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
`
  }
}

/** The five cuts, loaded once for one bundle. */
export class Typefaces {
  readonly #faces = new Map<Face, Typeface>()

  constructor(directory: string, file: Pick<ObjectFile, 'reserve'>) {
    for (const face of Object.keys(FILES) as Face[])
      this.#faces.set(face, new Typeface(face, directory, file))
  }

  get(face: Face): Typeface {
    return this.#faces.get(face)!
  }

  /** Characters no cut had, over everything set so far. */
  missing(): string[] {
    return [...new Set([...this.#faces.values()].flatMap((face) => [...face.missing]))].sort()
  }

  write(file: ObjectFile): void {
    for (const face of this.#faces.values()) face.write(file)
  }
}
