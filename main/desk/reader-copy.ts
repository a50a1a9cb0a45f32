import { CaseworkError } from '../../casework/contract/errors.ts'
import { documentIdOf } from '../../casework/rules/arrangement.ts'
import { labelAt, labelRange, type NumberRun } from '../../casework/rules/numbering.ts'
import type { BundleDocument, BundlePlan } from '../services/bundle/index.ts'
import type { BoundSection } from './binder.ts'
import type { Numbered } from './bundle-numbers.ts'
import type { WorkingBundle } from './working-bundle.ts'

/** A document's numbers and who alone it is for, by the document's id; a divider's numbers by its section's letter. */
export interface Standing {
  readonly run: (id: string) => { readonly run: NumberRun; readonly pages: number } | undefined
  readonly divider: (letter: string) => NumberRun | undefined
  readonly audience: (id: string) => readonly string[]
}

/** How what a bundle binds now stands, under the numbers it would have. */
export function standingOf(
  sections: readonly BoundSection[],
  { runs, pages }: Pick<Numbered, 'runs' | 'pages'>,
): Standing {
  const bound = new Map(
    sections.flatMap(({ documents }) => documents.map((each) => [documentIdOf(each.entry), each] as const)),
  )
  return {
    run: (id) => {
      const key = bound.get(id)?.key ?? ''
      const run = runs.get(key)
      return run === undefined ? undefined : { run, pages: pages.get(key) ?? 1 }
    },
    divider: (letter) => runs.get(`section ${letter}`),
    audience: (id) => bound.get(id)?.entry.audience ?? [],
  }
}

/** Whether a document that is for these readers alone is for this one; for nobody in particular, it is for everyone. */
export const isFor = (audience: readonly string[], reader: string): boolean =>
  audience.length === 0 || audience.includes(reader)

/**
 * The plan of a copy for one reader. What is not for them is one page that bears the range of its numbers and says no
 * more, so that a number means the same page in everybody's copy. No single reference to it is marked where others name it:
 * that would say which document the page stands for, and that others have it. The index says of all of them at once that
 * what it does not list is not in this copy. Throws `not-found` for a reader the profile has not.
 */
export function copyFor(
  plan: BundlePlan,
  { profile }: Pick<WorkingBundle, 'profile'>,
  reader: string,
  standing: Standing,
): BundlePlan {
  if (!profile.readers.includes(reader))
    throw new CaseworkError(
      'not-found',
      profile.readers.length === 0
        ? 'Bundles of this profile are made for one reader only.'
        : `Copies of this bundle are made for: ${profile.readers.join(', ')}.`,
      { at: 'reader' },
    )
  return {
    ...plan,
    reader,
    subtitle: [plan.subtitle ?? '', `Copy for: ${reader}`].filter((each) => each !== '').join('. '),
    sections: plan.sections.map((section) => {
      const divider = standing.divider(section.letter ?? '')
      return {
        ...section,
        ...(divider === undefined ? {} : { divider }),
        documents: section.documents.map((document) => forReader(document, reader, standing)),
      }
    }),
  }
}

function forReader(document: BundleDocument, reader: string, standing: Standing): BundleDocument {
  const found = standing.run(document.id)
  if (found === undefined)
    throw new CaseworkError(
      'conflict',
      `${document.ref ?? document.title} has no numbers yet. Move it first.`,
    )
  if (isFor(standing.audience(document.id), reader)) {
    // What was taken out since stands whole in an earlier version, which numbers it as it did.
    const asItWas = document.numbers !== undefined || found.run.style === 'fixed'
    return asItWas ? document : { ...document, numbers: found.run }
  }
  const label = labelRange(labelAt(found.run, 0), labelAt(found.run, Math.max(0, found.pages - 1)))
  return {
    id: document.id,
    title: 'Not in this copy',
    ...(document.depth === 1 ? { depth: 1 as const } : {}),
    numbers: { style: 'fixed', label },
    content: { kind: 'placeholder', reason: 'These pages are not in this copy of the bundle.', facts: [] },
  }
}
