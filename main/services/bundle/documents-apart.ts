import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { catalog } from './build.ts'
import { diskSink } from './disk-sink.ts'
import { documentFileName, sectionFolderName } from './file-name.ts'
import { sectionsOf } from './index-pages.ts'
import { diskError, refuseExisting, settleFolder, unfinishedName } from './landing.ts'
import { target } from './lay-bundle.ts'
import { ObjectFile } from './object-file.ts'
import { dict, textString } from './objects.ts'
import { writeOutlines } from './outlines.ts'
import {
  type BuildTools,
  type BuiltDocument,
  type BundleDocument,
  type BundlePlan,
  entryTitle,
} from './plan.ts'
import { Press } from './press.ts'
import { setDocument } from './set-document.ts'
import type { Pause } from './source-pages.ts'
import { Typefaces } from './typeface.ts'

/** Documents of a bundle as files of their own. */
export interface Apart {
  /** The files, as they stand within the folder. */
  readonly files: readonly string[]
  /** Titles of what has no pages of its own: a page that stands for it is no document. */
  readonly left: readonly string[]
}

/**
 * Sets every document of a bundle that was built as a file of its own, in a folder for each section (R60). Pages bear
 * the numbers they have in the bundle, and say how many it has, so that who reads one and who reads the other speak of
 * the same page. All or
 * none: the folder `tools.to` has its name only when everything stands in it. Throws `exists`, `cancelled` or the
 * disk's error.
 */
export async function buildApart(
  plan: BundlePlan,
  tools: BuildTools,
  built: readonly Pick<BuiltDocument, 'id' | 'numbers' | 'labels'>[],
): Promise<Apart> {
  refuseExisting(tools.to)
  const draft = unfinishedName(tools.to)
  const last = built.at(-1)?.labels[1]
  const numbers = new Map(built.map((each) => [each.id, each.numbers]))
  const total = plan.sections.reduce((sum, { documents }) => sum + documents.length, 0)
  const pause = async () => {
    await setImmediate()
    if (tools.signal?.aborted)
      throw new CaseworkError('cancelled', 'The build was stopped, as asked. Nothing was left behind.')
  }
  const files: string[] = []
  const left: string[] = []
  let done = 0
  try {
    rmSync(draft, { recursive: true, force: true })
    mkdirSync(draft, { mode: 0o700 })
    const folders = new Set<string>()
    for (const section of sectionsOf(plan)) {
      const folder = sectionFolderName(section.letter, section.title)
      const taken = new Set<string>()
      for (const document of section.documents) {
        tools.onProgress?.(done++, total, entryTitle(document))
        await pause()
        const run = numbers.get(document.id)
        if (run === undefined || document.content.kind === 'placeholder') {
          left.push(entryTitle(document))
          continue
        }
        if (!folders.has(folder)) mkdirSync(join(draft, folder), { mode: 0o700 })
        folders.add(folder)
        const name = documentFileName(document, taken)
        await setAlone(plan, document, { run, last }, { ...tools, to: join(draft, folder, name) }, pause)
        files.push(`${folder}/${name}`)
      }
    }
    refuseExisting(tools.to)
    renameSync(draft, tools.to)
    settleFolder(tools.to)
    return { files, left }
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw diskError(error, tools.to)
  }
}

/** Removes what was left by one that was ended before it could do so itself. */
export function clearApart(to: string): void {
  rmSync(unfinishedName(to), { recursive: true, force: true })
}

async function setAlone(
  plan: BundlePlan,
  document: BundleDocument,
  { run, last }: { readonly run: BuiltDocument['numbers']; readonly last: string | undefined },
  tools: BuildTools,
  pause: Pause,
): Promise<void> {
  const file = new ObjectFile(diskSink(tools.to))
  try {
    const press = new Press(plan, file, new Typefaces(tools.fonts, file))
    press.number(run)
    const { laid } = await setDocument(press, document, tools, pause)
    const title = entryTitle(document)
    press.writeTotal(last)
    const bookmark = { title, target: target(press.slots[0]!), children: [...laid.bookmarks], open: true }
    const outlines = writeOutlines(press, [bookmark])
    press.faces.write(file)
    file.close(catalog(press, outlines, title), file.add(dict({ Title: textString(title) })))
  } catch (error) {
    file.abandon()
    throw error
  }
}
