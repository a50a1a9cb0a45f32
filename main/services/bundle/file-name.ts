import { cutAtWord as cut } from '../../../casework/rules/words.ts'

/** What a bundle's file name is made of. */
export interface BundleNaming {
  /** The case's short name: `R v Whitlock and others`. */
  readonly caseTitle: string
  readonly title: string
  /** The bundle's own day, ISO: the hearing's where there is one. */
  readonly date?: string
  readonly urn?: string
  /** The bundle's letter or number, where there are several. */
  readonly letter?: string
}

/** The longest name a court takes, with its ending. */
const MOST = 100
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i

/** Case number, short case name, bundle, hearing date: what most courts ask for. */
const usual = '{urn} {case} {title} {date}'

const clean = (text: string) =>
  text
    .normalize('NFC')
    .replace(/[\\/:*?"<>|\p{Cc}\p{Cf}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^[. ]+|[. ]+$/g, '')

/**
 * A name for a bundle's file as a court asks for it: its profile's template, in which `{case} {urn} {title} {date}`
 * stand for what they say. At most 100 characters with its ending, without characters any system refuses, and never
 * just `bundle`. What is too long is cut from the case's name first, then from the title; the date stays. `spare` is how
 * many characters will be added to it.
 */
export function bundleFileName(naming: BundleNaming, template = usual, spare = 0): string {
  const parts = new Map([
    ['case', clean(naming.caseTitle)],
    ['title', naming.letter ? `Bundle ${clean(naming.letter)}` : clean(naming.title)],
    ['urn', clean(naming.urn ?? '')],
    ['date', clean(naming.date ?? '')],
  ])
  const filled = () => clean(template.replace(/\{(\w+)\}/g, (_, key: string) => parts.get(key) ?? ''))
  const room = MOST - '.pdf'.length - spare
  for (const [key, least] of [
    ['case', 20],
    ['title', 20],
    ['urn', 12],
    ['case', 0],
    ['title', 0],
  ] as const) {
    const over = [...filled()].length - room
    const own = parts.get(key)!
    if (over > 0) parts.set(key, cut(own, Math.max(least, [...own].length - over)))
  }
  let name = clean(cut(filled(), room))
  if (name === '' || RESERVED.test(name)) name = `Case ${name}`.trim()
  return `${name}.pdf`
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A day as an index prints it, `3 Mar 2026`, the way it sorts; '' for what is no single day. */
function sortable(date: string): string {
  const [, day, month, year] = /^(\d{1,2}) (\w{3}) (\d{4})$/.exec(date) ?? []
  const at = MONTHS.indexOf(month ?? '')
  return at < 0 ? '' : `${year}-${String(at + 1).padStart(2, '0')}-${day!.padStart(2, '0')}`
}

/**
 * A name for one document's own file, as the Crown Court's Digital Case System reads them: a date that begins the name
 * is the document's date, the rest its title (R60). `taken` are names already given, in lower case; the new one joins
 * them. What is too long is cut from the title.
 */
export function documentFileName(
  { ref, title, date }: { readonly ref?: string; readonly title: string; readonly date?: string },
  taken: Set<string>,
): string {
  const words = clean(ref && !title.includes(ref) ? `${ref.replaceAll('/', '-')} ${title}` : title)
  const begins = sortable(date ?? '')
  for (let copy = 1; ; copy++) {
    const end = `${copy === 1 ? '' : ` (${copy})`}.pdf`
    const plain = begins === '' ? words : `${begins} ${words}`.trim()
    let name = clean(cut(plain, MOST - end.length))
    if (name === '' || RESERVED.test(name)) name = `Document ${name}`.trim()
    const whole = `${name}${end}`
    if (taken.has(whole.toLowerCase())) continue
    taken.add(whole.toLowerCase())
    return whole
  }
}

/** A name for the folder of a section: its letter and title. */
export function sectionFolderName(letter: string, title: string): string {
  const name = clean(cut(`${letter} ${title}`, 60))
  return name === '' || RESERVED.test(name) ? 'Section' : name
}

/** The name of a volume of a bundle: `NAME vol 2.pdf`, as long as a court takes at most. */
export function volumeFileName(name: string, volume: number): string {
  const end = ` vol ${volume}.pdf`
  return `${cut(name.replace(/\.pdf$/i, ''), MOST - end.length)}${end}`
}
