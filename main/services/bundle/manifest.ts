import { basename } from 'node:path'
import { type BundleSeal, sealedFormat } from '../../../casework/rules/bundle-seal.ts'
import type { NumberRun } from '../../../casework/rules/numbering.ts'
import type { Stretch } from './object-file.ts'
import { joinedRuns, type LabelledFrom } from './page-labels.ts'
import {
  type BuildTools,
  type BuiltDocument,
  type BuiltVolume,
  type BundlePlan,
  entryTitle,
  type ReportLine,
} from './plan.ts'

/** The formats of the file beside a bundle: as drafted, which nobody has sealed, and sealed. */
export const MANIFEST_FORMATS = ['turnstone-bundle-manifest/1', sealedFormat] as const

/** A document as the manifest lists it. It names no source file. */
export interface ManifestDocument {
  readonly id: string
  readonly ref?: string
  readonly title: string
  readonly section: string
  readonly from: number
  readonly to: number
  readonly pages: number
  /** The numbers of its first and last page, as printed. */
  readonly labels?: readonly [first: string, last: string]
  /** SHA-256 of the source as imported. */
  readonly source?: string
  /** How many boxes are burned into it, where it is an edited copy; `source` is then the hash of that copy. */
  readonly redactions?: number
  /** The bytes of the bundle that hold the document, end exclusive, and their SHA-256. */
  readonly bytes: readonly [number, number]
  readonly sha256: string
  /** For each page: its first byte, the byte after its last, and the first sixteen hexadecimal digits of their SHA-256. */
  readonly pageBytes: readonly (readonly [number, number, string])[]
}

/** The file beside a bundle. */
export interface Manifest {
  readonly format: (typeof MANIFEST_FORMATS)[number]
  readonly bundle: {
    readonly title: string
    readonly pages: number
    readonly size: number
    readonly sha256: string
  }
  readonly profile: { readonly id: string; readonly version: string; readonly source: string }
  /** The runs its pages are numbered by, each with the page it begins on, from 1. */
  readonly pageLabels?: readonly (NumberRun & { readonly page: number })[]
  /** Where the bundle takes several files: which of them this is, and all of them. */
  readonly volume?: number
  readonly volumes?: readonly {
    readonly file: string
    readonly pages: number
    readonly size: number
    readonly sha256: string
  }[]
  readonly documents: readonly ManifestDocument[]
  readonly report: readonly {
    readonly document?: string
    readonly page?: number
    readonly label?: string
    readonly kind: string
    readonly sentence: string
  }[]
  readonly made?: {
    readonly program: string
    readonly at: string
    readonly actor?: string
    /** Under whose key it was sealed, by their name in the case. */
    readonly holder?: string
    readonly auditHead?: string
  }
  readonly seal?: BundleSeal
}

/** A document with the stretches of the file it became. */
export interface Placed {
  readonly built: BuiltDocument
  readonly whole: Stretch
  readonly pages: readonly Stretch[]
}

/** The manifest of a finished bundle, not sealed yet. */
export function manifestOf(
  plan: BundlePlan,
  placed: readonly Placed[],
  report: readonly ReportLine[],
  whole: { pages: number; bytes: number; sha256: string },
  madeBy: BuildTools['madeBy'],
  runs: readonly LabelledFrom[],
  all?: { readonly volume: number; readonly files: readonly BuiltVolume[] },
): Manifest {
  return {
    format: MANIFEST_FORMATS[0],
    bundle: { title: plan.title, pages: whole.pages, size: whole.bytes, sha256: whole.sha256 },
    profile: { id: plan.profile.id, version: plan.profile.version, source: plan.profile.source },
    pageLabels: joinedRuns(runs).map(({ at, run }) => ({ page: at + 1, ...run })),
    ...(all
      ? {
          volume: all.volume,
          volumes: all.files.map(({ bundle, pages, bytes, sha256 }) => ({
            file: basename(bundle),
            pages,
            size: bytes,
            sha256,
          })),
        }
      : {}),
    documents: placed.map(({ built, whole: stretch, pages }) => ({
      id: built.id,
      ...(built.ref ? { ref: built.ref } : {}),
      title: entryTitle(built),
      section: built.section,
      from: built.from,
      to: built.to,
      pages: built.pages,
      labels: built.labels,
      ...(built.sha256 ? { source: built.sha256 } : {}),
      ...(built.boxes === undefined ? {} : { redactions: built.boxes }),
      bytes: [stretch.start, stretch.end],
      sha256: stretch.sha256,
      pageBytes: pages.map((page) => [page.start, page.end, page.sha256.slice(0, 16)] as const),
    })),
    report,
    ...(madeBy ? { made: madeBy } : {}),
  }
}

/** Where the manifest of a bundle stands: beside it, the same name. */
export function manifestPath(bundle: string): string {
  return `${bundle.replace(/\.pdf$/i, '')}.manifest.json`
}

/** The manifest as the text of its file, the one way it is written: one line to a document. */
export function manifestText(manifest: Pick<Manifest, 'documents'>): string {
  const { documents, ...rest } = manifest
  const lines = documents.map((document) => `    ${JSON.stringify(document)}`).join(',\n')
  const head = JSON.stringify(rest, null, 2).slice(0, -2)
  return `${head},\n  "documents": [\n${lines}\n  ]\n}\n`
}

/** The manifest as the bytes of its file. */
export function manifestBytes(manifest: Manifest): Buffer {
  return Buffer.from(manifestText(manifest))
}
