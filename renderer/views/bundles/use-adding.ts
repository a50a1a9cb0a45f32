import { useMemo, useState } from 'react'
import { folded } from '../../../casework/rules/words.ts'
import type { OfferedKind } from './AddPane.tsx'
import type { Offered } from './live-plan.ts'
import type { Builder } from './use-builder.ts'

/** What could go in and is not in yet, narrowed by kind and words, and which of it the keys act on. */
export function useAdding({ plan, entries, add }: Builder, onNoSection: () => void) {
  const [kind, setKind] = useState<OfferedKind>('all')
  const [words, setWords] = useState('')
  const [mark, setMark] = useState(0)
  const offered = useMemo(() => {
    const inside = new Set(
      entries.flatMap((entry) =>
        entry.kind === 'document' && !entry.taken ? [`${entry.type} ${entry.id}`] : [],
      ),
    )
    return (plan?.offered ?? []).filter(({ type, id }) => !inside.has(`${type} ${id}`))
  }, [plan, entries])
  const shown = useMemo(() => {
    const wanted = folded(words.trim())
    return offered.filter(
      (each) =>
        (kind === 'all' || each.kind === kind) && folded(`${each.ref} ${each.title}`).includes(wanted),
    )
  }, [offered, kind, words])
  const at = Math.min(mark, shown.length - 1)
  const put = (items: readonly Offered[]) => {
    if (entries.length === 0) onNoSection()
    else add(items)
  }
  return {
    offered: offered.length,
    shown,
    kind,
    words,
    at,
    setKind,
    setWords,
    setAt: setMark,
    put,
    /** Adds what the list stands on. */
    putCurrent: () => {
      const item = shown[at]
      if (item !== undefined) put([item])
    },
  }
}
