import type { BundleProfile } from './profile.ts'

/** Bytes to read, from wherever they lie. */
export interface Source {
  readonly size: number
  /** `length` bytes from `offset`, fewer at the end. */
  read(offset: number, length: number): Uint8Array
}

/** What a statement prints. The program never writes a signature: signature lines stay blank for ink. */
export interface StatementPrint {
  readonly ref: string
  readonly statementOf: string
  /** `Over 18`, or the age in years. */
  readonly age: string
  readonly occupation: string
  readonly paragraphs: readonly string[]
  /** The statement's own date, as printed. */
  readonly date?: string
  /** When it was signed in ink, as printed beside the signature line. */
  readonly signedOn?: string
  readonly caseTitle: string
  readonly urn?: string
  readonly fictional: boolean
  /** References set bold wherever they stand in the paragraphs. */
  readonly exhibitRefs: readonly string[]
  readonly language?: string
  readonly interpreter?: string
}

/** Where a document's pages come from. */
export type BundleContent =
  | { readonly kind: 'pdf' | 'jpeg' | 'png' | 'text'; readonly sha256: string; readonly source: unknown }
  | { readonly kind: 'statement'; readonly statement: StatementPrint }
  | {
      readonly kind: 'placeholder'
      readonly reason: string
      readonly facts: readonly (readonly [string, string])[]
    }

/** One document of a bundle. `title` is what is served; it is never a file name. */
export interface BundleDocument {
  readonly id: string
  readonly ref?: string
  readonly title: string
  readonly date?: string
  readonly content: BundleContent
}

/** Everything that decides a bundle's bytes, apart from the bytes of its sources. */
export interface BundlePlan {
  readonly title: string
  readonly subtitle?: string
  /** The calendar day on the cover, ISO. */
  readonly date: string
  readonly caseTitle: string
  readonly urn?: string
  readonly court?: string
  readonly parties: readonly string[]
  readonly reportingRestriction?: string
  readonly fictional: boolean
  readonly profile: BundleProfile
  readonly sections: readonly { readonly title: string; readonly documents: readonly BundleDocument[] }[]
}

/** Something a person should know about a build or a document. */
export interface ReportLine {
  readonly document?: string
  readonly page?: number
  readonly kind: ReportKind
  readonly sentence: string
}

/** The kinds of report line. */
export type ReportKind =
  | 'placeholder'
  | 'repaired'
  | 'stripped'
  | 'link-removed'
  | 'annotation-removed'
  | 'form'
  | 'signed'
  | 'decrypted'
  | 'stamp-moved'
  | 'stamp-over-ink'
  | 'character'
  | 'attachment'
  | 'image'

/** Where a document ended up. */
export interface BuiltDocument {
  readonly id: string
  readonly ref?: string
  readonly title: string
  readonly section: string
  readonly from: number
  readonly to: number
  readonly pages: number
  /** SHA-256 of the source, where there is one. */
  readonly sha256?: string
}

/** A finished bundle. */
export interface BuildResult {
  readonly bundle: string
  readonly manifest: string
  readonly pages: number
  readonly documents: readonly BuiltDocument[]
  readonly report: readonly ReportLine[]
  readonly sha256: string
  readonly bytes: number
}

/** What a build is handed from outside. */
export interface BuildTools {
  open(source: unknown): Source & { close(): void }
  /** The folder of the paper fonts. */
  readonly fonts: string
  /** The folder of printed forms (mg11.json). Without it, `forms` beside `fonts`. */
  readonly forms?: string
  /** Where the bundle goes; nothing may stand there yet. */
  readonly to: string
  /** Goes into the manifest only. */
  readonly madeBy?: {
    readonly program: string
    readonly at: string
    readonly actor?: string
    readonly auditHead?: string
  }
  readonly signal?: AbortSignal
  /** `done` documents are finished of `total`; `note` says which comes next. */
  onProgress?(done: number, total: number, note: string): void
  /** Documents not to be read, by id, with the reason printed in their place. */
  readonly skip?: ReadonlyMap<string, string>
}

/** An index entry or bookmark's words for a document: its reference, then its served title. */
export function entryTitle(document: { readonly ref?: string; readonly title: string }): string {
  return document.ref && !document.title.includes(document.ref)
    ? `${document.ref} ${document.title}`
    : document.title
}

/** A page range as printed: one number, or two with an en dash. */
export function pageRange(from: number, to: number): string {
  return from === to ? String(from) : `${from}–${to}`
}

/** A bookmark's words: the index entry and its page numbers. */
export function bookmarkTitle(entry: string, from: number, to: number): string {
  return `${entry} (${from === to ? 'page' : 'pages'} ${pageRange(from, to)})`
}
