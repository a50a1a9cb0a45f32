import { letters, roman } from '../../../casework/rules/numbering.ts'

/** A printed number taken apart: `B12A` is series B, number 12, letters A. A page that stands for a range has an end. */
export interface ReadLabel {
  readonly series: string
  readonly number: number
  readonly letters: string
  readonly end: number
}

const values: { readonly [figure: string]: number } = { i: 1, v: 5, x: 10, l: 50, c: 100, d: 500, m: 1000 }

/** The number small roman figures stand for; 0 where they are none. */
export function romanValue(text: string): number {
  let sum = 0
  for (let i = 0; i < text.length; i++) {
    const value = values[text[i]!] ?? 0
    sum += value < (values[text[i + 1] ?? ''] ?? 0) ? -value : value
  }
  return sum > 0 && roman(sum) === text ? sum : 0
}

/** Takes a label apart; null if it is of no form a bundle prints. */
export function readLabel(label: string): ReadLabel | null {
  const range = /^(\D*)(\d+)–(\D*)(\d+)$/.exec(label)
  if (range && range[1] === range[3] && Number(range[4]) > Number(range[2]))
    return { series: range[1]!, number: Number(range[2]), letters: '', end: Number(range[4]) }
  const figures = /^([ivxlcdm]+)([A-Z]*)$/.exec(label)
  const value = figures ? romanValue(figures[1]!) : 0
  if (figures && value > 0) return { series: 'roman', number: value, letters: figures[2]!, end: value }
  const plain = /^(.*?)(\d+)([A-Z]*)$/su.exec(label)
  if (!plain) return null
  const number = Number(plain[2])
  return { series: plain[1]!, number, letters: plain[3]!, end: number }
}

function isNextLetters(before: string, after: string): boolean {
  if (before === '') return after === 'A'
  let number = 0
  for (const letter of before) number = number * 26 + letter.charCodeAt(0) - 64
  return after === letters(number + 1)
}

/** Whether a number may follow another: the next one, or a letter after a number that was frozen. */
export function follows(before: ReadLabel, after: ReadLabel): boolean {
  if (before.series !== after.series) return false
  if (after.number === before.end + 1) return after.letters === ''
  return after.number === before.end && isNextLetters(before.letters, after.letters)
}

/** Whether a series begins here: at 1, once. A section's letter may itself end in a figure. */
function begins(label: string, read: ReadLabel, seen: ReadonlySet<string>): string | null {
  if (read.number === 1 && read.letters === '' && !seen.has(read.series)) return read.series
  const own = /^([A-Z]{1,2}[0-9])1$/.exec(label)?.[1]
  return own !== undefined && !seen.has(own) ? own : null
}

/**
 * The pages (from 0) whose number does not follow the one before it (R4, R5, R6). A later volume goes on where the
 * one before it ended: its front and its first section may begin anywhere.
 */
export function outOfOrder(labels: readonly (string | undefined)[], laterVolume: boolean): number[] {
  const wrong: number[] = []
  const seen = new Set<string>()
  let anywhere = laterVolume ? 2 : 0
  let before: ReadLabel | null = null
  let series: string | null = null
  for (const [i, label] of labels.entries()) {
    const own = label === undefined ? null : readLabel(label)
    if (own === null) {
      wrong.push(i)
      before = null
      continue
    }
    // `A` and 11 read alike whether the section is A or A1: what it began as decides.
    const read: ReadLabel =
      series !== null && label!.startsWith(series) ? (within(label!, series) ?? own) : own
    if (before !== null && (follows(before, read) || follows(before, own))) {
      before = follows(before, read) ? read : own
      continue
    }
    const begun = begins(label!, own, seen)
    if (begun !== null) {
      series = begun
      seen.add(begun)
      before = within(label!, begun) ?? own
    } else {
      if (anywhere > 0 && before?.series !== own.series) anywhere -= 1
      else wrong.push(i)
      seen.add(own.series)
      series = own.series
      before = own
    }
  }
  return wrong
}

function within(label: string, series: string): ReadLabel | null {
  if (series === 'roman' || series === '') return null
  const rest = /^(\d+)([A-Z]*)$/.exec(label.slice(series.length))
  return rest ? { series, number: Number(rest[1]), letters: rest[2]!, end: Number(rest[1]) } : null
}
