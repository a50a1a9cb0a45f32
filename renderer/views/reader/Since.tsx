import { GitCompareArrows } from 'lucide-react'
import { useState } from 'react'
import { pagesIn } from '../../../casework/rules/page-runs.ts'
import { counted } from '../../../casework/rules/words.ts'
import { Button } from '../../parts/Button.tsx'
import type { Earlier } from './use-since.ts'

/** `7 pages new, 2 changed`; empty where nothing is. */
export function sinceWords({ fresh, changed }: Pick<Earlier, 'fresh' | 'changed'>): string {
  const [added, altered] = [pagesIn(fresh).length, pagesIn(changed).length]
  if (added > 0) return `${counted(added, 'page')} new${altered > 0 ? `, ${altered} changed` : ''}`
  return altered > 0 ? `${counted(altered, 'page')} changed` : ''
}

/** What could be taken along: `9 notes, 2 bookmarks and 120 pages read`. */
export function keptWords({ notes, bookmarks, read }: Earlier['kept']): string {
  const parts = [
    notes > 0 ? counted(notes, 'note') : '',
    bookmarks > 0 ? counted(bookmarks, 'bookmark') : '',
    read > 0 ? counted(read, 'page read', 'pages read') : '',
  ].filter((part) => part !== '')
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

/** Above the pages, until its reader has chosen or put it off: a version of this bundle was read before. */
export function SinceBanner({
  earlier,
  onSee,
}: {
  readonly earlier: Earlier | null | undefined
  readonly onSee: () => void
}) {
  const [later, setLater] = useState(false)
  if (!earlier || earlier.chosen !== null || later) return null
  return (
    <div className="reader-since" role="status">
      <GitCompareArrows className="i" aria-hidden />
      <p className="grow">
        <b>You read an earlier version of this bundle.</b>{' '}
        {sinceWords(earlier) === '' ? 'No page is new or changed' : sinceWords(earlier)} since; you kept{' '}
        {keptWords(earlier.kept)}.
      </p>
      <Button size="slim" onClick={onSee}>
        See and carry over
      </Button>
      <Button size="slim" look="bare" onClick={() => setLater(true)}>
        Not now
      </Button>
    </div>
  )
}
