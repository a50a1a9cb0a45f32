import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { StoredOf } from '../../../casework/entities/index.ts'
import { documentEntry, type Entry, keyOf, readArrangement } from '../../../casework/rules/arrangement.ts'
import { bundleCase, listed } from '../../support/bundle-case.ts'
import { openInProcess } from '../../support/hosts.ts'

let host: Awaited<ReturnType<typeof openInProcess>>
beforeEach(async () => {
  host = await openInProcess({ now: () => Date.parse('2026-03-02T10:00:00Z') })
})
afterEach(() => host.close())

const { caseWithBundle, plan, arrange, addLate, takeOut, built } = bundleCase(() => host)

/** The number of each page, from a PDF's own labels. */
function labelsIn(path: string): string[] {
  const { pagelabels, pages } = JSON.parse(execFileSync('qpdf', ['--json=1', path]).toString()) as {
    pagelabels: { index: number; label: Record<string, string | number> }[]
    pages: unknown[]
  }
  return pages.map((_, page) => {
    const { index, label } = pagelabels.filter((each) => each.index <= page).at(-1)!
    const number = Number(label['/St'] ?? 1) + page - index
    const figure = { '/D': String(number), '/A': String.fromCharCode(64 + number) }
    return `${label['/P'] ?? ''}${figure[label['/S'] as '/D'] ?? ''}`
  })
}

test('a supplement has numbers of its own and leaves the bundle as it was', async () => {
  const { caseId, bundle, out } = await caseWithBundle({ late: 'supplement' })
  const first = await host.client.call('bundle.freeze', { caseId, bundle })
  await addLate(caseId, bundle, 'JLB/3')
  const second = await host.client.call('bundle.freeze', { caseId, bundle })
  expect(second).toMatchObject({ version: 2, pages: 3 })
  const supplement = await built(caseId, bundle, out, 2, 'supplement.pdf')
  expect(supplement).toMatchObject({ verified: true, documents: 1, sha256: second.sha256 })
  expect(await built(caseId, bundle, out, 1, 'bundle.pdf')).toMatchObject({ sha256: first.sha256 })
}, 60_000)

test('a draft names what came late and waits for a supplement, and shows the numbers it will have there', async () => {
  const { caseId, bundle, out } = await caseWithBundle({ late: 'supplement' })
  await host.client.call('bundle.freeze', { caseId, bundle })
  await addLate(caseId, bundle, 'JLB/2')
  const planned = await plan(caseId, bundle)
  expect(listed(planned)).toEqual(['JLB/1 3-4', 'JLB/2 5-8', 'JLB/4 SB1/3-SB1/3', 'JLB/3 9-14'])
  expect(planned.sections.find(({ documents }) => documents.length > 0)).toMatchObject({ last: '14' })
  const draft = await built(caseId, bundle, out, null, 'draft.pdf')
  expect(draft).toMatchObject({ verified: true, documents: 3 })
  expect(draft.report).toEqual([
    {
      kind: 'late',
      sentence:
        'JLB/4 came after version 1 was frozen and goes into a supplement: this draft does not hold it.',
    },
  ])
  // Frozen, it has the very numbers that were shown, and the bundle those it had.
  await host.client.call('bundle.freeze', { caseId, bundle })
  expect(listed(await plan(caseId, bundle))).toEqual(listed(planned))
  const supplement = await built(caseId, bundle, out, 2, 'supplement.pdf')
  expect(execFileSync('pdftotext', ['-layout', supplement.path, '-']).toString()).toMatch(
    /JLB\/4 +4 +SB1\/3$/m,
  )
}, 60_000)

