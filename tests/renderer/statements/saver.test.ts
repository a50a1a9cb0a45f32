import { describe, expect, it } from 'vitest'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { createSaver } from '../../../renderer/views/statements/saver.ts'

interface Fields {
  readonly words: string
  readonly name: string
}
interface Call {
  readonly fields: Partial<Fields>
  readonly version: number
  readonly done: (version: number) => void
  readonly fail: (error: unknown) => void
}
/** A saver whose pauses end when the test says, over saves that the test answers. */
function bench(version = 1) {
  const calls: Call[] = []
  const clock: { run: (() => void) | null } = { run: null }
  const saver = createSaver<Fields>({
    version,
    save: (fields, over) =>
      new Promise<number>((done, fail) => {
        calls.push({ fields, version: over, done, fail })
      }),
    later: (run) => {
      clock.run = run
      return () => {
        clock.run = null
      }
    },
  })
  const settle = () => new Promise((resolve) => setTimeout(resolve))
  return { saver, calls, clock, settle, pause: () => clock.run?.() }
}

describe('saving by itself', () => {
  it('waits for a pause, then saves what changed together', async () => {
    const { saver, calls, pause, settle } = bench()
    saver.put({ words: 'a' })
    saver.put({ words: 'ab' })
    saver.put({ name: 'x' })
    expect(calls).toHaveLength(0)
    expect(saver.now().state).toBe('waiting')
    pause()
    expect(calls[0]).toMatchObject({ fields: { words: 'ab', name: 'x' }, version: 1 })
    expect(saver.now().state).toBe('saving')
    calls[0]!.done(2)
    await settle()
    expect(saver.now().state).toBe('saved')
    expect(saver.version()).toBe(2)
  })

  it('never runs two saves at once, and the second is over what the first made', async () => {
    const { saver, calls, settle } = bench()
    saver.put({ words: 'a' })
    const first = saver.flush()
    saver.put({ words: 'ab' })
    const second = saver.flush()
    await settle()
    expect(calls).toHaveLength(1)
    calls[0]!.done(2)
    await settle()
    expect(calls).toHaveLength(2)
    expect(calls[1]).toMatchObject({ fields: { words: 'ab' }, version: 2 })
    calls[1]!.done(3)
    expect(await first).toBe(true)
    expect(await second).toBe(true)
    expect(saver.version()).toBe(3)
    expect(calls).toHaveLength(2)
  })

  it('keeps what failed, under what was typed since, and saves all of it the next time', async () => {
    const { saver, calls, settle } = bench()
    saver.put({ words: 'a', name: 'x' })
    const flushed = saver.flush()
    saver.put({ words: 'ab' })
    calls[0]!.fail(new CaseworkError('disk-full', 'The disk is full.'))
    expect(await flushed).toBe(false)
    expect(saver.now()).toMatchObject({ state: 'failed', error: { message: 'The disk is full.' } })
    expect(saver.waiting()).toEqual({ words: 'ab', name: 'x' })
    const again = saver.flush()
    await settle()
    expect(calls[1]).toMatchObject({ fields: { words: 'ab', name: 'x' }, version: 1 })
    calls[1]!.done(2)
    expect(await again).toBe(true)
  })

  it('stops at a conflict until someone decides', async () => {
    const { saver, calls, pause, settle } = bench()
    saver.put({ words: 'mine' })
    const flushed = saver.flush()
    calls[0]!.fail(new CaseworkError('conflict', 'S4 was changed meanwhile.'))
    expect(await flushed).toBe(false)
    saver.put({ words: 'mine, and more' })
    pause()
    expect(await saver.flush()).toBe(false)
    expect(calls).toHaveLength(1)
    expect(saver.waiting()).toEqual({ words: 'mine, and more' })

    saver.over(7)
    const kept = saver.flush()
    await settle()
    expect(calls[1]).toMatchObject({ fields: { words: 'mine, and more' }, version: 7 })
    calls[1]!.done(8)
    expect(await kept).toBe(true)
  })

  it('can let what is saved stand', async () => {
    const { saver, calls } = bench()
    saver.put({ words: 'mine' })
    const flushed = saver.flush()
    calls[0]!.fail(new CaseworkError('conflict', 'This statement is signed, so it stands as it is.'))
    await flushed
    saver.drop()
    expect(saver.now().state).toBe('saved')
    expect(await saver.flush()).toBe(true)
    expect(calls).toHaveLength(1)
  })

  it('saves nothing when nothing changed', async () => {
    const { saver, calls } = bench()
    expect(await saver.flush()).toBe(true)
    expect(calls).toHaveLength(0)
  })
})
