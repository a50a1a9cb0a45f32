import { createHash } from 'node:crypto'
import { skipInline } from './inline-image.ts'
import { Lexer } from './lexer.ts'
import { Name, Text } from './objects.ts'

/** What the codes of one of our own typefaces mean, by the name a page has for it; undefined for any other font. */
export type LettersOf = (font: string) => ReadonlyMap<number, string> | undefined
type Letters = ReturnType<LettersOf>

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/
const HEX = /^<[0-9a-fA-F\s\0]*>$/

/**
 * Content as a list of its tokens, each spelt in one way whatever spaces, comments, escapes and zeros it was written with.
 * What is not written as PDF asks stands as it is, for programs differ in what they make of it. Letters of our own
 * typefaces stand as what they mean.
 */
export function contentTokens(data: Uint8Array, lettersOf: LettersOf = () => undefined): string[] {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.length)
  const lexer = new Lexer(bytes)
  const out: string[] = []
  const outer: Letters[] = []
  let letters: Letters
  let inline = false
  for (;;) {
    lexer.skipSpace()
    const from = lexer.pos
    if (from >= lexer.end) return out
    const c = bytes[from]!
    const twice = (c === 0x3c || c === 0x3e) && bytes[from + 1] === c
    // Lists and dictionaries are not taken whole, or what does not belong there would be lost.
    if (twice || c === 0x5b || c === 0x5d) {
      lexer.pos += twice ? 2 : 1
      out.push(bytes.toString('latin1', from, lexer.pos))
      continue
    }
    const unclosed = lexer.unclosed
    const token = lexer.token()
    const raw = bytes.toString('latin1', from, lexer.pos)
    if (typeof token === 'number') out.push(NUMBER.test(raw) ? String(token) : raw)
    else if (token instanceof Name) out.push(spelt(token.value))
    else if (token instanceof Text) {
      const sound = c === 0x28 ? lexer.unclosed === unclosed : HEX.test(raw)
      out.push(sound ? said(token.bytes, letters) : `faulty ${hex(bytes.subarray(from, lexer.pos))}`)
    } else {
      out.push(raw)
      if (raw === 'q') outer.push(letters)
      else if (raw === 'Q') letters = outer.pop()
      else if (raw === 'Tf') letters = lettersOf(out.at(-3) ?? '')
      else if (raw === 'gs') letters = undefined
      else if (raw === 'BI') inline = true
      else if (raw === 'ID' && inline) {
        inline = false
        lexer.pos = from
        skipInline(lexer)
        out.push(`data ${createHash('sha256').update(bytes.subarray(from, lexer.pos)).digest('hex')}`)
      }
    }
  }
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** A name as a token. */
export const spelt = (name: string): string =>
  `/${name.replace(/[^!-"$-~]/g, (c) => `#${c.charCodeAt(0).toString(16).padStart(2, '0')}`)}`

function said(bytes: Uint8Array, letters: Letters): string {
  if (letters === undefined) return `(${hex(bytes)})`
  let out = ''
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    const code = bytes[i]! * 256 + bytes[i + 1]!
    out += letters.get(code) ?? `\ufffd${code}`
  }
  return JSON.stringify(out)
}

/**
 * Tokens without the keeping and bringing back of a state that keeps nothing apart: around the whole, around nothing,
 * and twice around the same. A page is wrapped once more each time it is laid.
 */
export function unwrapped(tokens: readonly string[]): string[] {
  const out: string[] = []
  const open: number[] = []
  const ends = new Map<number, number>()
  let depth = 0
  for (const token of tokens) {
    if (token === '[' || token === '<<') depth++
    else if (token === ']' || token === '>>') depth = Math.max(0, depth - 1)
    if (token === 'q' && depth === 0) {
      ends.delete(out.length)
      open.push(out.length)
    }
    const start = token === 'Q' && depth === 0 ? open.pop() : undefined
    if (start === undefined) {
      out.push(token)
      continue
    }
    const inner = passed(out, start + 1)
    if (inner === out.length) out.length = start
    // Of two around the same the inner one stays; no token is empty but one that went.
    else if (ends.get(inner) === out.length - 1) out[start] = ''
    else ends.set(start, out.push(token) - 1)
  }
  let first = passed(out, 0)
  let end = out.length
  while (end - first > 1 && ends.get(first) === end - 1) {
    first = passed(out, first + 1)
    end--
  }
  return out.slice(first, end).filter((token) => token !== '')
}

function passed(out: readonly string[], from: number): number {
  let at = from
  while (out[at] === '') at++
  return at
}
