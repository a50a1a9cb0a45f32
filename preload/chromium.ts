import type { Ask, Bridge, Reply } from '../casework/contract/wire.ts'

// The host puts these here before any script of the page runs. They are taken out of the page's reach at once: what
// remains is the bridge, and two names by which the host alone finds its ear and the files laid out for it.
interface HostsOwn {
  turnstoneAsk?: (text: string) => Promise<void>
  turnstoneGrant?: () => Promise<readonly string[]>
}
const own = globalThis as unknown as HostsOwn
const ask = own.turnstoneAsk
const grant = own.turnstoneGrant

// The binding reaches frames and blank pages too; only our own page, at the top, has a bridge.
if (
  ask !== undefined &&
  grant !== undefined &&
  globalThis.top === globalThis.self &&
  location.protocol === 'https:'
) {
  delete own.turnstoneAsk
  delete own.turnstoneGrant
  const hidden = (name: string, value: unknown) =>
    Object.defineProperty(globalThis, name, {
      value,
      enumerable: false,
      writable: false,
      configurable: false,
    })
  const ears: ((message: Reply) => void)[] = []
  // What comes before anyone listens is kept for the first to do so.
  const early: Reply[] = []
  hidden('turnstoneHear', (texts: readonly string[]) => {
    for (const text of texts) {
      const message = JSON.parse(text) as Reply
      if (ears.length === 0) early.push(message)
      for (const hear of ears) hear(message)
    }
  })
  const laidOut: { files: readonly unknown[] } = { files: [] }
  hidden('turnstoneFiles', () => laidOut.files)
  // One at a time: the host takes what is laid out when it is called.
  const turn: { last: Promise<unknown> } = { last: Promise.resolve() }

  const bridge: Bridge = Object.freeze({
    send: (message: Ask) => void ask(JSON.stringify(message)).catch(() => undefined),
    listen: (hear: (message: Reply) => void) => {
      ears.push(hear)
      for (const message of early.splice(0)) hear(message)
    },
    grant: (files: readonly unknown[]) => {
      const given = turn.last.then(() => {
        laidOut.files = [...files]
        return grant()
      })
      turn.last = given
        .catch(() => undefined)
        .then(() => {
          laidOut.files = []
        })
      return given
    },
  })
  Object.defineProperty(globalThis, 'turnstone', { enumerable: true, value: bridge })
}
