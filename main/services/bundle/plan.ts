import { labelRange, type NumberRun } from '../../../casework/rules/numbering.ts'
import type { PageLie } from './page-lie.ts'
import type { BundleProfile } from './profile.ts'

/** Bytes to read, from wherever they lie. */
export interface Source {
  readonly size: number
  /** `length` bytes from `offset`, fewer at the end. They may be put in `into`, where it has room for them. */
  read(offset: number, length: number, into?: Uint8Array): Uint8Array
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
  /** For civil proceedings: what stands in the corner of the first page. Without, it is set on form MG11. */
  readonly civil?: CivilPrint
}

/** The corner of a civil witness statement, and the court. */
export interface CivilPrint {
  /** As its heading names it; '' when it is not known. */
  readonly court: string
  /** The party on whose behalf it is made. */
  readonly behalf: string
  /** The witness's initials and surname. */
  readonly witness: string
  /** Which of this witness's statements it is, from 1. */
  readonly number: number
  /** The day of a translation, as printed. */
  readonly translated?: string
}

/** Where a document's pages come from. */
export type BundleContent =
  | {
      readonly kind: 'pdf' | 'jpeg' | 'png' | 'text'
      readonly sha256: string
      readonly source: unknown
      /** Opens an encrypted PDF, as its user's or its owner's. It is used and not kept. */
      readonly password?: string
      /** How many boxes are burned into it, where it is an edited copy. */
      readonly boxes?: number
    }
  | { readonly kind: 'statement'; readonly statement: StatementPrint }
  | {
      readonly kind: 'placeholder'
      readonly reason: string
      readonly facts: readonly (readonly [string, string])[]
    }

/** What a machine read on one page of a document; the words themselves lie behind `source`. */
export interface PageWords {
  /** The reading it is, for whoever keeps the plan. */
  readonly id: string
  /** The page within the document, from 1. */
  readonly page: number
  /** Opens the page's lines as JSON: see `readLines` in casework/schema.ts. */
  readonly source: unknown
  /** How sure the machine is of the page as a whole, 0 to 100. */
  readonly confidence: number
  /** Who checked it and on which day, as printed in the report; nothing while nobody has. */
  readonly checked?: string
  /** How the words of a scan lie as a reader sees the page; nothing where they stand upright. */
  readonly lie?: Exclude<PageLie, 'upright'>
}

/** One document of a bundle. `title` is what is served; it is never a file name. */
export interface BundleDocument {
  readonly id: string
  readonly ref?: string
  readonly title: string
  readonly date?: string
  /** 1 for a document that stands under the one before it: a translation beside its original. */
  readonly depth?: 0 | 1
  /** The numbers it was frozen with. Without, the profile numbers it. */
  readonly numbers?: NumberRun
  /** A sheet before it with its number and title alone. */
  readonly coversheet?: boolean
  /** The front sheet of an exhibit: the mark, who produces it and in which statement. */
  readonly front?: ExhibitFront
  /** The translator's certificate, on a sheet before a translation's pages (R47). */
  readonly translation?: TranslationPrint
  /** What was read by machine on pages whose words could not be had. */
  readonly words?: readonly PageWords[]
  /** Its own pages cite pages of this bundle by their printed numbers: those become links. Statements’ always do. */
  readonly cites?: boolean
  /** What happens to the comments and marks on its pages: highlights, notes, stamps. Kept where nothing is said. */
  readonly comments?: 'keep' | 'flatten' | 'strip'
  /** What stands at the head of its sheets, where it was frozen with another than the bundle has now. */
  readonly head?: SheetHead
  readonly content: BundleContent
}

/** What a sheet that is set by us says of the case it belongs to. */
export type SheetHead = Pick<BundlePlan, 'caseTitle' | 'urn' | 'court' | 'fictional' | 'marking'>

/** What a translator certifies of a translation, and what of. The sheet is signed in ink. */
export interface TranslationPrint {
  readonly original: string
  readonly language: string
  readonly translator: string
  /** The day it was made, as printed. */
  readonly on?: string
}

/** What the front sheet of an exhibit says (R43). */
export interface ExhibitFront {
  readonly mark: string
  readonly producedBy: string
  readonly statement: string
  readonly description: string
}

