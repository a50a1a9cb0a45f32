import type { Foreign, Press } from './press.ts'

const NAMED = 8

/** Pages of a file that are not ours, and pictures on ours that an archive's rules do not allow. */
function foreignOf({ slots, foreign }: Press): readonly Foreign[] {
  return slots.flatMap((slot) => foreign.get(slot) ?? [])
}

/**
 * Why a file does not claim PDF/A-2b (ISO 19005-2), in a sentence; undefined where it does. It is claimed only where
 * every page is set by us: what another program made is kept as it is, not judged.
 */
export function archiveBlockedBy(press: Press): string | undefined {
  const foreign = foreignOf(press)
  const reasons: string[] = []
  const sources = named(foreign.filter(({ why }) => why === 'source'))
  if (sources !== '') reasons.push(`these are kept as their files made them: ${sources}`)
  const inks = named(foreign.filter(({ why }) => why === 'inks'))
  if (inks !== '') reasons.push(`these are pictures in printing inks (CMYK): ${inks}`)
  if (press.faces.lacking().length > 0) reasons.push('the paper typefaces lack a character that is printed')
  return reasons.length === 0
    ? undefined
    : `The bundle as a whole does not claim PDF/A-2b: ${reasons.join('; ')}.`
}

/** Which documents of a file are not tagged, in a sentence; undefined where all are. */
export function untaggedIn(press: Press): string | undefined {
  const sources = named(foreignOf(press).filter(({ why }) => why === 'source'))
  return sources === ''
    ? undefined
    : `Pages set by the workbench are tagged for screen readers; these are not, so the bundle does not say that it is tagged: ${sources}.`
}

function named(list: readonly Foreign[]): string {
  const words = list.slice(0, NAMED).map(({ entry }) => entry)
  const more = list.length - words.length
  return more > 0 ? `${words.join('; ')}; and ${more.toLocaleString('en-GB')} more` : words.join('; ')
}
