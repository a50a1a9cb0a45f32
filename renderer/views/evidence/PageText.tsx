import { ChevronLeft, ChevronRight, CircleHelp, Pause, ScanText, ShieldCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import { coverage, readMark } from '../../../casework/rules/page-marks.ts'
import { counted } from '../../../casework/rules/words.ts'
import { useAsk, useDo } from '../../data/ask.ts'
import { useJobList, useJobs } from '../../data/jobs.ts'
import { useToday } from '../../data/machine.ts'
import { announce } from '../../parts/Announce.tsx'
import { Button, IconButton } from '../../parts/Button.tsx'
import { Flag } from '../../parts/Marks.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { ProgressBar } from '../../parts/Progress.tsx'
import { toast } from '../../parts/Toast.tsx'
import { whenDone } from '../../shell/times.ts'
import {
  doubtful,
  leftToRead,
  type PageRead,
  pagesRead,
  pagesWithWords,
  readWord,
  shownPage,
} from './page-text.ts'
import type { EvidenceRow } from './rows.ts'
import './page-text.css'

/** Whether the words of an exhibit can be searched; if not, a machine reads them, and a person says they have checked it. */
export function PageText({
  row,
  caseId,
  page,
}: {
  readonly row: EvidenceRow
  readonly caseId: string
  readonly page: number
}) {
  const asked = useAsk('text.of', { caseId, exhibit: row.id })
  const look = useDo('text.look')
  const jobs = useJobs()
  const title = `Reading ${row.ref || row.title}`
  const job = useJobList().find((each) => each.title === title && each.state === 'running')
  const [failed, setFailed] = useState<Error | null>(null)
  const of = asked.data
  const unlooked = of?.looked === false

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for an exhibit; the command is new each time
  useEffect(() => {
    // What kept it from being looked at stands in the note below.
    if (unlooked) look.run({ caseId, exhibits: [row.id] }).catch(() => undefined)
  }, [unlooked, caseId, row.id])

  const read = async () => {
    setFailed(null)
    try {
      const { items } = await jobs.start('text.read', { caseId, exhibits: [row.id] }, title)
      toast({ words: `${row.ref || row.title}: ${counted(items[0]?.machine ?? 0, 'page')} read by machine` })
    } catch (thrown) {
      if ((thrown as { code?: string }).code === 'cancelled')
        toast({ words: 'Paused. What was read is kept; it goes on with the pages that are left.' })
      else setFailed(thrown as Error)
    }
  }

  if (of === undefined || (unlooked && look.error === null))
    return (
      <div className="v">
        <p className="faint">{asked.error === null ? 'Looking at its pages…' : ''}</p>
        <ErrorNote error={asked.error} />
      </div>
    )
  const left = leftToRead(of)
  return (
    <div className="v">
      <div className="h page-text-head">
        <span className="grow">{of.why === '' ? coverage(of.marks, pagesWithWords(of)) : of.why}</span>
        {job !== undefined ? (
          <Button
            size="slim"
            icon={<Pause className="i s" aria-hidden />}
            onClick={() => jobs.cancel(job.id)}
          >
            Pause
          </Button>
        ) : (
          left > 0 && (
            <Button size="slim" icon={<ScanText className="i s" aria-hidden />} onClick={() => void read()}>
              {readWord(of)}
            </Button>
          )
        )}
      </div>
      {job !== undefined && (
        <div>
          <ProgressBar name={title} done={job.at?.done ?? 0} total={job.at?.total ?? 0} />
          <span className="small dim num">
            {job.at === null ? 'Starting' : `${job.at.done} of ${counted(job.at.total, 'page')}`}
          </span>
        </div>
      )}
      <ErrorNote error={failed ?? look.error} />
      <Words key={row.id} caseId={caseId} exhibit={row.id} read={pagesRead(of)} wanted={page} />
    </div>
  )
}

function Words({
  caseId,
  exhibit,
  read,
  wanted,
}: {
  readonly caseId: string
  readonly exhibit: string
  readonly read: readonly PageRead[]
  readonly wanted: number
}) {
  const [at, setAt] = useState(wanted)
  useEffect(() => setAt(wanted), [wanted])
  const page = shownPage(read, at)
  const asked = useAsk('text.page', page === null ? null : { caseId, exhibit, page })
  const check = useDo('text.check')
  const today = useToday()
  const place = read.findIndex((each) => each.page === page)
  const shown = read[place]
  if (page === null || shown === undefined) return null
  const step = (by: number) => setAt(read[place + by]!.page)
  const checked = shown.checkedBy !== ''
  const say = async () => {
    // An error stands in the note below.
    await check.run({ caseId, exhibit, page, checked: !checked }).then(
      () => announce(checked ? 'The check was taken back' : `Page ${page} checked`),
      () => undefined,
    )
  }
  return (
    <section className="v page-text" aria-label={`Page ${page}, read by machine`}>
      <div className="h">
        <IconButton
          name="Page before"
          size="slim"
          disabled={place <= 0}
          icon={<ChevronLeft className="i s" aria-hidden />}
          onClick={() => step(-1)}
        />
        <b className="num">Page {page}</b>
        <IconButton
          name="Page after"
          size="slim"
          disabled={place >= read.length - 1}
          icon={<ChevronRight className="i s" aria-hidden />}
          onClick={() => step(1)}
        />
        <span className="grow" />
        {shown.words > 0 && (
          <Flag
            tone={checked ? 'good' : 'soon'}
            icon={
              checked ? (
                <ShieldCheck className="i s" aria-hidden />
              ) : (
                <CircleHelp className="i s" aria-hidden />
              )
            }
          >
            {readMark(shown.confidence, shown.checkedBy)}
          </Flag>
        )}
      </div>
      {shown.note !== '' && <p className="dim">{shown.note}</p>}
      {shown.words === 0 && shown.note === '' && <p className="dim">The machine found no words on it.</p>}
      <ErrorNote error={asked.error ?? check.error} />
      {shown.words > 0 && (
        <>
          <p className="page-text-words">
            {(asked.data?.lines ?? []).map((line, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of one page, which never change
              <span key={i} className="page-text-line">
                {line.map(({ text, confidence }, k) =>
                  confidence < doubtful ? (
                    // biome-ignore lint/suspicious/noArrayIndexKey: words of one line, which never change
                    <span key={k}>
                      <span className="page-text-doubt" title={`${confidence} % sure`}>
                        {text}
                      </span>{' '}
                    </span>
                  ) : (
                    `${text} `
                  ),
                )}
              </span>
            ))}
          </p>
          <div className="h">
            <span className="grow small faint">
              {checked && shown.checkedAt !== null
                ? `Checked ${whenDone(shown.checkedAt, today)}. Marked words were doubtful.`
                : 'Marked words are doubtful. Compare it with the page before you rely on it.'}
            </span>
            <Button
              size="slim"
              look={checked ? 'link' : undefined}
              disabled={check.busy}
              onClick={() => void say()}
            >
              {checked ? 'Take back' : 'I have checked this page'}
            </Button>
          </div>
        </>
      )}
    </section>
  )
}
