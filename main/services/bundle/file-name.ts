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

const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i

/**
 * A name for a bundle's file as courts ask for it: case number, short case name, bundle, hearing date. At most 100
 * characters with its ending, without characters any system refuses, and never just `bundle`.
 */
export function bundleFileName(naming: BundleNaming): string {
  const clean = (text: string) =>
    text
      .normalize('NFC')
      .replace(/[\\/:*?"<>|\p{Cc}\p{Cf}]/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/^[. ]+|[. ]+$/g, '')
  const end = [
    naming.letter ? `Bundle ${clean(naming.letter)}` : clean(naming.title),
    clean(naming.date ?? ''),
  ]
  const tail = end.filter((part) => part !== '').join(' ')
  const front = [clean(naming.urn ?? ''), clean(naming.caseTitle)].filter((part) => part !== '').join(' ')
  const cut = (text: string, most: number) => [...text].slice(0, Math.max(0, most)).join('').trim()
  const shortTail = cut(tail, 60)
  const shortFront = cut(front, 96 - [...shortTail].length - 1)
  let name = [shortFront, shortTail]
    .filter((part) => part !== '')
    .join(' ')
    .replace(/[. ]+$/, '')
  if (name === '' || RESERVED.test(name)) name = `Case ${name}`.trim()
  return `${name}.pdf`
}
