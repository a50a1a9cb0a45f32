import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openInProcess } from '../../support/hosts.ts'

const passphrase = 'seven words that make a long passphrase'
const clock = { ahead: 0 }
let host: Awaited<ReturnType<typeof openInProcess>>
beforeEach(async () => {
  clock.ahead = 0
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  host = await openInProcess({ now: () => Date.now() + clock.ahead })
})
afterEach(async () => {
  await host.close()
  vi.useRealTimers()
})

test('a desk left alone locks; whoever unlocks it is at the desk, and it does not lock again at once', async () => {
  const { client, folder, grant } = host
  const [place] = await grant([folder])
  const { caseId } = await client.call('cases.create', { place: place!, name: 'X', passphrase })
  const state = async () => (await client.call('machine.state', {})).cases.map((each) => each.state)
  expect(await state()).toEqual(['open'])

  clock.ahead += 11 * 60_000
  vi.advanceTimersByTime(5_000)
  await expect.poll(state).toEqual(['closed'])

  await client.call('cases.unlock', { caseId, passphrase })
  clock.ahead += 5_000
  vi.advanceTimersByTime(5_000)
  // A lock under way would be waited for by the next unlocking, not by this.
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await state()).toEqual(['open'])
})

/** A folder of so many files, no two alike. */
function seized(folder: string, count: number): string {
  const into = join(folder, 'seized')
  mkdirSync(into)
  for (let i = 0; i < count; i++)
    writeFileSync(join(into, `note ${String(i).padStart(3, '0')}.txt`), `Words ${i}`)
  return into
}
const states = async () => (await host.client.call('machine.state', {})).cases.map((each) => each.state)
/** Time goes by in the steps the desk looks in: a leap would be a machine that slept. */
const leave = (minutes: number) => {
  for (let i = 0; i < minutes * 12; i++) {
    clock.ahead += 5_000
    vi.advanceTimersByTime(5_000)
  }
}

test('the time with nobody here counts from when there is something to lock', async () => {
  const { client, folder, grant } = host
  leave(30)
  const [place] = await grant([folder])
  await client.call('cases.create', { place: place!, name: 'X', passphrase })
  vi.advanceTimersByTime(5_000)
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await states()).toEqual(['open'])
})

test('the idle lock waits for an import, and comes when it is done; not for hours', async () => {
  const { client, folder, grant } = host
  const [place, files] = await grant([folder, seized(folder, 12)])
  const { caseId } = await client.call('cases.create', { place: place!, name: 'X', passphrase })
  const left = { times: 0 }
  const { items } = await client.call(
    'evidence.add',
    { caseId, from: [files!], producer: 'JLB' },
    {
      onProgress: ({ done }) => {
        if (done !== 0 || left.times > 0) return
        left.times += 1
        leave(11)
      },
    },
  )
  expect(left.times).toBe(1)
  expect(items.map(({ verdict }) => verdict)).toEqual(Array(12).fill('taken'))
  expect(await states()).toEqual(['open'])
  vi.advanceTimersByTime(5_000)
  await expect.poll(states).toEqual(['closed'])
  // It had been taken in to the end, so there is nothing to say of it.
  expect((await client.call('cases.unlock', { caseId, passphrase })).notices).toEqual([])

  const [more] = await grant([seized(join(folder, 'seized'), 40)])
  const again = client.call(
    'evidence.add',
    { caseId, from: [more!], producer: 'JLB' },
    { onProgress: ({ done }) => void (done === 0 && leave(71)) },
  )
  await again.catch(() => undefined)
  await expect.poll(states).toEqual(['closed'])
})

test('an import that a lock cut short is said when the case is opened, until the rest is taken in', async () => {
  const { client, folder, grant } = host
  const [place, files] = await grant([folder, seized(folder, 40)])
  const { caseId } = await client.call('cases.create', { place: place!, name: 'X', passphrase })
  const add = (onProgress: (at: { done: number }) => void) =>
    client.call('evidence.add', { caseId, from: [files!], producer: 'JLB' }, { onProgress })
  const locked = { at: -1 }
  await add(({ done }) => {
    if (locked.at >= 0) return
    locked.at = done
    void client.call('machine.lock', {})
  }).catch(() => undefined)
  await expect.poll(states).toEqual(['closed'])

  const { notices } = await client.call('cases.unlock', { caseId, passphrase })
  expect(notices).toEqual([
    expect.stringMatching(
      /^An import was stopped before its end: \d+ files of 40 were not taken, from “seized\/note \d{3}\.txt” on\. Import the same files again/,
    ),
  ])
  const { cases } = await client.call('machine.state', {})
  expect(cases[0]!.notices).toEqual(notices)

  clock.ahead += 1_000
  const { items } = await add(() => undefined)
  expect(items.every(({ verdict }) => verdict !== 'refused')).toBe(true)
  await client.call('machine.lock', {})
  await expect.poll(states).toEqual(['closed'])
  expect((await client.call('cases.unlock', { caseId, passphrase })).notices).toEqual([])
})
