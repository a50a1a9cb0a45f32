import type { ValuesOf } from '../../../casework/entities/index.ts'
import { PictureUnread, type ReadingEngine, type SeenWord } from './engine.ts'
import { type StoredPicture, turnedOn, upright } from './upright.ts'

/** How far something is turned, in degrees clockwise. */
export type Turn = 0 | 90 | 180 | 270

/** A line of a picture, however it lies: `turn` is how far the upright picture is turned for its words to stand upright. */
export interface LyingLine {
  readonly turn: Turn
  /** Their boxes count from the top left of the upright picture, whichever way it was read. */
  readonly words: readonly SeenWord[]
}

type How = Parameters<ReadingEngine['read']>[1]
type Lines = Awaited<ReturnType<ReadingEngine['read']>>

/** From here on the engine is sure of a word: what it reads from the wrong side it is about 30 % sure of. */
const SURE = 75
/** Words of fewer letters tell nothing: “no” and “ou” are the same from two sides. */
const LONG = 3
/** A picture of whose letters less than such a share is in sure words is read once more, turned. */
const LITTLE = 0.3
/** The turned reading is the better one when it has so many times the sure letters, and they are enough. */
const BETTER = 3
const ENOUGH = 6
const SHARE = 0.15

/**
 * The lines of a picture, also of one that lies upside down or on its side. The engine itself finds lines that run up or
 * down and reads them as if they ran down, so two readings tell of four ways: when the first is worth little it reads
 * once more, turned by a half, or where its words were taller than wide by a quarter. The limit is for both together.
 */
export async function readLying(
  engine: ReadingEngine,
  picture: StoredPicture,
  orientation: number,
  how: How,
): Promise<readonly LyingLine[]> {
  // Began with the first reading, so that the second has what that left.
  const over = AbortSignal.timeout(how.limit)
  const first = await engine.read(upright(picture, orientation), how)
  const sure = sureLetters(first)
  const all = lettersIn(first)
  if (all === 0 || sure >= LITTLE * all) return linesLying(first, 0)
  const turn = isTall(first.flat()) ? 90 : 180
  const second = await readAgain(engine, upright(picture, turnedOn(orientation, turn)), how, over)
  const found = sureLetters(second)
  const isBetter =
    found >= ENOUGH && found >= SHARE * lettersIn(second) && found * all > BETTER * sure * lettersIn(second)
  if (!isBetter) return linesLying(first, 0)
  const [wide, tall] = orientation >= 5 ? [picture.height, picture.width] : [picture.width, picture.height]
  return linesLying(second, turn, (box) => boxBack(box, turn, wide, tall))
}

// What it brings is a gain and its failure no loss: the first reading stands.
async function readAgain(engine: ReadingEngine, turned: Uint8Array, how: How, over: AbortSignal) {
  if (over.aborted) return []
  try {
    return await engine.read(turned, { ...how, signal: AbortSignal.any([how.signal, over]) })
  } catch (thrown) {
    if (how.signal.aborted || !(over.aborted || thrown instanceof PictureUnread)) throw thrown
    return []
  }
}

const linesLying = (
  lines: Lines,
  turn: 0 | 90 | 180,
  back: (box: SeenWord['box']) => SeenWord['box'] = (box) => box,
): LyingLine[] => {
  const whole = isTall(lines.flat())
  return lines.map((words) => ({
    turn: ((turn + ((words.some(isTelling) ? isTall(words) : whole) ? 270 : 0)) % 360) as Turn,
    words: words.map((word) => ({ ...word, box: back(word.box) })),
  }))
}

/** Letters and figures of a text. */
const letters = (text: string): number => text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
const isTelling = ({ text }: SeenWord): boolean => letters(text) >= LONG
const isSure = (word: SeenWord): boolean => word.confidence >= SURE && isTelling(word)
const sum = (words: readonly SeenWord[]): number => words.reduce((all, { text }) => all + letters(text), 0)
const lettersIn = (lines: Lines): number => sum(lines.flat())
const sureLetters = (lines: Lines): number => sum(lines.flat().filter(isSure))

/** Whether most of the words that tell are taller than wide: they run up or down the picture. */
function isTall(words: readonly SeenWord[]): boolean {
  const telling = words.filter(isTelling)
  const tall = telling.filter(({ box: [left, top, right, bottom] }) => bottom - top > right - left)
  return sum(tall) * 2 > sum(telling)
}

/** A box in the picture turned, as a box in the picture `wide` and `tall` before it was. */
function boxBack(
  [left, top, right, bottom]: SeenWord['box'],
  turn: 90 | 180,
  wide: number,
  tall: number,
): SeenWord['box'] {
  return turn === 180
    ? [wide - right, tall - bottom, wide - left, tall - top]
    : [top, tall - right, bottom, tall - left]
}

/** How a page lies that a machine read: told only of the words it is sure of, and only where there are enough. */
export type Lie = ValuesOf<'reading'>['lie']

/** So many letters are more than a stamp or a name, and such a share of them lies one way. */
const TOLD = 20
const MOST = 0.8

/** How lines lie as a reader sees the page; `turn` is how each is turned against it. Few words tell nothing. */
export function lieOf(lines: readonly LyingLine[]): Lie {
  const by = new Map<Turn, number>()
  for (const { turn, words } of lines) by.set(turn, (by.get(turn) ?? 0) + sum(words.filter(isSure)))
  const all = [...by.values()].reduce((a, b) => a + b, 0)
  const [way] = [...by].find(([, count]) => all >= TOLD && count >= MOST * all) ?? [0]
  return way === 0 ? 'upright' : way === 180 ? 'upside-down' : 'sideways'
}
