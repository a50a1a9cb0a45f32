import type { ErrorShape } from './errors.ts'

/**
 * What travels between the window and the workbench: plain JSON, since the hosts differ in what else they carry.
 * Bytes travel as an address (`evidence/<case>/<exhibit>`, `statement/<case>/<statement>`, `edited/<case>/<copy>`,
 * `preview/<case>/<id>`, `reading/<sha-256>`), which every host serves.
 */
export type Ask =
  | { readonly id: number; readonly ask: string; readonly with: unknown }
  | { readonly cancel: number }

/** As much of an AbortSignal as asking needs; the language knows neither the window nor Node. */
export interface StopSignal {
  readonly aborted: boolean
  addEventListener(what: 'abort', hear: () => void, options?: { once?: boolean }): void
}

export interface Progress {
  readonly done: number
  readonly total: number
  readonly note: string
}

/** What the workbench says unasked: records changed, the case was locked, or files were dropped on the window. */
export type Notice =
  | { readonly kind: 'changed'; readonly caseId: string | null; readonly types: readonly string[] }
  | { readonly kind: 'locked'; readonly why: 'idle' | 'asked' | 'screen' | 'sleep' | 'ended' }

export type Reply =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: ErrorShape }
  | { readonly progress: number; readonly at: Progress }
  | { readonly notice: Notice }

/** The slot in the door. Each host's preload puts one, frozen, at `window.turnstone`. */
export interface Bridge {
  readonly send: (message: Ask) => void
  readonly listen: (hear: (message: Reply) => void) => void
  /** Ids of the places of files dropped on, or chosen in, the window. The host reads their paths; the page can't. */
  readonly grant: (files: readonly unknown[]) => Promise<readonly string[]>
}
