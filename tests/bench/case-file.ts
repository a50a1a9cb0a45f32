import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Low } from 'lowdb'
import { JSONFile } from 'lowdb/node'
import { type CaseStore, createCase, openCase } from '../../main/services/case-store/index.ts'
import { inFolder, interleaved, type Line } from './measure.ts'
import { passphrase, surroundings } from './surroundings.ts'

const record = (index: number, round = 0) => ({
  id: index.toString(16).padStart(32, '0'),
  type: 'action',
  no: index,
  version: round,
  fields: {
    title: `Action ${index}, round ${round}`,
    reason: 'word '.repeat(70),
    owner: 'DC J. L. Brennan',
    due: '2026-03-15',
  },
})

async function filled(
  folder: string,
  megabytes: number,
): Promise<{ store: CaseStore; records: ReturnType<typeof record>[] }> {
  const { store } = await createCase(
    join(folder, 'Bench.case'),
    { name: 'Bench', passphrase },
    surroundings(),
  )
  const size = JSON.stringify(record(0)).length
  const records = Array.from({ length: Math.round((megabytes * 1e6) / size) }, (_, index) => record(index))
  for (let at = 0; at < records.length; at += 2_000) {
    await store.commit({
      ops: records.slice(at, at + 2_000).map((each) => ['put', 'action', each.id, each] as const),
      audit: [],
      actor: 'bench',
    })
  }
  return { store, records }
}

function flushed(path: string): void {
  const fd = openSync(path, 'r+')
  fsyncSync(fd)
  closeSync(fd)
}

/**
 * Saving one edited record. In a row: ten, as work goes, in the time of each. Alone: one after a pause, when the machine
 * has gone to sleep between and half of what is measured is its waking.
 */
async function saving(id: string, megabytes: number, inARow: number): Promise<Line> {
  return inFolder(async (folder) => {
    const { store, records } = await filled(folder, megabytes)
    const low = new Low<{ action: unknown[] }>(new JSONFile(join(folder, 'low.json')), { action: records })
    await low.write()
    const round = { at: 0 }
    const edited = () => record(records.length >> 1, ++round.at)
    const times = await interleaved(
      15,
      async () => {
        low.data.action[records.length >> 1] = edited()
        await low.write()
      },
      async () => {
        for (let n = 0; n < inARow; n++) {
          const next = edited()
          await store.commit({
            ops: [['put', 'action', next.id, next]],
            audit: [{ action: 'alteration', target: { type: 'action', id: next.id }, detail: {} }],
            actor: 'bench',
          })
        }
      },
      // What the baseline left to the disk to write later is its own debt: else our flush would pay for it.
      { unheard: 5, between: () => flushed(join(folder, 'low.json')) },
    )
    await store.close()
    return {
      id,
      what: `Save one edited record, ${megabytes} MB case${inARow === 1 ? ', after a pause' : ''}`,
      baseline: 'lowdb’s own file adapter, same data',
      target: '<= 1/50',
      baselineMs: times.baselineMs,
      subjectMs: times.subjectMs / inARow,
    }
  })
}

/** P3: opening against parsing the same JSON. */
async function opening(): Promise<Line> {
  return inFolder(async (folder) => {
    const { store, records } = await filled(folder, 10)
    await store.close()
    const plain = join(folder, 'plain.json')
    writeFileSync(plain, JSON.stringify({ action: records }))
    const times = await interleaved(
      5,
      async () => JSON.parse(await readFile(plain, 'utf8')),
      async () =>
        (
          await openCase(join(folder, 'Bench.case'), { passphrase }, surroundings(), { readOnly: true })
        ).close(),
    )
    return {
      id: 'P3',
      what: 'Open a 10 MB case',
      baseline: 'reading and parsing the same JSON',
      target: '<= 3',
      ...times,
    }
  })
}

/** The case file: P1 to P3. */
export const caseFile = async (): Promise<Line[]> => [
  await saving('P1', 10, 10),
  await saving('P1a', 10, 1),
  await saving('P2', 50, 10),
  await opening(),
]
