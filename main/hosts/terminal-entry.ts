import { writeSync } from 'node:fs'
import { kdfOver } from '../jobs/derive-key.ts'
import { jobsOver } from '../jobs/run.ts'
import { thisHost } from '../services/case-store/index.ts'
import { createWorkbench } from '../workbench.ts'
import { chance, machineFolder, standing, thisUser } from './machine.ts'
import { startJobNode } from './node-process.ts'
import { runTerminal } from './terminal.ts'

// One command and its end: the workbench is in this very process, its jobs in others that end with it.
const here = standing(import.meta.url)
const run = jobsOver({ spawn: () => startJobNode(here.job) })
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    // Asked twice, it ends at once; what is open then is as safe as after a power cut.
    if (stop.signal.aborted) process.exit(130)
    stop.abort()
  })
// Nothing of what was said may be lost when the process ends, whatever reads it.
const write = (descriptor: number) => (text: string) => {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at)
    } catch (thrown) {
      const { code } = thrown as NodeJS.ErrnoException
      if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
      else return
    }
  }
}
const code = await runTerminal(process.argv.slice(2), {
  out: write(1),
  err: write(2),
  watched: process.stderr.isTTY === true,
  signal: stop.signal,
  link: ({ takeOver }) =>
    createWorkbench({
      ...chance,
      now: Date.now,
      run,
      kdf: kdfOver(run),
      machineDir: machineFolder(),
      resourcesDir: here.resources,
      user: thisUser(),
      version: here.version,
      machine: thisHost(Date.now),
      takeOver,
    }),
})
run.close()
process.exit(code)
