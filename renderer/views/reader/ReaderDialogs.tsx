import { lazy, Suspense } from 'react'
import type { Place } from '../../../casework/contract/shapes.ts'
import { CompareDialog } from './CompareDialog.tsx'
import { SinceDialog } from './SinceDialog.tsx'
import { SummaryDialog } from './SummaryDialog.tsx'
import type { Kept, OpenReading } from './use-reading.ts'
import type { Since } from './use-since.ts'

const ShortcutSheet = lazy(async () => ({
  default: (await import('../../shell/ShortcutSheet.tsx')).ShortcutSheet,
}))

/** What stands over a bundle that is read. */
export type Over = 'keys' | 'summary' | 'compare' | 'since'

/** The dialogs of the reader, whichever is asked for. */
export const ReaderDialogs = ({
  over,
  opened,
  file,
  title,
  kept,
  since,
  tag,
  labelOf,
  onGo,
  onClose,
}: {
  readonly over: Over | null
  readonly opened: OpenReading['opened']
  readonly file: Place
  readonly title: string
  readonly kept: Kept
  readonly since: Since
  /** The tag whose notes are shown; null for all. */
  readonly tag: string | null
  readonly labelOf: (page: number) => string
  readonly onGo: (page: number) => void
  readonly onClose: () => void
}) => (
  <>
    <Suspense>{over === 'keys' && <ShortcutSheet onClose={onClose} />}</Suspense>
    {over === 'since' && (
      <SinceDialog
        {...{ since, labelOf, onClose }}
        pages={opened.pages}
        notes={kept.notes}
        name={opened.name}
        error={kept.error}
        onGo={(to) => {
          onClose()
          onGo(to)
        }}
      />
    )}
    {over === 'compare' && <CompareDialog file={file} onClose={onClose} />}
    {over === 'summary' && (
      <SummaryDialog
        {...{ title, tag, onClose }}
        id={opened.id}
        count={kept.notes.filter((note) => tag === null || note.tag === tag).length}
      />
    )}
  </>
)
