import { ArchiveRestore, Copy, ShieldCheck } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Result } from '../../../casework/contract/contract.ts'
import { counted } from '../../../casework/rules/words.ts'
import { useJobList, useJobs } from '../../data/jobs.ts'
import { useWork, type Work } from '../../data/kept.ts'
import { useCaseCard, useToday } from '../../data/machine.ts'
import { Button } from '../../parts/Button.tsx'
import { ErrorNote, Note } from '../../parts/Note.tsx'
import { Working } from '../../parts/Working.tsx'
import { sizeWords } from '../../shell/times.ts'
import { Picker } from '../picker/Picker.tsx'
import { checkedWords, partOfToday } from './words.ts'

const parts = 30

/** Whether the case file is whole: verified, backed up, repaired from a backup. */
export function Check({ caseId, readOnly }: { readonly caseId: string; readonly readOnly: boolean }) {
  const jobs = useJobs()
  const today = useToday()
  const card = useCaseCard(caseId)
  const [picking, setPicking] = useState<'backup' | 'repair' | null>(null)
  const verifying = useWork<Result<'cases.verify'>>(`case-verify ${caseId}`)
  const backing = useWork<Result<'cases.backup'>>(`case-backup ${caseId}`)
  const repairing = useWork<Result<'cases.repair'>>(`case-repair ${caseId}`)
  const busy = [verifying, backing, repairing].some(({ work }) => work.step === 'running')
  const k = partOfToday(today, parts)
  const verify = (subset?: { k: number; n: number }) =>
    verifying.start(() =>
      jobs.start(
        'cases.verify',
        { caseId, full: subset === undefined, ...(subset === undefined ? {} : { subset }) },
        subset === undefined ? 'Verifying everything' : `Verifying part ${subset.k} of ${subset.n}`,
      ),
    )
  return (
    <div className="pane-body case-file">
      {(card?.notices ?? []).length > 0 && (
        <section className="sec">
          <Note tone="soon" title="Noticed when the case was opened">
            {card?.notices.map((words) => (
              <p key={words}>{words}</p>
            ))}
          </Note>
        </section>
      )}
      <Sort
        title="Verify"
        words="Opening looks at every file’s presence and length. Verifying everything reads every stored file and the whole history, and compares them with what was sealed. A thirtieth a day reads them all in a month."
        acts={
          <>
            <Button disabled={busy} onClick={() => verify({ k, n: parts })}>
              Today’s thirtieth
            </Button>
            <Button
              look="first"
              disabled={busy}
              icon={<ShieldCheck className="i s" aria-hidden />}
              onClick={() => verify()}
            >
              Verify everything
            </Button>
          </>
        }
      >
        <Outcome doing={verifying} name="Verifying">
          {({ ok, findings, checked }) => (
            <Found
              ok={ok}
              findings={findings}
              good="All of it is as it was sealed."
              bad="It is not as it was sealed"
            >
              <p>{checkedWords(checked)}.</p>
            </Found>
          )}
        </Outcome>
      </Sort>
      <Sort
        title="Back up"
        words="A dated copy that opens with the same passphrases, verified in full before it counts. Keep one away from this machine, and now and then open one."
        acts={
          <Button
            disabled={busy}
            icon={<Copy className="i s" aria-hidden />}
            onClick={() => setPicking('backup')}
          >
            Back up…
          </Button>
        }
      >
        <Outcome doing={backing} name="Backing up">
          {({ ok, findings, folder, files, bytes }) => (
            <Found
              ok={ok}
              findings={findings}
              good="Backed up, and the copy verified."
              bad="The copy is as whole as the case is, and no more"
            >
              <p className="case-file-path">{folder}</p>
              <p>
                {counted(files, 'file')}, {sizeWords(bytes)}
              </p>
            </Found>
          )}
        </Outcome>
      </Sort>
      <Sort
        title="Repair"
        words="Brings damaged and missing files back from a backup of this case: the very same bytes, or none. Nothing is ever replaced by something older. What was damaged is kept aside."
        acts={
          <Button
            disabled={busy || readOnly}
            icon={<ArchiveRestore className="i s" aria-hidden />}
            onClick={() => setPicking('repair')}
          >
            Repair from a backup…
          </Button>
        }
      >
        <Outcome doing={repairing} name="Repairing">
          {({ ok, findings, repaired }) => (
            <Found
              ok={ok}
              findings={findings}
              good={
                repaired.length === 0
                  ? 'Nothing needed repair.'
                  : `${counted(repaired.length, 'file')} brought back and verified.`
              }
              bad={
                repaired.length === 0
                  ? 'The backup could not mend it'
                  : `${counted(repaired.length, 'file')} brought back; some are still wanting`
              }
            />
          )}
        </Outcome>
      </Sort>
      {picking !== null && (
        <Picker
          title={picking === 'backup' ? 'Where should the backup go?' : 'Choose the backup to repair from'}
          show="folders"
          {...(picking === 'repair' ? { casesOnly: true } : {})}
          act={picking === 'backup' ? 'Back up here' : 'Repair from it'}
          onClose={() => setPicking(null)}
          onPick={([place]) => {
            const why = picking
            setPicking(null)
            if (place === undefined) return
            if (why === 'backup')
              backing.start(() => jobs.start('cases.backup', { caseId, to: place.id }, 'Backing the case up'))
            else
              repairing.start(() =>
                jobs.start('cases.repair', { caseId, from: place.id }, 'Repairing the case file'),
              )
          }}
        />
      )}
    </div>
  )
}

