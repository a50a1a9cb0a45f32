import { ArrowLeft, Flame, Pause } from 'lucide-react'
import { counted } from '../../../casework/rules/words.ts'
import { Button, IconButton, Segments } from '../../parts/Button.tsx'
import { ExhibitLabel, Flag } from '../../parts/Marks.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { ProgressBar } from '../../parts/Progress.tsx'
import type { EvidenceRow } from '../evidence/rows.ts'
import { stands } from './stands.ts'
import type { Redaction } from './use-redaction.ts'

/** Which of the two is looked at: the exhibit as it came, or the copy its boxes were burned into. */
export type View = 'original' | 'edited'
const views = [
  { value: 'original', word: 'Original' },
  { value: 'edited', word: 'Edited copy' },
] as const

/** What is redacted and how it stands, the burn and how far it is, and what went wrong. */
export function RedactHead({
  row,
  redaction,
  view,
  onView,
  onClose,
}: {
  readonly row: EvidenceRow
  readonly redaction: Redaction
  readonly view: View
  readonly onView: (view: View) => void
  readonly onClose: () => void
}) {
  const { of, job } = redaction
  const marks = of?.marks ?? []
  const edited = of?.edited ?? null
  const [tone, word] = stands[of?.state ?? 'none']
  return (
    <>
      <div className="head">
        <IconButton
          name="Back to the exhibit"
          icon={<ArrowLeft className="i" aria-hidden />}
          onClick={onClose}
        />
        <ExhibitLabel reference={row.ref} />
        <h1 className="cut" title={row.title}>
          {row.title}
        </h1>
        <Flag tone={tone}>{word}</Flag>
        <span className="grow" />
        {edited !== null && <Segments name="Shown" options={views} value={view} onChange={onView} />}
        {job === undefined ? (
          <Button
            look="first"
            disabled={marks.length === 0 || of?.state === 'burned'}
            icon={<Flame className="i s" aria-hidden />}
            onClick={() => void redaction.burn(false)}
          >
            {marks.length === 0 ? 'Burn' : `Burn ${counted(marks.length, 'box', 'boxes')}`}
          </Button>
        ) : (
          <Button icon={<Pause className="i s" aria-hidden />} onClick={redaction.stop}>
            Stop
          </Button>
        )}
      </div>
      {job !== undefined && (
        <div className="redact-progress">
          <ProgressBar name={job.title} done={job.at?.done ?? 0} total={job.at?.total ?? 0} />
          <span className="small dim">{job.at?.note ?? 'Beginning'}</span>
        </div>
      )}
      {redaction.error !== null && (
        <div className="redact-error">
          <ErrorNote error={redaction.error}>
            <Button look="link" size="slim" onClick={redaction.dismiss}>
              Dismiss
            </Button>
          </ErrorNote>
        </div>
      )}
    </>
  )
}
