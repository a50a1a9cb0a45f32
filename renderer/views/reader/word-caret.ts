/** A word of a page: where its characters stand in the text layer, and its place on the screen when it was found. */
export interface Word {
  readonly node: Text
  readonly from: number
  readonly to: number
  readonly x: number
  readonly y: number
}

/** The words of a page's text layer in the order it is read, those out of sight included. */
export function wordsOf(page: HTMLElement): readonly Word[] {
  const layer = page.querySelector('.textLayer')
  if (layer === null) return []
  const walker = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  const words: Word[] = []
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    for (const match of (node.textContent ?? '').matchAll(/\S+/g)) {
      const [from, to] = [match.index, match.index + match[0].length]
      range.setStart(node, from)
      range.setEnd(node, to)
      const { left, top, width, height } = range.getBoundingClientRect()
      words.push({ node: node as Text, from, to, x: left + width / 2, y: top + height / 2 })
    }
  }
  return words
}

/** Where a step leads: to the next word or the one before, or to the nearest word of the next line up or down. */
export function stepFrom(
  words: readonly Pick<Word, 'x' | 'y'>[],
  at: number,
  step: 'left' | 'right' | 'up' | 'down' | 'start' | 'end',
): number {
  const here = words[at]
  if (here === undefined) return at
  if (step === 'left') return Math.max(0, at - 1)
  if (step === 'right') return Math.min(words.length - 1, at + 1)
  const sameLine = (word: Pick<Word, 'x' | 'y'>) => Math.abs(word.y - here.y) < 4
  if (step === 'start' || step === 'end') {
    const line = words.map((word, index) => ({ word, index })).filter(({ word }) => sameLine(word))
    return (step === 'start' ? line[0] : line.at(-1))?.index ?? at
  }
  const away = step === 'up' ? -1 : 1
  const others = words
    .map((word, index) => ({ index, down: (word.y - here.y) * away, across: Math.abs(word.x - here.x) }))
    .filter(({ down }) => down >= 4)
  const nearest = Math.min(...others.map(({ down }) => down))
  const line = others.filter(({ down }) => down < nearest + 4)
  return line.reduce(
    (best, each) => (each.across < best.across ? each : best),
    line[0] ?? { index: at, across: 0, down: 0 },
  ).index
}

/** Selects the words from one to another, whichever comes first. */
export function selectWords(words: readonly Word[], from: number, to: number): void {
  const [first, last] = [words[Math.min(from, to)], words[Math.max(from, to)]]
  if (first === undefined || last === undefined) return
  const range = document.createRange()
  range.setStart(first.node, first.from)
  range.setEnd(last.node, last.to)
  const selection = document.getSelection()
  selection?.removeAllRanges()
  selection?.addRange(range)
}

/** The text of words, a space between each. */
export const textOfWords = (words: readonly Word[], from: number, to: number): string =>
  words
    .slice(Math.min(from, to), Math.max(from, to) + 1)
    .map(({ node, from: start, to: end }) => (node.textContent ?? '').slice(start, end))
    .join(' ')
