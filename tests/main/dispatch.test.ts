import { describe, expect, test } from 'vitest'
import { CaseworkError } from '../../casework/contract/errors.ts'
import type { Reply } from '../../casework/contract/wire.ts'
import { type Handlers, openDoor } from '../../main/dispatch.ts'

function door(handlers: Partial<Record<string, unknown>>) {
  const replies: Reply[] = []
  const logged: unknown[] = []
  const clock = { at: 0 }
  const connection = openDoor(
    handlers as unknown as Handlers,
    (reply) => replies.push(reply),
    (thrown) => logged.push(thrown),
    () => clock.at,
  )
  return {
    connection,
    replies,
    logged,
    clock,
    error: () => (replies.at(-1) as { error?: { code: string; message: string; at?: string } }).error,
  }
}

describe('the door', () => {
  test.each(['nope', '__proto__', 'constructor', 'toString'])('does not know %s', async (ask) => {
    const { connection, error } = door({})
    await connection.receive({ id: 1, ask, with: {} })
    expect(error()).toMatchObject({ code: 'invalid' })
  })

  test('names the field that was wrong, inside a union too', async () => {
    const { connection, error } = door({})
    await connection.receive({
      id: 1,
      ask: 'records.add',
      with: { caseId: 'a'.repeat(24), type: 'person', fields: { name: 'x'.repeat(300) } },
    })
    expect(error()).toMatchObject({ code: 'invalid', at: 'fields.name' })
  })

  test.each([
    [
      'cases.create',
      { place: 'a'.repeat(24), name: 'x'.repeat(121), passphrase: 'x' },
      'name',
      '“Operation name” may be 120 characters long. Shorten it.',
    ],
    ['holders.add', { caseId: 'a'.repeat(24), label: ' ', passphrase: 'x' }, 'label', '“Name” is needed.'],
    [
      'handover.seal',
      {
        caseId: 'a'.repeat(24),
        place: 'a'.repeat(24),
        fileName: 'x',
        recipients: ['age1'],
        part: null,
        to: 'Who\nx',
        reason: '',
      },
      'to',
      '“For” may not hold line breaks or invisible control characters.',
    ],
    [
      'records.add',
      { caseId: 'a'.repeat(24), type: 'case', fields: { reference: 'x'.repeat(61) } },
      'fields.reference',
      '“Force reference” may be 60 characters long. Shorten it.',
    ],
    ['holders.confirm', { caseId: 'a'.repeat(24), passphrase: '' }, 'passphrase', '“Passphrase” is empty.'],
  ])('says what is wrong in %s in the words of its form', async (ask, params, at, sentence) => {
    const { connection, error } = door({})
    await connection.receive({ id: 1, ask, with: params })
    expect(error()).toMatchObject({ code: 'invalid', at, message: expect.stringContaining(sentence) })
    expect(error()?.message).not.toContain(ask)
  })

  test('refuses fields nobody asked for', async () => {
    const { connection, error } = door({ 'machine.touch': () => ({}) })
    await connection.receive({ id: 1, ask: 'machine.touch', with: { path: '/etc/passwd' } })
    expect(error()).toMatchObject({ code: 'invalid' })
  })

  test('keeps a result the contract does not allow from leaving, and logs it', async () => {
    const { connection, error, logged } = door({ 'machine.touch': () => ({ secret: 1 }) })
    await connection.receive({ id: 1, ask: 'machine.touch', with: {} })
    expect(error()).toMatchObject({ code: 'internal' })
    expect(JSON.stringify(error())).not.toContain('secret')
    expect(logged).toHaveLength(1)
  })

  test('lets our own errors through whole and others not at all', async () => {
    const { connection, error } = door({
      'machine.touch': () => {
        throw new CaseworkError('disk-full', 'The disk is full.')
      },
      'machine.lock': () => {
        throw new Error('/home/someone/secret')
      },
    })
    await connection.receive({ id: 1, ask: 'machine.touch', with: {} })
    expect(error()).toEqual({ code: 'disk-full', message: 'The disk is full.' })
    await connection.receive({ id: 2, ask: 'machine.lock', with: {} })
    expect(error()?.message).not.toContain('secret')
  })

  test('cancels, and a closed connection cancels all it started', async () => {
    const waits = {
      'machine.lock': (_: unknown, { signal }: { signal: AbortSignal }) =>
        new Promise((_done, fail) => signal.addEventListener('abort', () => fail(signal.reason))),
    }
    const { connection, replies } = door(waits)
    const first = connection.receive({ id: 1, ask: 'machine.lock', with: {} })
    const second = connection.receive({ id: 2, ask: 'machine.lock', with: {} })
    await connection.receive({ cancel: 1 })
    await first
    expect(replies).toMatchObject([{ id: 1, error: { code: 'cancelled' } }])
    connection.close()
    await second
    expect(replies).toHaveLength(2)
  })

  test('falls quiet once commands under way are done, and stops what runs long', async () => {
    const finish: { now: () => void } = { now: () => undefined }
    const { connection, replies } = door({
      'machine.touch': () =>
        new Promise((done) => {
          finish.now = () => done({})
        }),
      'cases.demonstration': (_: unknown, { signal }: { signal: AbortSignal }) =>
        new Promise((_done, fail) => signal.addEventListener('abort', () => fail(signal.reason))),
    })
    void connection.receive({ id: 1, ask: 'machine.touch', with: {} })
    void connection.receive({ id: 2, ask: 'cases.demonstration', with: { place: null, on: null } })
    await new Promise((soon) => setImmediate(soon))
    const quiet = connection
      .quiet('machine.lock')
      .then(() => replies.map((reply) => ('id' in reply ? reply.id : 0)).sort())
    await new Promise((soon) => setTimeout(soon, 5))
    expect(replies).toMatchObject([{ id: 2, error: { code: 'cancelled' } }])
    finish.now()
    expect(await quiet).toContain(2)
  })

  test('slows progress to ten a second and always tells the last', async () => {
    const { connection, replies, clock } = door({
      'machine.lock': (_: unknown, { progress }: { progress: (at: unknown) => void }) => {
        for (let done = 1; done <= 1_000; done++) {
          clock.at += 1
          progress({ done, total: 1_000, note: '' })
        }
        return {}
      },
    })
    await connection.receive({ id: 1, ask: 'machine.lock', with: {} })
    const told = replies.filter((reply) => 'progress' in reply)
    expect(told.length).toBeLessThan(15)
    expect(told.at(-1)).toMatchObject({ at: { done: 1_000 } })
  })

  test.each([null, 7, 'x', [], { id: 'x', ask: 'machine.touch' }, { id: 1 }, { ask: 'machine.touch' }])(
    'hears nothing in %j',
    async (message) => {
      const { connection, replies } = door({})
      await connection.receive(message)
      expect(replies).toEqual([])
    },
  )
})
