import { useCallback, useEffect, useState } from 'react'
import type { Result } from '../../../casework/contract/contract.ts'
import type { CaseworkError } from '../../../casework/contract/errors.ts'
import type { Taking } from '../../../casework/rules/carrying.ts'
import { useJobs } from '../../data/jobs.ts'
import type { Kept } from './use-reading.ts'

/** The version of this bundle that was read before, as the workbench tells it. */
export type Earlier = NonNullable<Result<'reading.since'>['earlier']>

/** What is known of an earlier version. */
export interface Since {
  /** Undefined while the pages are gone through; null where no earlier version is known. */
  readonly earlier: Earlier | null | undefined
  readonly error: Error | null
  /** Takes along what is chosen; with nothing chosen, what was kept stays with the earlier version. */
  carry(what: Taking): Promise<boolean>
}

/** Looks for an earlier version of an open bundle, once. */
export function useSince(id: string, kept: Kept): Since {
  const jobs = useJobs()
  const [state, setState] = useState<Pick<Since, 'earlier' | 'error'>>({ earlier: undefined, error: null })
  useEffect(() => {
    const held = { gone: false }
    jobs.start('reading.since', { id }, 'Looking for an earlier version').then(
      ({ earlier }) => !held.gone && setState({ earlier, error: null }),
      (error: CaseworkError) => !held.gone && setState({ earlier: null, error }),
    )
    return () => {
      held.gone = true
    }
  }, [jobs, id])
  const { earlier } = state
  const { carry: keep } = kept
  const carry = useCallback(
    async (what: Taking) => {
      if (!earlier || !(await keep(earlier.id, what))) return false
      const some = what.notes || what.bookmarks || what.read
      setState({ earlier: { ...earlier, chosen: some ? 'carried' : 'left' }, error: null })
      return true
    },
    [earlier, keep],
  )
  return { ...state, carry }
}
