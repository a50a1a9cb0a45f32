import type { Reply } from '../casework/contract/wire.ts'
import type { Connection } from './dispatch.ts'

/** Bytes for an address, as a host answers them to its window. */
export interface Served {
  readonly status: 200 | 206 | 404 | 416
  readonly mediaType: string
  /** The whole length, for ranges. */
  readonly size: number
  readonly from: number
  readonly bytes: Uint8Array
}

/**
 * What a host holds of the workbench, whether it runs in this process (tests, terminal) or in a child of its own
 * (the windows), which is where the keys are and which ends when the case locks.
 */
export interface Link {
  connect(reply: (message: Reply) => void): Connection
  /**
   * Bytes behind `evidence/<case>/<exhibit>`, `edited/<case>/<copy>`, `statement/<case>/<statement>`, `preview/<case>/<id>` or
   * `reading/<sha-256>`; `range` is an HTTP Range header.
   */
  serve(address: string, range: string | null): Promise<Served>
  /** Makes paths that a person dropped or chose known to the workbench, and gives the ids the window may use. */
  grant(paths: readonly string[]): Promise<readonly string[]>
  close(): Promise<void>
}
