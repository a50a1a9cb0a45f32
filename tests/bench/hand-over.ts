import { createHash, randomBytes } from 'node:crypto'
import { statfsSync } from 'node:fs'
import { handOverStage } from '../main/desk/hand-over-stage.ts'
import { type Line, timed } from './measure.ts'

const mebibyte = 1 << 20
const length = 1_024

async function* film(): AsyncIterable<Uint8Array> {
  const block = randomBytes(mebibyte)
  for (let index = 0; index < length; index++) {
    block.writeUInt32BE(index)
    yield block
  }
}

const peak = () => Math.round(process.resourceUsage().maxRSS / 1_024)

/** Sealing a case with a film of 1 GiB as one file, and merging it into a new one; memory is this process's peak. */
export async function handOver(): Promise<Line[]> {
  const stage = await handOverStage()
  try {
    const { bavail, bsize } = statfsSync(stage.place.path)
    if (bavail * bsize < 5 * 2 ** 30) throw new Error('This bench needs 5 GiB of disk.')
    const a = await stage.made('A')
    const b = await stage.made('B')
    const sum = createHash('sha256')
    const hashed = await timed(async () => {
      for await (const piece of film()) sum.update(piece)
    })
    const sealed = await a.store.seal(film())
    const { sha256, size: bytes, uid: blob } = sealed
    const facts = {
      name: 'film',
      kind: 'other' as const,
      mediaType: 'video/mp4',
      pages: null,
      note: '',
      modified: null,
    }
    await a.records.addAll(
      [{ type: 'exhibit', fields: { title: 'Film', file: { ...facts, blob, sha256, bytes } } }],
      { blobs: [sealed] },
    )
    const before = peak()
    const out = await timed(() => stage.seal(a, 'Film'))
    const afterOut = peak()
    const into = await timed(async () => {
      if ((await stage.merge(b, 'Film.handover')).files.new !== 1) throw new Error('The film did not arrive.')
    })
    const common = { baseline: 'SHA-256 of as many bytes', baselineMs: hashed, target: '<= 5' }
    return [
      {
        id: 'H1',
        what: 'Seal a hand-over of 1 GiB, read back and compared',
        ...common,
        subjectMs: out,
        note: `peak memory ${afterOut} MB, before ${before} MB`,
      },
      {
        id: 'H2',
        what: 'Merge a hand-over of 1 GiB into a new case',
        ...common,
        subjectMs: into,
        note: `peak memory ${peak()} MB`,
      },
    ]
  } finally {
    await stage.clear()
  }
}
