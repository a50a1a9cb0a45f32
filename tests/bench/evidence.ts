import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createCase } from '../../main/services/case-store/index.ts'
import { readAhead } from '../../main/services/intake/read-ahead.ts'
import { inFolder, type Line, median, timed } from './measure.ts'
import { passphrase, surroundings } from './surroundings.ts'

const mebibyte = 1 << 20
const page = 64 * 1024

/** So many MiB that don't repeat within a chunk, made as they are read. */
const bytesOf = (mebibytes: number, seed: number): Readable => {
  const block = randomBytes(mebibyte)
  return Readable.from(
    (function* () {
      for (let index = 0; index < mebibytes; index++) {
        block.writeUInt32BE(index * 31 + seed)
        yield Buffer.from(block)
      }
    })(),
    { objectMode: false, highWaterMark: mebibyte },
  )
}

async function* bytesIn(path: string): AsyncGenerator<Uint8Array> {
  const handle = await open(path)
  try {
    yield* readAhead(handle)
  } finally {
    await handle.close()
  }
}

const hashOf = async (path: string) => {
  const sum = createHash('sha256')
  for await (const piece of createReadStream(path, { highWaterMark: mebibyte })) sum.update(piece as Buffer)
  return sum.digest('hex')
}

/** Taking in 1 GiB, reading 64 KiB anywhere in it, and checking it whole; memory is this process's peak. */
export async function evidence(): Promise<Line[]> {
  return inFolder(async (folder) => {
    const source = join(folder, 'source.bin')
    await pipeline(bytesOf(1_024, 1), createWriteStream(source))
    const { store } = await createCase(join(folder, 'Bench.case'), { name: 'B', passphrase }, surroundings())
    const hash: number[] = []
    const seal: number[] = []
    // Memory first: what the baseline leaves behind is not ours.
    await (await store.seal(bytesIn(source))).discard()
    const peak = Math.round(process.resourceUsage().maxRSS / 1_024)
    await hashOf(source)
    for (let run = 0; run < 3; run++) {
      hash.push(await timed(() => hashOf(source)))
      const made: { blob?: Awaited<ReturnType<typeof store.seal>> } = {}
      seal.push(
        await timed(async () => {
          made.blob = await store.seal(bytesIn(source))
        }),
      )
      await made.blob?.discard()
    }
    const blob = await store.seal(bytesIn(source))
    await store.commit({ ops: [], audit: [], blobs: [blob], actor: 'bench' })
    const reads: number[] = []
    for (let run = 0; run < 500; run++) {
      const at = Math.floor((((run * 2_654_435_761) % 2 ** 32) / 2 ** 32) * (blob.size - page))
      reads.push(await timed(() => store.readBlob(blob.uid, at, page)))
    }
    const wholly = await timed(() => hashOf(source))
    const verified = await timed(async () => {
      if (!(await store.verify({ full: true })).ok) throw new Error('The bench’s own case does not verify.')
    })
    await store.close()
    return [
      {
        id: 'P11',
        what: 'Take in 1 GiB: hash, seal, flush',
        baseline: 'SHA-256 of the same bytes, read as a stream',
        baselineMs: median(hash),
        subjectMs: median(seal),
        target: '<= 2.5',
        note: `peak memory ${peak} MB, hoped for < 200`,
      },
      {
        id: 'P12',
        what: 'Read 64 KiB anywhere in 1 GiB',
        baseline: 'one millisecond',
        baselineMs: 1,
        subjectMs: median(reads),
        target: '< 1',
        note: `the slowest of 100: ${[...reads].sort((a, b) => a - b)[Math.floor(reads.length * 0.99)]!.toFixed(2)} ms`,
      },
      {
        id: 'P13',
        what: 'Verify 1 GiB in full',
        baseline: 'SHA-256 of the same bytes, read as a stream',
        baselineMs: wholly,
        subjectMs: verified,
        target: '<= 2.5',
      },
    ]
  })
}

/** Checking 10 GiB: with progress, and stopped within a moment when asked. */
export async function tenGibibytes(): Promise<Line[]> {
  return inFolder(async (folder) => {
    const { store } = await createCase(join(folder, 'Bench.case'), { name: 'B', passphrase }, surroundings())
    for (let index = 0; index < 10; index++) {
      const blob = await store.seal(bytesOf(1_024, index + 7))
      await store.commit({ ops: [], audit: [], blobs: [blob], actor: 'bench' })
    }
    const steps = { count: 0, widest: 0, last: performance.now() }
    const onProgress = () => {
      const now = performance.now()
      Object.assign(steps, {
        count: steps.count + 1,
        widest: Math.max(steps.widest, now - steps.last),
        last: now,
      })
    }
    const verified = await timed(async () => {
      steps.last = performance.now()
      if (!(await store.verify({ full: true, onProgress })).ok) throw new Error('The case does not verify.')
    })
    const stop = new AbortController()
    const asked = { at: 0 }
    setTimeout(() => {
      asked.at = performance.now()
      stop.abort()
    }, 500)
    await store.verify({ full: true, signal: stop.signal }).catch(() => undefined)
    const stopped = performance.now() - asked.at
    const hashed = await timed(async () => {
      const sum = createHash('sha256')
      for (let index = 0; index < 10; index++)
        for await (const piece of bytesOf(1_024, index + 7)) sum.update(piece as Buffer)
    })
    await store.close()
    return [
      {
        id: 'P14',
        what: 'Verify 10 GiB in full',
        baseline: 'SHA-256 of as many bytes, from memory',
        baselineMs: hashed,
        subjectMs: verified,
        target: '<= 4',
        note: `${steps.count} steps of progress, at most ${Math.round(steps.widest)} ms apart; stopped ${Math.round(stopped)} ms after asked; peak memory ${Math.round(process.resourceUsage().maxRSS / 1_024)} MB`,
      },
    ]
  })
}
