import type { Method } from '../../../casework/contract/contract.ts'
import { shapeOf } from '../../../casework/contract/errors.ts'
import type { Ask } from '../../../casework/contract/wire.ts'
import type { Link } from '../../../main/link.ts'
import type { Answers } from './answers.ts'

/** A link that answers from a table after a moment's wait, and says that everything changed after each act. */
export function linkOver(answers: Answers, wait = 20): Link {
  return {
    connect: (reply) => ({
      receive: async (message) => {
        const ask = message as Ask
        if (!('id' in ask)) return
        await new Promise((resolve) => setTimeout(resolve, wait))
        const run = answers[ask.ask as Method] as ((params: unknown) => unknown) | undefined
        try {
          if (run === undefined) throw new Error(`No answer for ${ask.ask}`)
          reply({ id: ask.id, answer: await run(ask.with) })
          if (ask.ask.startsWith('cases.')) reply({ notice: { kind: 'changed', caseId: null, types: [] } })
        } catch (thrown) {
          reply({ id: ask.id, error: shapeOf(thrown) })
        }
      },
      close: () => undefined,
    }),
    serve: async () => ({ status: 404, mediaType: 'text/plain', size: 0, from: 0, bytes: new Uint8Array() }),
    grant: async () => [],
    close: async () => undefined,
  }
}
