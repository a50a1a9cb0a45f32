import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Router, Spot } from './router.ts'

export const RouterContext = createContext<Router | null>(null)

/** The window's router: go, open, back, forward. */
export function useRouter(): Router {
  const router = useContext(RouterContext)
  if (router === null) throw new Error('useRouter is used outside the desk')
  return router
}

/** Where the window is, drawn again as it moves. */
export function useSpot(): Spot {
  const router = useRouter()
  return useSyncExternalStore(router.subscribe, router.here)
}

/** The id of the case the screen is about. Only for screens inside a case. */
export function useCaseId(): string {
  const { caseId } = useSpot()
  if (caseId === null) throw new Error('This screen belongs inside a case')
  return caseId
}
