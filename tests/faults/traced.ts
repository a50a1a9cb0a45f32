import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Errand } from './flow-process.ts'

/** The system calls that change the disk, and those that only look at it. */
export const changing = [
  'openat',
  'write',
  'pwrite64',
  'fsync',
  'fdatasync',
  'close',
  'rename',
  'renameat',
  'renameat2',
  'link',
  'linkat',
  'unlink',
  'unlinkat',
  'mkdir',
  'mkdirat',
  'rmdir',
  'utimensat',
  'ftruncate',
] as const
export const looking = ['read', 'pread64', 'statx', 'getdents64'] as const

/** A boundary: the n-th call of that name by the thread that works the disk, counted from 1. */
export interface Boundary {
  readonly call: string
  readonly n: number
}

/** Where a flow was broken off, and how. */
export type Fault = Boundary & { readonly how: 'SIGKILL' | 'EIO' | 'ENOSPC' }

/** What a flow said, and how it ended. */
export interface Run {
  readonly acks: number
  readonly died: boolean
  /** It said one of these: that it was done, or the code it was refused with. */
  readonly refused?: string
  /** Everything else it said that it should not have. */
  readonly untyped?: string
  /** After a refusal the same opening could save again. */
  readonly wentOn: boolean
  /** The fault struck. */
  readonly hit: boolean
}

/** Whether calls can be traced and made to fail here. */
export const mayTrace =
  process.platform === 'linux' &&
  spawnSync('strace', ['-e', 'inject=getppid:error=EIO:when=1', 'true'], { stdio: 'ignore' }).status === 0

/** A process that goes through flows, one disk thread in it. */
class Worker {
  readonly child: ChildProcess
  readonly #lines: AsyncIterator<string>
  constructor() {
    const script = fileURLToPath(new URL('./flow-process.ts', import.meta.url))
    const env = { ...process.env, UV_THREADPOOL_SIZE: '1', UV_USE_IO_URING: '0', NODE_NO_WARNINGS: '1' }
    this.child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'], env })
    this.child.stdin?.on('error', () => {})
    this.#lines = createInterface({ input: this.child.stdout as NonNullable<ChildProcess['stdout']> })[
      Symbol.asyncIterator
    ]()
  }
  say(line: string): void {
    this.child.stdin?.write(`${line}\n`)
  }
  /** The next thing it says; undefined once it is dead. */
  async hear(): Promise<string | undefined> {
    const next = await this.#lines.next()
    return next.done ? undefined : next.value
  }
  end(): void {
    this.child.kill('SIGKILL')
  }
}

async function attach(thread: string, args: readonly string[]): Promise<ChildProcess> {
  const tracer = spawn('strace', ['-p', thread, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  const heard: string[] = []
  for await (const line of createInterface({ input: tracer.stderr as NonNullable<typeof tracer.stderr> })) {
    heard.push(line)
    if (line.includes('attached')) return tracer
  }
  throw new Error(`strace did not attach: ${heard.join('\n')}`)
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((done) => child.once('exit', () => done()))
}

/** Goes through flows under strace, in processes of their own, the next one warmed up while this one runs. */
export class Tracer {
  #spare: Worker | undefined
  #worker: Worker | undefined
  readonly #log: string
  readonly #keepSpare: boolean
  /** `log` is a file of its own; `keepSpare` warms up a next process, for flows that will be killed. */
  constructor(log: string, keepSpare: boolean) {
    this.#log = log
    this.#keepSpare = keepSpare
  }

  #ready(): Worker {
    const worker = this.#worker ?? this.#spare ?? new Worker()
    this.#worker = worker
    this.#spare = this.#keepSpare && this.#spare === worker ? undefined : this.#spare
    if (this.#keepSpare) this.#spare ??= new Worker()
    return worker
  }

  async #go(errand: Errand, args: readonly string[]): Promise<Run> {
    const worker = this.#ready()
    worker.say(JSON.stringify(errand))
    let acks = 0
    let refused: string | undefined
    let untyped: string | undefined
    let wentOn = false
    let over = false
    let tracer: ChildProcess | undefined
    while (!over) {
      const line = await worker.hear()
      if (line === undefined) break
      const [word, ...rest] = line.split(' ')
      if (word === 'ready') {
        tracer = await attach(rest[0] as string, args)
        worker.say('go')
      } else if (word === 'ack') acks += 1
      else if (word === 'later') wentOn = true
      else if (word === 'refused' && rest[0] !== 'later') refused = rest[0]
      else if (word === 'end') over = true
      else if (word !== 'done') untyped = `${untyped ?? ''}${line}\n`
    }
    if (!over) {
      await ended(worker.child)
      this.#worker = undefined
    }
    if (tracer !== undefined) {
      if (over) tracer.kill('SIGINT')
      await ended(tracer)
    }
    return {
      acks,
      died: !over,
      wentOn,
      hit: false,
      ...(refused === undefined ? {} : { refused }),
      ...(untyped === undefined ? {} : { untyped }),
    }
  }

  /** Goes through a flow undisturbed and counts the boundaries of those calls. Wake-ups within the process do not count. */
  async count(errand: Errand, calls: readonly string[]): Promise<{ run: Run; boundaries: Boundary[] }> {
    const run = await this.#go(errand, ['-y', '-e', `trace=${calls.join(',')}`, '-o', this.#log])
    const counts = new Map<string, number>()
    const boundaries: Boundary[] = []
    for (const line of readFileSync(this.#log, 'utf8').split('\n')) {
      const call = /^([a-z0-9_]+)\(/u.exec(line)?.[1]
      if (call === undefined) continue
      const n = (counts.get(call) ?? 0) + 1
      counts.set(call, n)
      if (!line.includes('<anon_inode:[eventfd]>')) boundaries.push({ call, n })
    }
    return { run, boundaries }
  }

  /** Goes through a flow and breaks it off there. */
  async strike(errand: Errand, { call, n, how }: Fault): Promise<Run> {
    const blow = how === 'SIGKILL' ? 'signal=SIGKILL' : `error=${how}`
    const inject = `inject=${call}:${blow}:when=${n}`
    const run = await this.#go(errand, ['-e', `trace=${call}`, '-e', inject, '-o', this.#log])
    return {
      ...run,
      hit: how === 'SIGKILL' ? run.died : readFileSync(this.#log, 'utf8').includes('INJECTED'),
    }
  }

  end(): void {
    this.#worker?.end()
    this.#spare?.end()
  }
}
