import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { openCase, thisHost } from '../../../../main/services/case-store/index.ts'
import { cheap, kdf, passphrase } from './room.ts'

// Imports files, one change each, and says so once each is acknowledged. Its parent kills it somewhere on the way.
const [folder, ...files] = process.argv.slice(2) as [string, ...string[]]
const s = { now: Date.now, random: (n: number) => randomBytes(n), kdf, cost: cheap, host: thisHost(Date.now) }
const store = await openCase(folder, { passphrase }, s)
for (const [i, file] of files.entries()) {
  const bytes = readFileSync(file)
  const blob = await store.seal(
    (async function* () {
      yield bytes
    })(),
  )
  const record = { id: `${i}`, file: blob.uid, sha256: blob.sha256 }
  const audit = [{ action: 'collection', target: { type: 'exhibit', id: record.id } }]
  await store.commit({ ops: [['put', 'exhibit', record.id, record]], audit, blobs: [blob], actor: 'child' })
  process.stdout.write(`${i} ${blob.sha256}\n`)
}
