import type { Ask, Bridge, Reply } from '../casework/contract/wire.ts'

/** What a host gives its preload: JSON text both ways, and files exchanged for the ids of their places. */
export interface Carrier {
  readonly send: (text: string) => void
  readonly listen: (hear: (text: string) => void) => void
  readonly grant: (files: readonly unknown[]) => Promise<readonly string[]>
}

/** The bridge over a carrier, frozen. What comes before anyone listens is kept for the first to do so. */
export function bridgeOver(carrier: Carrier): Bridge {
  const ears: ((message: Reply) => void)[] = []
  const early: string[] = []
  carrier.listen((text) => {
    if (ears.length === 0) early.push(text)
    for (const hear of ears) hear(JSON.parse(text) as Reply)
  })
  return Object.freeze({
    send: (message: Ask) => carrier.send(JSON.stringify(message)),
    listen: (hear: (message: Reply) => void) => {
      ears.push(hear)
      for (const text of early.splice(0)) hear(JSON.parse(text) as Reply)
    },
    grant: (files: readonly unknown[]) => carrier.grant([...files]),
  })
}
