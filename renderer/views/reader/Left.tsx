import type { PageRuns, ReadingNote } from '../../../casework/reading.ts'
import { Tabs } from '../../parts/Tabs.tsx'
import { IndexList, ReadSoFar } from './IndexList.tsx'
import type { IndexRow } from './pages-model.ts'
import { Results } from './Results.tsx'
import { SideList } from './SideList.tsx'
import type { Found, Searching } from './use-search.ts'

/** What the left pane shows. */
export type LeftTab = 'index' | 'bookmarks' | 'notes' | 'results'

/** The left pane: index, bookmarks, notes, and what was found. */
export function Left({
  tab,
  rows,
  read,
  pages,
  page,
  notes,
  search,
  current,
  labelOf,
  onTab,
  onGo,
  onFound,
  onNote,
  fresh,
  onFresh,
}: {
  readonly tab: LeftTab
  readonly rows: readonly IndexRow[]
  readonly read: PageRuns
  readonly pages: number
  readonly page: number
  readonly notes: readonly ReadingNote[]
  readonly search: Searching | null
  readonly current: string | null
  readonly labelOf: (page: number) => string
  readonly onTab: (tab: LeftTab) => void
  readonly onGo: (page: number) => void
  readonly onFound: (found: Found) => void
  readonly onNote: (note: ReadingNote) => void
  /** What is new since the version read before; empty where nothing is. */
  readonly fresh: string
  readonly onFresh: () => void
}) {
  const bookmarks = notes.filter(({ kind }) => kind === 'bookmark')
  const others = notes.filter(({ kind }) => kind !== 'bookmark')
  return (
    <nav className="reader-left pane" data-region aria-label="Bundle" tabIndex={-1}>
      <Tabs<LeftTab>
        name="Bundle"
        // What was found goes when it is no longer looked for.
        chosen={tab === 'results' && search === null ? 'index' : tab}
        onChoose={onTab}
        pages={[
          {
            id: 'index',
            word: 'Index',
            children: (
              <>
                <ReadSoFar {...{ read, pages, fresh, onFresh }} />
                <IndexList {...{ rows, read, page, labelOf, onGo }} />
              </>
            ),
          },
          {
            id: 'bookmarks',
            word: bookmarks.length === 0 ? 'Bookmarks' : `Bookmarks ${bookmarks.length}`,
            children: (
              <SideList
                notes={bookmarks}
                none="No bookmarks yet. B marks the page you are on."
                {...{ current, labelOf }}
                onOpen={onNote}
              />
            ),
          },
          {
            id: 'notes',
            word: others.length === 0 ? 'Notes' : `Notes ${others.length}`,
            children: (
              <SideList
                notes={others}
                none="No notes yet. N writes one on this page; H highlights words."
                {...{ current, labelOf }}
                onOpen={onNote}
              />
            ),
          },
          ...(search === null
            ? []
            : [
                {
                  id: 'results' as const,
                  word: 'Found',
                  children: <Results {...{ search, pages, labelOf }} onGo={onFound} />,
                },
              ]),
        ]}
      />
    </nav>
  )
}
