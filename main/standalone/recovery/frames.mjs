import * as fs from 'node:fs'
import { join } from 'node:path'
import { expand, gcm, nonceAt, sha256, u32, u64 } from './ciphers.mjs'
import { attempt, lose } from './losses.mjs'

/** Whether something is sealed under a key later than the header gives. One line tells of all that is. */
export function beyond(box, epoch) {
  if (epoch <= box.epochs[0]) return false
  box.older = `${box.header} is older than the state: an earlier header was put back, and it has no key to what was written since. Put the newer header.cv in its place, from a backup, and begin again.`
  lose(box.older)
  return true
}
/** The frames of a journal segment or a sealed run that are authentic, damaged ones passed over. */
export function readFrames(box, path, [magic, label, context], number, segment = 0) {
  const bytes = attempt(() => fs.readFileSync(join(box.folder, path))) ?? Buffer.alloc(0)
  const start = Buffer.concat([Buffer.from(magic), box.caseId, u64(number), u32(segment * 65_536)])
  const ours = bytes.length >= 96 && bytes.subarray(0, 36).equals(start)
  const key = ours && box.key(label, bytes.readUInt32BE(36))
  const frames = []
  if (!key) {
    if (!ours || !beyond(box, bytes.readUInt32BE(36))) lose(`${path} cannot be read.`)
    return { link: '', frames }
  }
  const made = expand(key, Buffer.concat([Buffer.from(context), bytes.subarray(0, 96)]), 60)
  let [at, n, before] = [96, 0, made.subarray(44)]
  while (at + 32 <= bytes.length) {
    const length = bytes.readUInt32BE(at)
    const end = at + 32 + length
    if ((length ^ bytes.readUInt32BE(at + 4)) !== -1 || end > bytes.length) break
    const aad = Buffer.concat([bytes.subarray(at, at + 16), before])
    const nonce = nonceAt(made.subarray(32, 44), n)
    const plain = gcm(made.subarray(0, 32), nonce, bytes.subarray(at + 16, end), aad)
    if (plain === undefined) lose(`${path}: what stands at byte ${at} is damaged and was passed over.`)
    else frames.push({ ...JSON.parse(plain), hash: sha256(bytes.subarray(at, end)).toString('hex') })
    before = bytes.subarray(end - 16, end)
    at = end
    n += 1
  }
  if (at < bytes.length)
    lose(`${path}: the last ${bytes.length - at} bytes are a write cut short, or damaged.`)
  return { link: bytes.toString('hex', 64, 96), frames }
}
export const namesIn = (...path) => (attempt(() => fs.readdirSync(join(...path))) ?? []).sort()
export const runsOf = (box, folder, form) =>
  namesIn(box.folder, folder).map((name) => {
    const first = Number.parseInt(name.slice(0, 16), 16)
    return { first, ...readFrames(box, `${folder}/${name}`, form, first) }
  })
