import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { type Digest, type Digests, type Part, PLACES } from './digests.ts'

// Every byte of a bundle is hashed twice or three times, which takes longer than reading or writing it. Two threads do
// that on other cores: one hashes the whole, one the documents and pages. Bytes and orders go to each in order through
// shared memory; a slot is used again when both are done with it.

/** From so many bytes of sources on they save more than their start and their memory cost. */
const WORTH = 512_000_000

/** Whether threads should hash a bundle whose sources are so many bytes. */
export function threadsWorth(bytes: number): boolean {
  return bytes > WORTH
}

const SLOTS = 32
const ROOM = 1 << 16
/** What each thread hashes. */
const SHARES = [
  { whole: true, parts: false },
  { whole: false, parts: true },
] as const
/** A thread that does not answer for so long has died; waiting on would hang the build. */
const PATIENCE = 60_000

const ORDER = {
  open: 1,
  update: 2,
  begin: 3,
  finish: 4,
  save: 5,
  restore: 6,
  so: 7,
  end: 8,
  stop: 9,
} as const
const PARTS: { readonly [part in Part]: number } = { document: 0, page: 1 }

// Threads need a program of their own, which bundlers and Electron's archive each put elsewhere: it comes along as text.
const PROGRAM = `
const { createHash } = require('node:crypto')
const { workerData } = require('node:worker_threads')
const { me, whole, parts, turns, orders, bytes, port, SLOTS, ROOM, ORDER, PLACES } = workerData
const fresh = () => createHash('sha256')
const files = new Map()
for (let turn = 0, going = true; going; turn++) {
  while (Atomics.load(turns, 0) === turn) Atomics.wait(turns, 0, turn)
  const slot = turn % SLOTS
  const [order, file, a, b] = orders.subarray(slot * 4, slot * 4 + 4)
  const data = bytes.subarray(slot * ROOM, slot * ROOM + ROOM)
  const f = files.get(file)
  if (order === ORDER.open)
    files.set(file, { whole: whole ? fresh() : undefined, document: undefined, page: undefined, done: [], kept: new Map() })
  else if (order === ORDER.update) {
    const piece = data.subarray(0, a)
    f.whole?.update(piece)
    f.document?.update(piece)
    f.page?.update(piece)
  } else if (order === ORDER.save) {
    f.kept.set(a, { whole: f.whole?.copy(), document: f.document?.copy(), page: undefined })
    f.kept.delete(a - PLACES)
  } else if (order === ORDER.restore) {
    Object.assign(f, f.kept.get(a))
    f.kept.delete(a)
  } else if (order === ORDER.stop) going = false
  else if (order === ORDER.so) {
    if (whole) data.set(f.whole.copy().digest())
  } else if (order === ORDER.end) {
    if (whole) data.set(f.whole.digest())
    if (parts) port.postMessage(f.done)
    files.delete(file)
  } else if (parts && order === ORDER.begin) {
    if (a === 0) f.document = fresh()
    else f.page = b === 1 ? fresh() : undefined
  } else if (parts && order === ORDER.finish) {
    const hash = a === 1 ? (f.page ?? f.document?.copy()) : f.document
    f.done.push(hash?.digest('hex') ?? '')
    if (a === 0) f.document = undefined
    else f.page = undefined
  }
  Atomics.store(turns, me, turn + 1)
  Atomics.notify(turns, me)
}
port?.close()
`

/** Threads that make the digests of the files of one build. They must be stopped, however the build ends. */
export class DigestThreads {
  /** How many orders were given, and how many each thread has done. */
  readonly #turns = new Int32Array(new SharedArrayBuffer(12))
  readonly #orders = new Int32Array(new SharedArrayBuffer(SLOTS * 16))
  readonly #bytes = new Uint8Array(new SharedArrayBuffer(SLOTS * ROOM))
  readonly #port: MessagePort
  readonly #workers: readonly Worker[]
  #turn = 0
  #files = 0

  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    this.#workers = SHARES.map(({ whole, parts }, i) => {
      const port = parts ? port2 : undefined
      const told = { whole, parts, port, me: i + 1, SLOTS, ROOM, ORDER, PLACES }
      return new Worker(PROGRAM, {
        eval: true,
        execArgv: [],
        env: {},
        resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 },
        transferList: port ? [port] : [],
        workerData: { ...told, turns: this.#turns, orders: this.#orders, bytes: this.#bytes },
      })
    })
    for (const worker of this.#workers) worker.unref()
    this.#port.unref()
  }

  /** The digests of one more file. */
  file(): Digests {
    const file = ++this.#files
    let places = 0
    const waiting: Digest[] = []
    this.#say(ORDER.open, file)
    const answer = (order: number) => {
      const slot = this.#say(order, file)
      this.#await(this.#turn)
      return Buffer.from(this.#bytes.subarray(slot * ROOM, slot * ROOM + 32))
    }
    return {
      update: (bytes) => {
        for (let at = 0; at < bytes.length; at += ROOM) {
          const piece = bytes.subarray(at, at + ROOM)
          this.#say(ORDER.update, file, piece.length, 0, piece)
        }
      },
      begin: (part, alone) => {
        this.#say(ORDER.begin, file, PARTS[part], alone ? 1 : 0)
      },
      finish: (part, into) => {
        this.#say(ORDER.finish, file, PARTS[part])
        waiting.push(into)
      },
      save: () => {
        this.#say(ORDER.save, file, ++places)
        return places
      },
      restore: (place) => {
        if (place <= places - PLACES) throw new RangeError('That place in the file is no longer kept.')
        this.#say(ORDER.restore, file, place)
      },
      so: () => answer(ORDER.so),
      end: () => {
        const whole = answer(ORDER.end).toString('hex')
        const told = receiveMessageOnPort(this.#port) as { message: string[] } | undefined
        for (const [i, digest] of waiting.entries()) digest.sha256 = told!.message[i]!
        return whole
      },
    }
  }

  /** Ends the threads. It may be called more than once. */
  stop(): void {
    this.#port.close()
    for (const worker of this.#workers) void worker.terminate()
  }

  #say(order: number, file: number, a = 0, b = 0, bytes?: Uint8Array): number {
    this.#await(this.#turn - SLOTS + 1)
    const slot = this.#turn % SLOTS
    this.#orders.set([order, file, a, b], slot * 4)
    if (bytes) this.#bytes.set(bytes, slot * ROOM)
    Atomics.store(this.#turns, 0, ++this.#turn)
    Atomics.notify(this.#turns, 0)
    return slot
  }

  /** Waits until every thread has done so many orders. */
  #await(turn: number): void {
    for (let who = 1; who <= this.#workers.length; who++)
      for (let done = Atomics.load(this.#turns, who); done < turn; done = Atomics.load(this.#turns, who))
        if (Atomics.wait(this.#turns, who, done, PATIENCE) === 'timed-out')
          throw new Error('A thread that hashes the bundle does not answer.')
  }
}
