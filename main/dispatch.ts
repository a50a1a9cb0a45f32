import { contract, type Method, type Params, type Result } from '../casework/contract/contract.ts'
import { CaseworkError, shapeOf } from '../casework/contract/errors.ts'
import { fieldName } from '../casework/contract/field-names.ts'
import type { Notice, Progress, Reply } from '../casework/contract/wire.ts'

/** What a handler is told beside its parameters. Progress may be told as often as it likes; the door slows it. */
export interface Asked {
  readonly signal: AbortSignal
  readonly progress: (at: Progress) => void
}
export type Handler<M extends Method> = (params: Params<M>, asked: Asked) => Promise<Result<M>> | Result<M>
/** One handler for each method. TypeScript refuses a missing one. */
export type Handlers = { readonly [M in Method]: Handler<M> }

/** One window's connection. Closing it cancels what that window started. */
export interface Connection {
  receive(message: unknown): Promise<void>
  close(): void
}
/** A connection as the workbench itself holds it. */
export interface Door extends Connection {
  /** Stops what runs long and waits for commands already under way, all but those of one method. */
  quiet(except: Method): Promise<void>
  /** Whether work of one of these methods is under way. */
  busyWith(methods: ReadonlySet<string>): boolean
}

interface Running {
  readonly ask: string
  readonly controller: AbortController
  readonly finished: Promise<void>
}

const noticesEvery = 100

/**
 * The one door: read the message, run its handler, read the result, answer. A thrown thing becomes one error shape;
 * what nobody foresaw goes whole to `log` and calmly to the person.
 */
export function openDoor(
  handlers: Handlers,
  reply: (message: Reply) => void,
  log: (thrown: unknown) => void,
  now: () => number,
): Door {
  const running = new Map<number, Running>()

  const answer = async (id: number, ask: string, params: unknown): Promise<Reply> => {
    if (running.has(id))
      return { id, error: { code: 'invalid', message: 'That request number is still in use.' } }
    const controller = new AbortController()
    const finished = Promise.withResolvers<void>()
    running.set(id, { ask, controller, finished: finished.promise })
    try {
      const method = methodNamed(ask)
      const read = contract[method].params.safeParse(params)
      if (!read.success) throw refused(method, read.error.issues, params)
      const run = handlers[method] as (params: unknown, asked: Asked) => unknown
      const result = await run(read.data, { signal: controller.signal, progress: throttled(id, reply, now) })
      const given = contract[method].result.safeParse(result)
      if (!given.success)
        throw new Error(`${method} answered what the contract does not allow: ${given.error.message}`)
      return { id, answer: given.data }
    } catch (thrown) {
      const error = shapeOf(thrown)
      if (error.code === 'internal') log(thrown)
      return { id, error }
    } finally {
      running.delete(id)
      finished.resolve()
    }
  }

  return {
    async receive(message) {
      const read = asAsk(message)
      if (read === null) return
      if ('cancel' in read) running.get(read.cancel)?.controller.abort()
      else reply(await answer(read.id, read.ask, read.with))
    },
    async quiet(except) {
      const others = [...running.values()].filter(({ ask }) => ask !== except)
      for (const { ask, controller } of others)
        if (contract[ask as Method]?.kind === 'job') controller.abort()
      await Promise.all(others.map(({ finished }) => finished))
    },
    busyWith: (methods) => [...running.values()].some(({ ask }) => methods.has(ask)),
    close() {
      for (const { controller } of running.values()) controller.abort()
    },
  }
}

/** A notice as a message. */
export const noticed = (notice: Notice): Reply => ({ notice })

function methodNamed(ask: string): Method {
  if (Object.hasOwn(contract, ask)) return ask as Method
  throw new CaseworkError('invalid', `Turnstone does not know the request “${ask.slice(0, 60)}”.`)
}

type Issue = {
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly errors?: readonly (readonly Issue[])[]
  readonly code?: string
  readonly origin?: string
  readonly maximum?: number | bigint
  readonly minimum?: number | bigint
}

// A union's own message says only that nothing fitted; the deepest branch says which field and why.
function deepest(issue: Issue): Issue {
  const inner = (issue.errors ?? [])
    .flat()
    .map((each) => ({ ...deepest(each), path: [...issue.path, ...deepest(each).path] }))
  return inner.sort((a, b) => b.path.length - a.path.length)[0] ?? issue
}

function refused(method: Method, issues: readonly unknown[], params: unknown): CaseworkError {
  const issue = deepest(issues[0] as Issue)
  const path = issue.path.map(String)
  const where = path.join('.').slice(0, 120)
  const { type } = (typeof params === 'object' && params !== null ? params : {}) as { type?: unknown }
  const name = fieldName(method, path, type)
  const sentence = name === undefined ? unnamed(where, issue) : inWords(name, issue)
  return new CaseworkError('invalid', sentence, { at: where })
}

// What no form shows is wrong only where a program asked wrongly: its maker needs the place and the reason.
const unnamed = (where: string, { message }: Issue): string =>
  `Turnstone was not asked as it should be${where === '' ? '' : ` (${where})`}: ${message}. Nothing was changed.`

// The schema's own words for a length are a programmer's; an officer may meet this one by pasting a long name.
function inWords(name: string, { code, origin, maximum, minimum, message }: Issue): string {
  const said = `“${name}”`
  if (code === 'too_big' && origin === 'string')
    return `${said} may be ${maximum} characters long. Shorten it.`
  if (code === 'too_big' && origin === 'array') return `${said} takes ${maximum} at most. Give fewer.`
  if (code === 'too_small' && origin === 'array') return `${said} needs at least ${minimum}. Give more.`
  if (code === 'too_small' && origin === 'string') return `${said} is empty. It is needed.`
  if (message.startsWith(name)) return `${said}${message.slice(name.length)}.`
  return `${said} is not as it should be: ${message}.`
}

type ReadAsk = { id: number; ask: string; with: unknown } | { cancel: number }

function asAsk(message: unknown): ReadAsk | null {
  if (typeof message !== 'object' || message === null) return null
  const m = message as Record<string, unknown>
  if (Number.isSafeInteger(m['cancel'])) return { cancel: m['cancel'] as number }
  if (!Number.isSafeInteger(m['id']) || typeof m['ask'] !== 'string') return null
  return { id: m['id'] as number, ask: m['ask'], with: m['with'] }
}

function throttled(id: number, reply: (message: Reply) => void, now: () => number): (at: Progress) => void {
  const last = { at: Number.NEGATIVE_INFINITY }
  return (at) => {
    const time = now()
    if (time - last.at < noticesEvery && at.done < at.total) return
    last.at = time
    reply({ progress: id, at })
  }
}
