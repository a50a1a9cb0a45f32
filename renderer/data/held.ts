import type { QueryClient } from '@tanstack/react-query'

const ofTheMachine = ['machine.state', 'machine.settings', 'places.list']

/** Whether answers about any case are kept: then there is something to lock. */
export const holdsCases = (queries: QueryClient): boolean =>
  queries
    .getQueryCache()
    .getAll()
    .some(({ queryKey, state }) => !ofTheMachine.includes(String(queryKey[0])) && state.data !== undefined)

/** Drops every answer about a case that is not among those `open`. */
export function dropClosed(queries: QueryClient, open: ReadonlySet<string>): void {
  queries.removeQueries({
    predicate: ({ queryKey }) => {
      const of = (queryKey[1] as { caseId?: string | null } | undefined)?.caseId
      return typeof of === 'string' && !open.has(of)
    },
  })
}
