import type { SeenBox } from '../../../casework/rules/redacting.ts'

/** A word of a page, where it is seen. `turn`: how far clockwise its letters are turned, as a reader sees the page. */
export interface PageWord extends SeenBox {
  readonly text: string
  readonly turn: 0 | 90 | 180 | 270
}

/** An affine matrix as PDF writes it. */
export type Matrix = readonly [number, number, number, number, number, number]

/** A letter as the viewer is about to draw it. */
interface Glyph {
  readonly unicode: string
  readonly width: number
  readonly isSpace: boolean
  readonly vmetric?: readonly [number, number, number] | null
}
/** As much of a font as placing its letters takes. */
export interface PlacedFont {
  readonly fontMatrix?: readonly number[]
  readonly vertical?: boolean
  readonly ascent?: number
  readonly descent?: number
}
/** What a page draws, act by act, as the viewer lists it. */
export interface DrawnActs {
  readonly fnArray: readonly number[]
  readonly argsArray: readonly (readonly unknown[] | null)[]
}
/** The numbers of the viewer’s acts, by name. */
export type ActNumbers = Readonly<Record<string, number>>

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0]
const mul = (a: Matrix, b: Matrix): Matrix => [
  a[0] * b[0] + a[2] * b[1],
  a[1] * b[0] + a[3] * b[1],
  a[0] * b[2] + a[2] * b[3],
  a[1] * b[2] + a[3] * b[3],
  a[0] * b[4] + a[2] * b[5] + a[4],
  a[1] * b[4] + a[3] * b[5] + a[5],
]

interface State {
  ctm: Matrix
  font: PlacedFont
  size: number
  spacing: number
  wordSpacing: number
  scale: number
  leading: number
  rise: number
  text: Matrix
  line: [number, number]
  at: [number, number]
}

/**
 * Every word a page draws, letter by letter from what the viewer is told to draw, so that the place of a word is that
 * of its own letters and not a guess by its share of a line. `toSeen` leads from the page’s own space to the page as it
 * is seen. Words in forms, notes and stamps are among them, and so are those that are drawn invisibly.
 */
export function wordsDrawn(
  acts: DrawnActs,
  numbers: ActNumbers,
  fontOf: (name: string) => PlacedFont,
  toSeen: Matrix,
): PageWord[] {
  const words = new WordMaker()
  const stack: State[] = []
  let state: State = {
    ctm: toSeen,
    font: {},
    size: 0,
    spacing: 0,
    wordSpacing: 0,
    scale: 1,
    leading: 0,
    rise: 0,
    text: IDENTITY,
    line: [0, 0],
    at: [0, 0],
  }
  const save = () => stack.push({ ...state, line: [...state.line], at: [...state.at] })
  const move = (x: number, y: number) => {
    state.line = [state.line[0] + x, state.line[1] + y]
    state.at = [...state.line]
  }
  const does: Readonly<Record<string, (args: readonly never[]) => void>> = {
    save,
    restore: () => {
      state = stack.pop() ?? state
    },
    transform: (m) => {
      state.ctm = mul(state.ctm, m as unknown as Matrix)
    },
    paintFormXObjectBegin: ([m]: readonly (Matrix | null)[]) => {
      save()
      if (m) state.ctm = mul(state.ctm, m)
    },
    paintFormXObjectEnd: () => does['restore']!([]),
    // A group that is drawn apart has its form’s begin and end around it; a soft mask’s has not.
    beginAnnotation: ([, , transform, matrix]: readonly unknown[]) => {
      save()
      state.ctm = mul(mul(toSeen, (transform ?? IDENTITY) as Matrix), (matrix ?? IDENTITY) as Matrix)
    },
    endAnnotation: () => does['restore']!([]),
    beginText: () => {
      state.text = IDENTITY
      state.line = [0, 0]
      state.at = [0, 0]
    },
    setFont: ([name, size]: readonly unknown[]) => {
      state.font = fontOf(String(name))
      state.size = Number(size)
    },
    setGState: ([entries]: readonly (readonly (readonly [string, unknown])[])[]) => {
      for (const [key, value] of entries ?? [])
        if (key === 'Font' && Array.isArray(value)) does['setFont']!(value as never)
    },
    setCharSpacing: ([n]) => {
      state.spacing = Number(n)
    },
    setWordSpacing: ([n]) => {
      state.wordSpacing = Number(n)
    },
    setHScale: ([n]) => {
      state.scale = Number(n) / 100
    },
    setLeading: ([n]) => {
      state.leading = -Number(n)
    },
    setTextRise: ([n]) => {
      state.rise = Number(n)
    },
    moveText: ([x, y]) => move(Number(x), Number(y)),
    setLeadingMoveText: ([x, y]) => {
      state.leading = Number(y)
      move(Number(x), Number(y))
    },
    setTextMatrix: (args) => {
      const [m] = args as readonly unknown[]
      state.text = Array.from(
        ArrayBuffer.isView(m) || Array.isArray(m) ? (m as unknown as ArrayLike<number>) : (args as never),
      ) as unknown as Matrix
      state.line = [0, 0]
      state.at = [0, 0]
    },
    nextLine: () => move(0, state.leading),
    showText: ([glyphs]: readonly (readonly (Glyph | number)[])[]) => show(state, glyphs ?? [], words),
  }
  const named = new Map(Object.entries(numbers).map(([name, number]) => [number, name]))
  for (const [i, act] of acts.fnArray.entries()) {
    const name = named.get(act) ?? ''
    does[name]?.((acts.argsArray[i] ?? []) as readonly never[])
  }
  return words.done()
}

