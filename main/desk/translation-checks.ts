import type { BundleCheck } from '../../casework/contract/bundles.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { type Beside, type TranslationFault, translationFaults } from '../../casework/rules/translations.ts'
import type { Bound, BoundSection } from './binder.ts'
import { about } from './bundle-check-parts.ts'

const SAID: Readonly<Record<TranslationFault, readonly [sentence: string, detail: string]>> = {
  'no-original': [
    'is a translation without its original',
    'Say in its details which exhibit it is a translation of, and put that into this bundle.',
  ],
  apart: ['stands apart from its original', 'Move it behind the original, and put it under it.'],
  'no-certificate': [
    'is a translation without its translator’s certificate',
    'Give translator, language and date in its details, or the exhibit that certifies it, and put that in.',
  ],
  'certificate-apart': [
    'stands apart from its translator’s certificate',
    'Move the certificate beside the translation.',
  ],
}

/**
 * Translations that stand without their original, or without what their translator certifies (R47). A frozen one is
 * judged by the certificate it was frozen with.
 */
export function translationChecks(sections: readonly BoundSection[]): BundleCheck[] {
  const shown = sections.map(({ documents }) => documents.filter(({ entry }) => !entry.taken))
  const inBundle = new Set(shown.flat().map(({ entry }) => entry.id))
  return shown.flatMap((documents) =>
    translationFaults(documents.map(besideOf), inBundle).map(({ id, fault }): BundleCheck => {
      const bound = documents.find(({ entry }) => entry.id === id)!
      const { document, frozenIn } = bound
      const [sentence, detail] = SAID[fault]
      const since = fault === 'no-certificate' && frozenIn !== undefined && isCertified(detailsOf(bound))
      if (since)
        return {
          rule: 'R47',
          weight: 'look',
          sentence: `${document.ref ?? `“${document.title}”`} ${sentence}`,
          detail: `It was frozen so in version ${frozenIn}. Its details have one by now: taken out and put in again behind what is frozen, it has it.`,
          ...about(bound, 'replace'),
        }
      return {
        rule: 'R47',
        weight: 'look',
        sentence: `${document.ref ?? `“${document.title}”`} ${sentence}`,
        detail,
        type: 'exhibit',
        id,
        fix: 'open',
      }
    }),
  )
}

type Details = NonNullable<Beside['translation']>

/** What the details of a document's record say of it as a translation. */
function detailsOf({ entry, record }: Bound): Details | null {
  if (entry.type !== 'exhibit') return null
  const { translationOf, translator, fromLanguage, translated, certificate } = (record as StoredOf<'exhibit'>)
    .fields
  const translation = translationOf !== null || translator !== '' || fromLanguage !== ''
  return translation
    ? { of: translationOf, from: fromLanguage, translator, on: translated, certificate }
    : null
}

const isCertified = (details: Details | null): boolean =>
  details !== null &&
  details.certificate === null &&
  details.from !== '' &&
  details.translator !== '' &&
  details.on !== null

function besideOf(bound: Bound): Beside {
  const { id, depth } = bound.entry
  const details = detailsOf(bound)
  if (details === null || bound.frozenIn === undefined) return { id, depth, translation: details }
  const sheet = bound.document.translation
  // An exhibit that certifies it is one of the bundle, or none: that can be seen. A sheet is there only if it was frozen.
  const certificate = sheet === undefined ? details.certificate : null
  const { language: from = '', translator = '', on = null } = sheet ?? {}
  return { id, depth, translation: { of: details.of, from, translator, on, certificate } }
}
