import { basename } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { coverSheet, dividerSheet, type IndexSection, indexSheets } from './front-pages.ts'
import {
  clear,
  diskError,
  land,
  refuseExisting,
  settleFolder,
  unfinishedName,
  writeWhole,
} from './landing.ts'
import { layDocument } from './lay-document.ts'
import { manifestBytes, manifestOf, manifestPath, type Placed } from './manifest.ts'
import { diskSink, noSink, ObjectFile } from './object-file.ts'
import { dict, type Made, name, textString } from './objects.ts'
import { writeOutlines } from './outlines.ts'
import {
  type BuildResult,
  type BuildTools,
  type BuiltDocument,
  type BundleDocument,
  type BundlePlan,
  bookmarkTitle,
  entryTitle,
  type Rehearsed,
} from './plan.ts'
import { type Bookmark, Press, type Slot } from './press.ts'
import type { Sheet } from './sheet.ts'
import type { Pause } from './source-pages.ts'
import { Typefaces } from './typeface.ts'

/**
 * Builds a bundle and its manifest. A document that cannot be shown becomes a page that says so; the build goes on.
 * The same plan and sources give the same bytes. Throws `nothing-to-bundle`, `exists`, `cancelled` or the disk's
 * error; then nothing is left behind.
 */
export async function buildBundle(plan: BundlePlan, tools: BuildTools): Promise<BuildResult> {
  const manifest = manifestPath(tools.to)
  if (plan.sections.every((section) => section.documents.length === 0)) {
    throw new CaseworkError(
      'nothing-to-bundle',
      'There is no document to put in the bundle. Choose at least one.',
    )
  }
  refuseExisting(tools.to)
  refuseExisting(manifest)
  const [bundleDraft, manifestDraft] = [unfinishedName(tools.to), unfinishedName(manifest)]
  clear(bundleDraft, manifestDraft)
  let file: ObjectFile | undefined
  try {
    file = new ObjectFile(diskSink(bundleDraft))
    const press = new Press(plan, file, new Typefaces(tools.fonts, file))
    const { placed, root, info } = await lay(press, tools)
    const whole = { ...file.close(root, info), pages: press.slots.length }
    const record = manifestOf(plan, placed, press.report, whole, tools.madeBy)
    writeWhole(manifestDraft, manifestBytes(record))
    cancelled(tools)
    land(manifestDraft, manifest)
    try {
      land(bundleDraft, tools.to)
    } catch (error) {
      clear(manifest)
      throw error
    }
    settleFolder(tools.to)
    return {
      bundle: tools.to,
      manifest,
      pages: whole.pages,
      documents: placed.map((item) => item.built),
      report: press.report,
      sha256: whole.sha256,
      bytes: whole.bytes,
    }
  } catch (error) {
    file?.abandon()
    clear(bundleDraft, manifestDraft)
    throw diskError(error, basename(tools.to))
  }
}

/**
 * Lays a bundle without keeping it: its numbers, its report and its hash are those the same build will have. Throws as
 * {@link buildBundle} does, but for the disk it is not written to.
 */
export async function rehearseBundle(plan: BundlePlan, tools: BuildTools): Promise<Rehearsed> {
  const file = new ObjectFile(noSink())
  const press = new Press(plan, file, new Typefaces(tools.fonts, file))
  const { placed, root, info } = await lay(press, tools)
  const { sha256, bytes } = file.close(root, info)
  return {
    pages: press.slots.length,
    documents: placed.map((item) => item.built),
    report: press.report,
    sha256,
    bytes,
  }
}

function cancelled(tools: BuildTools): void {
  if (tools.signal?.aborted)
    throw new CaseworkError('cancelled', 'The build was stopped, as asked. Nothing was left behind.')
}

interface Laying {
  readonly placed: Placed[]
  readonly root: Made
  readonly info: Made
}