function Sort({
  title,
  words,
  acts,
  children,
}: {
  readonly title: string
  readonly words: string
  readonly acts: ReactNode
  readonly children: ReactNode
}) {
  return (
    <section className="sec case-file-sort" aria-label={title}>
      <div className="grow">
        <h2>{title}</h2>
        <p className="dim">{words}</p>
      </div>
      <div className="h case-file-acts">{acts}</div>
      <div className="case-file-told">{children}</div>
    </section>
  )
}

/** How far a piece of work is, why it failed, or what came of it. */
export function Outcome<R>({
  doing,
  name,
  children,
}: {
  readonly doing: { readonly work: Work<R>; readonly cancel: () => void; readonly dismiss: () => void }
  readonly name: string
  readonly children: (result: R) => ReactNode
}) {
  const jobs = useJobList()
  const { work } = doing
  if (work.step === 'none') return null
  if (work.step === 'running')
    return (
      <Working
        name={work.stopping ? 'Stopping' : name}
        at={jobs.find(({ id }) => id === work.job)?.at ?? null}
        {...(work.stopping ? {} : { onCancel: doing.cancel })}
      />
    )
  return (
    <>
      {work.step === 'failed' ? (
        <ErrorNote error={work.error} title="It was not done" />
      ) : (
        children(work.result)
      )}
      <Button size="slim" onClick={doing.dismiss}>
        Close
      </Button>
    </>
  )
}

function Found({
  ok,
  findings,
  good,
  bad,
  children,
}: {
  readonly ok: boolean
  readonly findings: Result<'cases.verify'>['findings']
  readonly good: string
  readonly bad: string
  readonly children?: ReactNode
}) {
  return (
    <Note
      tone={ok ? 'good' : 'bad'}
      title={ok ? good : `${bad}: ${counted(findings.length, 'finding')}`}
      live
    >
      {children}
      {findings.length > 0 && (
        <ul className="case-file-findings">
          {findings.slice(0, 50).map(({ code, sentence, what }) => (
            <li key={`${code} ${what}`}>{sentence}</li>
          ))}
          {findings.length > 50 && <li>{counted(findings.length - 50, 'more finding')}</li>}
        </ul>
      )}
    </Note>
  )
}
