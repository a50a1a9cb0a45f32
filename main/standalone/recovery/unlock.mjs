import * as crypto from 'node:crypto'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { ageOpen } from './age.mjs'
import { expand, gcm, hmac, sha256, u32 } from './ciphers.mjs'
import { attempt, lose, Refusal, refuse } from './losses.mjs'

const sized = (bytes, at) => bytes.subarray(at + 2, at + 2 + bytes.readUInt16BE(at))
function readHeader(folder, name) {
  const bytes = attempt(() => fs.readFileSync(join(folder, name)))
  if (bytes === undefined || bytes.subarray(0, 8).toString('hex') !== '894356460d0a1a0a') {
    lose(`${name} is missing or is no header.`)
    return undefined
  }
  const header = attempt(() => {
    const slots = []
    let at = 64
    for (let left = bytes.readUInt16BE(46); left > 0; left -= 1) {
      const end = at + 20 + bytes.readUInt16BE(at + 2)
      slots.push({ type: bytes[at], id: bytes.subarray(at + 4, at + 20), body: bytes.subarray(at + 20, end) })
      at = end + 4
    }
    const newer = bytes.readUInt16BE(8) > 1 || bytes.readUInt16BE(44) > 1
    const sound = sha256(bytes.subarray(0, -72)).subarray(0, 8).equals(bytes.subarray(-72, -64))
    const ring = bytes.subarray(at, at + bytes.readUInt32BE(48))
    const facts = { generation: bytes.readBigUInt64BE(32), epoch: bytes.readUInt32BE(40) }
    return { name, bytes, slots, ring, newer, sound, caseId: bytes.subarray(16, 32), ...facts }
  })
  if (header?.sound !== true) lose(`${name} is damaged.`)
  else if (header.newer)
    refuse('This case is in a newer form than this file reads. Take the newer recover.mjs.')
  return header
}

// Imported when it is needed: with a recovery key this file needs nothing but Node.
async function library() {
  try {
    return (await import('hash-wasm/dist/argon2.umd.min.js')).default
  } catch {
    return refuse(
      'A passphrase needs hash-wasm: use the built recover.mjs, or "npm install hash-wasm" beside this file.',
    )
  }
}

async function identityBehind(slot, caseId, passphrase) {
  const { type, id, body } = slot
  const [memorySize, iterations, parallelism] = [body.readUInt32BE(0), body.readUInt32BE(4), body[8]]
  const within = (n, low, high) => n >= low && n <= high
  if (!within(memorySize, 19_456, 2_097_152) || !within(iterations, 1, 16) || !within(parallelism, 1, 16)) {
    lose('A holder’s passphrase has a cost that is not allowed; it was not tried.')
    return undefined
  }
  const { argon2id } = await library()
  const cost = { memorySize, iterations, parallelism, hashLength: 32, outputType: 'binary' }
  const ikm = await argon2id({ password: passphrase, salt: body.subarray(12, 44), ...cost })
  const info = Buffer.concat([Buffer.from('cvf/1/slot\0'), Buffer.of(type), id])
  const made = Buffer.from(crypto.hkdfSync('sha512', ikm, caseId, info, 64))
  if (!made.subarray(32).equals(body.subarray(44, 76))) return undefined
  const aad = Buffer.concat([Buffer.from('cvf/slot/1\0'), caseId, id, Buffer.of(type), body.subarray(0, 44)])
  return gcm(made.subarray(0, 32), body.subarray(76, 88), sized(body, 88), aad)?.toString()
}

/** The case key in a slot, for a passphrase or an identity; undefined when it is not the one. */
async function keyIn(slot, header, secret) {
  if (slot.type !== 1 && slot.type !== 2) return undefined
  if (slot.type === 2 && secret.identity === undefined) return undefined
  const identity = secret.identity ?? (await identityBehind(slot, header.caseId, secret.passphrase))
  if (identity === undefined) return undefined
  const age = slot.type === 2 ? sized(slot.body, 0) : sized(slot.body, 90 + slot.body.readUInt16BE(88))
  const inside = attempt(() => ageOpen(age, identity))
  return inside?.length === 52 && inside.subarray(32, 48).equals(header.caseId) ? inside : undefined
}

/** The case's id, its keys by epoch, and what its ring says. Damaged headers are tried too, the sound ones first. */
export async function unlock(folder, secret) {
  const headers = ['header.cv', 'header.cv.bak'].map((name) => readHeader(folder, name)).filter(Boolean)
  if (headers.length === 0) refuse(`${folder} is not a case, or neither of its headers can be read.`)
  const rank = (header) => (header.sound ? 1 : 0)
  headers.sort((a, b) => rank(b) - rank(a) || Number(b.generation - a.generation))
  for (const header of headers)
    for (const slot of header.slots) {
      const found = await keyIn(slot, header, secret).catch((thrown) => {
        if (thrown instanceof Refusal) throw thrown
      })
      if (found !== undefined) return openRing(header, found)
    }
  return refuse('That passphrase or key does not open this case. Check it and try again.')
}
function openRing(header, found) {
  const { caseId, bytes } = header
  const cks = new Map([[found.readUInt32BE(48), found.subarray(0, 32)]])
  const key = (label, epoch, extra = Buffer.alloc(0), length = 32) =>
    cks.has(epoch) &&
    expand(
      cks.get(epoch),
      Buffer.concat([Buffer.from(`cvf/1/${label}\0`), caseId, u32(epoch), extra]),
      length,
    )
  const epoch = found.readUInt32BE(48)
  const mac = hmac('sha512', key('hdr-mac', epoch, undefined, 64), bytes.subarray(0, -64))
  if (!mac.equals(bytes.subarray(-64)))
    lose(`${header.name} is not as its holders wrote it: changed, or damaged.`)
  const plain = gcm(
    key('ring', epoch),
    header.ring.subarray(0, 12),
    header.ring.subarray(12),
    bytes.subarray(0, 44),
  )
  if (plain === undefined) lose('The list of holders and earlier keys cannot be read.')
  const ring = plain === undefined ? { name: '', history: [], holders: [] } : JSON.parse(plain)
  for (const earlier of ring.history) cks.set(earlier.epoch, Buffer.from(earlier.ck, 'base64'))
  const types = new Map(header.slots.map((slot) => [slot.id.toString('hex'), slot.type]))
  const kindOf = (one) =>
    one.kind ??
    (one.label === 'Recovery key' ? 'recovery' : types.get(one.slot) === 1 ? 'passphrase' : 'identity')
  const holders = ring.holders.map((one) => ({ kind: kindOf(one), label: one.label, slot: one.slot }))
  const past = (ring.past ?? []).map(({ label, slot }) => ({ label, slot }))
  return {
    caseId,
    key,
    header: header.name,
    epochs: [...cks.keys()],
    name: ring.name,
    holders: holders.sort(bySlot),
    past,
  }
}
const bySlot = (a, b) => (a.slot < b.slot ? -1 : 1)
