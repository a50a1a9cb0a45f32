import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import { type Section, sections } from '../state/router.ts'

type Module = { readonly Screen: ComponentType }
const found = import.meta.glob<Module>('../views/*/Screen.tsx')

/** The screens there are, each loaded when it is first gone to. A section without a folder is not shown. */
export const screens: Readonly<Partial<Record<Section, LazyExoticComponent<ComponentType>>>> =
  Object.fromEntries(
    sections.flatMap((section) => {
      const load = found[`../views/${section}/Screen.tsx`]
      return load === undefined ? [] : [[section, lazy(async () => ({ default: (await load()).Screen }))]]
    }),
  )

/** The screens of an open case, in the order of the rail. */
export const caseSections: readonly Section[] = sections.filter(
  (section) => section !== 'today' && section !== 'cases' && screens[section] !== undefined,
)

export const sectionWords: Readonly<Record<Section, string>> = {
  today: 'Today',
  cases: 'Cases',
  overview: 'Overview',
  evidence: 'Evidence',
  timeline: 'Timeline',
  people: 'People',
  statements: 'Statements',
  actions: 'Actions',
  bundles: 'Bundles',
  audit: 'Audit',
  'case-file': 'Case file',
}
