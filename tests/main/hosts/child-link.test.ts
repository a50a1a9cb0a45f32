import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { CaseworkError } from '../../../casework/contract/errors.ts'
import type { Notice } from '../../../casework/contract/wire.ts'
import { childLink } from '../../../main/hosts/child-link.ts'
import { standing } from '../../../main/hosts/machine.ts'
import { startNode } from '../../../main/hosts/node-process.ts'
import { clientOver } from '../../../main/hosts/slot.ts'
import type { JobProcess } from '../../../main/jobs/powers.ts'

const here = standing(new URL('../../../main/hosts/chromium-entry.ts', import.meta.url).href)
const ends: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** A link over real processes, with every workbench process it starts laid out to be counted and killed. */
function opened() {
  const folder = mkdtempSync(join(tmpdir(), 'turnstone-link-'))
  const started: JobProcess[] = []
  const jobs = { started: 0, ended: 0 }
  const link = childLink({
    start: { machineDir: join(folder, 'machine'), resourcesDir: here.resources, user: 'A', version: '0' },
    startWorkbench: () => {
      const process = startNode(here.workbench)
      started.push(process)
      return process
    },
    startJob: () => {
      jobs.started += 1
      const process = startNode(here.job)
      const onExit: JobProcess['onExit'] = (hear) =>
        process.onExit((code) => {
          jobs.ended += 1
          hear(code)
        })
      return { ...process, onExit }
    },
  })
  const client = clientOver(link)
  const notices: Notice[] = []
  client.onNotice((notice) => void notices.push(notice))
  ends.push(
    () => rmSync(folder, { recursive: true, force: true }),
    () => link.close(),
  )
  return { link, client, folder, started, jobs, notices }
}

test('a lock ends the process that held the keys; the next request starts another', async () => {
  const { client, started, notices } = opened()
  expect(started).toHaveLength(0)
  await client.call('machine.state', {})
  expect(started).toHaveLength(1)
  await client.call('machine.lock', {})
  expect(notices).toEqual([{ kind: 'locked', why: 'asked' }])
  // Asked at once, while the old one is still ending: it is answered by the new one.
  expect(await client.call('machine.state', {})).toMatchObject({ cases: [] })
  expect(started).toHaveLength(2)
  expect(notices).toHaveLength(1)
}, 30_000)

test('what is unanswered when the process dies answers that the case is locked, and the window is told', async () => {
  const { client, link, folder, started, jobs, notices } = opened()
  const [place] = await link.grant([folder])
  const asked = client.call('cases.create', {
    place: place!,
    name: 'Operation X',
    passphrase: 'a long enough passphrase',
  })
  const outcome = asked.then(
    () => 'answered',
    (thrown: CaseworkError) => thrown.code,
  )
  await expect.poll(() => jobs.started, { timeout: 10_000 }).toBe(1)
  started[0]!.kill()
  expect(await outcome).toBe('locked')
  expect(notices).toEqual([{ kind: 'locked', why: 'ended' }])
  // Its jobs die with it.
  await expect.poll(() => jobs.ended).toBe(1)
  expect(await client.call('machine.state', {})).toHaveProperty('user', 'A')
  expect(started).toHaveLength(2)
}, 30_000)

test('bytes cross the channel as bytes', async () => {
  const { client, link, folder } = opened()
  const path = join(folder, 'a.txt')
  const text = 'The text of a file, long enough to take a part of.'
  writeFileSync(path, text)
  const [place, file] = (await link.grant([folder, path])) as [string, string]
  const { caseId } = await client.call('cases.create', {
    place,
    name: 'Operation X',
    passphrase: 'a long enough passphrase',
  })
  const { items } = await client.call('evidence.add', { caseId, from: [file], producer: 'JLB' })
  const address = `evidence/${caseId}/${items[0]!.id}`
  const whole = await link.serve(address, null)
  expect(whole).toMatchObject({ status: 200, size: text.length, from: 0 })
  expect(Buffer.from(whole.bytes).toString()).toBe(text)
  const part = await link.serve(address, 'bytes=4-7')
  expect(part).toMatchObject({ status: 206, from: 4 })
  expect(Buffer.from(part.bytes).toString()).toBe('text')
  expect(await link.serve(`evidence/${caseId}/ffffffff`, null)).toMatchObject({ status: 404 })
}, 30_000)

test('closing ends everything, and nothing is started again', async () => {
  const { client, link, started } = opened()
  await client.call('machine.state', {})
  await link.close()
  await expect(client.call('machine.state', {})).rejects.toMatchObject({ code: 'locked' })
  expect(started).toHaveLength(1)
}, 30_000)
