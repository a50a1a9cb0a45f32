import { exhibitReference } from '../../../casework/rules/references.ts'

/** A paragraph being written. `key` stays with it while others come and go around it. */
export interface Paragraph {
  readonly key: number
  readonly text: string
}
/** Paragraphs, and where the caret belongs after a change. */
export interface Edited {
  readonly paragraphs: readonly Paragraph[]
  /** Which paragraph the caret is in, and after how many characters. */
  readonly at: number
  readonly caret: number
}

const nextKey = (paragraphs: readonly Paragraph[]): number =>
  Math.max(0, ...paragraphs.map(({ key }) => key)) + 1

/** Paragraphs to write in: those there are, or one that is empty. */
export const begun = (texts: readonly string[]): readonly Paragraph[] =>
  (texts.length === 0 ? [''] : texts).map((text, key) => ({ key, text }))

/** The texts to keep: no paragraph that is only blank, so that each one's number is the number it prints with. */
export const kept = (paragraphs: readonly Paragraph[]): readonly string[] =>
  paragraphs.map(({ text }) => text.replace(/\s+$/, '')).filter((text) => text.trim() !== '')

/** The printed number of each paragraph; null for one that is still blank. */
export function numbersOf(paragraphs: readonly Paragraph[]): readonly (number | null)[] {
  const state = { last: 0 }
  return paragraphs.map(({ text }) => (text.trim() === '' ? null : ++state.last))
}

/** Where the paragraph with a printed number stands, or -1. */
export const placeOf = (paragraphs: readonly Paragraph[], number: number): number =>
  numbersOf(paragraphs).indexOf(number)

/** One paragraph's text changed. Line breaks that came with it make further paragraphs. */
export function written(paragraphs: readonly Paragraph[], at: number, text: string, caret: number): Edited {
  if (!/[\r\n]/.test(text))
    return {
      paragraphs: paragraphs.map((each, index) => (index === at ? { ...each, text } : each)),
      at,
      caret,
    }
  const before = lines(text.slice(0, caret))
  const after = lines(text.slice(caret))
  const whole = [...before.slice(0, -1), `${before.at(-1)}${after[0]}`, ...after.slice(1)]
  return put(paragraphs, at, at, whole, before.length - 1, before.at(-1)!.length)
}

/** Enter: what follows the caret becomes the next paragraph. */
export function split(paragraphs: readonly Paragraph[], at: number, from: number, to = from): Edited {
  const { text } = paragraphs[at]!
  return put(paragraphs, at, at, [text.slice(0, from).trimEnd(), text.slice(to).trimStart()], 1, 0)
}

/** Backspace at the start: the paragraph joins the one before it, with a space between their words. */
export function joined(paragraphs: readonly Paragraph[], at: number): Edited {
  if (at === 0) return { paragraphs, at, caret: 0 }
  const before = paragraphs[at - 1]!.text
  const after = paragraphs[at]!.text
  const gap = before === '' || after === '' || /\s$/.test(before) || /^\s/.test(after) ? '' : ' '
  return put(paragraphs, at - 1, at, [`${before}${gap}${after}`], 0, before.length + gap.length)
}

/** Paste over a selection: each line of what is pasted is a paragraph; blank lines only part them. */
export function pasted(
  paragraphs: readonly Paragraph[],
  at: number,
  from: number,
  to: number,
  clip: string,
): Edited {
  const { text } = paragraphs[at]!
  const parts = lines(clip).filter((line, _index, all) => line.trim() !== '' || all.length === 1)
  if (parts.length === 0) return { paragraphs, at, caret: from }
  const head = text.slice(0, from)
  const tail = text.slice(to)
  if (parts.length === 1) {
    const caret = from + parts[0]!.length
    return put(paragraphs, at, at, [`${head}${parts[0]}${tail}`], 0, caret)
  }
  const last = parts.at(-1)!
  const whole = [`${head}${parts[0]}`, ...parts.slice(1, -1), `${last}${tail}`]
  return put(paragraphs, at, at, whole, whole.length - 1, last.length)
}

// Word processors end lines in several ways; control characters that mean nothing here would be refused at saving.
const lines = (text: string): readonly string[] =>
  text
    .replace(/\r\n?|[\u2028\u2029\v\f]/g, '\n')
    .replace(/[^\P{Cc}\t\n]|[\u202A-\u202E\u2066-\u2069]/gu, '')
    .split('\n')

function put(
  paragraphs: readonly Paragraph[],
  from: number,
  to: number,
  texts: readonly string[],
  at: number,
  caret: number,
): Edited {
  const fresh = nextKey(paragraphs)
  const made = texts.map((text, index) => ({
    key: index === 0 ? paragraphs[from]!.key : fresh + index,
    text,
  }))
  return {
    paragraphs: [...paragraphs.slice(0, from), ...made, ...paragraphs.slice(to + 1)],
    at: from + at,
    caret,
  }
}

/** A run of text as it is drawn behind the words: plain, or a reference that the register knows or does not. */
export interface Run {
  readonly text: string
  readonly kind: 'plain' | 'known' | 'unknown'
}

/** A paragraph in runs; put together they are exactly its text. */
export function runsOf(text: string, known: ReadonlySet<string>): readonly Run[] {
  const state = { from: 0 }
  const runs: Run[] = []
  for (const match of text.matchAll(exhibitReference)) {
    if (match.index > state.from) runs.push({ text: text.slice(state.from, match.index), kind: 'plain' })
    runs.push({ text: match[0], kind: known.has(match[0].normalize('NFC')) ? 'known' : 'unknown' })
    state.from = match.index + match[0].length
  }
  if (state.from < text.length) runs.push({ text: text.slice(state.from), kind: 'plain' })
  return runs
}