/** A line of the sheet that says what changed since the version before. */
export interface ChangeLine {
  readonly what: 'added' | 'removed'
  readonly title: string
  /** Its pages as printed. */
  readonly pages: string
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
  readonly sections: readonly {
    /** Its letter; by its place (A, B, C) when left out. */
    readonly letter?: string
    readonly title: string
    /** The number its divider was frozen with. Without, it takes the next. */
    readonly divider?: NumberRun
    readonly documents: readonly BundleDocument[]
  }[]
  /** The version this is, as the cover and the footers say it: “Version 2, frozen on 3 March 2026”. */
  readonly version?: string
  /** What every number begins with: `SB1/` in the first supplement. A bundle has none, nor a supplement frozen before. */
  readonly series?: string
  /** The pages cover and index took when first frozen: more than those are numbered 3A, 3B, for nothing renumbers. */
  readonly frozenFront?: number
  /** What changed since the version before, on a sheet after the index. */
  readonly changes?: readonly ChangeLine[]
  /** Words at the head of every page we set: the protective marking of an internal print. Nothing on what is served. */
  readonly marking?: string
  /** The one reader this copy is made for: what is not for them is not in it. */
  readonly reader?: string
  /** Its pages get no number: the plan of an edited copy, whose pages are numbered in the bundle it goes into. */
  readonly unnumbered?: true
}

/** Something a person should know about a build or a document. */
export interface ReportLine {
  readonly document?: string
  /** A page by its place in its file, and the number printed on it, by which everybody else knows it. */
  readonly page?: number
  readonly label?: string
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
  | 'edited'
  | 'limit'
  | 'structure'
  | 'archive'
  | 'no-text'
  | 'machine-read'
  | 'citation'
  | 'refused'
  | 'comments'
  | 'turned'
  | 'hidden'
  | 'text-layer'
  | 'resolution'

/** Where a document ended up. */
export interface BuiltDocument {
  readonly id: string
  readonly ref?: string
  readonly title: string
  readonly section: string
  readonly from: number
  readonly to: number
  readonly pages: number
  /** The numbers of its first and last page, as printed. */
  readonly labels: readonly [first: string, last: string]
  /** The run of all its pages, to be handed in again once it is frozen. */
  readonly numbers: NumberRun
  /** The volume it stands in, from 1; `from` and `to` count the pages of that file. */
  readonly volume: number
  /** SHA-256 of the source, where there is one. */
  readonly sha256?: string
  /** How many boxes are burned into it, where it is an edited copy. */
  readonly boxes?: number
}

/** One file of a finished bundle. */
export interface BuiltVolume {
  readonly bundle: string
  readonly manifest: string
  readonly pages: number
  readonly bytes: number
  readonly sha256: string
}

/** A finished bundle. Where it takes several files, the fields of one file are those of the first. */
export interface BuildResult {
  readonly bundle: string
  readonly manifest: string
  readonly pages: number
  readonly documents: readonly BuiltDocument[]
  readonly report: readonly ReportLine[]
  readonly sha256: string
  readonly bytes: number
  /** Every file of it, in order. */
  readonly volumes: readonly BuiltVolume[]
  /** How many pages cover and index took, without the sheet of changes: what `frozenFront` is, once frozen. */
  readonly front: number
  /** The sections set, in order, with the number of each one's divider. */
  readonly sections: readonly { readonly letter: string; readonly divider: NumberRun | null }[]
}

/** What a rehearsed build would have made. */
export interface Rehearsed extends Pick<BuildResult, 'documents' | 'report' | 'front' | 'sections'> {
  readonly volumes: readonly Pick<BuiltVolume, 'pages' | 'bytes' | 'sha256'>[]
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
  /** Leaves both files under their unfinished names, for whoever seals the manifest. */
  readonly drafts?: boolean
  /** Hashes on threads of their own; `threadsWorth` says when they pay. The bytes are the same. */
  readonly threads?: boolean
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

/** A bookmark's words: the index entry and its page numbers. */
export function bookmarkTitle(entry: string, first: string, last: string): string {
  return `${entry} (${pagesWord(first, last)} ${labelRange(first, last)})`
}

/** `page` or `pages`: a page may stand for a range that was taken out. */
export function pagesWord(first: string, last: string): 'page' | 'pages' {
  return first === last && !first.includes('–') ? 'page' : 'pages'
}
