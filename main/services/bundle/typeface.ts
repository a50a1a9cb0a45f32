import { type Cut, cutOf, type Letter } from './cut.ts'
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

/** A letter placed: its code in the file, and the pen's advance after it, kerning included. Thousandths of an em. */
interface Placed {
  readonly code: number
  readonly advance: number
  readonly width: number
}

function isMark(code: number): boolean {
  return (
    (code >= 0x300 && code <= 0x36f) || (code >= 0x1ab0 && code <= 0x1aff) || (code >= 0x483 && code <= 0x487)
  )
}

/** Characters that draw nothing or turn the direction of others: a printed name must not be able to carry them. */
const NUMERAL = /\d/
const BEYOND_ASCII = /[^\0-~]+/g
const UNPRINTABLE = /[\p{Cc}\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu

/** The characters of a text that are not ASCII, each once: what a cut may lack. */
export const beyondAscii = (text: string): string =>
  [...new Set((text.match(BEYOND_ASCII) ?? []).join(''))].join('')

/** One cut of a typeface: lays out words, remembers what it used, and writes itself once, cut down to that. */
export class Typeface {
  readonly face: Face
  readonly ref: Ref
  readonly #cut: Cut
  readonly #codes = new Map<string, number>()
  readonly #letters: Letter[] = []
  readonly #words = new Map<string, readonly Placed[]>()
  readonly #lacks: (characters: readonly string[]) => void

  /** `lacks` hears of every character set that this cut does not have: it prints as an empty box and still extracts. */
  constructor(
    face: Face,
    directory: string,
    file: Pick<ObjectFile, 'reserve'>,
    lacks: (characters: readonly string[]) => void,
  ) {
    this.face = face
    this.#lacks = lacks
    this.#cut = cutOf(directory, FILES[face])
    this.ref = file.reserve()
  }

  /** The code of a letter: a character with the marks that follow it. */
  #code(text: string): number {
    const known = this.#codes.get(text)
    if (known !== undefined) return known
    const code = this.#letters.push(this.#cut.letter(text))
    this.#codes.set(text, code)
    return code
  }

  #word(text: string): readonly Placed[] {
    const known = this.#words.get(text)
    if (known) return known
    const em = 1000 / this.#cut.kit.unitsPerEm
    const letters: string[] = []
    for (const character of text) {
      if (letters.length > 0 && isMark(character.codePointAt(0)!)) letters[letters.length - 1] += character
      else letters.push(character)
    }
    const kerned = this.#cut.kerned(letters.map((letter) => [...letter][0]!).join(''))
    const placed = letters.map((letter, i): Placed => {
      const code = this.#code(letter)
      const { width } = this.#letters[code - 1]!
      return { code, width, advance: kerned[i] === undefined ? width : Math.round(kerned[i] * em) }
    })
    // Words come again; numbers and a text without spaces do not, and the text would be remembered with each of its
    // remainders.
    if (text.length <= 64 && !NUMERAL.test(text) && this.#words.size < 50_000) this.#words.set(text, placed)
    return placed
  }

  #pieces(text: string): (readonly Placed[])[] {
    return (text.replace(UNPRINTABLE, '').match(/\S+|\s/g) ?? []).map((word) => this.#word(word))
  }

  /** The width of a text in points at this size. */
  width(text: string, size: number): number {
    let sum = 0
    for (const word of this.#pieces(text)) for (const glyph of word) sum += glyph.advance
    return (sum * size) / 1000
  }

  /** The characters of a text that this cut does not have: what `lacks` would hear of, were it set. */
  lacking(text: string): string[] {
    return [...beyondAscii(text).replace(UNPRINTABLE, '')].filter(
      (each) => !this.#cut.has(each.codePointAt(0)!),
    )
  }

  /** The text-showing operator for a text; the position is set by the caller. */
  show(text: string): string {
    let out = ''
    for (const word of this.#pieces(text)) {
      for (const { code, advance, width } of word) {
        out += `<${code.toString(16).padStart(4, '0')}>`
        if (advance !== width) out += `${width - advance}`
        const { lacking } = this.#letters[code - 1]!
        if (lacking.length > 0) this.#lacks(lacking)
      }
    }
    return out === '' ? '' : `[${out.replaceAll('><', '')}] TJ\n`
  }

  /** Writes the font under its reference: the glyphs used, their widths, and what they mean as text. */
  write(file: ObjectFile): void {
    const { kit } = this.#cut
    const em = 1000 / kit.unitsPerEm
    const program = file.reserve()
    const { font: data, glyphs } = subsetFont(this.#cut.bytes, [
      [{ glyph: 0, dx: 0, dy: 0 }],
      ...this.#letters.map((l) => l.parts),
    ])
    file.writePacked(program, dict({ Length1: data.length }), data)
    const baseName = name(`TSTONE+${FILES[this.face]}`)
    const box = kit.bbox
    const descriptor = file.add(
      dict({
        Type: name('FontDescriptor'),
        FontName: baseName,
        Flags: this.face.startsWith('serif') ? 6 : 4,
        FontBBox: [box.minX, box.minY, box.maxX, box.maxY].map((n) => Math.round(n * em)),
        ItalicAngle: Math.round(kit.italicAngle),
        Ascent: Math.round(kit.ascent * em),
        Descent: Math.round(kit.descent * em),
        CapHeight: Math.round(kit.capHeight * em),
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
        W: [1, this.#letters.map((letter) => letter.width)],
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
    const lines = this.#letters.map(({ text }, i) => {
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

/** The five cuts, as one bundle uses them. */
export class Typefaces {
  readonly #faces = new Map<Face, Typeface>()
  readonly #lacking = new Map<string | undefined, Set<string>>()
  #document: string | undefined

  constructor(directory: string, file: Pick<ObjectFile, 'reserve'>) {
    const lacks = (characters: readonly string[]) => {
      const known = this.#lacking.get(this.#document) ?? new Set()
      for (const character of characters) known.add(character)
      this.#lacking.set(this.#document, known)
    }
    for (const face of Object.keys(FILES) as Face[])
      this.#faces.set(face, new Typeface(face, directory, file, lacks))
  }

  /** What is set from now on belongs to this document, or to none. */
  setting(document: string | undefined): void {
    this.#document = document
  }

  get(face: Face): Typeface {
    return this.#faces.get(face)!
  }

  /** The characters that were set and that no cut has, by document; undefined are the sheets around the documents. */
  lacking(): readonly { readonly document: string | undefined; readonly characters: readonly string[] }[] {
    return [...this.#lacking].map(([document, characters]) => ({
      document,
      characters: [...characters].sort(),
    }))
  }

  write(file: ObjectFile): void {
    for (const face of this.#faces.values()) face.write(file)
  }
}
