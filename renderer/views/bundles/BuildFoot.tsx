import { useJobList } from '../../data/jobs.ts'
import type { Work } from '../../data/kept.ts'
import { Button } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { ProgressBar } from '../../parts/Progress.tsx'

/** The foot of the checks: the one main act, or how far it is. */
export function BuildFoot({
  work,
  stops,
  onBuild,
  onCancel,
  onName,
  onDismiss,
}: {
  readonly work: Work<unknown>
  /** How many things stop the build. */
  readonly stops: number
  readonly onBuild: () => void
  readonly onCancel: () => void
  /** Goes to where the file's name is given. */
  readonly onName: () => void
  readonly onDismiss: () => void
}) {
  const jobs = useJobList()
  if (work.step === 'running') {
    const at = jobs.find(({ id }) => id === work.job)?.at ?? null
    return (
      <div className="bundles-foot">
        <div className="h">
          <b className="grow">Building</b>
          <Button size="slim" disabled={work.stopping} onClick={onCancel}>
            {work.stopping ? 'Stopping…' : 'Cancel'}
          </Button>
        </div>
        <ProgressBar name="Building the bundle" done={at?.done ?? 0} total={at?.total ?? 0} />
        <p className="small dim" role="status">
          {at === null
            ? 'Reading what goes in'
            : `${at.done} of ${at.total}${at.note === '' ? '' : ` · ${at.note}`}`}
        </p>
        <p className="small faint">Then it is read back and verified. Cancel leaves nothing behind.</p>
      </div>
    )
  }
  return (
    <div className="bundles-foot">
      {work.step === 'failed' && (
        <ErrorNote error={work.error}>
          {work.error.at === 'fileName' && (
            <Button look="link" size="slim" onClick={onName}>
              Change the name
            </Button>
          )}
          <Button look="link" size="slim" onClick={onDismiss}>
            Dismiss
          </Button>
        </ErrorNote>
      )}
      <Button look="first" disabled={stops > 0} onClick={onBuild} aria-keyshortcuts="Control+Enter">
        Build
      </Button>
      <p className="small dim">
        {stops > 0
          ? `Fix ${stops === 1 ? 'one thing' : `${stops} things`} to build.`
          : 'You choose where the file goes. It is read back and verified.'}
      </p>
    </div>
  )
}
