import { connectClient } from '../casework/contract/client.ts'
import type { Bridge } from '../casework/contract/wire.ts'

declare global {
  interface Window {
    readonly turnstone: Bridge
  }
}

const bridge = window.turnstone

/** The client over the host's bridge. This is the only file that knows there is another side. */
export const client = connectClient(bridge.send, bridge.listen)

/** Place ids for files dropped on the window, in the order they were dropped. The page never learns a path. */
export const grantFiles = (files: readonly File[]): Promise<readonly string[]> => bridge.grant(files)
