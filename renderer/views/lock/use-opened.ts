import { useCallback } from 'react'
import { toast } from '../../parts/Toast.tsx'
import { screens } from '../../shell/screens.ts'
import type { Router } from '../../state/router.ts'
import { useShell } from '../../state/session.ts'

/** Where to go once a case is open: where it was left in this window, else to what is due. */
export function useOpened(): (caseId: string, notices: readonly string[], router: Router) => void {
  const { session } = useShell()
  return useCallback(
    (caseId, notices, router) => {
      for (const words of notices) toast({ words })
      const was = session.was
      if (was !== null && was.caseId === caseId) router.go(was)
      else if (was === null && screens.overview !== undefined) router.go({ section: 'overview', caseId })
      else router.go({ section: 'overview', caseId })
    },
    [session],
  )
}
