import type { QueryClient } from '@tanstack/react-query'
import type { Notice } from '../../casework/contract/wire.ts'
import { staleAfter } from './notices.ts'

type Changed = Extract<Notice, { kind: 'changed' }>

/** The least time between two rounds of asking again, in milliseconds. */
const pause = 150

/**
 * Takes change notices for a session and asks again for what they made stale, at most a few rounds a second: an import
 * of hundreds of files, or a script at the terminal, must not keep the window asking.
 */
export function freshener(queries: QueryClient): (notice: Changed) => void {
  const waiting: Changed[] = []
  const state = { resting: false }
  const round = () => {
    const heard = waiting.splice(0)
    state.resting = heard.length > 0
    if (!state.resting) return
    setTimeout(round, pause)
    void queries.invalidateQueries({
      predicate: ({ queryKey }) => heard.some((notice) => staleAfter(notice, queryKey)),
    })
  }
  return (notice) => {
    waiting.push(notice)
    if (!state.resting) round()
  }
}
