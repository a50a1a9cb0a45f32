import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Place } from '../../casework/contract/shapes.ts'
import { client } from '../api.ts'
import { freshener } from '../data/freshen.ts'
import { holdsCases } from '../data/held.ts'
import { JobsContext } from '../data/jobs.ts'
import { hush, LiveRegion } from '../parts/Announce.tsx'
import { clearToasts, Toasts } from '../parts/Toast.tsx'
import { beginSession, type CaseAct, type Session, ShellContext } from '../state/session.ts'
import { KeysContext, useKeyListener } from '../state/use-keys.ts'
import { RouterContext } from '../state/use-router.ts'
import { DropsContext } from './drop.ts'
import { Front } from './Front.tsx'

const CaseActs = lazy(async () => ({ default: (await import('../views/lock/CaseActs.tsx')).CaseActs }))

// One freshener for each session's answers; a session that ended takes its own with it.
function freshenEach() {
  const each = new WeakMap<QueryClient, ReturnType<typeof freshener>>()
  return (queries: QueryClient, notice: Parameters<ReturnType<typeof freshener>>[0]) => {
    const freshen = each.get(queries) ?? freshener(queries)
    each.set(queries, freshen)
    freshen(notice)
  }
}

/**
 * The window. It holds one session at a time; locking empties the window first, then drops everything the session
 * knew, then begins another, which finds no open case and shows the lock screen.
 */
export function App() {
  const doubt = useRef<() => void>(() => undefined)
  const [session, setSession] = useState<Session | null>(() =>
    beginSession(1, null, null, () => doubt.current()),
  )
  const held = useRef(session)
  held.current = session

  const freshen = useRef(freshenEach())

  const empty = useCallback((why: NonNullable<Session['ended']>, first: Promise<unknown>) => {
    const ending = held.current
    if (ending === null) return
    held.current = null
    const was = ending.router.here()
    flushSync(() => setSession(null))
    clearToasts()
    hush()
    ending.queries.clear()
    const begin = () => setSession(beginSession(ending.id + 1, why, was, () => doubt.current()))
    first.then(begin, begin)
  }, [])

  useEffect(
    () =>
      client.onNotice((notice) => {
        if (notice.kind === 'locked') empty(notice.why, Promise.resolve())
        else if (held.current !== null) freshen.current(held.current.queries, notice)
      }),
    [empty],
  )

  // Something answered `locked`. One case may have been closed elsewhere; when none is open any more the window locks,
  // whether or not it ever heard of it. There is no state in between.
  doubt.current = () => {
    const doubted = held.current
    client.call('machine.state', {}).then(
      ({ cases }) => {
        if (held.current !== doubted || doubted === null) return
        if (cases.some((each) => each.state === 'open'))
          void doubted.queries.invalidateQueries({ queryKey: ['machine.state'] })
        else if (holdsCases(doubted.queries)) empty('ended', Promise.resolve())
      },
      () => undefined,
    )
  }

  // Asked for here, the window empties before the workbench is even told.
  const lock = useCallback(() => empty('asked', client.call('machine.lock', {})), [empty])

  return session === null ? null : <OneSession key={session.id} session={session} lock={lock} />
}

function OneSession({ session, lock }: { readonly session: Session; readonly lock: () => void }) {
  const [act, setAct] = useState<CaseAct | null>(null)
  const [chosen, setChosen] = useState<string | null>(session.was?.caseId ?? null)
  const [opening, setOpening] = useState(false)
  const [reading, read] = useState<Place | null>(null)
  const shell = useMemo(
    () => ({ session, lock, begin: setAct, opening, setOpening, chosen, choose: setChosen, reading, read }),
    [session, lock, opening, chosen, reading],
  )
  useKeyListener(session.keys)
  return (
    <ShellContext value={shell}>
      <QueryClientProvider client={session.queries}>
        <RouterContext value={session.router}>
          <KeysContext value={session.keys}>
            <JobsContext value={session.jobs}>
              <DropsContext value={session.drops}>
                <Front />
                <Suspense>
                  {act !== null && (
                    <CaseActs
                      act={act}
                      onClose={() => setAct(null)}
                      onFound={(caseId) => {
                        setChosen(caseId)
                        setAct(null)
                      }}
                    />
                  )}
                </Suspense>
                <Toasts />
                <LiveRegion />
              </DropsContext>
            </JobsContext>
          </KeysContext>
        </RouterContext>
      </QueryClientProvider>
    </ShellContext>
  )
}
