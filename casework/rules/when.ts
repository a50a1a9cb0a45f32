import type { When } from '../schema.ts'
import { addDays, type Day, dayOf, lastOfMonth, monthNamed } from './days.ts'

/**
 * Reads a date as an officer or a witness says it. The words are always kept; what can't be read stays unknown and
 * is never guessed, so an undated event borrows no date.
 *
 * Read: `29 Nov 2025`, `29/11/2025`, `2025-11-29`, each with a time; `Nov 2025`; `2025`; `12–18 Mar 2025`,
 * `Jan–Mar 2025`, `3 May 2024 to 6 Jun 2025`; `about …`, `~…`, `between … and …`; `before …`, `by …`;
 * `after …`, `since …`; `early|mid|late Mar 2025`; `winter 2024` (which runs into 2025); `today`, `yesterday`.
 *
 * A bare month or year is `about`: it says when within some weeks, not on which day.
 */
export function readWhen(words: string, today: Day): When {
  const kept = words.trim().replace(/\s+/g, ' ')
  const said = kept
    .toLowerCase()
    .replace(/,/g, '')
    .replace(/\b(\d+)(st|nd|rd|th)\b/g, '$1')
  const unknown: When = { words: kept, precision: 'unknown', earliest: null, latest: null }
  if (said === '') return unknown

  const bound = /^(before|by|until|after|since|from)\s+(.+)$/.exec(said)
  if (bound !== null) {
    const span = readSpan(bound[2]!.replace(/^(about|around)\s+/, ''), today)
    if (span === null) return unknown
    const isBefore = ['before', 'by', 'until'].includes(bound[1]!)
    if (!isBefore) return { words: kept, precision: 'after', earliest: span.earliest, latest: null }
    // "Before October" ends on the last day of September; "by 3 May" still holds 3 May.
    const latest = bound[1] === 'before' ? addDays(span.earliest.slice(0, 10), -1) : span.latest
    return { words: kept, precision: 'before', earliest: null, latest }
  }

  const between = /^between\s+(.+)\s+and\s+(.+)$/.exec(said)
  if (between !== null) return spanned(kept, 'about', between[1]!, between[2]!, today) ?? unknown

  const about = /^(?:~|about|around|circa|c\.?|approximately|approx\.?)\s*(.+)$/.exec(said)
  if (about !== null) {
    const inner = readRange(about[1]!, today)
    if (inner === null) return unknown
    // "About" a day is within three days of it; about a month or a year is that month or year.
    const oneDay = inner.earliest.slice(0, 10) === inner.latest.slice(0, 10)
    return {
      words: kept,
      precision: 'about',
      earliest: oneDay ? addDays(inner.earliest.slice(0, 10), -3) : inner.earliest,
      latest: oneDay ? addDays(inner.latest.slice(0, 10), 3) : inner.latest,
    }
  }

  const range = readRange(said, today)
  if (range === null) return unknown
  return {
    words: kept,
    precision: range.loose ? 'about' : 'exact',
    earliest: range.earliest,
    latest: range.latest,
  }
}

interface Span {
  readonly earliest: string
  readonly latest: string
  /** Whether it names a stretch (a month, a season) rather than days. */
  readonly loose: boolean
}

function spanned(
  words: string,
  precision: When['precision'],
  from: string,
  to: string,
  today: Day,
): When | null {
  const range = pair(from, to, today)
  return range === null ? null : { words, precision, earliest: range.earliest, latest: range.latest }
}

function readRange(said: string, today: Day): Span | null {
  const single = readSpan(said, today)
  if (single !== null) return single
  const parts = /^(.+?)\s*(?:–|—|-|\bto\b)\s*(.+)$/.exec(said)
  return parts === null ? null : pair(parts[1]!, parts[2]!, today)
}

// "12–18 Mar 2025" says its month and year once: the first half borrows what it lacks from the second.
function pair(from: string, to: string, today: Day): Span | null {
  const last = readSpan(to, today)
  if (last === null) return null
  const tail = to.split(' ')
  const candidates = [from, `${from} ${tail.at(-1)}`, `${from} ${tail.slice(-2).join(' ')}`]
  const first = candidates.map((each) => readSpan(each, today)).find((span) => span !== null) ?? null
  if (first === null || first.earliest > last.latest) return null
  return { earliest: first.earliest, latest: last.latest, loose: first.loose || last.loose }
}

const seasons: Readonly<Record<string, readonly [number, number]>> = {
  spring: [3, 5],
  summer: [6, 8],
  autumn: [9, 11],
  winter: [12, 14],
}
const thirdsOfMonth: Readonly<Record<string, readonly [number, number]>> = {
  early: [1, 10],
  mid: [11, 20],
  late: [21, 31],
}
const thirdsOfYear: Readonly<Record<string, readonly [number, number]>> = {
  early: [1, 4],
  mid: [5, 8],
  late: [9, 12],
}

function readSpan(said: string, today: Day): Span | null {
  if (said === 'today') return { earliest: today, latest: today, loose: false }
  if (said === 'yesterday') return { earliest: addDays(today, -1), latest: addDays(today, -1), loose: false }

  const timed = /^(.+?)(?:\s+at)?[\sT](\d{1,2}):(\d{2})$/i.exec(said)
  if (timed !== null) {
    const on = readDay(timed[1]!)
    if (on === null || Number(timed[2]) > 23 || Number(timed[3]) > 59) return null
    const moment = `${on}T${timed[2]!.padStart(2, '0')}:${timed[3]}`
    return { earliest: moment, latest: moment, loose: false }
  }
  const on = readDay(said)
  if (on !== null) return { earliest: on, latest: on, loose: false }

  const worded = /^(?:(early|mid|late)[\s-]+)?(?:(?:the\s+)?([a-z]+)\.?\s+(?:of\s+)?)?(\d{4})$/.exec(said)
  if (worded === null) return null
  const [, third, word, yearText] = worded
  const year = Number(yearText)
  if (word === undefined) {
    const [from, to] = third === undefined ? [1, 12] : thirdsOfYear[third]!
    return {
      earliest: `${yearText}-${String(from).padStart(2, '0')}-01`,
      latest: lastOfMonth(year, to),
      loose: true,
    }
  }
  const season = seasons[word]
  if (season !== undefined) {
    const start = dayOf(year, season[0], 1)!
    return { earliest: start, latest: lastOfMonth(year, season[1]), loose: true }
  }
  const month = monthNamed(word)
  if (month === null) return null
  const end = lastOfMonth(year, month)
  if (third === undefined) return { earliest: `${end.slice(0, 8)}01`, latest: end, loose: true }
  const [from, to] = thirdsOfMonth[third]!
  return {
    earliest: `${end.slice(0, 8)}${String(from).padStart(2, '0')}`,
    latest: dayOf(year, month, to) ?? end,
    loose: true,
  }
}

function readDay(said: string): Day | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(said)
  if (iso !== null) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  // Day first, as written here; never the American order.
  const slashed = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(said)
  if (slashed !== null) return dayOf(Number(slashed[3]), Number(slashed[2]), Number(slashed[1]))
  const worded = /^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\s+)?(\d{1,2})\s+([a-z]+)\.?\s+(\d{4})$/.exec(said)
  if (worded === null) return null
  const month = monthNamed(worded[2]!)
  return month === null ? null : dayOf(Number(worded[3]), month, Number(worded[1]))
}

/** Where a date sorts: earliest, then latest; a date with only an end sorts by it; the undated come last. */
export const sortKeyOf = (when: When): string =>
  `${when.earliest ?? when.latest ?? '9999'} ${when.latest ?? '9999'}`
