import * as fs from 'node:fs'
import { join } from 'node:path'
import { hex16, openMessage, u64 } from './ciphers.mjs'
import { beyond, namesIn, readFrames, runsOf } from './frames.mjs'
import { readHistory } from './history.mjs'
import { attempt, lose } from './losses.mjs'

function readSnapshot(box, generation) {
  return attempt(() => {
    const bytes = fs.readFileSync(join(box.folder, 'state', `${hex16(generation)}.snap`))
    const prefix = bytes.subarray(0, 64)
    if (
      !prefix.subarray(0, 32).equals(Buffer.concat([Buffer.from('CVSNAP1\n'), box.caseId, u64(generation)]))
    )
      return
    if (beyond(box, prefix.readUInt32BE(32))) return
    const plain = openMessage(box.key('snap', prefix.readUInt32BE(32)), prefix, bytes.subarray(64))
    let at = 4 + plain.readUInt32BE(0)
    const manifest = JSON.parse(plain.toString('utf8', 4, at))
    const docs = {}
    for (const { name, len } of manifest.docs) {
      docs[name] = JSON.parse(plain.toString('utf8', at, at + len))
      at += len
    }
    const collections = new Map()
    for (const name of Object.keys(docs).filter((each) => each.startsWith('c/'))) {
      const rows = docs[name].map((record, i) => [
        record.id,
        { record, tx: docs[`t/${name.slice(2)}`]?.[i] ?? 0 },
      ])
      collections.set(name.slice(2), new Map(rows))
    }
    const blobs = new Map((docs.blobs ?? []).map((meta) => [meta.uid, meta]))
    const { tx, at: savedAt, auditSeq, auditHead } = manifest
    return { generation, collections, blobs, tx, at: savedAt, seq: auditSeq, head: auditHead }
  })
}

/** The changes of the journal by number. A frame behind the one that the next segment continues never happened. */
function readJournal(box, names, from) {
  const form = ['CVJRNL1\n', 'jrn', 'cvf/1/jseg\0']
  const segments = names.flatMap((name) => {
    const [whole, generation, segment] = /^([0-9a-f]{16})\.([0-9a-f]{4})\.jrn$/.exec(name) ?? []
    const [g, s] = [Number.parseInt(generation, 16), Number.parseInt(segment, 16)]
    return whole && g >= from ? [{ g, ...readFrames(box, `state/${name}`, form, g, s) }] : []
  })
  const changes = new Map()
  for (const [i, { g, link, frames }] of segments.entries()) {
    const next = segments[i + 1]?.g === g ? segments[i + 1].link : ''
    const last = [link, ...frames.map((frame) => frame.hash)].lastIndexOf(next)
    for (const frame of last < 0 ? frames : frames.slice(0, last)) changes.set(frame.tx, frame)
  }
  return changes
}

export function readState(box) {
  const names = namesIn(box.folder, 'state')
  for (const name of names)
    if (!/^[0-9a-f]{16}\.(snap|[0-9a-f]{4}\.jrn)$/.test(name))
      lose(`state/${name} is a copy or strange; passed over.`)
  const snaps = names
    .filter((name) => /^[0-9a-f]{16}\.snap$/.test(name))
    .map((name) => Number.parseInt(name, 16))
  const newest = Math.max(0, ...names.map((name) => Number.parseInt(name.slice(0, 16), 16) || 0))
  let base
  for (const generation of snaps.reverse()) base ??= readSnapshot(box, generation)
  if (base === undefined)
    lose(
      'No stored state could be opened. Records are put together from single changes: many may be missing.',
    )
  else if (base.generation < newest && box.older === undefined)
    lose(`state/${hex16(newest)}.snap is damaged or missing; an earlier one was used.`)
  const journal = readJournal(box, names, base?.generation ?? 0)
  const changes = new Map()
  const sealed = runsOf(box, 'versions', ['CVVERS1\n', 'ver', 'cvf/1/vseg\0']).flatMap((run) => run.frames)
  for (const { tx, at, actor, ops } of [...sealed, ...journal.values()])
    changes.set(tx, { actor, at, ops, tx })
  const inOrder = [...changes.values()].sort((a, b) => a.tx - b.tx)
  const state = base ?? { collections: new Map(), blobs: new Map(), tx: 0, at: 0, seq: 0, head: undefined }
  const before = { seq: state.seq, head: state.head }
  for (const change of inOrder) if (change.tx > state.tx) apply(state, change)
  const frames = [...journal.values()].sort((a, b) => a.tx - b.tx)
  return { ...state, changes: inOrder, ...readHistory(box, before, frames) }
}
function apply(state, { tx, at, ops }) {
  if (tx !== state.tx + 1)
    lose(`Changes ${state.tx + 1} to ${tx - 1} are missing; later ones were applied without them.`)
  for (const [kind, where, id, record] of ops) {
    if (kind === 'blob') state.blobs.set(where, id)
    else if (!state.collections.has(where)) state.collections.set(where, new Map())
    if (kind === 'put') state.collections.get(where).set(id, { record, tx })
    if (kind === 'del') state.collections.get(where).delete(id)
  }
  Object.assign(state, { tx, at })
}