function show(state: State, glyphs: readonly (Glyph | number)[], words: WordMaker): void {
  const { font } = state
  const size = state.size
  const unit = font.fontMatrix?.[0] ?? 0.001
  const rise = state.rise
  // Type 3 fonts count in units of their own, and say nothing of how high they reach.
  const up = Number.isFinite(font.ascent) && font.ascent ? Math.max(0.7, Math.min(font.ascent, 1.2)) : 0.95
  const down =
    Number.isFinite(font.descent) && font.descent ? Math.min(-0.2, Math.max(font.descent, -0.6)) : -0.25
  let along = 0
  for (const glyph of glyphs) {
    if (typeof glyph === 'number') {
      along += ((font.vertical ? 1 : -1) * glyph * size) / 1000
      continue
    }
    const spacing = (glyph.isSpace ? state.wordSpacing : 0) + state.spacing
    const to = mul(state.ctm, state.text)
    if (font.vertical) {
      const metric = glyph.vmetric ?? [-1000, 500, 880]
      const high = -metric[0] * size * unit
      const x = state.at[0] - metric[1] * size * unit
      const y = state.at[1] + rise - along
      words.letter(glyph.unicode, corners(to, x, y - high, x + glyph.width * size * unit, y), true)
      along += high + spacing
    } else {
      const wide = glyph.width * unit * size
      const x = state.at[0] + along * state.scale
      const y = state.at[1] + rise
      words.letter(
        glyph.unicode,
        corners(to, x, y + down * size, x + wide * state.scale, y + up * size),
        false,
      )
      along += wide + spacing
    }
  }
  if (font.vertical) state.at[1] -= along
  else state.at[0] += along * state.scale
}

/** The four corners of a letter as seen, its foot first, the way it runs. */
type Corners = readonly [readonly number[], readonly number[], readonly number[], readonly number[]]
function corners(m: Matrix, left: number, low: number, right: number, high: number): Corners {
  const at = (x: number, y: number) => [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]]
  return [at(left, low), at(right, low), at(right, high), at(left, high)]
}

interface Open {
  text: string
  box: { left: number; top: number; right: number; bottom: number }
  turn: PageWord['turn']
  foot: readonly number[]
  high: number
}

/** Puts letters together to words: a gap, a new line and a blank part them. */
class WordMaker {
  readonly #words: PageWord[] = []
  #open: Open | null = null

  letter(unicode: string, [foot, along, top, back]: Corners, vertical: boolean): void {
    const text = unicode
      .normalize('NFKC')
      .replace(/[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, '')
    if (text.trim() === '') {
      this.end()
      return
    }
    const way = vertical
      ? [foot[0]! - back[0]!, foot[1]! - back[1]!]
      : [along[0]! - foot[0]!, along[1]! - foot[1]!]
    const high = Math.hypot(back[0]! - foot[0]!, back[1]! - foot[1]!)
    const turn = turnOf(way as [number, number], vertical)
    const xs = [foot[0]!, along[0]!, top[0]!, back[0]!]
    const ys = [foot[1]!, along[1]!, top[1]!, back[1]!]
    const box = {
      left: Math.min(...xs),
      top: Math.min(...ys),
      right: Math.max(...xs),
      bottom: Math.max(...ys),
    }
    if (!Number.isFinite(box.left + box.top + box.right + box.bottom)) return
    const open = this.#open
    const starts = vertical ? back : foot
    const gap = open === null ? 0 : Math.hypot(starts[0]! - open.foot[0]!, starts[1]! - open.foot[1]!)
    if (open === null || open.turn !== turn || gap > 0.22 * Math.max(high, open.high) + 0.01) {
      this.end()
      this.#open = { text, box, turn, foot: vertical ? foot : along, high }
      return
    }
    open.text += text
    open.foot = vertical ? foot : along
    open.box.left = Math.min(open.box.left, box.left)
    open.box.top = Math.min(open.box.top, box.top)
    open.box.right = Math.max(open.box.right, box.right)
    open.box.bottom = Math.max(open.box.bottom, box.bottom)
  }

  end(): void {
    if (this.#open !== null) {
      const { text, box, turn } = this.#open
      this.#words.push({ text: text.normalize('NFC'), ...box, turn })
    }
    this.#open = null
  }

  done(): PageWord[] {
    this.end()
    return this.#words
  }
}

/** How far a line that runs this way is turned, as it is seen: y counts downwards. */
export function turnOf([x, y]: readonly [number, number], vertical = false): PageWord['turn'] {
  const [along, down] = vertical ? [y, -x] : [x, y]
  if (Math.abs(along) >= Math.abs(down)) return along >= 0 ? 0 : 180
  return down > 0 ? 90 : 270
}
