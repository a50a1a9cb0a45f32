import { Ellipsis, FileCheck, Link2, ShieldCheck, TriangleAlert } from 'lucide-react'
import type { Result } from '../../../casework/contract/contract.ts'
import { counted } from '../../../casework/rules/words.ts'
import { useJobList } from '../../data/jobs.ts'
import type { Work } from '../../data/kept.ts'
import { Button } from '../../parts/Button.tsx'
import { Menu } from '../../parts/Menu.tsx'
import { ErrorNote, Note } from '../../parts/Note.tsx'
import { Working } from '../../parts/Working.tsx'
import { standingWords, standsBadly, verifiedWords } from './words.ts'

/** How the chain stands, and what can be done about it: verified, given away with its proof, a proof checked. */
export function Strip({
  standing,
  today,
  work,
  onVerify,
  onCancel,
  onDismiss,
  onExport,
  onCheck,
}: {
  readonly standing: Result<'audit.list'>
  readonly today: string
  readonly work: Work<Result<'audit.verify'>>
  readonly onVerify: () => void
  readonly onCancel: () => void
  readonly onDismiss: () => void
  readonly onExport: () => void
  readonly onCheck: () => void
}) {
  const jobs = useJobList()
  const bad = standsBadly(standing)
  const Icon = bad ? TriangleAlert : standing.verified === null ? Link2 : ShieldCheck
  return (
    <>
      <div className={bad ? 'audit-strip bad' : 'audit-strip'}>
        <Icon className="i" aria-hidden />
        <p className="grow audit-standing">
          {standingWords(standing, today).map((words, at) => (
            <span key={words} className={at === 0 ? 'strong' : 'dim'}>
              {words}
            </span>
          ))}
          <span className="faint">
            head{' '}
            <span className="mono" title={standing.head}>
              {standing.code}
            </span>
          </span>
        </p>
        <Button
          size="slim"
          icon={<ShieldCheck className="i s" aria-hidden />}
          disabled={work.step === 'running'}
          onClick={onVerify}
        >
          Verify
        </Button>
        <Button size="slim" disabled={standing.seq === 0} onClick={onExport}>
          Export with proof…
        </Button>
        <Menu
          name="More"
          icon={<Ellipsis className="i s" aria-hidden />}
          entries={[
            {
              id: 'check',
              word: 'Check a proof…',
              icon: <FileCheck className="i s" aria-hidden />,
              run: onCheck,
            },
          ]}
        />
      </div>
      {work.step === 'running' && (
        <div className="audit-told">
          <Working
            name="Verifying the history"
            at={jobs.find(({ id }) => id === work.job)?.at ?? null}
            before="Reading from the first entry"
            {...(work.stopping ? {} : { onCancel })}
          />
        </div>
      )}
      {work.step === 'failed' && (
        <div className="audit-told">
          <ErrorNote error={work.error} title="It could not be verified">
            <Button size="slim" onClick={onDismiss}>
              Close
            </Button>
          </ErrorNote>
        </div>
      )}
      {work.step === 'done' && (
        <div className="audit-told">
          <Note
            tone={work.result.ok ? 'good' : 'bad'}
            title={work.result.ok ? 'Unbroken' : 'The history is not as it was written'}
            live
          >
            <p>{verifiedWords(work.result)}</p>
            {work.result.findings.length > 0 && (
              <ul className="audit-findings">
                {work.result.findings.slice(0, 20).map((finding) => (
                  <li key={`${finding.code} ${finding.what}`}>{finding.sentence}</li>
                ))}
                {work.result.findings.length > 20 && (
                  <li>{counted(work.result.findings.length - 20, 'more finding')}</li>
                )}
              </ul>
            )}
            <p className="small dim">
              It proves what was entered, in which order and under whose key, as far as a head was seen
              elsewhere. It does not prove that nothing was done outside the program, nor that the machine’s
              clock was right.
            </p>
            <Button size="slim" onClick={onDismiss}>
              Close
            </Button>
          </Note>
        </div>
      )}
    </>
  )
}
