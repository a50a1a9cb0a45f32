import { covers, type SeenBox, touches } from '../../../casework/rules/redacting.ts'
import { folded as plain } from '../../../casework/rules/words.ts'
import type { PageWord } from './page-words.ts'

/** Words as they are compared: without case, accents and what is neither letter nor numeral. */
export const folded = (text: string): string => plain(text.normalize('NFKC')).replace(/[^\p{L}\p{N}]/gu, '')

interface Token {
  readonly text: string
  readonly word: number
}

/** The words of a page cut at punctuation: “Whitlock’s” is two, and the first of them is the name. */
export function tokensOf(words: readonly PageWord[]): readonly Token[] {
  return words.flatMap(({ text }, word) =>
    text
      .split(/[^\p{L}\p{N}\p{M}]+/u)
      .map((part) => ({ text: folded(part), word }))
      .filter((token) => token.text !== ''),
  )
}

/**
 * Where some words stand on a page: for each place, the words of the page they take, first to last. How they are parted
 * does not matter, so that a telephone number is found in groups and a name where a line breaks it. They begin and end
 * where words of the page do: “Ann” is not found in “Annual”.
 */
export function placesOf(tokens: readonly Token[], sought: string): readonly (readonly [number, number])[] {
  const needle = folded(sought)
  const found: [number, number][] = []
  if (needle === '') return found
  for (const [i, first] of tokens.entries()) {
    let text = ''
    for (let at = i; at < tokens.length && text.length < needle.length; at++) {
      text += tokens[at]!.text
      if (!needle.startsWith(text)) break
      if (text.length === needle.length) found.push([first.word, tokens[at]!.word])
    }
  }
  return found
}

/** The boxes around words of a page, one to each line they stand on. */
export function boxesAround(words: readonly PageWord[]): readonly SeenBox[] {
  const boxes: (SeenBox & { readonly turn: number })[] = []
  for (const word of words) {
    const last = boxes.at(-1)
    if (last !== undefined && last.turn === word.turn && sameLine(last, word))
      boxes[boxes.length - 1] = { ...around(last, word), turn: word.turn }
    else boxes.push({ ...around(word, word), turn: word.turn })
  }
  return boxes.map(({ left, top, right, bottom }) => ({ left, top, right, bottom }))
}

/** Words put together to the lines they stand on, in their order. */
export function linesOf(
  words: readonly PageWord[],
): readonly { turn: PageWord['turn']; words: PageWord[] }[] {
  const lines: { turn: PageWord['turn']; words: PageWord[] }[] = []
  for (const word of words) {
    const last = lines.at(-1)
    if (last !== undefined && last.turn === word.turn && sameLine(last.words.at(-1)!, word))
      last.words.push(word)
    else lines.push({ turn: word.turn, words: [word] })
  }
  return lines
}

const around = (a: SeenBox, b: SeenBox): SeenBox => ({
  left: Math.min(a.left, b.left),
  top: Math.min(a.top, b.top),
  right: Math.max(a.right, b.right),
  bottom: Math.max(a.bottom, b.bottom),
})

function sameLine(a: SeenBox & { turn: number }, b: SeenBox & { turn: number }): boolean {
  const [from, to, aSize] =
    a.turn % 180 === 0
      ? [Math.max(a.top, b.top), Math.min(a.bottom, b.bottom), a.bottom - a.top]
      : [Math.max(a.left, b.left), Math.min(a.right, b.right), a.right - a.left]
  return to - from > aSize / 2
}

/** What the boxes of one page do to its words. */
export interface Parted {
  /** Words that no box touches, in their order. */
  readonly kept: readonly PageWord[]
  /** Runs of words that lie under boxes, each with its words in order. */
  readonly runs: readonly (readonly PageWord[])[]
}

/** Parts the words of a page: one that any box touches is dropped whole, and one whose middle lies under a box was meant. */
export function partWords(words: readonly PageWord[], boxes: readonly SeenBox[]): Parted {
  const kept: PageWord[] = []
  const runs: PageWord[][] = []
  let open: { run: PageWord[]; box: SeenBox } | null = null
  for (const word of words) {
    const box = boxes.find((each) => covers(each, word))
    if (box === undefined) {
      open = null
      if (!boxes.some((each) => touches(each, word))) kept.push(word)
    } else if (open !== null && open.box === box && sameLine(open.run.at(-1)!, word)) open.run.push(word)
    else {
      open = { run: [word], box }
      runs.push(open.run)
    }
  }
  return { kept, runs }
}

/**
 * The strings a file is searched for after its boxes were burned: each run of words under a box, and each word of one
 * that tells something. An ordinary word stands elsewhere by right: one is taken to tell something when it has a
 * numeral, or a capital and never stands in the file in small letters.
 */
export function testedStrings(
  runs: readonly (readonly PageWord[])[],
  everyWord: Iterable<string>,
): readonly string[] {
  const small = new Set<string>()
  for (const word of everyWord) {
    const plain = bare(word)
    if (plain !== '' && plain === plain.toLowerCase() && plain !== plain.toUpperCase())
      small.add(folded(plain))
  }
  const tells = (word: string): boolean => {
    const plain = bare(word)
    if (folded(plain).length < 3) return false
    if (/\p{N}/u.test(plain)) return true
    return plain.toLowerCase() !== plain ? !small.has(folded(plain)) : /\p{Lo}/u.test(plain)
  }
  const found = new Map<string, string>()
  for (const run of runs) {
    if (run.length > 1 && run.some(({ text }) => tells(text))) {
      const text = bare(run.map((word) => word.text).join(' '))
      if (folded(text).length >= 4) found.set(folded(text), text)
    }
    for (const { text } of run) if (tells(text)) found.set(folded(text), bare(text))
  }
  return [...found.values()]
}

/** A word without the punctuation around it. */
const bare = (word: string): string => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
