import { shapeOf } from '../../casework/contract/errors.ts'
import { jobs } from './index.ts'
import type { FromJob, ToJob } from './run.ts'
import { sweepOften } from './thrift.ts'

/**
 * The job process: takes one job at a time from whoever started it, over Electron's parent port or Node's channel, and
 * ends when that channel closes, so that nothing outlives the program.
 */
interface ParentPort {
  on(what: 'message', hear: (event: { data: unknown }) => void): void
  postMessage(message: unknown): void
}
const port = (process as unknown as { parentPort?: ParentPort }).parentPort
// Where nobody listens any more there is nobody to tell: the channel's end, heard below, ends this process.
const say = (message: FromJob) =>
  port === undefined ? process.send?.(message, () => undefined) : port.postMessage(message)
const current: { stop: AbortController } = { stop: new AbortController() }

async function take(message: ToJob): Promise<void> {
  if ('stop' in message) return current.stop.abort()
  current.stop = new AbortController()
  const { signal } = current.stop
  try {
    const job = (await jobs[message.run].job()) as (input: unknown, tools: unknown) => Promise<unknown>
    const done = await job(message.input, {
      signal,
      progress: (at: never) => say({ progress: at }),
      part: (part: unknown) => say({ part }),
    })
    say({ done })
  } catch (thrown) {
    const stack = thrown instanceof Error ? thrown.stack : undefined
    say({ failed: shapeOf(thrown), ...(stack === undefined ? {} : { stack }) })
  }
}

sweepOften()
if (port === undefined) {
  process.on('message', (message) => void take(message as ToJob))
  process.on('disconnect', () => process.exit(0))
} else port.on('message', (event) => void take(event.data as ToJob))
