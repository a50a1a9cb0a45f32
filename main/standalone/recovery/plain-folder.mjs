import * as crypto from 'node:crypto'
import * as fs from 'node:fs'
import { basename, join } from 'node:path'
import { lose } from './losses.mjs'

/** A name any system takes and that leads nowhere else. */
export function safeName(text) {
  const plain = text.normalize('NFC').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"/\\|?*]/gu, '_')
  const end = /\.[^. ]{1,12}$/u.exec(plain)?.[0] ?? ''
  let stem = plain.slice(0, plain.length - end.length)
  while (Buffer.byteLength(stem + end) > 180) stem = [...stem].slice(0, -1).join('')
  const name = (stem.trim() + end).replace(/[. ]+$/u, '') || 'unnamed'
  return /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])($|[. ])/iu.test(name) ? `_${name}` : name
}

/** The folder written to: nothing in it is ever overwritten, and the sum of each file is kept. */
export function outputIn(target) {
  const [used, sums] = [new Set(), []]
  const place = (folder, name) => {
    const end = /\.[^.]*$/u.exec(name)?.[0] ?? ''
    for (let n = 1; ; n += 1) {
      const path = `${folder}/${n === 1 ? name : `${name.slice(0, name.length - end.length)} (${n})${end}`}`
      if (used.has(path.normalize('NFKC').toLowerCase())) continue
      used.add(path.normalize('NFKC').toLowerCase())
      fs.mkdirSync(join(target, folder), { recursive: true, mode: 0o700 })
      return path.replace(/^\.\//u, '')
    }
  }
  /** Writes what `fill` hands to its argument; what `fill` returns is a fault, and the file is then called damaged. */
  const stream = (folder, name, fill) => {
    const path = place(folder, name)
    const [file, hash] = [fs.openSync(join(target, path), 'wx', 0o600), crypto.createHash('sha256')]
    let length = 0
    const fault = fill((bytes) => {
      length += bytes.length
      hash.update(bytes)
      for (let at = 0; at < bytes.length; ) at += fs.writeSync(file, bytes, at)
    })
    fs.closeSync(file)
    if (fault === undefined) return sums.push(`${hash.digest('hex')}  ${path}`)
    lose(`${path} ${fault}.`)
    if (length === 0) return fs.rmSync(join(target, path))
    const damaged = place(folder, `${basename(path)}.damaged`)
    fs.renameSync(join(target, path), join(target, damaged))
    return sums.push(`${hash.digest('hex')}  ${damaged}`)
  }
  const text = (folder, name, words) => stream(folder, name, (sink) => void sink(Buffer.from(words)))
  return { stream, text, sums }
}
