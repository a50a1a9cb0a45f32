import type { FontMeasure } from './font-widths.ts'
import type { InkState } from './ink-state.ts'

const HEX_DIGIT = Int8Array.from({ length: 256 }, (_, c) => {
  const letter = String.fromCharCode(c)
  return /^[0-9a-fA-F]$/.test(letter) ? Number.parseInt(letter, 16) : -1
})

/** How text is spaced. */
type Spacing = Pick<InkState, 'size' | 'charSpace' | 'wordSpace' | 'scale'>

/** Adds how far a string moves the pen to the first number of `sum`: numbers handed back would each be made anew. */
export function addWidth(
  sum: Float64Array,
  { size, charSpace, wordSpace, scale }: Spacing,
  font: FontMeasure | undefined,
  bytes: Uint8Array,
  from: number,
  to: number,
): void {
  let units = 0
  if (font?.step === 2) {
    for (let i = from; i + 2 <= to; i += 2) units += font.width(bytes[i]! * 256 + bytes[i + 1]!)
    sum[0]! += ((units / 1000) * size + ((to - from) >> 1) * charSpace) * scale
    return
  }
  let spaces = 0
  const simple = font?.simple
  for (let i = from; i < to; i++) {
    const code = bytes[i]!
    units += simple ? simple[code]! : 500
    if (code === 32) spaces++
  }
  sum[0]! += ((units / 1000) * size + (to - from) * charSpace + spaces * wordSpace) * scale
}

/** The same for a string written in hexadecimal digits. */
export function addHexWidth(
  sum: Float64Array,
  { size, charSpace, wordSpace, scale }: Spacing,
  font: FontMeasure | undefined,
  bytes: Uint8Array,
  from: number,
  to: number,
): void {
  const digits = font?.step === 2 ? 4 : 2
  let units = 0
  let spaces = 0
  let codes = 0
  let code = 0
  let have = 0
  for (let i = from; i < to; i++) {
    const digit = HEX_DIGIT[bytes[i]!]!
    if (digit < 0) continue
    code = code * 16 + digit
    if (++have < digits) continue
    units += font ? font.width(code) : 500
    if (digits === 2 && code === 32) spaces++
    codes++
    code = 0
    have = 0
  }
  sum[0]! += ((units / 1000) * size + codes * charSpace + spaces * wordSpace) * scale
}
