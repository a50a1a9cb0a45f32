import { readFileSync } from 'node:fs'
import { hostname, uptime } from 'node:os'

/** The machine and process that holds a case open, as its lock names them. */
export interface Host {
  readonly name: string
  /** Changes whenever the machine starts anew. */
  readonly bootId: string
  readonly pid: number
  /** When this process started, in whatever unit {@link Host.startTimeOf} answers in. */
  readonly startTime: string | number
  /** When another process on this machine started; undefined when that cannot be told. */
  readonly startTimeOf?: (pid: number) => string | number | undefined
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return undefined
  }
}

function startTicks(pid: number): string | undefined {
  // The second field is the program's name in brackets and may hold spaces; the 22nd is the start time.
  return read(`/proc/${pid}/stat`)
    ?.replace(/^.*\)\s/u, '')
    .split(' ')[19]
}

/** This machine and process. Linux tells exactly; elsewhere the boot is known to ten seconds and start times are not. */
export function thisHost(now: () => number): Host {
  const bootId = read('/proc/sys/kernel/random/boot_id') ?? `up-${Math.round((now() / 1000 - uptime()) / 10)}`
  return {
    name: hostname(),
    bootId,
    pid: process.pid,
    startTime: startTicks(process.pid) ?? '',
    startTimeOf: startTicks,
  }
}

/**
 * Whether a process that was named this way still runs. One of another machine counts as running: nothing can be told of
 * it from here. Where start times are not known, another of its number is taken for it.
 */
export function stillRuns(of: Omit<Host, 'startTimeOf'>, host: Host): boolean {
  if (of.name !== host.name) return true
  if (!processRuns(of.pid)) return false
  const started = host.startTimeOf?.(of.pid)
  return started === undefined || (started === of.startTime && of.bootId === host.bootId)
}

/** Whether the process still runs. One that belongs to somebody else counts as running. */
export function processRuns(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return !(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH')
  }
}
