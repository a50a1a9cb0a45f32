import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { CaseworkError } from '../../casework/contract/errors.ts'
import type { Place } from '../../casework/contract/shapes.ts'
import type { Notice } from '../../casework/contract/wire.ts'
import { client } from '../api.ts'
import { createJobs, type Jobs } from '../data/jobs.ts'
import { createDrops, type Drops } from '../shell/drop.ts'
import { createKeys, type Keys } from './keys.ts'
import { createRouter, type Router, type Spot } from './router.ts'

type Locked = Extract<Notice, { kind: 'locked' }>

/** All that a window holds between one lock and the next. At lock the whole of it is dropped. */
export interface Session {
  readonly id: number
  readonly queries: QueryClient
  readonly router: Router
  readonly keys: Keys
  readonly jobs: Jobs
  readonly drops: Drops
  /** Why the last session ended, for the lock screen; null at the start. */
  readonly ended: Locked['why'] | null
  /** Where the window was when it locked: ids only. */
  readonly was: Spot | null
}

/**
 * A fresh session. Nothing of the last one is carried over but where it was. `onLocked` hears of every answer that came
 * back `locked`: the workbench may have locked without this window having heard.
 */
export function beginSession(
  id: number,
  ended: Session['ended'],
  was: Spot | null,
  onLocked: () => void = () => undefined,
): Session {
  const hear = (thrown: unknown) => {
    if (thrown instanceof CaseworkError && thrown.code === 'locked') onLocked()
  }
  return {
    id,
    // The window is never "offline": the workbench is on the same machine.
    queries: new QueryClient({
      queryCache: new QueryCache({ onError: hear }),
      mutationCache: new MutationCache({ onError: hear }),
      defaultOptions: {
        queries: { networkMode: 'always', retry: false, staleTime: 60_000, refetchOnWindowFocus: false },
        mutations: { networkMode: 'always', retry: false },
      },
    }),
    router: createRouter({ section: 'cases', caseId: null, item: null, part: null }),
    keys: createKeys(),
    jobs: createJobs(client.call, hear),
    drops: createDrops(),
    ended,
    was,
  }
}

/** What can be done without an open case: make one, find one, verify or read a bundle. */
export type CaseAct = 'new' | 'open' | 'verify' | 'read'

export interface Shell {
  readonly session: Session
  /** Starts one of the acts that need no open case. Its dialogs stay while the lock screen gives way to the desk. */
  readonly begin: (act: CaseAct) => void
  /** While a case is being opened the window stays as it is, whatever the workbench already says. */
  readonly opening: boolean
  readonly setOpening: (opening: boolean) => void
  /** The case last found or chosen for unlocking; null when none was. */
  readonly chosen: string | null
  readonly choose: (caseId: string | null) => void
  /** The bundle being read, over whatever else there is; null when none is. */
  readonly reading: Place | null
  readonly read: (bundle: Place | null) => void
  readonly lock: () => void
}
export const ShellContext = createContext<Shell | null>(null)

/** The session, and the act of locking. */
export function useShell(): Shell {
  const shell = useContext(ShellContext)
  if (shell === null) throw new Error('useShell is used outside the desk')
  return shell
}
