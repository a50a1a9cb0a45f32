import { CaseworkError } from '../../../casework/contract/errors.ts'
import type { CheckOptions, Finding } from '../vault/check-files.ts'
import type { SealedCase } from '../vault/sealed-case.ts'
import type { Notice } from '../vault/state-files.ts'
import { checkHistory } from './audit-log.ts'
import type { AuditTrail } from './audit-trail.ts'
import type { CaseDocument } from './document.ts'
import { checkVersions } from './versions.ts'

/** What a check of a case came to. `entries` are those of the history that were proved, one by one. */
export interface Verdict {
  readonly ok: boolean
  readonly findings: readonly Finding[]
  readonly checked: { readonly files: number; readonly bytes: number; readonly entries: number }
}

const doubtful: ReadonlySet<string> = new Set(['rollback-suspected', 'case-substituted', 'audit-broken'])

/**
 * What was doubted of a case when it was opened, as findings: that it is older than it was, another one, or no longer to
 * be told. `what` is where it shows. A check of the files alone finds nothing wrong with a state that is whole but old.
 */
export const doubtsIn = (notices: readonly Notice[], what: string): Finding[] =>
  notices.flatMap(({ code, sentence }) =>
    doubtful.has(code) ? [{ code: code as Finding['code'], sentence, what }] : [],
  )

const harmless: ReadonlySet<string> = new Set(['orphan-blob', 'torn-tail'])

/**
 * Checks the files of an open case and, where files are read in full, the whole history and all versions. Work goes on
 * meanwhile. Throws `cancelled`, `locked`.
 */
export async function verifyCase(
  at: { sealed: SealedCase; document: CaseDocument; trail: AuditTrail; doubts: readonly Finding[] },
  options: CheckOptions,
): Promise<Verdict> {
  const { sealed, document } = at
  const { findings: found, files, bytes } = await sealed.check([...document.blobs.values()], options)
  // A file taken in while the check went on is no orphan.
  const findings = found.filter(
    ({ code, what }) => code !== 'orphan-blob' || !document.blobs.has(what.slice('blobs/'.length)),
  )
  let entries = 0
  if (options.full === true || options.subset !== undefined) {
    // A run that is damaged was named already, and nothing behind it can be proved.
    const named = (kind: string) => findings.some(({ what }) => what.startsWith(kind))
    if (!named('audit')) {
      const history = await checkHistory(at.trail, options.signal)
      findings.push(...history.findings)
      entries = history.entries
    }
    if (options.signal?.aborted)
      throw new CaseworkError('cancelled', 'The check was stopped, as asked. Nothing was changed.')
    if (!named('versions')) findings.push(...(await checkVersions(sealed, document)))
  }
  findings.push(...at.doubts.filter(({ code }) => !findings.some((finding) => finding.code === code)))
  return {
    ok: findings.every(({ code }) => harmless.has(code)),
    findings,
    checked: { files, bytes, entries },
  }
}
