/**
 * A supplement is a file beside its bundle, so its pages are numbered in a series of their own: `SB1/3` is page 3 of the
 * first supplement, and can be cited beside page 3 of the bundle and page 3 of the second.
 */

/** What every number of a supplement begins with, by the profile's letters and which supplement it is. */
export const seriesFor = (letters: string, which: number): string => `${letters}${which}/`

const SERIES = /^[A-Z]{1,4}[1-9]\d{0,3}\//

/** The series all these numbers stand in; '' where one of them stands in none. */
export function seriesOf(labels: readonly (string | undefined)[]): string {
  const series = SERIES.exec(labels[0] ?? '')?.[0] ?? ''
  return series !== '' && labels.every((label) => label?.startsWith(series)) ? series : ''
}

/** A number, or the range a page stands for, as it reads within its series. */
export const withoutSeries = (label: string, series: string): string =>
  label
    .split('–')
    .map((each) => (each.startsWith(series) ? each.slice(series.length) : each))
    .join('–')
