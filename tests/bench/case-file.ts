import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, writeFileSync } from 'node:fs'
import { copyFile, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Low } from 'lowdb'
import { JSONFile } from 'lowdb/node'
import {
  type CaseStore,
  createCase,
  openCase,
  type Surroundings,
  thisHost,
} from '../../main/services/case-store/index.ts'
import { inFolder, interleaved, type Line, median, timed } from './measure.ts'

const passphrase = 'six plain words for the bench'
// Key derivation is left out of every figure, as its cost is chosen, not suffered.
const surroundings = (): Surroundings => ({
  now: Date.now,
  random: (count) => new Uint8Array(randomBytes(count)),
  cost: { memoryKiB: 19_456, passes: 1, lanes: 1 },
  kdf: async ({ passphrase: word, salt }) =>
    new Uint8Array(createHash('sha256').update(word).update(salt).digest()),
  host: thisHost(Date.now),
})
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

async function saving(id: string, megabytes: number, target: string): Promise<Line> {
  return inFolder(async (folder) => {
    const { store, records } = await filled(folder, megabytes)
    const low = new Low<{ action: unknown[] }>(new JSONFile(join(folder, 'low.json')), { action: records })
    await low.write()
    const round = { at: 0 }
    const edited = () => record(records.length >> 1, ++round.at)
    const times = await interleaved(
      9,
      async () => {
        low.data.action[records.length >> 1] = edited()
        await low.write()
      },
      async () => {
        const next = edited()
        await store.commit({
          ops: [['put', 'action', next.id, next]],
          audit: [{ action: 'alteration', target: { type: 'action', id: next.id }, detail: {} }],
          actor: 'bench',
        })
      },
    )
    await store.close()
    return {
      id,
      what: `Save one edited record, ${megabytes} MB case`,
      baseline: 'lowdb’s own file adapter, same data',
      target,
      ...times,
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
      target: '<= 4',
      ...times,
    }
  })
}

/** P11: taking in a large file against copying it, and against hashing it. */
async function takingIn(megabytes: number): Promise<Line[]> {
  return inFolder(async (folder) => {
    const source = join(folder, 'source.bin')
    const block = randomBytes(1 << 20)
    writeFileSync(source, Buffer.concat(Array.from({ length: megabytes }, () => block)))
    const { store } = await createCase(
      join(folder, 'Bench.case'),
      { name: 'Bench', passphrase },
      surroundings(),
    )
    const copy: number[] = []
    const hash: number[] = []
    const seal: number[] = []
    for (let run = 0; run < 3; run++) {
      copy.push(await timed(() => copyFile(source, join(folder, 'copy.bin'))))
      await rm(join(folder, 'copy.bin'))
      hash.push(
        await timed(async () => {
          const sum = createHash('sha256')
          for await (const piece of createReadStream(source, { highWaterMark: 1 << 20 }))
            sum.update(piece as Buffer)
          sum.digest()
        }),
      )
      seal.push(
        await timed(async () =>
          (await store.seal(createReadStream(source, { highWaterMark: 1 << 20 }))).discard(),
        ),
      )
    }
    await store.close()
    const subjectMs = median(seal)
    const what = `Take in ${megabytes} MB: hash, seal, flush`
    const note = `${Math.round((megabytes / subjectMs) * 1_000)} MB/s`
    return [
      {
        id: 'P11',
        what,
        baseline: 'copyFile of the same file',
        baselineMs: median(copy),
        subjectMs,
        target: '<= 4',
        note,
      },
      {
        id: 'P11b',
        what,
        baseline: 'SHA-256 of the same bytes',
        baselineMs: median(hash),
        subjectMs,
        target: '<= 2.5',
        note,
      },
    ]
  })
}

/** The case file: P1 to P3 and P11. */
export const caseFile = async (): Promise<Line[]> => [
  await saving('P1', 10, '<= 1/20'),
  await saving('P2', 50, '<= 1/30'),
  await opening(),
  ...(await takingIn(512)),
]
