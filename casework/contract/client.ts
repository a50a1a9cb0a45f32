import type { Method, Params, Result } from './contract.ts'
import { CaseworkError } from './errors.ts'
import type { Ask, Notice, Progress, Reply, StopSignal } from './wire.ts'

export interface CallOptions {
  readonly signal?: StopSignal
  readonly onProgress?: (at: Progress) => void
}
export interface Client {
  /** Asks, and answers with the result; throws the CaseworkError that came back. */
  readonly call: <M extends Method>(method: M, params: Params<M>, options?: CallOptions) => Promise<Result<M>>
  /** Hears notices until the returned function is called. */
  readonly onNotice: (hear: (notice: Notice) => void) => () => void
}
interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
  readonly onProgress: ((at: Progress) => void) | undefined
}

/** The asking side of the wire. The same in the window, the terminal and the tests. */
export function connectClient(
  send: (message: Ask) => void,
  listen: (hear: (message: Reply) => void) => void,
): Client {
  const waiting = new Map<number, Waiting>()
  const ears = new Set<(notice: Notice) => void>()
  const numbers = { last: 0 }

  listen((message) => {
    if ('notice' in message) {
      for (const hear of ears) hear(message.notice)
      return
    }
    if ('progress' in message) {
      waiting.get(message.progress)?.onProgress?.(message.at)
      return
    }
    const entry = waiting.get(message.id)
    if (entry === undefined) return
    waiting.delete(message.id)
    if ('error' in message) {
      const { code, message: sentence, at } = message.error
      entry.reject(new CaseworkError(code, sentence, at === undefined ? {} : { at }))
    } else entry.resolve(message.answer)
  })

  return {
    call: <M extends Method>(method: M, params: Params<M>, options: CallOptions = {}) =>
      new Promise<Result<M>>((resolve, reject) => {
        // A stop that came between two requests stops the second.
        if (options.signal?.aborted) {
          reject(new CaseworkError('cancelled', 'Stopped, as asked. Nothing was left half done.'))
          return
        }
        const id = ++numbers.last
        waiting.set(id, {
          resolve: resolve as (value: unknown) => void,
          reject,
          onProgress: options.onProgress,
        })
        options.signal?.addEventListener('abort', () => waiting.has(id) && send({ cancel: id }), {
          once: true,
        })
        send({ id, ask: method, with: params })
      }),
    onNotice: (hear) => {
      ears.add(hear)
      return () => void ears.delete(hear)
    },
  }
}
