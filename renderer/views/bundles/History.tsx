import { LockKeyhole, Send } from 'lucide-react'
import { shortDay } from '../../../casework/rules/days.ts'
import { counted } from '../../../casework/rules/words.ts'
import { useAsk } from '../../data/ask.ts'
import { Button } from '../../parts/Button.tsx'
import { Flag } from '../../parts/Marks.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { sizeWords, stampWords } from '../../shell/times.ts'
import type { Plan } from './live-plan.ts'

const atFirst = 12

/** What was frozen of a bundle, what was built of it, and on whom it was served; newest first. */
export function History({
  caseId,
  plan,
  onBuild,
  onReport,
  onServe,
  onVerify,
}: {
  readonly caseId: string
  readonly plan: Plan
  readonly onBuild: (version: number) => void
  /** Shows what was told when a copy was built. */
  readonly onReport: (copy: string) => void
  readonly onServe: () => void
  readonly onVerify: () => void
}) {
  const record = plan.bundle
  const asked = useAsk('bundle.versions', record === null ? null : { caseId, bundle: record.id })
  const fields = record?.fields
  const { versions = [], copies = [] } = asked.data ?? {}
  return (
    <div className="bundles-history">
      <ErrorNote error={asked.error} />
      <h3>Served</h3>
      {fields?.state === 'served' ? (
        <p>
          On {fields.servedTo}, {fields.servedOn === null ? 'day not known' : shortDay(fields.servedOn)}
        </p>
      ) : (
        <p className="dim">
          {plan.version === null ? 'Not yet: only a frozen version is served.' : 'Not yet.'}
        </p>
      )}
      {plan.version !== null && (
        <Button size="slim" icon={<Send className="i s" aria-hidden />} onClick={onServe}>
          {fields?.state === 'served' ? 'Served again' : `Serve version ${plan.version}`}
        </Button>
      )}
      <h3>Versions</h3>
      {versions.length === 0 && <p className="dim">None is frozen yet.</p>}
      <ol>
        {versions.map((each) => (
          <li key={each.id}>
            <div className="h">
              <b className="grow">
                <LockKeyhole className="i s" aria-hidden /> Version {each.version}
              </b>
              {each.part !== '' && <Flag tone="calm">{each.part.replace(/^s/, 'S')}</Flag>}
              <Button
                size="slim"
                aria-label={`Build version ${each.version}`}
                onClick={() => onBuild(each.version)}
              >
                Build
              </Button>
            </div>
            <p className="small dim">
              {stampWords(each.at)}, {each.by} · {counted(each.pages, 'page')},{' '}
              {counted(each.documents, 'document')}
            </p>
            {each.changes.slice(0, atFirst).map((change) => (
              <p key={change}>{change}</p>
            ))}
            {each.changes.length > atFirst && (
              <p className="dim">and {each.changes.length - atFirst} more, on its change sheet</p>
            )}
            <p className="mono small faint">{each.sha256}</p>
          </li>
        ))}
      </ol>
      <h3>Copies built</h3>
      {copies.length === 0 && <p className="dim">None yet.</p>}
      <ol>
        {copies.map((each) => (
          <li key={each.id}>
            <div className="h">
              <b className="grow bundles-name">{each.fileName}</b>
              {each.verified !== 'unknown' && (
                <Button
                  size="slim"
                  aria-label={`Report of ${each.fileName}, built ${stampWords(each.at)}`}
                  onClick={() => onReport(each.id)}
                >
                  Report
                </Button>
              )}
            </div>
            <p className="small dim">
              {each.version === null ? 'Draft' : `Version ${each.version}`}
              {each.reader !== '' && `, for ${each.reader}`} · {stampWords(each.at)}, {each.by} ·{' '}
              {counted(each.pages, 'page')}, {sizeWords(each.bytes)}
            </p>
            {each.verified === 'no' && (
              <p className="bad">Read back, it did not verify. Do not serve this one.</p>
            )}
            <p className="mono small faint">{each.sha256}</p>
          </li>
        ))}
      </ol>
      <div className="acts bundles-acts">
        <Button size="slim" onClick={onVerify}>
          Verify a bundle
        </Button>
      </div>
      {copies.length > 0 && (
        <p className="small dim">
          Turnstone does not keep the files themselves. A copy is the same bundle if it has this hash.
        </p>
      )}
    </div>
  )
}