test('what is taken out is frozen in the bundle itself, before what came late has its supplement', async () => {
  const { caseId, bundle, out } = await caseWithBundle({ late: 'supplement' })
  await host.client.call('bundle.freeze', { caseId, bundle })
  await takeOut(caseId, bundle, 'JLB/2')
  await addLate(caseId, bundle, 'JLB/3')
  const second = await host.client.call('bundle.freeze', { caseId, bundle })
  expect(second).toMatchObject({ version: 2, changes: ['Taken out: JLB/2 2, 5–8'] })
  const two = await built(caseId, bundle, out, 2, 'two.pdf')
  expect(two).toMatchObject({ verified: true, documents: 3, sha256: second.sha256 })
  expect(execFileSync('pdftotext', [two.path, '-']).toString()).not.toContain('JLB/4')
  expect(await plan(caseId, bundle)).toMatchObject({ changed: true })
  expect(await host.client.call('bundle.freeze', { caseId, bundle })).toMatchObject({ version: 3, pages: 3 })
  const { versions } = await host.client.call('bundle.versions', { caseId, bundle })
  expect(versions.map(({ supplement, documents }) => [supplement, documents])).toEqual([
    [true, 1],
    [false, 3],
    [false, 3],
  ])
}, 60_000)

test('what is taken out is named as it was frozen, never as its record is called since', async () => {
  const { caseId, bundle, out } = await caseWithBundle()
  await host.client.call('bundle.freeze', { caseId, bundle })
  const { records } = await host.client.call('records.list', { caseId, type: 'exhibit' })
  const { id, version } = records.find(({ fields }) => (fields as { number: number }).number === 2)!
  await host.client.call('records.change', {
    caseId,
    type: 'exhibit',
    id,
    version,
    fields: { title: 'Jane Doe, 12 Secret Street' },
  })
  await takeOut(caseId, bundle, 'JLB/2')
  expect(JSON.stringify((await plan(caseId, bundle)).sections)).not.toContain('Jane Doe')
  const second = await host.client.call('bundle.freeze', { caseId, bundle })
  expect(second.changes).toEqual(['Taken out: JLB/2 2, 5–8'])
  const two = await built(caseId, bundle, out, 2, 'two.pdf')
  const words = execFileSync('pdftotext', ['-layout', two.path, '-']).toString()
  expect(words).toContain('It was taken out after this bundle’s numbers were frozen.')
  expect(words).not.toContain('Jane Doe')
}, 60_000)

test('what was frozen as taken out is not brought back in its old place', async () => {
  const { caseId, bundle } = await caseWithBundle()
  await host.client.call('bundle.freeze', { caseId, bundle })
  const back = () =>
    arrange(caseId, bundle, (entries) =>
      entries.map((entry) => (entry.kind === 'document' ? { ...entry, taken: false } : entry)),
    )
  await takeOut(caseId, bundle, 'JLB/2')
  // Nobody has been told yet that it is out.
  await back()
  await takeOut(caseId, bundle, 'JLB/2')
  await host.client.call('bundle.freeze', { caseId, bundle })
  await expect(back()).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('JLB/2 was frozen as taken out, so the page that stands for 5–8 stays'),
  })
}, 60_000)

test('each supplement of a bundle is called by its own number, on its cover too', async () => {
  const { caseId, bundle, out } = await caseWithBundle({ late: 'supplement' })
  const { client } = host
  const { record } = await client.call('records.get', { caseId, type: 'bundle', id: bundle })
  const second = readArrangement((record as StoredOf<'bundle'>).fields.entries)[3]!
  await arrange(caseId, bundle, (entries) => entries.toSpliced(3, 1))
  await client.call('bundle.freeze', { caseId, bundle })
  await addLate(caseId, bundle, 'JLB/3')
  await client.call('bundle.freeze', { caseId, bundle })
  await arrange(caseId, bundle, (entries) => [...entries, second])
  await client.call('bundle.freeze', { caseId, bundle })
  const { versions } = await client.call('bundle.versions', { caseId, bundle })
  expect(versions.map(({ part }) => part)).toEqual(['supplement 2', 'supplement', ''])
  const words = async (version: number) => {
    const { path } = await built(caseId, bundle, out, version, `${version}.pdf`)
    return execFileSync('pdftotext', ['-layout', path, '-']).toString()
  }
  const [one, two] = [await words(2), await words(3)]
  expect(one).toMatch(/Trial bundle: supplement$/m)
  expect(two).toMatch(/Trial bundle: supplement 2$/m)
  // No page of one is numbered as a page of another, or of the bundle.
  expect(one).toMatch(/JLB\/4 +4 +SB1\/3$/m)
  expect(two).toMatch(/JLB\/2 +2 +SB2\/3–SB2\/6$/m)
  expect(await words(1)).not.toContain('SB')
}, 60_000)

