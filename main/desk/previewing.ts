import { CaseworkError } from '../../casework/contract/errors.ts'
import { documentIdOf, recordIdOf } from '../../casework/rules/arrangement.ts'
import type { Asked } from '../dispatch.ts'
import { type BundlePlan, sheetsBefore } from '../services/bundle/index.ts'
import { type Bound, type BoundSection, boundSections, planOf } from './binder.ts'
import { type Numbered, numbersOf } from './bundle-numbers.ts'
import type { Desk } from './desk.ts'
import { asFrozen } from './frozen-plan.ts'
import type { OpenCase } from './open-cases.ts'
import { copyFor, isFor, type Standing, standingOf } from './reader-copy.ts'
import { frozenSupplement, partsOf, supplementPlan } from './supplements.ts'
import { type WorkingBundle, workingBundle } from './working-bundle.ts'

/** How long the document may take to be set before its process is ended, in milliseconds. */
const patience = 20_000
// One preview a case, gone with it: the next takes its place, and a case that closes takes its own along.
const previews = new WeakMap<OpenCase, { readonly id: string; readonly bytes: Uint8Array }>()

/**
 * Sets one document of a bundle, or its cover and index, as a build would; with a reader, as their copy would. Answers
 * with the address of its bytes.
 */
export async function previewBundle(
  held: OpenCase,
  desk: Desk,
  {
    bundle,
    key,
    reader,
  }: { readonly bundle: string; readonly key: string; readonly reader?: string | undefined },
  { signal, progress }: Asked,
): Promise<{ address: string; bytes: number }> {
  const working = await workingBundle(held, desk, { bundle })
  const sections = await asFrozen(held, working, await boundSections(held, working))
  const documents = sections.flatMap((section) => section.documents)
  if (documents.length === 0)
    throw new CaseworkError(
      'nothing-to-bundle',
      'There is nothing in this bundle yet. Put a document in it first.',
    )
  const numbers = await numbersOf(held, desk, working, sections)
  const { whole, standing } = await fileOf(held, working, sections, numbers, key)
  const plan = reader === undefined ? whole : copyFor(whole, working, reader, standing)
  const shown = (id: string) => reader === undefined || isFor(standing.audience(id), reader)
  const bytes = await desk.run(
    'preview-bundle',
    {
      plan,
      ...desk.paper,
      skip: [],
      which: key,
      pages: documents.map(
        (each) =>
          [
            documentIdOf(each.entry),
            shown(documentIdOf(each.entry)) ? ownPages(each, numbers.pages.get(each.key) ?? 1) : 1,
          ] as const,
      ),
    },
    { signal, onProgress: progress, patience },
  )
  if (key !== 'front' && shown(key))
    await held.looks.saw(documentType(documents, recordIdOf(key)), recordIdOf(key), 'print')
  const id = desk.newId()
  previews.set(held, { id, bytes })
  return { address: `preview/${held.caseId}/${id}`, bytes: bytes.length }
}

// A document is shown as the file it goes into has it: the bundle itself, its supplement, or the one it waits for.
async function fileOf(
  held: OpenCase,
  working: WorkingBundle,
  sections: readonly BoundSection[],
  numbers: Numbered,
  key: string,
): Promise<{ readonly whole: BundlePlan; readonly standing: Standing }> {
  const { own, frozen, waiting } = partsOf(working, sections)
  const holds = (part: readonly BoundSection[]) =>
    part.some(({ documents }) => documents.some(({ entry }) => documentIdOf(entry) === key))
  const standing = standingOf(sections, numbers)
  // The numbers of dividers that are known here are those of the bundle itself.
  const apart = { ...standing, divider: () => undefined }
  if (holds(waiting))
    return { whole: supplementPlan(held, working, waiting, numbers.waiting.which), standing: apart }
  for (const [version, part] of frozen)
    if (holds(part))
      return {
        whole: await frozenSupplement(held, working, part, version, numbers.runs),
        standing: apart,
      }
  return {
    whole: planOf(held, working, own, working.frozen.length === 0 ? new Map() : numbers.runs),
    standing,
  }
}

// The engine adds the sheets before a document itself.
const ownPages = ({ document }: Bound, pages: number) => Math.max(1, pages - sheetsBefore(document))

const documentType = (
  documents: readonly { readonly entry: { readonly id: string; readonly type: 'statement' | 'exhibit' } }[],
  id: string,
) => documents.find(({ entry }) => entry.id === id)?.entry.type ?? 'exhibit'

/** The bytes of the preview a case shows now; undefined once another took its place. */
export function previewOf(held: OpenCase, id: string): Uint8Array | undefined {
  const shown = previews.get(held)
  return shown?.id === id ? shown.bytes : undefined
}
