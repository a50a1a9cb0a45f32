import type { BundlePlan } from './plan.ts'

/** The plan of a paper that stands by itself and in no bundle: it has no sections, and its pages no bundle numbers. */
export function planAlone(
  paper: { readonly caseTitle: string; readonly urn?: string; readonly fictional: boolean },
  title: string,
): BundlePlan {
  return {
    title,
    date: '1970-01-01',
    caseTitle: paper.caseTitle,
    ...(paper.urn ? { urn: paper.urn } : {}),
    parties: [],
    fictional: paper.fictional,
    profile: {
      id: 'single',
      version: '1',
      name: 'A document alone',
      source: 'None',
      effectiveFrom: '1970-01-01',
      verified: 'unverified',
      prosecutor: '',
      numbering: 'continuous',
      dividers: false,
      indexStyle: 'dated',
      sections: [{ letter: 'A', title: 'Statement', takes: [] }],
      limits: { pages: null, megabytes: null, beyond: 'warns' },
      fileName: '{title}',
      late: 'end',
      supplement: { letters: 'SB', why: 'It has no supplement.' },
      refuses: [],
      audience: 'served',
      readers: [],
      stamp: { corner: 'bottom-right', right: 10, up: 8 },
      imageDpi: 300,
    },
    sections: [],
  }
}
