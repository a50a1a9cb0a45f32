import type { BundleCheck } from '../../casework/contract/bundles.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { type Beside, type TranslationFault, translationFaults } from '../../casework/rules/translations.ts'
import type { Bound, BoundSection } from './binder.ts'

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

/** Translations that stand without their original, or without what their translator certifies (R47). */
export function translationChecks(sections: readonly BoundSection[]): BundleCheck[] {
  const shown = sections.map(({ documents }) => documents.filter(({ entry }) => !entry.taken))
  const inBundle = new Set(shown.flat().map(({ entry }) => entry.id))
  return shown.flatMap((documents) =>
    translationFaults(documents.map(besideOf), inBundle).map(({ id, fault }): BundleCheck => {
      const { document } = documents.find(({ entry }) => entry.id === id)!
      const [sentence, detail] = SAID[fault]
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

function besideOf({ entry, record }: Bound): Beside {
  const { id, depth } = entry
  if (entry.type !== 'exhibit') return { id, depth, translation: null }
  const { translationOf, translator, fromLanguage, translated, certificate } = (record as StoredOf<'exhibit'>)
    .fields
  const translation = translationOf !== null || translator !== '' || fromLanguage !== ''
  return {
    id,
    depth,
    translation: translation
      ? { of: translationOf, from: fromLanguage, translator, on: translated, certificate }
      : null,
  }
}