test('a case that is called otherwise by now is so on the new version’s own pages, and not on those frozen before', async () => {
  const { caseId, bundle, out } = await caseWithBundle()
  const { client } = host
  const call = async (name: string) => {
    const { records } = await client.call('records.list', { caseId, type: 'case' })
    const { id, version } = records[0]!
    await client.call('records.change', { caseId, type: 'case', id, version, fields: { caseTitle: name } })
  }
  await call('R v Oldname')
  await arrange(caseId, bundle, (entries) =>
    entries.map((entry) => (entry.kind === 'document' ? { ...entry, front: true } : entry)),
  )
  const first = await client.call('bundle.freeze', { caseId, bundle })
  await call('R v Newname')
  await takeOut(caseId, bundle, 'JLB/2')
  await addLate(caseId, bundle, 'JLB/3')
  await client.call('bundle.freeze', { caseId, bundle })
  await call('R v Newestname')
  await takeOut(caseId, bundle, 'JLB/1')
  await client.call('bundle.freeze', { caseId, bundle })
  const names = (path: string) =>
    execFileSync('pdftotext', ['-layout', path, '-'])
      .toString()
      .split('\f')
      .slice(0, -1)
      .map((page) => [...new Set(page.match(/R v \w+/gu))].join())
  const one = await built(caseId, bundle, out, 1, 'one.pdf')
  expect(one).toMatchObject({ sha256: first.sha256 })
  expect(new Set(names(one.path))).toEqual(new Set(['R v Oldname']))
  const three = await built(caseId, bundle, out, 3, 'three.pdf')
  expect(three).toMatchObject({ verified: true })
  const said = names(three.path)
  const runs = said.filter((name, at) => name !== said[at - 1])
  expect(runs).toEqual(['R v Newestname', 'R v Oldname', 'R v Newname'])
  const before = names((await built(caseId, bundle, out, 2, 'two.pdf')).path)
  expect(before.filter((name, at) => name !== before[at - 1])).toEqual([
    'R v Newname',
    'R v Oldname',
    'R v Newname',
  ])
}, 60_000)

test('in the copy of a supplement for one reader no page has a number of the bundle', async () => {
  const { caseId, bundle, out } = await caseWithBundle({ late: 'supplement' }, 'crown-court')
  const { client } = host
  await client.call('bundle.freeze', { caseId, bundle })
  await addLate(caseId, bundle, 'JLB/3')
  await client.call('bundle.freeze', { caseId, bundle })
  const reader = (await plan(caseId, bundle)).profile.readers[0]!
  const made = await client.call('bundle.build', {
    caseId,
    bundle,
    version: 2,
    reader,
    to: out,
    fileName: 'copy.pdf',
  })
  expect(made).toMatchObject({ verified: true })
  const json = execFileSync('qpdf', ['--json=1', join(host.folder, 'out', 'copy.pdf')]).toString()
  expect((JSON.parse(json) as { pagelabels: unknown[] }).pagelabels).toEqual([
    { index: 0, label: { '/P': 'SB1/', '/S': '/D', '/St': 1 } },
  ])
}, 60_000)

