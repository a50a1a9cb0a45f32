import { shapeOf } from '../../casework/contract/errors.ts'
import type { Connection } from '../dispatch.ts'
import { kdfOver } from '../jobs/derive-key.ts'
import type { JobProcess } from '../jobs/powers.ts'
import { jobsOver } from '../jobs/run.ts'
import { thisHost } from '../services/case-store/index.ts'
import { createWorkbench, type Workbench } from '../workbench.ts'
import type { FromWorkbench, ToWorkbench, WorkbenchStart } from './child-link.ts'
import { chance } from './machine.ts'

/**
 * The process where the keys are. It speaks to its host alone, over Electron's parent port or Node's channel; it ends
 * when that closes, and when a lock has wiped everything.
 */
interface ParentPort {
  on(what: 'message', hear: (event: { data: unknown }) => void): void
  postMessage(message: unknown): void
}
const port = (process as unknown as { parentPort?: ParentPort }).parentPort
const say = (message: FromWorkbench) =>
  port === undefined
    ? process.connected && process.send?.(message, () => undefined)
    : port.postMessage(message)

/** Processes for jobs, which only the host can start. */
function borrowedJobs() {
  type Ears = { message: (message: unknown) => void; exit: (code: number | null) => void }
  const jobs = new Map<number, Ears>()
  const numbers = { last: 0 }
  return {
    spawn(): JobProcess {
      const id = ++numbers.last
      const ears: Ears = { message: () => undefined, exit: () => undefined }
      jobs.set(id, ears)
      say({ startJob: id })
      return {
        send: (message) => void say({ tellJob: id, message }),
        onMessage: (hear) => {
          ears.message = hear
        },
        onExit: (hear) => {
          ears.exit = hear
        },
        kill: () => void say({ killJob: id }),
      }
    },
    hear(said: Extract<ToWorkbench, { job: number }>) {
      if ('says' in said) return jobs.get(said.job)?.message(said.says)
      const ears = jobs.get(said.job)
      jobs.delete(said.job)
      ears?.exit(said.ended)
    },
  }
}

const jobs = borrowedJobs()
const connections = new Map<number, Connection>()
const held: { workbench: Workbench | null } = { workbench: null }

function start(settings: WorkbenchStart): void {
  const now = Date.now
  const run = jobsOver({ spawn: jobs.spawn })
  const workbench = createWorkbench({
    ...settings,
    ...chance,
    now,
    run,
    kdf: kdfOver(run),
    machine: thisHost(Date.now),
  })
  // The answer to the lock itself goes first; then the host ends this process, or it ends itself.
  workbench.onEnded(() =>
    setImmediate(() => {
      say({ wiped: true })
      setTimeout(() => process.exit(0), 1_000)
    }),
  )
  held.workbench = workbench
}

async function answer(number: number, act: () => Promise<unknown>): Promise<void> {
  try {
    say({ request: number, result: await act() })
  } catch (thrown) {
    say({ request: number, error: shapeOf(thrown) })
  }
}

function hear(said: ToWorkbench): void {
  const { workbench } = held
  if ('start' in said) start(said.start)
  else if ('job' in said) jobs.hear(said)
  else if (workbench === null) return
  else if ('open' in said)
    connections.set(
      said.open,
      workbench.connect((reply) => void say({ to: said.open, reply })),
    )
  else if ('hear' in said) void connections.get(said.hear)?.receive(said.message)
  else if ('shut' in said) {
    connections.get(said.shut)?.close()
    connections.delete(said.shut)
  } else if ('serve' in said)
    void answer(said.request, () => workbench.serve(said.serve.address, said.serve.range))
  else if ('grant' in said) void answer(said.request, () => workbench.grant(said.grant))
  else void end()
}

async function end(): Promise<void> {
  try {
    for (const connection of connections.values()) connection.close()
    await held.workbench?.close()
  } finally {
    process.exit(0)
  }
}

if (port === undefined) {
  process.on('message', (message) => hear(message as ToWorkbench))
  // The host is gone. What is half done is as safe as after a power cut; what is open is closed in order.
  process.on('disconnect', () => void end())
} else port.on('message', (event) => hear(event.data as ToWorkbench))
// The host ends this process; a signal meant for the whole program is for the host to act on.
process.on('SIGINT', () => undefined)
