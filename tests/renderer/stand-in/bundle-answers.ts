import { CaseworkError } from '../../../casework/contract/errors.ts'
import { arrangementLines, type Entry } from '../../../casework/rules/arrangement.ts'
import { exhibit, planFor, section } from '../bundles/samples.ts'
import type { Answers } from './answers.ts'

/** Answers about one bundle of so many documents, in sections of a thousand, that can be arranged. */
export function bundleAnswers(documents: number): Answers {
  const entries: Entry[] = []
  const pages: Record<string, number> = {}
  for (let n = 0; n < documents; n++) {
    if (n % 1_000 === 0) entries.push(section(String.fromCharCode(65 + n / 1_000)))
    entries.push(exhibit(`exhibit${n}`))
    pages[`exhibit${n}`] = 1 + (n % 7)
  }
  const state = { entries, version: 1 }
  const plan = () => {
    const planned = planFor(state.entries, pages)
    const bundle = { ...planned.bundle!, version: state.version }
    return { ...planned, bundle, documents, bytes: documents * 40_000, pages: documents * 4 }
  }
  return {
    'bundle.list': () => ({
      bundles: [
        {
          id: 'bundle01',
          ref: 'B1',
          title: 'Trial',
          profile: 'general',
          state: 'draft',
          version: null,
          documents,
          changed: Date.parse('2026-03-18T14:02:31Z'),
        },
      ],
    }),
    'bundle.profiles': () => ({ profiles: [plan().profile] }),
    'bundle.versions': () => ({ versions: [], copies: [] }),
    'bundle.plan': plan,
    'bundle.arrange': ({ version, entries: next }) => {
      if (version !== state.version) throw new CaseworkError('conflict', 'It was changed since.')
      state.entries = [...next]
      state.version += 1
      const { bundle } = plan()
      return { record: { ...bundle, fields: { ...bundle.fields, entries: arrangementLines(next) } } }
    },
  }
}
