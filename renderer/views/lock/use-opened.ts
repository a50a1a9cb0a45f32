import { useCallback } from 'react'
import { toast } from '../../parts/Toast.tsx'
import type { Router } from '../../state/router.ts'
import { useShell } from '../../state/session.ts'

/** Where to go once a case is open: where it was left in this window, else its overview. */
export function useOpened(): (caseId: string, notices: readonly string[], router: Router) => void {
  const { session, choose } = useShell()
  return useCallback(
    (caseId, notices, router) => {
      for (const words of notices) toast({ words })
      const was = session.was
      choose(null)
      router.go(was !== null && was.caseId === caseId ? was : { section: 'overview', caseId })
    },
    [session, choose],
  )
}
