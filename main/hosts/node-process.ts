import { fork } from 'node:child_process'
import type { JobProcess } from '../jobs/powers.ts'

/** A job leaves much behind that is used once; swept up often, it takes a third less memory and no more time. */
export const JOB_FLAGS: readonly string[] = ['--max-semi-space-size=8']

/**
 * Starts one of our own programs as a Node process with a channel that carries bytes as well as JSON. It shares no
 * terminal and reads nothing; what it says on standard error is shown. It ends itself when the channel closes.
 */
export function startNode(program: string, flags: readonly string[] = []): JobProcess {
  const child = fork(program, [], {
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
