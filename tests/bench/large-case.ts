import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createCase, openCase } from '../../main/services/case-store/index.ts'
import { inFolder, interleaved, type Line, timed } from './measure.ts'
import { passphrase, surroundings } from './surroundings.ts'

const records = 100_000
const entries = 1_000_000
const atOnce = 2_000

const record = (index: number) => ({
  id: index.toString(16).padStart(32, '0'),
  type: 'action',
  no: index,
  version: 1,
  fields: {
    title: `Action ${index}`,
    reason: 'word '.repeat(30),
    owner: 'DC J. L. Brennan',
    due: '2026-03-15',
  },
})

/** A case of 100,000 records and 1,000,000 entries: opened, and verified in full. */
export async function largeCase(): Promise<Line[]> {
  return inFolder(async (folder) => {
    const place = join(folder, 'Large.case')
    const { store } = await createCase(place, { name: 'Large', passphrase }, surroundings())
    const all = Array.from({ length: records }, (_, index) => record(index))
    const note = (id: string) => ({
      action: 'alteration',
      target: { type: 'action', id, version: 1 },
      detail: {},
    })
    for (let at = 0; at < entries; at += atOnce) {
      const some = all.slice(at, at + atOnce)
      await store.commit({
        ops: some.map((each) => ['put', 'action', each.id, each] as const),
        audit:
          some.length > 0
            ? some.map(({ id }) => note(id))
            : Array.from({ length: atOnce }, (_, index) => note(all[(at + index * 37) % records]!.id)),
        actor: 'bench',
      })
    }
    await store.close()
    const plain = join(folder, 'plain.json')
    await writeFile(plain, JSON.stringify({ action: all, salt: randomBytes(8).toString('hex') }))
    const times = await interleaved(
      3,
      async () => JSON.parse(await readFile(plain, 'utf8')),
      async () => (await openCase(place, { passphrase }, surroundings(), { readOnly: true })).close(),
    )
    const open = await openCase(place, { passphrase }, surroundings(), { readOnly: true })
    const verified = await timed(async () => {
      if (!(await open.verify({ full: true })).ok) throw new Error('The case does not verify.')
    })
    await open.close()
    const what = '100,000 records, 1,000,000 entries'
    return [
      {
        id: 'P15',
        what: `Open a case of ${what}`,
        baseline: 'reading and parsing the same records as JSON',
        target: '< 3 s',
        ...times,
      },
      {
        id: 'P15b',
        what: `Verify in full: ${what}`,
        baseline: 'opening it',
        baselineMs: times.subjectMs,
        subjectMs: verified,
        target: 'as a job',
        note: `peak memory ${Math.round(process.resourceUsage().maxRSS / 1_024)} MB`,
      },
    ]
  })
}
