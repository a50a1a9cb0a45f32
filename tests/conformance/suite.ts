import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Method, methods, type Params } from '../../casework/contract/contract.ts'
import type { CaseworkError } from '../../casework/contract/errors.ts'
import type { Notice, Progress, Reply } from '../../casework/contract/wire.ts'
import { type OpenHost, openInProcess } from '../support/hosts.ts'
import { cases } from './methods.ts'
import { bundleThrough } from './same-bundle.ts'
import type { Stage } from './stage.ts'

const passphrase = 'six plain words that nobody guesses'
const refusalOf = (asked: Promise<unknown>): Promise<CaseworkError> =>
  asked.then(
    (answer) => {
      throw new Error(`Answered ${JSON.stringify(answer).slice(0, 200)}, where a refusal was due.`)
    },
    (thrown: CaseworkError) => thrown,
  )

/** What every host owes the window. Each implementation opens itself and runs the same suite. */
export function hostConformance(name: string, open: () => Promise<OpenHost>): void {
  describe(`${name}: what every host owes the window`, { timeout: 60_000 }, () => {
    const held: { host: OpenHost | null; stage: Stage | null } = { host: null, stage: null }
    const host = () => held.host!
    const stage = () => held.stage!
    const call = (method: string, params: unknown) =>
      host().client.call(method as Method, params as Params<Method>) as Promise<Record<string, unknown>>
    const answerTo = async (id: number) => {
      const found = () =>
        host()
          .heard()
          .find((reply) => 'id' in reply && reply.id === id)
      await expect.poll(found, { timeout: 10_000 }).toBeDefined()
      return found() as Extract<Reply, { id: number }>
    }

    beforeAll(async () => {
      held.host = await open()
      held.stage = await setStage(host())
    }, 60_000)
    afterAll(() => held.host?.close())

    describe.each(methods)('%s', (method) => {
      test.each(cases[method].map((each, at) => ({ ...each, at })))('case $at', async (each) => {
        const asked = call(method, each.with(stage()))
        if (each.refused === undefined) {
          const answer = await asked
          for (const field of each.answers ?? []) expect(answer).toHaveProperty(field)
        } else expect((await refusalOf(asked)).code).toBe(each.refused)
      })
    })

    test.each(['nonsense', '', '__proto__', 'constructor', 'toString', 'records.list ', 'machine'])(
      'the request “%s” is unknown',
      async (ask) => expect((await refusalOf(call(ask, {}))).code).toBe('invalid'),
    )

    test('names the field that was wrong, and refuses one it does not know', async () => {
      const { caseId } = stage()
      const wrong = await refusalOf(call('records.list', { caseId, type: 'action', count: 0 }))
      expect(wrong).toMatchObject({ code: 'invalid', at: 'count' })
      const more = await refusalOf(call('records.list', { caseId, type: 'action', path: '/etc/passwd' }))
      expect(more.code).toBe('invalid')
      expect(more.message).toContain('path')
    })

    test('builds the same bundle, byte for byte, as any other host', async () => {
      const other = await openInProcess()
      try {
        const elsewhere = await bundleThrough(other, 'elsewhere')
        expect(await bundleThrough(host(), 'here')).toBe(elsewhere)
      } finally {
        await other.close()
      }
    })

    test('stops a job when told to, and tells how far it is', async () => {
      const { caseId } = stage()
      const told: Progress[] = []
      const from = await host().grant(manyFiles(host().folder, 60))
      const stop = new AbortController()
      const onProgress = (at: Progress) => {
        told.push(at)
        stop.abort()
      }
      const params = { caseId, from: [...from], producer: 'JLB' }
      const { items } = await host().client.call('evidence.add', params, { signal: stop.signal, onProgress })
      expect(items.filter(({ code }) => code === 'cancelled').length).toBeGreaterThan(0)
      expect(items).toHaveLength(60)
      expect(told.length).toBeGreaterThan(0)
      expect(told[0]).toMatchObject({ total: expect.any(Number), note: expect.any(String) })
    })

    test('says what changed', async () => {
      const { caseId } = stage()
      const notices: Notice[] = []
      const deaf = host().client.onNotice((notice) => void notices.push(notice))
      await call('records.add', { caseId, type: 'person', fields: { name: 'Noticed' } })
      await expect.poll(() => notices).toContainEqual({ kind: 'changed', caseId, types: ['person'] })
      deaf()
    })

    test('a request of more than eight megabytes is refused, and the next is heard', async () => {
      host().raw(`{"id":70001,"ask":"machine.state","with":{"x":"${'x'.repeat(8 * 1024 * 1024)}"}}`)
      expect(await answerTo(70_001)).toMatchObject({ error: { code: 'invalid' } })
      host().raw('{"id":70002,"ask":"machine.state","with":{}}')
      expect(await answerTo(70_002)).toHaveProperty('answer')
    })

    test('no malformed message ends it', async () => {
      const odd = fc.oneof(
        fc.string({ maxLength: 60 }),
        fc.json({ maxDepth: 6 }),
        fc
          .record({ id: fc.anything(), ask: fc.anything(), with: fc.jsonValue() })
          .filter(({ id }) => !Number.isSafeInteger(id) || (id as number) > 70_000)
          .map(asText),
        fc
          .record({
            id: fc.integer({ min: 80_000, max: 89_999 }),
            ask: fc.constantFrom(...methods),
            with: fc.jsonValue(),
          })
          .filter(({ ask }) => ask !== 'machine.lock' && ask !== 'machine.touch')
          .map(asText),
        fc.record({ cancel: fc.jsonValue() }).map(asText),
        fc
          .integer({ min: 1, max: 5_000 })
          .map(
            (depth) => `{"id":90001,"ask":"machine.state","with":${'['.repeat(depth)}${']'.repeat(depth)}}`,
          ),
        fc.constant('{"id":90002,"ask":"records.add","with":{"__proto__":{"caseId":"x"},"constructor":{}}}'),
      )
      for (const text of fc.sample(odd, { numRuns: 400, seed: 20_251_129 })) host().raw(text)
      expect(await call('machine.state', {})).toHaveProperty('user')
      expect(({} as { caseId?: unknown }).caseId).toBeUndefined()
    })

    test('after the lock nothing of a case is told, until it is unlocked again', async () => {
      const { caseId } = stage()
      const notices: Notice[] = []
      host().client.onNotice((notice) => void notices.push(notice))
      await call('machine.lock', {}).catch(() => undefined)
      await expect.poll(() => notices.some(({ kind }) => kind === 'locked')).toBe(true)
      for (const [method, params] of [
        ['records.list', { caseId, type: 'person' }],
        ['overview.get', { caseId }],
        ['bundle.plan', { caseId, bundle: null }],
        ['evidence.check', { caseId, ids: null }],
      ] as const)
        expect((await refusalOf(call(method, params))).code, method).toBe('locked')
      expect((await refusalOf(call('cases.unlock', { caseId, passphrase: 'wrong' }))).code).toBe(
        'wrong-passphrase',
      )
      await call('cases.unlock', { caseId, passphrase })
      expect(await call('records.list', { caseId, type: 'exhibit' })).toHaveProperty('total')
    })

    test('a case unlocked while the lock is still under way is open once both are done', async () => {
      const { caseId } = stage()
      const heard = Promise.withResolvers<void>()
      host().client.onNotice(({ kind }) => kind === 'locked' && heard.resolve())
      const slow = call('cases.verify', { caseId, full: true }).catch(() => undefined)
      const lock = call('machine.lock', {}).catch(() => undefined)
      await heard.promise
      await call('cases.unlock', { caseId, passphrase })
      await Promise.all([slow, lock])
      expect(await call('records.list', { caseId, type: 'exhibit' })).toHaveProperty('total')
    })
  })
}

const asText = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return '{'
  }
}

function manyFiles(folder: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const path = join(folder, `file ${at}.txt`)
    writeFileSync(path, `The text of file ${at}.`)
    return path
  })
}

async function setStage({ client, folder, grant }: OpenHost): Promise<Stage> {
  const path = join(folder, 'a note.txt')
  writeFileSync(path, 'A note of some words.')
  const [place, file] = (await grant([folder, path])) as [string, string]
  const { caseId } = await client.call('cases.create', { place, name: 'Operation Conformance', passphrase })
  const add = async (type: 'exhibit' | 'statement' | 'action', fields: Record<string, unknown>) => {
    const { record } = await client.call('records.add', { caseId, type, fields })
    return { id: record.id, version: record.version }
  }
  const exhibit = (await add('exhibit', { title: 'A telephone', kind: 'physical' })).id
  const statement = (await add('statement', { statementOf: 'Asha Verity' })).id
  return {
    caseId,
    place,
    file,
    exhibit,
    statement,
    action: await add('action', { title: 'Ask the neighbour' }),
  }
}