test('a bundle is measured without its supplements, and each of them by itself', async () => {
  const { caseId, bundle } = await caseWithBundle({ late: 'supplement' }, 'family')
  const { client, folder, grant } = host
  await client.call('bundle.freeze', { caseId, bundle })
  const before = await plan(caseId, bundle)
  mkdirSync(join(folder, 'long'))
  writeFileSync(join(folder, 'long', 'diary.txt'), 'A line.\n'.repeat(18_420))
  const [long] = await grant([join(folder, 'long')])
  await client.call('evidence.add', { caseId, from: [long!], producer: 'SKA' })
  const { offered } = await plan(caseId, bundle)
  const diary = offered.find(({ ref }) => ref === 'SKA/1')!
  await arrange(caseId, bundle, (entries) => [...entries, documentEntry('exhibit', diary.id)])
  const planned = await plan(caseId, bundle)
  const late = planned.sections.flatMap(({ documents }) => documents).at(-1)!
  // Together they would pass what the court sets as most; each by itself does not.
  expect(late.pages + before.pages).toBeGreaterThan(350)
  expect(late.pages + 2).toBeLessThanOrEqual(350)
  expect(planned).toMatchObject({
    pages: before.pages,
    documents: before.documents,
    bytes: before.bytes,
    supplements: [],
  })
  const limits = async () => (await plan(caseId, bundle)).checks.filter(({ rule }) => rule === 'R58')
  expect(await limits()).toMatchObject([{ weight: 'fine' }])
  await addLate(caseId, bundle, 'SKA/1')
  expect(await limits()).toMatchObject([
    { weight: 'stops', sentence: `Supplement has ${late.pages + 3} pages; the most is 350` },
  ])
  await arrange(caseId, bundle, (entries) => entries.slice(0, -1))
  await client.call('bundle.freeze', { caseId, bundle })
  expect(await plan(caseId, bundle)).toMatchObject({
    pages: before.pages,
    documents: before.documents,
    supplements: [{ part: 'supplement', frame: 2 }],
  })
}, 120_000)

