import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type fontkit from '@pdf-lib/fontkit'
import type { GlyphPart } from './subset.ts'

type Kit = ReturnType<typeof fontkit.create>
/** Its types know nothing of the script. */
type Layouter = { layout(text: string, features: string[], script?: string): ReturnType<Kit['layout']> }

/** A letter as it is drawn: one glyph, or a base with its marks set over or under it. Width in thousandths of an em. */
export interface Letter {
  readonly text: string
  readonly parts: readonly GlyphPart[]
  readonly width: number
  /** The characters of it that the cut does not have. */
  readonly lacking: readonly string[]
}

// Loaded with the first typeface: it unpacks tables of its own as it loads, and every command would wait for that.
const library = () => createRequire(import.meta.url)('@pdf-lib/fontkit') as typeof fontkit

const NUMERAL = /\d/
const LATIN = /\p{Script=Latin}/u
const BEYOND_LATIN = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u
const FEATURES = { liga: false, ccmp: false, mark: false, mkmk: false, calt: false } as unknown as string[]
/** Far more than any script in use has; a text made to have more costs time, never memory. */
const remembered = 50_000

/**
 * One cut of a typeface as its file has it. It is read once for the process, and is asked again by every plan, preview
 * and bundle: so it remembers letters and pairs of letters, and never a word, which would outlive the case it stood in.
 */
export class Cut {
  readonly bytes: Uint8Array
  readonly kit: Kit
  readonly #letters = new Map<string, Letter>()
  readonly #pairs = new Map<string, number | undefined>()

  /** Throws what the disk throws when the file cannot be read. */
  constructor(path: string) {
    this.bytes = readFileSync(path)
    this.kit = library().create(this.bytes)
  }

  /** Whether the cut has a character, by its code point. */
  has(character: number): boolean {
    return this.kit.hasGlyphForCodePoint(character)
  }

  /** A character with the marks that follow it, as it is drawn. */
  letter(text: string): Letter {
    const known = this.#letters.get(text)
    if (known !== undefined) return known
    const { kit } = this
    const characters = [...text].map((c) => c.codePointAt(0)!)
    const glyphs = characters.map((each) => (this.has(each) ? kit.glyphForCodePoint(each) : kit.getGlyph(0)))
    const base = glyphs[0]!
    let top = base.bbox.maxY
    const parts = glyphs.map((glyph, i): GlyphPart => {
      if (i === 0) return { glyph: glyph.id, dx: 0, dy: 0 }
      const dx = Math.round((base.bbox.minX + base.bbox.maxX - glyph.bbox.minX - glyph.bbox.maxX) / 2)
      const above = glyph.bbox.minY > 0
      const dy = above ? Math.round(Math.max(0, top + kit.unitsPerEm * 0.04 - glyph.bbox.minY)) : 0
      if (above) top = glyph.bbox.maxY + dy
      return { glyph: glyph.id, dx, dy }
    })
    const width = Math.round((base.advanceWidth * 1000) / kit.unitsPerEm)
    const lacking = characters.filter((each) => !this.has(each)).map((each) => String.fromCodePoint(each))
    const letter = { text, parts, width, lacking }
    if (this.#letters.size < remembered) this.#letters.set(text, letter)
    return letter
  }

  /**
   * The pen's advance after each character of a word, in units of the em, kerning included; empty where plain widths are
   * to do. Both typefaces kern by pairs, so Latin words are put together from those: a tenth of the time of laying each
   * out whole, and the same to the unit, which a test holds them to.
   */
  kerned(text: string): readonly number[] {
    // Words with numerals are many and all different, and numerals are not kerned.
    if (NUMERAL.test(text)) return []
    // Nothing so long is a word that would be seen to be set badly, and laying it out takes time in its square.
    if (text.length > 64) return []
    if (!LATIN.test(text) || BEYOND_LATIN.test(text)) return this.laidOut(text)
    const characters = [...text]
    const advances: number[] = []
    for (const [i, character] of characters.entries()) {
      const advance = this.#first(character + (characters[i + 1] ?? ''))
      if (advance === undefined) return []
      advances.push(advance)
    }
    return advances
  }

  /** The same, of a word laid out as a whole, whatever its script; `script` says it where the text alone does not. */
  laidOut(text: string, script?: string): readonly number[] {
    try {
      const run = (this.kit as Layouter).layout(text, FEATURES, script)
      if (run.glyphs.length === [...text].length) return run.positions.map((p) => p.xAdvance)
    } catch {
      // Kerning is a nicety; plain widths do.
    }
    return []
  }

  #first(pair: string): number | undefined {
    if (this.#pairs.has(pair)) return this.#pairs.get(pair)
    // A pair of quotation marks is of no script, and would be kerned as such.
    const advance = this.laidOut(pair, 'latn')[0]
    if (this.#pairs.size < remembered) this.#pairs.set(pair, advance)
    return advance
  }
}

const cuts = new Map<string, Cut>()

/** The cut of that name in a folder of typefaces, read once. */
export function cutOf(directory: string, name: string): Cut {
  const path = join(directory, `${name}.ttf`)
  const cut = cuts.get(path) ?? new Cut(path)
  cuts.set(path, cut)
  return cut
}
