import { END, type Lexer, Word } from './lexer.ts'

const readable = (c: number) => c === 9 || c === 10 || c === 13 || (c >= 32 && c < 127)

/** Moves past the data of an inline image; false if its end was not found, and everything was taken for data. */
export function skipInline(lexer: Lexer): boolean {
  for (;;) {
    const token = lexer.token()
    if (token === END) return false
    if (token instanceof Word && token.value === 'ID') break
  }
  const { bytes } = lexer
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const space = (c: number | undefined) =>
    c === undefined || c === 32 || c === 10 || c === 13 || c === 9 || c === 0
  for (
    let at = whole.indexOf('EI', lexer.pos + 1, 'latin1');
    at >= 0;
    at = whole.indexOf('EI', at + 1, 'latin1')
  ) {
    if (!space(bytes[at - 1]) || !space(bytes[at + 2])) continue
    // The two letters also occur inside picture data; what follows the real ones is readable, but for white space that
    // is written as zero bytes.
    const after = whole.subarray(at + 2, at + 12)
    if (after.every((c) => c === 0 || readable(c)) && (after.length < 10 || after.some((c) => c > 32))) {
      lexer.pos = at + 2
      return true
    }
  }
  lexer.pos = bytes.length
  return false
}
