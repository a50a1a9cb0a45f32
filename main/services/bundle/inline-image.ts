import { END, type Lexer, Word } from './lexer.ts'

/** Moves past the data of an inline image. */
export function skipInline(lexer: Lexer): void {
  for (;;) {
    const token = lexer.token()
    if (token === END) return
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
    // The two letters also occur inside picture data; what follows the real ones is readable.
    if (
      whole.subarray(at + 2, at + 12).every((c) => c === 9 || c === 10 || c === 13 || (c >= 32 && c < 127))
    ) {
      lexer.pos = at + 2
      return
    }
  }
  lexer.pos = bytes.length
}
