import { useCallback } from 'react'
import { spotOf } from './spots.ts'
import { useRouter, useSpot } from './use-router.ts'

/** Goes to the screen that shows a record and opens it there. `part` is a page (`p4`) or paragraph (`¶6`). */
export function useOpenRecord(): (type: string, id: string, part?: string | null, caseId?: string) => void {
  const router = useRouter()
  const spot = useSpot()
  return useCallback(
    (type, id, part = null, caseId = spot.caseId ?? '') => router.go(spotOf(type, id, caseId, part)),
    [router, spot.caseId],
  )
}
