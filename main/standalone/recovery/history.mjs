import { sha256, u64 } from './ciphers.mjs'
import { runsOf } from './frames.mjs'
import { lose } from './losses.mjs'

/** Every entry of the history with the head it makes, and where the chain does not hold. */
export function readHistory(box, base, frames) {
  const entries = new Map()
  const heads = new Map([[0, sha256(Buffer.of(2), box.caseId).toString('hex')]])
  const take = (pairs, told) => {
    for (const [salt, entry] of pairs) {
      const { seq } = JSON.parse(entry)
      const commitment = sha256(Buffer.of(0), Buffer.from(salt, 'base64'), entry)
      const before = Buffer.from(heads.get(seq - 1) ?? '', 'hex')
      const head =
        before.length === 0
          ? ''
          : sha256(Buffer.of(1), box.caseId, u64(seq), before, commitment).toString('hex')
      entries.set(seq, { entry, head: told !== undefined && head === '' ? told : head, salt })
      heads.set(seq, entries.get(seq).head)
    }
    if (told !== undefined && pairs.length > 0 && heads.get(JSON.parse(pairs.at(-1)[1]).seq) !== told)
      lose(`The history does not hold together at entry ${JSON.parse(pairs.at(-1)[1]).seq}.`)
  }
  const anchor = (seq, head) => {
    if ((heads.get(seq) || head) !== head) lose(`The history does not hold together at entry ${seq}.`)
    heads.set(seq, head)
  }
  for (const run of runsOf(box, 'audit', ['CVAUDT1\n', 'aud', 'cvf/1/aseg\0'])) {
    if (run.link !== '') anchor(run.first - 1, run.link)
    for (const { audit } of run.frames) take(audit)
  }
  if (base.head !== undefined) anchor(base.seq, base.head)
  for (const { audit, head } of frames) take(audit, head)
  const seq = Math.max(...heads.keys())
  const gone = Array.from({ length: seq }, (_, i) => i + 1).filter((each) => !entries.has(each))
  if (gone.length > 0)
    lose(`${gone.length} entries of the history are missing, from ${gone[0]} to ${gone.at(-1)}.`)
  const history = [...entries].sort(([a], [b]) => a - b).map(([, entry]) => entry)
  return { history, audit: { head: heads.get(seq), seq } }
}
