import { useEffect, useRef } from 'react'
import { holdsPage } from '../../../casework/rules/page-runs.ts'
import type { Kept } from './use-reading.ts'
import type { Viewer } from './viewer.ts'

/** How long a page must stay in sight to count as read, in milliseconds. */
const dwell = 2_500
const lookEvery = 500

/**
 * Counts pages as read once they have stayed in sight. `held` are pages that were marked unread by hand; they wait until
 * they have been left.
 */
export function useDwell(viewer: Viewer | null, kept: Kept, held: { current: Set<number> }): void {
  const latest = useRef(kept)
  latest.current = kept
  useEffect(() => {
    if (viewer === null) return
    const since = new Map<number, number>()
    const timer = setInterval(() => {
      if (document.visibilityState !== 'visible') return since.clear()
      const now = performance.now()
      const seen = new Set(viewer.seen())
      for (const page of held.current) if (!seen.has(page)) held.current.delete(page)
      for (const page of since.keys()) if (!seen.has(page)) since.delete(page)
      for (const page of seen) {
        const from = since.get(page) ?? now
        since.set(page, from)
        if (now - from < dwell || held.current.has(page) || holdsPage(latest.current.read, page)) continue
        since.set(page, now)
        void latest.current.mark(page, page, true)
      }
    }, lookEvery)
    return () => clearInterval(timer)
  }, [viewer, held])
}
