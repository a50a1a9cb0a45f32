import { setImmediate } from 'node:timers/promises'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { catalog } from './build.ts'
import { changeSheets } from './change-pages.ts'
import { blankSheet, coverSheet } from './front-pages.ts'
import { sectionsOf } from './index-pages.ts'
import { target } from './lay-bundle.ts'
import { beyondFrozen, frontLayout, type NumberedPlan, numberPlan } from './numbered-plan.ts'
import { ObjectFile, type Sink } from './object-file.ts'
import { dict, textString } from './objects.ts'
import { writeOutlines } from './outlines.ts'
import { numberedBy, PageNumbers } from './page-numbers.ts'
import type { BuildTools, BuiltDocument, BundlePlan } from './plan.ts'
import { Press } from './press.ts'
import { setDocument } from './set-document.ts'
import { Typefaces } from './typeface.ts'

/** The most a preview may take, in bytes. */
const MOST = 64 * 1024 * 1024

/**
 * One document of a plan, or its cover and index (`front`), set as a build would set it: a PDF in memory. A document
 * shows the numbers the plan hands it, or those `pages` (page counts by document) give it. Throws `not-found`,
 * `too-large` beyond 64 MB, and `cancelled`.
 */
export async function previewPages(
  plan: BundlePlan,
  tools: Omit<BuildTools, 'to'>,
  which: string | 'front',
  pages: ReadonlyMap<string, number> = new Map(),
): Promise<Uint8Array> {
  const sink = boundedSink(MOST)
  const file = new ObjectFile(sink)
  const press = new Press(plan, file, new Typefaces(tools.fonts, file))
  const numbered = numberPlan(plan, pages, tools)
  if (which === 'front') setFront(press, plan, numbered)
  else await setOne(press, plan, numbered, tools, which)
  press.writeTotal(lastLabel(numbered))
  const outlines = writeOutlines(press, [
    { title: plan.title, target: target(press.slots[0]!), children: [], open: false },
  ])
  press.faces.write(file)
  file.close(catalog(press, outlines, plan.title), file.add(dict({ Title: textString(plan.title) })))
  return sink.bytes()
}

function lastLabel({ front, sections }: NumberedPlan): string {
  return sections.at(-1)?.documents.at(-1)?.last ?? front.labels.at(-1)!
}

async function setOne(
  press: Press,
  plan: BundlePlan,
  numbered: NumberedPlan,
  tools: Omit<BuildTools, 'to'>,
  id: string,
): Promise<void> {
  const document = plan.sections.flatMap(({ documents }) => documents).find((each) => each.id === id)
  const place = numbered.sections.flatMap(({ documents }) => documents).find((each) => each.id === id)
  if (!document || !place)
    throw new CaseworkError('not-found', 'That document is not in the bundle any more. Choose another.')
  press.number(document.numbers ?? place.numbers)
  await setDocument(press, document, { ...tools, to: '' }, async () => {
    await setImmediate()
    if (tools.signal?.aborted) throw new CaseworkError('cancelled', 'Stopped, as asked.')
  })
}

function setFront(press: Press, plan: BundlePlan, numbered: NumberedPlan): void {
  const sections = sectionsOf(plan)
  const layout = frontLayout(press.faces, plan, sections)
  for (const { run, pages } of new PageNumbers(numberedBy(plan)).front(layout.pages(1))) {
    press.number(run)
    for (let i = 0; i < pages; i++) press.take()
  }
  const titles = new Map(plan.sections.flatMap((each) => each.documents).map((each) => [each.id, each]))
  const documents = numbered.sections.flatMap((section) =>
    section.documents.map((each): BuiltDocument => {
      const { title, ref } = titles.get(each.id)!
      const place = { from: 1, to: 1, pages: each.pages, labels: [each.first, each.last] as const }
      return {
        id: each.id,
        ...(ref ? { ref } : {}),
        title,
        section: section.title,
        ...place,
        numbers: each.numbers,
        volume: each.volume,
      }
    }),
  )
  const where = {
    of: numbered.volumes,
    documents,
    sections: numbered.sections.map(({ divider, documents: own }) => ({
      first: divider ?? own[0]!.first,
      last: own.at(-1)!.last,
      volume: own[0]!.volume,
      page: 1,
    })),
  }
  const first = numbered.front.labels[0]!
  const inFirst = documents.filter((each) => each.volume === 1)
  const cover = coverSheet(press, {
    ...where,
    volume: 1,
    whole: [first, lastLabel(numbered)],
    own: [first, inFirst.at(-1)?.labels[1] ?? numbered.front.labels.at(-1)!],
    pages: numbered.pages,
  })
  const sheets = [
    cover,
    // It stands in no file, so nothing in it can lead anywhere.
    ...layout.index.sheets(press.faces, { ...where, volume: 0 }),
    ...Array.from({ length: layout.blank }, () => blankSheet(press)),
    ...changeSheets(press.faces, plan, beyondFrozen(numbered.front.labels, plan.frozenFront)),
  ]
  for (const [i, sheet] of sheets.entries())
    press.writeSheet(sheet, press.slots[i]!, (own) => press.pageOf(own, press.slots[i]!))
}

/** Bytes kept in memory, up to a limit. Throws `too-large` beyond it. */
function boundedSink(most: number): Sink & { bytes(): Uint8Array } {
  let parts: Buffer[] = []
  let length = 0
  return {
    write: (bytes) => {
      length += bytes.length
      if (length > most)
        throw new CaseworkError(
          'too-large',
          `This document is larger than ${most / (1024 * 1024)} MB and cannot be shown before it is built. Build the bundle to see it.`,
        )
      parts.push(Buffer.from(bytes))
    },
    truncate: (to) => {
      const whole = Buffer.concat(parts).subarray(0, to)
      parts = [whole]
      length = to
    },
    finish: () => {},
    abandon: () => {},
    bytes: () => Buffer.concat(parts),
  }
}