test('what is taken out of a supplement is frozen in it, with a sheet of changes, and no number moves', async () => {
  const { caseId, bundle, out } = await caseWithBundle({ late: 'supplement' }, 'crown-court')
  const { client } = host
  const { record } = await client.call('records.get', { caseId, type: 'bundle', id: bundle })
  const third = readArrangement((record as StoredOf<'bundle'>).fields.entries).find(
    (_, at, all) => at > 0 && all[at - 1]?.kind === 'document' && all[at]?.kind === 'document',
  )!
  await arrange(caseId, bundle, (entries) => entries.filter((entry) => keyOf(entry) !== keyOf(third)))
  const one = await client.call('bundle.freeze', { caseId, bundle })
  await arrange(caseId, bundle, (entries) => [...entries, third])
  await addLate(caseId, bundle, 'JLB/1')
  const two = await client.call('bundle.freeze', { caseId, bundle })
  const before = await plan(caseId, bundle)
  expect(listed(before)).toEqual(['JLB/1 4-5', 'JLB/4 SB1/4-SB1/4', 'JLB/3 6-11', 'JLB/2 SB1/6-SB1/9'])
  await takeOut(caseId, bundle, 'JLB/2')
  expect(listed(await plan(caseId, bundle))).toEqual(listed(before))
  expect(await plan(caseId, bundle)).toMatchObject({ changed: true })
  const { records } = await client.call('records.list', { caseId, type: 'case' })
  const { id, version } = records[0]!
  await client.call('records.change', {
    caseId,
    type: 'case',
    id,
    version,
    fields: { caseTitle: 'R v Newname' },
  })
  const three = await client.call('bundle.freeze', { caseId, bundle })
  expect(three).toMatchObject({ version: 3, changes: ['Taken out: JLB/2 2, SB1/6–SB1/9'] })

  const made = await built(caseId, bundle, out, 3, 'three.pdf')
  expect(made).toMatchObject({ verified: true, documents: 2, sha256: three.sha256 })
  execFileSync('qpdf', ['--check', made.path])
  const words = execFileSync('pdftotext', ['-layout', made.path, '-']).toString()
  expect(words).toMatch(/Trial bundle: supplement$/m)
  expect(words).toMatch(/Changes\n[\s\S]*Taken out[\s\S]*JLB\/2 2 +SB1\/6–SB1\/9/)
  expect(words).toContain('It was taken out after this bundle’s numbers were frozen.')
  expect(words).not.toContain('Paper 2.')
  // What was frozen before says at its head what it said.
  const named = words.split('\f').map((page) => page.includes('R v Newname'))
  expect(named).toEqual([true, true, true, true, false, true, false, false])
  expect(labelsIn(made.path)).toEqual(['SB1/1', 'SB1/2', 'SB1/2A', 'SB1/3', 'SB1/4', 'SB1/5', 'SB1/6–SB1/9'])
  // What was frozen before is as it was.
  expect(await built(caseId, bundle, out, 1, 'one.pdf')).toMatchObject({ sha256: one.sha256 })
  expect(await built(caseId, bundle, out, 2, 'two.pdf')).toMatchObject({ sha256: two.sha256 })
  const { versions } = await client.call('bundle.versions', { caseId, bundle })
  expect(versions.map(({ version, part }) => [version, part])).toEqual([
    [3, 'supplement'],
    [2, 'supplement'],
    [1, ''],
  ])

  // Nothing brings it back in its place; put in again it goes into the next supplement, which is the second.
  await expect(client.call('bundle.freeze', { caseId, bundle })).rejects.toMatchObject({ code: 'conflict' })
  await expect(
    arrange(caseId, bundle, (entries) =>
      entries.map((entry) => (entry.kind === 'document' ? { ...entry, taken: false } : entry)),
    ),
  ).rejects.toMatchObject({ message: expect.stringContaining('stands for SB1/6–SB1/9 stays') })
  await arrange(caseId, bundle, (entries) => [...entries, { ...third, again: 2 } as Entry])
  const planned = await plan(caseId, bundle)
  expect(listed(planned).at(-1)).toBe('JLB/2 SB2/4-SB2/7')
  expect(planned).toMatchObject({ supplements: [{ part: 'supplement', frame: 5 }], pages: before.pages })

  // Taken out of the same supplement once more, its front keeps the pages it first had.
  await takeOut(caseId, bundle, 'JLB/4')
  const four = await client.call('bundle.freeze', { caseId, bundle })
  expect(four.changes).toEqual(['Taken out: JLB/4 4, SB1/4'])
  expect(labelsIn((await built(caseId, bundle, out, 4, 'four.pdf')).path)).toEqual(labelsIn(made.path))
  expect(await client.call('bundle.freeze', { caseId, bundle })).toMatchObject({ version: 5, changes: [] })
  expect((await client.call('bundle.versions', { caseId, bundle })).versions[0]).toMatchObject({
    part: 'supplement 2',
  })
}, 120_000)

test('an earlier version for one reader is built as it was, whatever was taken out since', async () => {
  const { caseId, bundle, out } = await caseWithBundle({ late: 'supplement' }, 'crown-court')
  const { client } = host
  await client.call('bundle.freeze', { caseId, bundle })
  await addLate(caseId, bundle, 'JLB/3')
  await client.call('bundle.freeze', { caseId, bundle })
  await takeOut(caseId, bundle, 'JLB/2')
  await takeOut(caseId, bundle, 'JLB/4')
  for (const version of [3, 4])
    expect(await client.call('bundle.freeze', { caseId, bundle })).toMatchObject({ version })
  const reader = (await plan(caseId, bundle)).profile.readers[0]!
  const labels = async (version: number, fileName: string, forReader: boolean) => {
    const asked = { caseId, bundle, version, to: out, fileName, ...(forReader ? { reader } : {}) }
    expect(await client.call('bundle.build', asked)).toMatchObject({ verified: true })
    return labelsIn(join(host.folder, 'out', fileName))
  }
  for (const version of [1, 2, 3, 4])
    expect(await labels(version, `${version} copy.pdf`, true)).toEqual(
      await labels(version, `${version}.pdf`, false),
    )
}, 120_000)
