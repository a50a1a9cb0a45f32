import { describe, expect, it } from 'vitest'
import type { Method, Params, Result } from '../../../casework/contract/contract.ts'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { createJobs } from '../../../renderer/data/jobs.ts'
import { staleAfter } from '../../../renderer/data/notices.ts'
import { createDrops } from '../../../renderer/shell/drop.ts'

describe('which answers a change makes stale', () => {
  const notice = { kind: 'changed', caseId: 'c1', types: ['person'] } as const

  it('lists of other kinds and answers about other cases stay', () => {
    expect(staleAfter(notice, ['records.list', { caseId: 'c1', type: 'exhibit' }])).toBe(false)
    expect(staleAfter(notice, ['overview.get', { caseId: 'c2' }])).toBe(false)
    expect(staleAfter(notice, ['places.list', { place: null }])).toBe(false)
  })

  it('everything else of the case, and what looks across cases, is asked again', () => {
    expect(staleAfter(notice, ['records.list', { caseId: 'c1', type: 'person' }])).toBe(true)
    expect(staleAfter(notice, ['records.get', { caseId: 'c1', type: 'exhibit', id: 'e1' }])).toBe(true)
    expect(staleAfter(notice, ['machine.state', {}])).toBe(true)
    expect(staleAfter({ ...notice, caseId: null, types: [] }, ['overview.get', { caseId: 'c2' }])).toBe(true)
  })
})

describe('jobs', () => {
  type Options = {
    signal: AbortSignal
    onProgress: (at: { done: number; total: number; note: string }) => void
  }
  const withWork = (work: (options: Options) => Promise<unknown>) =>
    createJobs(
      <M extends Method>(_: M, __: Params<M>, options: Options) => work(options) as Promise<Result<M>>,
    )

  it('shows its progress and stays as done until cleared', async () => {
    const jobs = withWork(async ({ onProgress }) => {
      onProgress({ done: 3, total: 9, note: 'Reading' })
      expect(jobs.list()[0]).toMatchObject({ state: 'running', at: { done: 3, total: 9 } })
      return { items: [] }
    })
    await jobs.start('evidence.check', { caseId: 'c', ids: null }, 'Checking')
    expect(jobs.list()).toMatchObject([{ title: 'Checking', state: 'done' }])
    jobs.dismiss(jobs.list()[0]!.id)
    expect(jobs.list()).toEqual([])
  })

  it('a cancelled job leaves the drawer; a failed one says why', async () => {
    const jobs = withWork(
      ({ signal }) =>
        new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(new CaseworkError('cancelled', 'Stopped.'))),
        ),
    )
    const running = jobs.start('evidence.check', { caseId: 'c', ids: null }, 'Checking')
    jobs.cancel(jobs.list()[0]!.id)
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    expect(jobs.list()).toEqual([])

    const failing = withWork(async () => {
      throw new CaseworkError('disk-full', 'The disk is full.')
    })
    await expect(failing.start('evidence.check', { caseId: 'c', ids: null }, 'Checking')).rejects.toThrow()
    expect(failing.list()).toMatchObject([{ state: 'failed', error: { message: 'The disk is full.' } }])
  })
})

describe('dropped files', () => {
  it('wait for the screen that takes them, and are given once', () => {
    const drops = createDrops()
    const taken: (readonly string[])[] = []
    drops.give(['a'])
    drops.give(['b'])
    const stop = drops.take((places) => taken.push(places))
    drops.give(['c'])
    stop()
    expect(drops.isHeard()).toBe(false)
    drops.take((places) => taken.push(places))
    expect(taken).toEqual([['a', 'b'], ['c']])
  })
})