async function lay(press: Press, tools: BuildTools): Promise<Laying> {
  const { plan, file } = press
  const pause: Pause = async () => {
    await setImmediate()
    cancelled(tools)
  }
  const sections = plan.sections.filter((section) => section.documents.length > 0)
  const total = sections.reduce((sum, section) => sum + section.documents.length, 0)
  const bare: IndexSection[] = sections.map(({ title, documents }) => ({ title, documents }))
  const cover = press.take()
  const index = indexSheets(press, bare).map(() => press.take())
  const placed: Placed[] = []
  const dividers: (Slot | undefined)[] = []
  const listed: IndexSection[] = []
  const bookmarks: Bookmark[] = []
  for (const section of sections) {
    const divider = plan.profile.dividers ? press.take() : undefined
    const first = press.slots.length + 1
    dividers.push(divider)
    const children: Bookmark[] = []
    const entries: { ref?: string; title: string; date?: string; built: BuiltDocument }[] = []
    for (const document of section.documents) {
      tools.onProgress?.(placed.length, total, entryTitle(document))
      await pause()
      const item = await place(press, document, section.title, tools, pause)
      placed.push(item.placed)
      entries.push({ ...named(document), built: item.placed.built })
      children.push(item.bookmark)
    }
    const from = divider?.number ?? first
    listed.push({ title: section.title, from, documents: entries })
    bookmarks.push({ title: section.title, target: here(press, from), children, open: true })
  }
  tools.onProgress?.(total, total, 'Cover, index and bookmarks')
  for (const [i, divider] of dividers.entries())
    if (divider) set(press, dividerSheet(press, i, listed[i]!), divider)
  set(press, coverSheet(press, total), cover)
  for (const [i, sheet] of indexSheets(press, listed).entries()) set(press, sheet, index[i]!)
  press.writeTotal()
  const front: Bookmark[] = [
    { title: 'Cover (page 1)', target: here(press, 1), children: [], open: false },
    { title: bookmarkTitle('Index', 2, index.length + 1), target: here(press, 2), children: [], open: false },
  ]
  const outlines = writeOutlines(press, [...front, ...bookmarks])
  const missing = press.faces.missing()
  if (missing.length > 0) {
    press.note({
      kind: 'character',
      sentence: `The paper typefaces lack ${missing.length === 1 ? 'a character' : 'some characters'}: ${missing.slice(0, 20).join(' ')}. An empty box is printed; the text can still be searched and copied.`,
    })
  }
  press.faces.write(file)
  return {
    placed,
    root: catalog(press, outlines),
    info: file.add(dict({ Title: textString(`${plan.caseTitle}: ${plan.title}`) })),
  }
}

async function place(
  press: Press,
  document: BundleDocument,
  section: string,
  tools: BuildTools,
  pause: Pause,
): Promise<{ placed: Placed; bookmark: Bookmark }> {
  const from = press.slots.length + 1
  const start = press.file.begin('document')
  const laid = await layDocument(press, document, tools, pause)
  const whole = press.file.finish('document', start)
  const to = press.slots.length
  const { content } = document
  const built: BuiltDocument = {
    id: document.id,
    ...named(document),
    section,
    from,
    to,
    pages: to - from + 1,
    labels: [String(from), String(to)],
    volume: 1,
    ...('sha256' in content ? { sha256: content.sha256 } : {}),
  }
  const bookmark: Bookmark = {
    title: bookmarkTitle(entryTitle(document), from, to),
    target: here(press, from),
    children: laid.bookmarks,
    open: false,
  }
  return { placed: { built, whole, pages: laid.stretches }, bookmark }
}

function named(document: BundleDocument): { ref?: string; title: string; date?: string } {
  return {
    ...(document.ref ? { ref: document.ref } : {}),
    title: document.title,
    ...(document.date ? { date: document.date } : {}),
  }
}

function here(press: Press, page: number): Bookmark['target'] {
  return [press.slots[page - 1]!.ref, name('XYZ'), null, null, null]
}

function set(press: Press, sheet: Sheet, slot: Slot): void {
  press.writeSheet(sheet, slot, (s) => press.pageOf(s, slot))
}

function catalog(press: Press, outlines: Made): Made {
  const { file, layers, layersOff } = press
  const labels = file.add(dict({ Nums: [0, dict({ S: name('D') })] }))
  return file.add(
    dict({
      Type: name('Catalog'),
      Version: name('1.7'),
      Pages: press.writeTree(),
      PageLabels: labels,
      Outlines: outlines,
      PageMode: name('UseOutlines'),
      OpenAction: [press.slots[0]!.ref, name('XYZ'), null, null, 1],
      Lang: textString('en-GB'),
      ViewerPreferences: dict({ DisplayDocTitle: true }),
      OCProperties: layers.length > 0 ? dict({ OCGs: layers, D: dict({ OFF: layersOff }) }) : undefined,
    }),
  )
}
