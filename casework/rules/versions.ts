import type { CarriedStands, PageRuns, ReadingCard, VersionGround, VersionPage } from '../reading.ts'
import { runsOf } from './page-runs.ts'

/** Where a page of an earlier version stands in a later one; no page where it is gone. Pages count from 1. */
export interface PageSince {
  readonly page: number | null
  readonly stands: CarriedStands
}

/** How two versions of a bundle lie over each other, page by page. */
export interface Versions {
  /** For each page of the earlier version, in order. */
  readonly since: readonly PageSince[]
  /** Pages of the later version that stood nowhere in the earlier; cover, index and dividers apart. */
  readonly fresh: PageRuns
  /** Those that show something else than the page of their number in the same document did, in the same way. */
  readonly changed: PageRuns
  /** Covers, indexes and dividers that are new or changed. */
  readonly front: number
}

/** The pages of a later version as they are held against those of an earlier one: by digests made in the same way. */
export function pagesSince(
  before: Pick<ReadingCard, 'digests'>,
  now: Pick<ReadingCard, 'pages'>,
): readonly VersionPage[] {
  if (before.digests !== undefined) return now.pages
  return now.pages.map((page) => ({ ...page, digest: page.first ?? page.digest }))
}

/**
 * Lays a later version over an earlier one. A page is itself where its number and what it shows are the same; then
 * wherever what it shows stands now; then by its number in its document, as a page that changed. None is taken twice.
 */
export function pairVersions(before: readonly VersionPage[], after: readonly VersionPage[]): Versions {
  const since: PageSince[] = before.map(() => ({ page: null, stands: 'gone' }))
  const from = new Map<number, CarriedStands>()
  const rest = { before: new Set(before.keys()), after: new Set(after.keys()) }
  const pairUp = (key: (page: VersionPage) => string, stands: CarriedStands, evenOnly = false) => {
    const waiting = grouped(before, rest.before, key)
    for (const [shown, places] of grouped(after, rest.after, key)) {
      const old = waiting.get(shown) ?? []
      // Of pages that look alike, as blank ones do, nobody can tell which is which unless none came and none went.
      if (evenOnly && old.length !== places.length) continue
      for (const [nth, at] of places.slice(0, old.length).entries()) {
        const was = old[nth] as number
        since[was] = { page: at + 1, stands }
        from.set(at, stands)
        rest.before.delete(was)
        rest.after.delete(at)
      }
    }
  }
  pairUp(({ label, digest }) => `${label}\n${digest}`, 'same')
  pairUp(({ digest }) => digest, 'moved', true)
  pairUp(({ label, document }) => `${label}\n${document}`, 'changed')

  const fresh: number[] = []
  const changed: number[] = []
  let front = 0
  for (const [at, page] of after.entries()) {
    const stands = from.get(at)
    if (stands === 'same' || stands === 'moved') continue
    if (page.document === '') front++
    else (stands === 'changed' ? changed : fresh).push(at + 1)
  }
  return { since, fresh: runsOf(fresh), changed: runsOf(changed), front }
}

function grouped(
  pages: readonly VersionPage[],
  left: ReadonlySet<number>,
  key: (page: VersionPage) => string,
): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  for (const at of left) {
    const name = key(pages[at] as VersionPage)
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [at])
    else group.push(at)
  }
  return groups
}

type Known = Pick<ReadingCard, 'sha256' | 'title' | 'made' | 'first'>

/** Whether one bundle was made before another, as their manifests say; as they were first read, where one has none. */
export function madeBefore(one: Known, other: Known): boolean {
  const [a, b] = [one.made?.at ?? '', other.made?.at ?? '']
  return a !== '' && b !== '' && a !== b ? a < b : one.first < other.first
}

/** On what ground one bundle may be an earlier version of another; null where nothing says so. */
export function earlierVersion(before: Known, now: Known): VersionGround | null {
  if (before.sha256 === now.sha256 || plain(now.title) === '' || plain(before.title) !== plain(now.title))
    return null
  if (!madeBefore(before, now)) return null
  if (before.made === null || now.made === null) return 'title'
  if (before.made.volume !== now.made.volume) return null
  if (before.made.key === '' || now.made.key === '') return 'title'
  return before.made.key === now.made.key ? 'seal' : 'other-seal'
}
const plain = (title: string): string => title.replace(/\s+/g, ' ').trim().toLowerCase()
