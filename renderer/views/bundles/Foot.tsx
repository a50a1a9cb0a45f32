import { Eye, LockKeyhole } from 'lucide-react'
import type { NextVersion } from '../../../casework/rules/freezing.ts'
import { counted } from '../../../casework/rules/words.ts'
import { useJobList } from '../../data/jobs.ts'
import type { Work } from '../../data/kept.ts'
import { Button } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { ProgressBar } from '../../parts/Progress.tsx'
import { stampWords } from '../../shell/times.ts'
import { readerWord } from './for-reader.ts'
import type { LivePlan, Plan } from './live-plan.ts'
import { nextOf } from './next-words.ts'

/** The foot of the checks: preview, freeze and build, or how far a build is. */
export function Foot({
  plan,
  live,
  work,
  reader,
  stops,
  previewing,
  onPreview,
  onFreeze,
  onBuild,
  onCancel,
  onName,
  onDismiss,
  last,
  onReport,
}: {
  readonly plan: Plan
  readonly live: LivePlan
  readonly work: Work<unknown>
  /** Whom it is built for; null for everyone. */
  readonly reader: string | null
  /** How many things stop the build. */
  readonly stops: number
  readonly previewing: boolean
  readonly onPreview: () => void
  readonly onFreeze: () => void
  readonly onBuild: () => void
  readonly onCancel: () => void
  /** Goes to where the file's name is given. */
  readonly onName: () => void
  readonly onDismiss: () => void
  /** The newest copy whose report can be read. */
  readonly last: { readonly id: string; readonly at: number; readonly verified: string } | null
  readonly onReport: (copy: string) => void
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
  const version = frozenToBuild(plan)
  const empty = live.documents === 0
  const blocked = stops > 0 && version === null
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
      <div className="bundles-do">
        <Button
          aria-pressed={previewing}
          aria-keyshortcuts="Control+P"
          disabled={empty}
          icon={<Eye className="i s" aria-hidden />}
          onClick={onPreview}
        >
          Preview
        </Button>
        <Button
          aria-keyshortcuts="Control+Shift+F"
          disabled={stops > 0 || !plan.changed}
          icon={<LockKeyhole className="i s" aria-hidden />}
          onClick={onFreeze}
        >
          Freeze
        </Button>
        <Button look="first" disabled={blocked || empty} onClick={onBuild} aria-keyshortcuts="Control+Enter">
          Build
        </Button>
      </div>
      <p className="small dim">
        {empty
          ? 'Add a document to build it.'
          : blocked
            ? `Fix ${counted(stops, 'thing')} to build.`
            : version !== null
              ? `Builds version ${version} as it was frozen${stops > 0 ? ', whatever the checks say of it now: read them before you serve it' : ''}. You choose where the file goes.`
              : plan.version !== null
                ? draftSince(plan.version, nextOf(plan, live), plan.bundle?.fields.late)
                : 'Builds the draft. You choose where the file goes; it is read back and verified.'}
        {reader !== null && !empty && ` For ${readerWord(reader)}: a page stands for what is for others.`}
      </p>
      {last !== null && (
        <p className="small dim">
          Last built {stampWords(last.at)}
          {last.verified === 'no' && <b className="bad">, not verified</b>}.{' '}
          <Button look="link" size="slim" onClick={() => onReport(last.id)}>
            Read its report
          </Button>
        </p>
      )}
    </div>
  )
}

function draftSince(
  version: number,
  { again, late, out }: NextVersion,
  policy?: Plan['profile']['late'],
): string {
  if (again !== undefined)
    return `Builds the bundle itself as it stands. What was taken out of a supplement changes that alone, once frozen${
      late.length === 0 ? '' : '; what came late goes into the next'
    }.`
  if (policy !== 'supplement' || late.length === 0)
    return `Builds it as it stands, with what changed since version ${version}.`
  return `Builds it as it stands, ${
    out.length === 0 ? '' : `with what was taken out since version ${version} and `
  }without what came late: that goes into a supplement.`
}

/** The version Build makes: the newest frozen one while nothing changed since, else none, which is the draft. */
export const frozenToBuild = (plan: Plan): number | null => (plan.changed ? null : plan.version)
