/** The screens there can be. Those with a case in their name are shown inside an open case. */
export const sections = [
  'today',
  'cases',
  'overview',
  'evidence',
  'timeline',
  'people',
  'statements',
  'actions',
  'bundles',
  'audit',
  'case-file',
] as const
export type Section = (typeof sections)[number]

/** Whether a screen looks across every open case rather than into one. */
export const acrossCases = (section: Section): boolean => section === 'today' || section === 'cases'

/** Where the window is: a screen, the case it is about, and the record that is open there. */
export interface Spot {
  readonly section: Section
  readonly caseId: string | null
  readonly item: string | null
  /** A place within the record: a page, a paragraph, a tab. The screen says what it means. */
  readonly part: string | null
}

export interface Router {
  readonly here: () => Spot
  readonly subscribe: (hear: () => void) => () => void
  /** Goes to a spot. Parts left out: the case stays, item and part are dropped. */
  readonly go: (to: Partial<Spot> & { readonly section: Section }) => void
  /** Opens a record on this screen; from one record to the next it does not lengthen the way back. */
  readonly open: (item: string | null, part?: string | null) => void
  readonly back: () => void
  readonly forward: () => void
  readonly canBack: () => boolean
  readonly canForward: () => boolean
}

const same = (a: Spot, b: Spot) =>
  a.section === b.section && a.caseId === b.caseId && a.item === b.item && a.part === b.part

/** A router that starts at `first` and remembers the way, up to a hundred steps. */
export function createRouter(first: Spot): Router {
  const state = { way: [first] as readonly Spot[], at: 0 }
  const ears = new Set<() => void>()
  const tell = () => {
    for (const hear of ears) hear()
  }
  const here = () => state.way[state.at]!
  const step = (spot: Spot, replace: boolean) => {
    if (same(spot, here())) return
    const way = [...state.way.slice(0, state.at + (replace ? 0 : 1)), spot].slice(-100)
    state.way = way
    state.at = way.length - 1
    tell()
  }
  const move = (by: number) => {
    const at = state.at + by
    if (at < 0 || at >= state.way.length) return
    state.at = at
    tell()
  }
  return {
    here,
    subscribe: (hear) => {
      ears.add(hear)
      return () => void ears.delete(hear)
    },
    go: (to) =>
      step(
        {
          section: to.section,
          // Today and Cases look across cases, so they are about none.
          caseId: acrossCases(to.section) ? null : (to.caseId ?? here().caseId),
          item: to.item ?? null,
          part: to.part ?? null,
        },
        false,
      ),
    open: (item, part = null) => step({ ...here(), item, part }, here().item !== null && item !== null),
    back: () => move(-1),
    forward: () => move(1),
    canBack: () => state.at > 0,
    canForward: () => state.at < state.way.length - 1,
  }
}
