import { renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { DigestThreads } from './digest-threads.ts'
import { diskSink } from './disk-sink.ts'
import { volumeFileName } from './file-name.ts'
import { fileProperties } from './file-properties.ts'
import { finishVolume } from './finish-volume.ts'
import {
  clear,
  diskError,
  land,
  refuseExisting,
  settleFolder,
  unfinishedName,
  writeWhole,
} from './landing.ts'
import { type LaidBundle, layBundle } from './lay-bundle.ts'
import { manifestBytes, manifestOf, manifestPath } from './manifest.ts'
import { noSink, ObjectFile } from './object-file.ts'
import { dict, type Made, name, textString } from './objects.ts'
import type { BuildResult, BuildTools, BuiltVolume, BundlePlan, Rehearsed, ReportLine } from './plan.ts'
import { Press } from './press.ts'
import type { Pause } from './source-pages.ts'
import { Typefaces } from './typeface.ts'
import { judgeLimits, shortBy } from './volume-limit.ts'

/** Where a volume of a bundle stands: `NAME vol 2.pdf` beside where the bundle would alone. */
export function volumePath(to: string, volume: number): string {
  return join(dirname(to), volumeFileName(basename(to), volume))
}

/**
 * Builds a bundle and its manifest: one file, or volumes where the profile's limits ask for them. A document that
 * cannot be shown becomes a page that says so; the build goes on. The same plan and sources give the same bytes.
 * Throws `nothing-to-bundle`, `exists`, `invalid`, `too-large`, `cancelled` or the disk's error; then nothing is left
 * behind. With `tools.drafts` all files keep their unfinished names, for `sealAndLand`.
 */
export async function buildBundle(plan: BundlePlan, tools: BuildTools): Promise<BuildResult> {
  if (plan.sections.every((section) => section.documents.length === 0)) {
    throw new CaseworkError(
      'nothing-to-bundle',
      'There is no document to put in the bundle. Choose at least one.',
    )
  }
  refuseExisting(tools.to)
  refuseExisting(manifestPath(tools.to))
  const hashing = hashingOf(tools)
  const drafts = new Drafts(tools.to, hashing)
  try {
    const { laid, files } = await layWithin(plan, tools, () => {
      drafts.abandon()
      return (volume) => drafts.open(plan, tools, volume)
    })
    const limits = judgeLimits(plan, files)
    const paths = drafts.finalPaths()
    const built = files.map((file, i): BuiltVolume => {
      const bundle = paths[i]!
      return { bundle, manifest: manifestPath(bundle), ...file }
    })
    for (const [i, { press, placed, volume }] of laid.volumes.entries()) {
      const report = [...press.report, ...limits]
      const volumes = built.length > 1 ? { volume, files: built } : undefined
      const record = manifestOf(plan, placed, report, built[i]!, tools.madeBy, press.runs, volumes)
      writeWhole(unfinishedName(built[i]!.manifest), manifestBytes(record))
    }
    cancelled(tools)
    if (!tools.drafts) drafts.land()
    return resultOf(laid, built, limits)
  } catch (error) {
    drafts.abandon()
    throw diskError(error, tools.to)
  } finally {
    hashing?.stop()
  }
}

function hashingOf({ threads }: BuildTools): DigestThreads | undefined {
  return threads ? new DigestThreads() : undefined
}

/**
 * Lays a bundle without keeping it: its numbers, its report and its hashes are those the same build will have. Throws
 * as {@link buildBundle} does, but for a disk it is not written to.
 */
export async function rehearseBundle(plan: BundlePlan, tools: BuildTools): Promise<Rehearsed> {
  const hashing = hashingOf(tools)
  const open = () => {
    const file = new ObjectFile(noSink(), hashing?.file())
    return new Press(plan, file, new Typefaces(tools.fonts, file))
  }
  const { laid, files } = await layWithin(plan, tools, () => open).finally(() => hashing?.stop())
  const built = files.map((file) => ({ ...file, bundle: '', manifest: '' }))
  const { documents, report, front, sections } = resultOf(laid, built, judgeLimits(plan, files))
  const volumes = files.map(({ pages, bytes, sha256 }) => ({ pages, bytes, sha256 }))
  return { documents, report, front, sections, volumes }
}

/** Lays and finishes a bundle; once more, with more room kept free, if a volume passed its limit all the same. */
async function layWithin(plan: BundlePlan, tools: BuildTools, begin: () => (volume: number) => Press) {
  for (let factor = 1, tries = 1; ; tries++) {
    const laid = await layBundle(plan, tools, begin(), pauseOf(tools), factor)
    tools.onProgress?.(countOf(laid), countOf(laid), 'Cover, index and bookmarks')
    const files = finished(plan, laid)
    const reckoned = files.map(({ bytes }, i) => {
      const own = laid.volumes[i]!
      return { ...own.reckoned, bytes, documents: own.placed.length }
    })
    const short = shortBy(plan, reckoned)
    if (short === 0 || tries === 3) return { laid, files }
    factor = Math.max(factor, short) * 1.2
  }
}

function finished(plan: BundlePlan, laid: LaidBundle) {
  return laid.volumes.map((own) => {
    const volume = laid.volumes.length > 1 ? `, volume ${own.volume} of ${laid.volumes.length}` : ''
    const title = `${plan.caseTitle}: ${plan.title}${volume}`
    const root = catalog(own.press, finishVolume(plan, laid, own), title)
    const info = own.press.file.add(dict({ Title: textString(title) }))
    return { volume: own.volume, pages: own.press.slots.length, ...own.press.file.close(root, info) }
  })
}

function resultOf(
  laid: LaidBundle,
  built: readonly BuiltVolume[],
  limits: readonly ReportLine[],
): BuildResult {
  const first = built[0]!
  return {
    bundle: first.bundle,
    manifest: first.manifest,
    pages: first.pages,
    documents: laid.volumes.flatMap((each) => each.placed.map((item) => item.built)),
    report: [...laid.volumes.flatMap((each) => each.press.report), ...limits],
    sha256: first.sha256,
    bytes: first.bytes,
    volumes: built.map(({ bundle, manifest, pages, bytes, sha256 }) => ({
      bundle,
      manifest,
      pages,
      bytes,
      sha256,
    })),
    front: laid.layout.pages(1) - laid.layout.changes,
    sections: laid.sections.map(({ section, divider }) => ({ letter: section.letter, divider })),
  }
}

function countOf(laid: LaidBundle): number {
  return laid.volumes.reduce((sum, each) => sum + each.placed.length, 0)
}

function pauseOf(tools: BuildTools): Pause {
  return async () => {
    await setImmediate()
    cancelled(tools)
  }
}

function cancelled(tools: BuildTools): void {
  if (tools.signal?.aborted)
    throw new CaseworkError('cancelled', 'The build was stopped, as asked. Nothing was left behind.')
}

/** The files being written, and the names they will have: one alone has the name asked for. */
class Drafts {
  readonly #to: string
  readonly #hashing: DigestThreads | undefined
  readonly #open: ObjectFile[] = []

  constructor(to: string, hashing: DigestThreads | undefined) {
    this.#to = to
    this.#hashing = hashing
  }

  open(plan: BundlePlan, tools: BuildTools, volume: number): Press {
    // Hours of work must not end at a name that was taken all along.
    if (volume > 1)
      for (const each of volume === 2 ? [1, 2] : [volume]) {
        refuseExisting(volumePath(this.#to, each))
        refuseExisting(manifestPath(volumePath(this.#to, each)))
      }
    const draft = this.#draft(volume)
    clear(draft)
    const file = new ObjectFile(diskSink(draft), this.#hashing?.file())
    this.#open.push(file)
    return new Press(plan, file, new Typefaces(tools.fonts, file))
  }

  // The first is begun before it is known whether there will be another.
  #draft(volume: number): string {
    return unfinishedName(volume === 1 ? this.#to : volumePath(this.#to, volume))
  }

  /** The names of the files, in order; their drafts have the unfinished form of them. */
  finalPaths(): string[] {
    if (this.#open.length === 1) return [this.#to]
    const paths = this.#open.map((_, i) => volumePath(this.#to, i + 1))
    const first = unfinishedName(paths[0]!)
    clear(first)
    renameSync(this.#draft(1), first)
    return paths
  }

  /** Gives every file its name, each manifest before its PDF. All or none. */
  land(): void {
    const paths = this.#open.length === 1 ? [this.#to] : this.#open.map((_, i) => volumePath(this.#to, i + 1))
    const landed: string[] = []
    try {
      for (const path of paths.flatMap((each) => [manifestPath(each), each])) {
        land(unfinishedName(path), path)
        landed.push(path)
      }
      settleFolder(this.#to)
    } catch (error) {
      clear(...landed)
      throw error
    }
  }

  /** Removes what was begun, and what an earlier build left. */
  abandon(): void {
    const volumes = [this.#to, ...this.#open.map((_, i) => volumePath(this.#to, i + 1))]
    for (const file of this.#open) file.abandon()
    clear(...volumes.flatMap((path) => [unfinishedName(path), unfinishedName(manifestPath(path))]))
    this.#open.length = 0
  }
}

/** Writes the catalogue, with which a file opens at page 1 at 100 % and its bookmarks shown, and returns it. */
export function catalog(press: Press, outlines: Made, title: string): Made {
  const { file, layers, layersOff } = press
  return file.add(
    dict({
      Type: name('Catalog'),
      Version: name('1.7'),
      Pages: press.writeTree(),
      PageLabels: press.writeLabels(),
      Outlines: outlines,
      PageMode: name('UseOutlines'),
      OpenAction: [press.slots[0]!.ref, name('XYZ'), null, null, 1],
      ...fileProperties(press, title),
      OCProperties: layers.length > 0 ? dict({ OCGs: layers, D: dict({ OFF: layersOff }) }) : undefined,
    }),
  )
}
