import { letters, roman } from '../../../casework/rules/numbering.ts'
import { seriesOf, withoutSeries } from '../../../casework/rules/series.ts'

/** A printed number taken apart: `B12A` is series B, number 12, letters A. A page that stands for a range has an end. */
export interface ReadLabel {
  readonly series: string
  readonly number: number
  readonly letters: string
  readonly end: number
  /** The letters it ends with: those of 3A–3C are A, and it ends with C. */
  readonly endLetters: string
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

const PLAIN = /^(.*?)(\d+)([A-Z]*)$/su

/** Takes a label apart; null if it is of no form a bundle prints. */
export function readLabel(label: string): ReadLabel | null {
  const [first, last] = label.split('–').map((each) => PLAIN.exec(each))
  const range = first && last && first[1] === last[1] ? ranging(first[1]!, first, last) : null
  if (range) return range
  const figures = /^([ivxlcdm]+)([A-Z]*)$/.exec(label)
  const value = figures ? romanValue(figures[1]!) : 0
  if (figures && value > 0)
    return {
      series: 'roman',
      number: value,
      letters: figures[2]!,
      end: value,
      endLetters: figures[2]!,
    }
  const plain = PLAIN.exec(label)
  return plain ? single(plain[1]!, plain) : null
}

// The figures and the letters are a match's last two.
const single = (series: string, match: RegExpExecArray): ReadLabel => {
  const [figures = '', letter = ''] = match.slice(-2)
  return { series, number: Number(figures), letters: letter, end: Number(figures), endLetters: letter }
}

/** A range of one series: of numbers, or of the letters after one number. Null where it does not rise. */
function ranging(series: string, first: RegExpExecArray, last: RegExpExecArray): ReadLabel | null {
  const [from, to] = [single(series, first), single(series, last)]
  const numbers = from.letters === '' && to.letters === '' && to.number > from.number
  const lettered = from.letters !== '' && to.number === from.number && letterValue(to) > letterValue(from)
  return numbers || lettered ? { ...from, end: to.number, endLetters: to.letters } : null
}

const letterValue = (read: Pick<ReadLabel, 'letters'>): number =>
  [...read.letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)

function isNextLetters(before: string, after: string): boolean {
  if (before === '') return after === 'A'
  return after === letters(letterValue({ letters: before }) + 1)
}

/** Whether a number may follow another: the next one, or a letter after a number that was frozen. */
export function follows(before: ReadLabel, after: ReadLabel): boolean {
  if (before.series !== after.series) return false
  if (after.number === before.end + 1) return after.letters === ''
  return after.number === before.end && isNextLetters(before.endLetters, after.letters)
}

/** Whether a series begins here: at 1, once. A section's letter may itself end in a figure. */
function begins(label: string, read: ReadLabel, seen: ReadonlySet<string>): string | null {
  if (read.number === 1 && read.letters === '' && !seen.has(read.series)) return read.series
  const own = /^([A-Z]{1,2}[0-9])1(?:–\1\d+)?$/.exec(label)?.[1]
  return own !== undefined && !seen.has(own) ? own : null
}

/**
 * The pages (from 0) whose number does not follow the one before it (R4, R5, R6). A later volume goes on where the
 * one before it ended: its front and its first section may begin anywhere. In a supplement all stand in one series.
 */
export function outOfOrder(printed: readonly (string | undefined)[], laterVolume: boolean): number[] {
  const common = seriesOf(printed)
  const labels =
    common === ''
      ? printed
      : printed.map((label) => (label === undefined ? label : withoutSeries(label, common)))
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
  const [first, last] = label
    .split('–')
    .map((each) => (each.startsWith(series) ? /^(\d+)([A-Z]*)$/.exec(each.slice(series.length)) : null))
  if (!first || last === null) return null
  return last === undefined ? single(series, first) : ranging(series, first, last)
}
