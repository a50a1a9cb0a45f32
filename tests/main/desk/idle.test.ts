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
