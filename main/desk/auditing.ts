import type { AuditRow } from '../../casework/contract/audit.ts'
import type { Params, Result } from '../../casework/contract/contract.ts'
import { CaseworkError } from '../../casework/contract/errors.ts'
import { entityOf, type RecordType } from '../../casework/entities/index.ts'
import { kindOfAction } from '../../casework/rules/audit-kinds.ts'
import { oddity } from '../../casework/rules/audit-odd.ts'
import { auditSentence, recordOf } from '../../casework/rules/audit-words.ts'
import { headCode } from '../../casework/rules/head-code.ts'
import { refOf } from '../../casework/rules/references.ts'
import type { Asked } from '../dispatch.ts'
import { type AuditEntry, readEntry } from '../services/audit/chain.ts'
import { auditIndex } from './audit-index.ts'
import type { Desk } from './desk.ts'
import type { OpenCase } from './open-cases.ts'

/** The history of one open case as it is shown, and what was found of it since the case was opened. */
export interface Auditing {
  list(wanted: Params<'audit.list'>, signal: AbortSignal): Promise<Result<'audit.list'>>
  verify(asked: Asked): Promise<Result<'audit.verify'>>
}

const pageLength = 200
/** A head is signed at least this often, so that one is found in the last stretch. */
const signedWithin = 256

/**
 * The history of an open case. Unfiltered a page costs the runs it lies in; the first filter reads everything once and
 * keeps a few bytes an entry. References are those of now: entries hold none.
 */
export function auditingOf(held: OpenCase, desk: Desk): Auditing {
  const trail = held.store.audit
  const index = auditIndex(trail)
  const state: { verified: Result<'audit.list'>['verified']; met: Set<string> } = {
    verified: null,
    met: new Set([held.store.holder.label].filter((label) => label !== '')),
  }

  const about = (record: AuditRow['record']): string => {
    if (record === null) return ''
    const type = record.type as RecordType
    try {
      return refOf(held.records.peek(type, record.id) as never) || entityOf(type).name.one
    } catch {
      return entityOf(type).name.one
    }
  }
  const rowOf = (entry: AuditEntry, before: number | null): AuditRow => {
    const record = recordOf(entry)
    const { seq, at, actor, device, app, action } = entry
    state.met.add(actor)
    return {
      seq,
      at,
      actor,
      device,
      app,
      kind: kindOfAction(action),
      action,
      sentence: auditSentence(entry),
      record,
      about: about(record),
      odd: oddity(entry, before),
    }
  }
  /** Rows of entries from one number to another, newest first. */
  const rows = async (from: number, to: number): Promise<AuditRow[]> => {
    if (to < from) return []
    const first = Math.max(1, from - 1)
    const entries = (await trail.read(first, to)).map(readEntry)
    return entries
      .map((entry, at) => rowOf(entry, entries[at - 1]?.at ?? null))
      .slice(from - first)
      .reverse()
  }
  const lastSigned = async () => {
    const { seq } = trail.head()
    const last = trail.lastSigned() ?? (await trail.signedIn(Math.max(1, seq - signedWithin), seq)).at(-1)
    if (last === undefined) return null
    return { seq: last.seq, by: trail.keys().find(({ slot }) => slot === last.slot)?.label ?? '' }
  }
  const witness = () => {
    const known = desk.store.witness?.recall(held.store.id)
    return known === undefined || known === 'set-aside' ? null : { seq: known.seq, at: known.at }
  }

  return {
    async list(wanted, signal) {
      // A look that still waits to be entered belongs in what is shown now. If it can't be, the rest is shown all the same.
      if (!held.store.readOnly) await held.looks.flush().catch(() => {})
      const { from = 0, count = pageLength, sinceSeq = 1 } = wanted
      const { seq, hash } = trail.head()
      const { caseId: _, from: __, count: ___, sinceSeq: ____, ...filter } = wanted
      const lowest = Math.max(1, sinceSeq)
      const page = { total: Math.max(0, seq - lowest + 1), entries: [] as AuditRow[] }
      if (Object.values(filter).every((each) => each === undefined || each === false)) {
        const to = seq - from
        page.entries = await rows(Math.max(lowest, to - count + 1), to)
      } else {
        await index.refresh(signal)
        const { total, seqs } = index.find(filter, lowest, from, count)
        page.total = total
        for (const [newest, oldest] of spans(seqs)) {
          signal.throwIfAborted()
          page.entries.push(...(await rows(oldest, newest)))
        }
      }
      return {
        ...page,
        actors: [...new Set([...index.actors(), ...state.met])].sort((a, b) => a.localeCompare(b, 'en')),
        seq,
        head: hash,
        code: headCode(hash),
        signed: await lastSigned(),
        verified: state.verified,
        witness: witness(),
      }
    },
    async verify({ signal, progress }) {
      const found = await trail.verify({
        signal,
        onProgress: (done, total) => progress({ done, total, note: '' }),
      })
      const findings: Result<'audit.verify'>['findings'] = found.faults.map(({ seq, sentence }) => ({
        code: 'audit-broken',
        sentence,
        what: `entry ${seq}`,
      }))
      const known = desk.store.witness?.recall(held.store.id)
      if (typeof known === 'object') {
        const head = await trail.headAt(known.seq).catch((thrown: unknown) => {
          if (thrown instanceof CaseworkError) return null
          throw thrown
        })
        if (head?.hash !== known.head)
          findings.push({
            code: 'rollback-suspected',
            sentence: `This machine had seen another head at entry ${known.seq} than the case now has. An older copy may have been put in its place, or the history written anew.`,
            what: `entry ${known.seq}`,
          })
      }
      const ok = findings.length === 0
      state.verified = { at: desk.now(), ok, entries: found.entries }
      return { ok, entries: found.entries, signatures: found.signatures, findings }
    },
  }
}

/** Descending numbers as spans of neighbours, so that those are read together. */
function spans(seqs: readonly number[]): [newest: number, oldest: number][] {
  const found: [number, number][] = []
  for (const seq of seqs) {
    const last = found.at(-1)
    if (last !== undefined && last[1] === seq + 1) last[1] = seq
    else found.push([seq, seq])
  }
  return found
}
