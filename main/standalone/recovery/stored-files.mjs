import * as crypto from 'node:crypto'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { gcm, messageKeys, nonceAt } from './ciphers.mjs'
import { namesIn } from './frames.mjs'
import { attempt } from './losses.mjs'
import { safeName } from './plain-folder.mjs'

/** Hands a stored file's plaintext to `sink`, zeros for what is damaged. Says what was wrong, if anything. */
function unseal(box, uid, meta, sink) {
  const path = join(box.folder, 'blobs', uid.slice(0, 2), uid.slice(2))
  const file = attempt(() => fs.openSync(path, 'r'))
  if (file === undefined) return 'is missing'
  const piece = (at, length) => {
    const bytes = Buffer.alloc(length)
    return bytes.subarray(0, fs.readSync(file, bytes, 0, length, at))
  }
  try {
    const raw = Buffer.from(uid, 'hex')
    const [head, context] = [piece(0, 56), Buffer.concat([Buffer.from('cvf/1/blob\0'), box.caseId, raw])]
    const tried = box.epochs.map((epoch) =>
      messageKeys(box.key('blob', epoch, raw), head.subarray(0, 24), context),
    )
    const keys = tried.find(({ commitment }) => commitment.equals(head.subarray(24)))
    if (keys === undefined && box.older !== undefined)
      return 'cannot be opened with a header that is older than the state, or its beginning is damaged'
    if (keys === undefined) return 'was not sealed under this name in this case, or its beginning is damaged'
    const [hash, bad] = [crypto.createHash('sha256'), []]
    for (let k = 0, last = false; !last; k += 1) {
      const chunk = piece(56 + k * 16_400, 16_400)
      last = chunk.length < 16_400
      const opened = chunk.length < 16 ? undefined : gcm(keys.key, nonceAt(keys.base, k), chunk)
      if (opened === undefined) bad.push(`${k * 16_384}`)
      const plain = opened ?? Buffer.alloc(Math.max(0, chunk.length - 16))
      hash.update(plain)
      sink(plain)
    }
    if (bad.length > 0) return `is damaged in blocks of 16384 bytes from ${bad.join(', ')}: zeros stand there`
    return meta === undefined || hash.digest('hex') === meta.sha256 ? undefined : 'is not what was taken in'
  } finally {
    fs.closeSync(file)
  }
}

/** Where in a record stored files are named, and what the file was called there. */
function filesIn(value, blobs, name = '') {
  if (typeof value === 'string') return blobs.has(value) ? [{ uid: value, name }] : []
  if (typeof value !== 'object' || value === null) return []
  const own = typeof value.name === 'string' ? value.name : name
  return Object.values(value).flatMap((inner) => filesIn(inner, blobs, own))
}

export function writeStored(box, state, out) {
  const written = new Set()
  for (const [collection, records] of state.collections)
    for (const { record } of records.values())
      for (const { uid, name } of filesIn(record, state.blobs)) {
        const f = record.fields ?? record
        const numbered = (letter) => (record.no === undefined ? record.id : `${letter}${record.no}`)
        const fill = (sink) => unseal(box, uid, state.blobs.get(uid), sink)
        written.add(uid)
        if (collection === 'statement') {
          const parts = []
          const fault = fill((bytes) => parts.push(bytes))
          const plain = Buffer.concat(parts).toString()
          const list = attempt(() => JSON.parse(plain))
          const words = Array.isArray(list) ? `${list.join('\n\n')}\n` : plain
          const told = (sink) => {
            sink(Buffer.from(words))
            return fault
          }
          out.stream('statements', safeName(`${numbered('S')} ${f.statementOf ?? ''}.txt`), told)
        } else if (collection === 'exhibit') {
          const reference = f.producer && f.number ? `${f.producer}-${f.number}` : numbered('E')
          out.stream('exhibits', safeName(`${reference} ${name || f.title || ''}`), fill)
        } else out.stream('other-files', safeName(`${collection} ${numbered('')} ${name}`), fill)
      }
  const there = namesIn(box.folder, 'blobs').flatMap((two) =>
    namesIn(box.folder, 'blobs', two).map((rest) => two + rest),
  )
  for (const uid of new Set([...state.blobs.keys(), ...there.filter((each) => /^[0-9a-f]{32}$/u.test(each))]))
    if (!written.has(uid))
      out.stream('other-files', uid, (sink) => unseal(box, uid, state.blobs.get(uid), sink))
}
