const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * The short code of a head of the history, to be read out or printed: its first 10 bytes in Crockford's base 32, four
 * groups of four. Two histories with one code are as good as impossible to make. Takes a head in hexadecimal; an empty
 * text for what is none.
 */
export function headCode(head: string): string {
  if (!/^[0-9a-f]{20,}$/i.test(head)) return ''
  const bits = BigInt(`0x${head.slice(0, 20)}`)
  const code = Array.from(
    { length: 16 },
    (_, at) => digits[Number((bits >> BigInt(75 - 5 * at)) & 31n)],
  ).join('')
  return code.replace(/.{4}(?!$)/g, '$&-')
}

/**
 * A code as somebody typed or heard it, in the form {@link headCode} gives: any case, with or without the strokes, and
 * the letters that stand for digits (I and L for 1, O for 0) put right. An empty text for what is no code.
 */
export function readHeadCode(typed: string): string {
  const plain = typed.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0')
  return plain.length === 16 && [...plain].every((digit) => digits.includes(digit))
    ? plain.replace(/.{4}(?!$)/g, '$&-')
    : ''
}
