import { execFileSync } from 'node:child_process'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { documentEntry } from '../../../casework/rules/arrangement.ts'
import { bundleCase } from '../../support/bundle-case.ts'
import { openInProcess } from '../../support/hosts.ts'

// While it is on, supplements are frozen as they were by earlier programs: numbered from 1, as the bundle is.
const old = vi.hoisted(() => ({ on: false }))
vi.mock('../../../casework/rules/series.ts', async (original) => {
  const own = await original<typeof import('../../../casework/rules/series.ts')>()
  return {
    ...own,
    seriesFor: (letters: string, which: number) => (old.on ? undefined : own.seriesFor(letters, which)),
  }
})

let host: Awaited<ReturnType<typeof openInProcess>>
beforeEach(async () => {
  host = await openInProcess({ now: () => Date.parse('2026-03-02T10:00:00Z') })
})
afterEach(() => host.close())

const { caseWithBundle, plan, arrange, addLate, takeOut, built } = bundleCase(() => host)

test('a supplement that was frozen before supplements had a series keeps its numbers', async () => {
  const { caseId, bundle, out } = await caseWithBundle({ late: 'supplement' })
  const { client } = host
  await client.call('bundle.freeze', { caseId, bundle })
  await addLate(caseId, bundle, 'JLB/3')
  old.on = true
  await client.call('bundle.freeze', { caseId, bundle })
  old.on = false
  const words = async (version: number) => {
    const made = await built(caseId, bundle, out, version, `${version}.pdf`)
    expect(made).toMatchObject({ verified: true })
    return execFileSync('pdftotext', ['-layout', made.path, '-']).toString()
  }
  expect(await words(2)).toMatch(/JLB\/4 +4 +3$/m)
  await takeOut(caseId, bundle, 'JLB/4')
  expect(await client.call('bundle.freeze', { caseId, bundle })).toMatchObject({
    version: 3,
    changes: ['Taken out: JLB/4 4, 3'],
  })
  const again = await words(3)
  expect(again).toMatch(/JLB\/4 +4 +3$/m)
  expect(again).toMatch(/beyond those first served +2A$/m)
  expect(again).not.toContain('What came late.')
  const { offered } = await plan(caseId, bundle)
  await arrange(caseId, bundle, (entries) => [
    ...entries,
    { ...documentEntry('exhibit', offered.find(({ ref }) => ref === 'JLB/4')!.id), again: 2 },
  ])
  await client.call('bundle.freeze', { caseId, bundle })
  expect(await words(4)).toMatch(/JLB\/4 +4 +SB2\/3$/m)
}, 60_000)
