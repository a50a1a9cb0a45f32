import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { CallOptions } from '../../casework/contract/client.ts'
import type { Method, Params, Result } from '../../casework/contract/contract.ts'
import type { CaseworkError } from '../../casework/contract/errors.ts'
import { client } from '../api.ts'

/**
 * Asks a query and keeps the answer fresh: a `changed` notice asks it again. `null` params wait. `always` asks whenever it
 * is shown anew, for what changes without the workbench: a folder on the disk.
 */
export function useAsk<M extends Method>(
  method: M,
  params: Params<M> | null,
  { always = false }: { readonly always?: boolean } = {},
): UseQueryResult<Result<M>, CaseworkError> {
  return useQuery<Result<M>, CaseworkError>({
    queryKey: [method, params],
    queryFn: ({ signal }) => client.call(method, params as Params<M>, { signal }),
    enabled: params !== null,
    ...(always ? { staleTime: 0 } : {}),
  })
}

export interface Doing<M extends Method> {
  /** Runs the command; throws the CaseworkError that came back, which `error` then also holds. */
  readonly run: (params: Params<M>, options?: CallOptions) => Promise<Result<M>>
  readonly busy: boolean
  readonly error: CaseworkError | null
  /** Forgets the last error. */
  readonly clear: () => void
}

/** A command to run from a screen. Lists refresh by themselves when the workbench says what changed. */
export function useDo<M extends Method>(method: M): Doing<M> {
  const queries = useQueryClient()
  const mutation = useMutation<
    Result<M>,
    CaseworkError,
    { params: Params<M>; options: CallOptions | undefined }
  >({
    mutationFn: ({ params, options }) => client.call(method, params, options),
    // Opening and closing decide what the window shows, so the list of cases is asked for at once.
    onSuccess: () =>
      method.startsWith('cases.') ? queries.invalidateQueries({ queryKey: ['machine.state'] }) : undefined,
  })
  return {
    run: (params, options) => mutation.mutateAsync({ params, options }),
    busy: mutation.isPending,
    error: mutation.error,
    clear: mutation.reset,
  }
}
