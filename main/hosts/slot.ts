import { type Client, connectClient } from '../../casework/contract/client.ts'
import { CaseworkError } from '../../casework/contract/errors.ts'
import type { Reply } from '../../casework/contract/wire.ts'
import type { Link } from '../link.ts'

/** The longest message taken from a window, in characters of JSON. */
export const longestMessage = 8 * 1024 * 1024
/** How many requests of one window may wait for their answers at once. */
export const mostWaiting = 512

/** One window's slot in the door: takes its messages as JSON text, whatever they turn out to be. */
export interface Slot {
  /** Never throws: what is not a message is dropped, what is too long or too much is refused. */
  receive(text: unknown): void
  close(): void
}

/** Opens a slot on a link; answers go to `reply`, as messages, until it is closed. */
export function openSlot(link: Link, reply: (message: Reply) => void): Slot {
  const state = { waiting: 0, closed: false }
  const connection = link.connect((message) => {
    if (!state.closed) reply(message)
  })
  const refuse = (id: number, sentence: string) =>
    reply({ id, error: new CaseworkError('invalid', sentence).shape() })

  return {
    receive(text) {
      if (state.closed || typeof text !== 'string') return
      // Too long to be worth reading; the number alone is taken from its beginning, so that the asker hears.
      if (text.length > longestMessage) {
        const id = /^\{"id":(\d{1,15}),/.exec(text.slice(0, 40))?.[1]
        if (id !== undefined)
          refuse(Number(id), 'That request is too long: eight megabytes are the most at once.')
        return
      }
      const message = parsed(text)
      if (state.waiting >= mostWaiting && numberOf(message) !== null)
        return refuse(numberOf(message)!, 'Too much was asked at once. Try again in a moment.')
      state.waiting += 1
      connection
        .receive(message)
        .catch(() => undefined)
        .finally(() => {
          state.waiting -= 1
        })
    },
    close() {
      state.closed = true
      connection.close()
    },
  }
}

/** A client in this very process, through the same slot as a window's: nothing but JSON text goes either way. */
export function clientOver(link: Link): Client & { close(): void } {
  const ears: ((message: Reply) => void)[] = []
  const slot = openSlot(link, (message) => {
    const heard = JSON.parse(JSON.stringify(message)) as Reply
    for (const hear of ears) hear(heard)
  })
  const client = connectClient(
    (message) => slot.receive(JSON.stringify(message)),
    (hear) => void ears.push(hear),
  )
  return { ...client, close: () => slot.close() }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function numberOf(message: unknown): number | null {
  if (typeof message !== 'object' || message === null) return null
  const { id } = message as { id?: unknown }
  return Number.isSafeInteger(id) ? (id as number) : null
}
