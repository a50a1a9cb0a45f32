/** A document of a bundle as this rule sees it, in the order of its section. */
export interface Beside {
  readonly id: string
  readonly depth: 0 | 1
  /** What is known of it where it is a translation. */
  readonly translation: {
    readonly of: string | null
    readonly from: string
    readonly translator: string
    readonly on: string | null
    readonly certificate: string | null
  } | null
}

/** What a translation lacks. */
export type TranslationFault = 'no-original' | 'apart' | 'no-certificate' | 'certificate-apart'

/**
 * What a section's translations lack (R47): each stands beside its original, under it or next to it, and has its
 * translator's certificate: who made it, from which language and when, or an exhibit that says so, beside it too.
 */
export function translationFaults(
  section: readonly Beside[],
  inBundle: ReadonlySet<string>,
): { readonly id: string; readonly fault: TranslationFault }[] {
  const group: number[] = []
  for (const [at, { depth }] of section.entries()) group.push(depth === 1 && at > 0 ? group[at - 1]! : at)
  const beside = (at: number, other: string): boolean => {
    const place = section.findIndex(({ id }) => id === other)
    return place >= 0 && (group[place] === group[at] || Math.abs(place - at) === 1)
  }
  return section.flatMap(({ id, translation }, at) => {
    if (translation === null) return []
    const faults: TranslationFault[] = []
    const { of, from, translator, on, certificate } = translation
    if (of === null || of === id || !inBundle.has(of)) faults.push('no-original')
    else if (!beside(at, of)) faults.push('apart')
    if (certificate === null) {
      if (from === '' || translator === '' || on === null) faults.push('no-certificate')
    } else if (!inBundle.has(certificate)) faults.push('no-certificate')
    else if (!beside(at, certificate)) faults.push('certificate-apart')
    return faults.map((fault) => ({ id, fault }))
  })
}
