import { fork } from 'node:child_process'
import type { JobProcess } from '../jobs/powers.ts'

/** What a job's process is started with: room for what is new is kept small, as `main/jobs/thrift.ts` says of the rest. */
export const JOB_FLAGS: readonly string[] = ['--max-semi-space-size=8']

/** One store of memory for all threads of a job: glibc would keep one for each, and give little of them back. */
export const JOB_SURROUNDINGS: Readonly<Record<string, string>> = { MALLOC_ARENA_MAX: '1' }

/** Starts the program of a job, thrifty of memory. */
export function startJobNode(program: string): JobProcess {
  return startNode(program, JOB_FLAGS, JOB_SURROUNDINGS)
}

/**
 * Starts one of our own programs as a Node process with a channel that carries bytes as well as JSON. It shares no
 * terminal and reads nothing; what it says on standard error is shown. It ends itself when the channel closes.
 */
export function startNode(
  program: string,
  flags: readonly string[] = [],
  surroundings: Readonly<Record<string, string>> = {},
): JobProcess {
  const child = fork(program, [], {
    env: { ...process.env, ...surroundings },
    serialization: 'advanced',
    // Ctrl-C in a terminal goes to a whole group; these end when their host says so, after it has tidied up.
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [...flags],
  })
  const ears: { message: (message: unknown) => void; exit: (code: number | null) => void } = {
    message: () => undefined,
    exit: () => undefined,
  }
  const state = { over: false }
  const over = (code: number | null) => {
    if (state.over) return
    state.over = true
    ears.exit(code)
  }
  child.on('message', (message) => ears.message(message))
  child.once('exit', over)
  // Also said when it could not be started, or a message could not be sent because it has ended.
  child.on('error', () => {
    if (child.pid === undefined) over(null)
  })
  return {
    send(message) {
      if (child.connected) child.send(message as object, () => undefined)
    },
    onMessage(hear) {
      ears.message = hear
    },
    onExit(hear) {
      ears.exit = hear
    },
    kill() {
      child.kill('SIGKILL')
    },
  }
}
