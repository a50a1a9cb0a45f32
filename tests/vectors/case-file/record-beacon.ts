// Records the case `beacon`, CVF 1.1, in a folder that must not exist, and its passphrases in `beacon.json` beside it:
//
//   node tests/vectors/case-file/record-beacon.ts FOLDER
//
// Run once; the recorded case is kept as it is, since what reads it must go on reading it. Chance is seeded where it is
// ours, but age draws from the system, so that another run gives another case with the same things in it.
import { createHash } from 'node:crypto'
import { appendFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { createCase, openCase, type Secret } from '../../../main/services/case-store/index.ts'
import { pieces, put, surroundings } from '../../main/services/case-store/room.ts'

const folder = process.argv[2] ?? ''
const seed = { n: 0 }
const random = (length: number): Uint8Array => {
  const blocks: Buffer[] = []
  for (let got = 0; got < length; got += 32) {
    seed.n += 1
    blocks.push(createHash('sha256').update(`beacon ${seed.n}`).digest())
  }
  return Buffer.concat(blocks).subarray(0, length)
}
const clock = { at: Date.UTC(2026, 5, 1, 8) }
const now = () => {
  clock.at += 61_000
  return clock.at
}
const s = surroundings({ now, random, app: 'Turnstone 0.2.0' })
const byrne = { passphrase: 'Straße ins Licht, a first beacon' }
const osei = { passphrase: 'a second beacon, soon put out' }
const changed = { passphrase: 'the first beacon, lit again' }
const archive = await generateX25519Identity()

const note = (action: string, type: string, id: string) => ({ action, target: { type, id }, detail: null })
const work = async (secret: Secret, what: (store: Awaited<ReturnType<typeof openCase>>) => Promise<unknown>) => {
  const store = await openCase(folder, secret, s)
  await what(store)
  await store.close()
}

const { store, recoveryKey } = await createCase(
  folder,
  { name: 'Operation Beacon', passphrase: byrne.passphrase, holder: 'PC Amara Byrne' },
  s,
)
await store.holders.add({ label: 'DC Kofi Osei', passphrase: osei.passphrase })
await store.holders.add({
  label: 'Force archive',
  recipient: await identityToRecipient(archive),
  kind: 'escrow',
})
const film = await store.seal(pieces(Buffer.alloc(20_000, 'the yard by night ')))
const exact = await store.seal(pieces(Buffer.alloc(16_384, 'one chunk and nothing more ')))
await store.commit({
  ops: [
    put('exhibit', {
      id: 'e1',
      no: 1,
      fields: { producer: 'JLB', number: 7, title: 'Film', file: { blob: film.uid, name: 'yard.mp4' } },
    }),
    put('exhibit', { id: 'e2', no: 2, fields: { title: 'Ledger', file: { blob: exact.uid, name: 'ledger.txt' } } }),
    put('exhibit', { id: 'e3', no: 3, fields: { title: 'Withdrawn' } }),
  ],
  audit: [note('collection', 'exhibit', 'e1'), note('collection', 'exhibit', 'e2')],
  blobs: [film, exact],
  actor: 'PC Byrne',
})
await store.close()

await work(osei, async (mine) => {
  const text = await mine.putText('["Tôi đến vào tháng ba.","I came in March."]')
  await mine.commit({
    ops: [put('statement', { id: 's1', no: 1, fields: { statementOf: 'Đặng Thị Hà', paragraphs: { text: text.uid } } })],
    audit: [note('collection', 'statement', 's1')],
    blobs: [text],
    actor: 'DC Osei',
  })
  // Past the sixty-fourth entry, whose head is signed.
  const looks = Array.from({ length: 70 }, (_, i) => note('consultation', 'exhibit', `e${(i % 3) + 1}`))
  await mine.commit({ ops: [], audit: looks, actor: 'DC Osei' })
})
await work(byrne, async (mine) => {
  const gone = mine.holders.list().holders.find(({ label }) => label === 'DC Kofi Osei')
  await mine.holders.remove(gone?.slot ?? '')
  await mine.commit({
    ops: [
      put('exhibit', { id: 'e2', no: 2, fields: { title: 'Ledger, 2025', weight: 0.000_001_5, file: { blob: exact.uid, name: 'ledger.txt' } } }),
      ['del', 'exhibit', 'e3'],
    ],
    audit: [note('alteration', 'exhibit', 'e2'), note('erasure', 'exhibit', 'e3')],
    actor: 'PC Byrne',
  })
})
await work({ identity: recoveryKey }, async (mine) => {
  const text = await mine.putText('["Tôi đến vào tháng tư.","I came in April."]')
  await mine.commit({
    ops: [
      put('statement', { id: 's1', no: 1, fields: { statementOf: 'Đặng Thị Hà', paragraphs: { text: text.uid } } }),
      put('person', { id: 'p\u{1F4A1}', no: 1, fields: { name: 'V1', count: 1e21 } }),
      put('person', { id: 'p\uFF5E', no: 2, fields: { name: 'V2', count: -0 } }),
    ],
    audit: [note('alteration', 'statement', 's1')],
    blobs: [text],
    actor: 'Recovery',
  })
})
// A long record, so that closing writes a snapshot, and then a generation with segments of two openings.
await work(byrne, async (mine) => {
  const words = 'A long account. '.repeat(4_200)
  await mine.commit({ ops: [put('event', { id: 'v1', no: 1, words })], audit: [], actor: 'PC Byrne' })
})
await work(byrne, async (mine) => {
  await mine.holders.changePassphrase(changed.passphrase)
  await mine.commit({ ops: [put('event', { id: 'v1', no: 1, words: 'Short.' })], audit: [], actor: 'PC Byrne' })
})
await work({ identity: archive }, (mine) =>
  mine.commit({ ops: [put('event', { id: 'v2', no: 2, words: 'Kept.' })], audit: [], actor: 'Archive' }),
)
rmSync(join(folder, 'lock'), { recursive: true, force: true })
// What a power cut leaves: the beginning of a frame of 300 bytes.
const last = readdirSync(join(folder, 'state')).filter((name) => name.endsWith('.jrn')).sort().at(-1) ?? ''
appendFileSync(join(folder, 'state', last), Buffer.from('0000012cfffffed30000000000000007a1b2c3d4e5f60718293a4b5c', 'hex'))
writeFileSync(
  `${folder}.json`,
  `${JSON.stringify({ passphrase: changed.passphrase, recoveryKey, escrowKey: archive, removed: osei.passphrase, replaced: byrne.passphrase }, null, 1)}\n`,
)
