import { IDENTITY, type Matrix, multiply } from './geometry.ts'
import { skipInline } from './inline-image.ts'
import { END, Lexer, Word } from './lexer.ts'
import { type Dict, Name, Stream, type Value } from './objects.ts'
import type { PdfReader } from './reader.ts'

/** A picture as it is drawn on a page: its stream (none for one written into the content itself), and where. */
export interface DrawnPicture {
  readonly stream: Stream | null
  /** From the unit square to the page's own space. */
  readonly matrix: Matrix
}

const DEEPEST_FORM = 12
const MOST_STEPS = 2_000_000
/** No page that can be read is made of more pictures. */
const MOST_PICTURES = 24
/** Smaller than this on paper, in points, a picture holds no words: a rule, a bullet, a logo’s part. */
const SMALLEST = 14

const sideOf = (x: number, y: number) => Math.hypot(x, y)
const areaOf = ({ matrix: m }: DrawnPicture) => Math.abs(m[0] * m[3] - m[1] * m[2])

/** The pictures a page’s content draws, the largest first. Never throws: content that can’t be read has none. */
export function picturesOn(reader: PdfReader, content: Uint8Array, resources: Value, unit: number) {
  const found: DrawnPicture[] = []
  const steps = { taken: 0 }
  try {
    walk(reader, content, resources instanceof Map ? resources : new Map(), IDENTITY, 0, found, steps)
  } catch {
    // What was found so far stands.
  }
  const least = SMALLEST / unit
  return found
    .filter(({ matrix: m }) => sideOf(m[0], m[1]) >= least && sideOf(m[2], m[3]) >= least)
    .sort((a, b) => areaOf(b) - areaOf(a))
    .slice(0, MOST_PICTURES)
}

function walk(
  reader: PdfReader,
  content: Uint8Array,
  resources: Dict,
  start: Matrix,
  depth: number,
  found: DrawnPicture[],
  steps: { taken: number },
): void {
  const lexer = new Lexer(content)
  const stack: Matrix[] = []
  let m = start
  let args: Value[] = []
  for (;;) {
    const token = lexer.token()
    if (token === END || ++steps.taken > MOST_STEPS || found.length > 4 * MOST_PICTURES) return
    if (!(token instanceof Word)) {
      if (args.length < 64) args.push(token)
      continue
    }
    if (token.value === 'q') stack.push(m)
    else if (token.value === 'Q') m = stack.pop() ?? m
    else if (token.value === 'cm') {
      const n = args.slice(-6).map((value) => (typeof value === 'number' ? value : 0))
      if (n.length === 6) m = multiply(n as unknown as Matrix, m)
    } else if (token.value === 'BI') {
      found.push({ stream: null, matrix: m })
      skipInline(lexer)
    } else if (token.value === 'Do' && args[0] instanceof Name) {
      const objects = reader.get(resources, 'XObject')
      const object = objects instanceof Map ? reader.get(objects, args[0].value) : null
      const kind = object instanceof Stream ? reader.get(object.dict, 'Subtype') : null
      if (object instanceof Stream && kind instanceof Name) {
        if (kind.value === 'Image') found.push({ stream: object, matrix: m })
        else if (kind.value === 'Form' && depth < DEEPEST_FORM) {
          const own = reader.get(object.dict, 'Matrix')
          const inner = reader.get(object.dict, 'Resources')
          const data = reader.unpacked(object)
          const to =
            Array.isArray(own) && own.length === 6
              ? (own.map((value) => Number(reader.resolve(value)) || 0) as unknown as Matrix)
              : IDENTITY
          if (data)
            walk(
              reader,
              data,
              inner instanceof Map ? inner : resources,
              multiply(to, m),
              depth + 1,
              found,
              steps,
            )
        }
      }
    }
    args = []
  }
}
