import type { Result } from '../../../casework/contract/contract.ts'
import { counted } from '../../../casework/rules/words.ts'
import { useJobList } from '../../data/jobs.ts'
import type { Work } from '../../data/kept.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote, Note } from '../../parts/Note.tsx'
import { ProgressBar } from '../../parts/Progress.tsx'
import { type Check, type LiveDocument, type LivePlan, type Plan, rangeWords } from './live-plan.ts'
import './findings.css'
import { nextOf, nextWords } from './next-words.ts'
import { beforeFreezing, titleParts } from './plan-lines.ts'
import { lateWords } from './words.ts'

const atFirst = 12

/** Freezing a version: what it means and what it holds, then how far it is, then what changed. */
export function FreezeDialog({
  plan,
  live,
  work,
  onFreeze,
  onCancel,
  onServe,
  onClose,
}: {
  readonly plan: Plan
  readonly live: LivePlan
  readonly work: Work<Result<'bundle.freeze'>>
  readonly onFreeze: () => void
  readonly onCancel: () => void
  readonly onServe: () => void
  readonly onClose: () => void
}) {
  const jobs = useJobList()
  if (work.step === 'running') {
    const at = jobs.find(({ id }) => id === work.job)?.at
    return (
      <Dialog
        title="Freezing"
        open
        held
        onClose={onCancel}
        acts={
          <Button disabled={work.stopping} onClick={onCancel}>
            {work.stopping ? 'Stopping…' : 'Cancel'}
          </Button>
        }
      >
        <p>Every page is laid as it will be, to learn its number for good.</p>
        <ProgressBar name="Freezing" done={at?.done ?? 0} total={at?.total ?? 0} />
        <p className="small dim" role="status">
          {at && at.total > 0
            ? `${at.done} of ${at.total}${at.note === '' ? '' : ` · ${at.note}`}`
            : 'Reading what goes in'}
        </p>
        <p className="small faint">Cancel leaves it a draft.</p>
      </Dialog>
    )
  }
  if (work.step === 'done') {
    const { version, pages, sha256, changes } = work.result
    return (
      <Dialog
        title={`Version ${version} is frozen`}
        open
        wide
        onClose={onClose}
        acts={
          <>
            <Button onClick={onServe}>Serve version {version}</Button>
            <Button look="first" onClick={onClose}>
              Done
            </Button>
          </>
        }
      >
        <Note tone="good" live title={`${counted(pages, 'page')}, each with its number for good`}>
          <p>
            Built now or in a year, version {version} has this SHA-256: <span className="mono">{sha256}</span>
          </p>
        </Note>
        {changes.length > 0 && (
          <Lines title="What changed" lines={changes.map((words) => ({ words, pages: '' }))} />
        )}
      </Dialog>
    )
  }
  const next = (plan.version ?? 0) + 1
  const policy = plan.bundle?.fields.late ?? plan.profile.late
  const made = nextOf(plan, live)
  const part = documentsOf(live).find(({ key }) => made.out.includes(key))?.part ?? ''
  const told = plan.version === null ? null : nextWords(made, policy, plan.version, part)
  const named = (keys: readonly string[]) =>
    documentsOf(live)
      .filter(({ key }) => keys.includes(key))
      .map((each) => ({ words: titleOf(each), pages: each.ends[0] === '' ? '' : rangeWords(each.ends) }))
  return (
    <Dialog
      title={next === 1 ? 'Freeze this bundle?' : 'Freeze what has changed?'}
      open
      wide
      role="alertdialog"
      onClose={onClose}
      acts={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button look="first" disabled={made.what === 'nothing'} onClick={onFreeze}>
            Freeze version {next}
          </Button>
        </>
      }
    >
      <ErrorNote error={work.step === 'failed' ? work.error : null} />
      {told !== null && <ToLookAt checks={beforeFreezing(plan.checks)} />}
      {told === null ? (
        <>
          <p>
            From now on every page keeps its number: {counted(live.documents, 'document')},{' '}
            {counted(live.pages, 'page')}. Nothing frozen can be moved, and there is no way back.
          </p>
          <p className="dim">
            What comes later {lateWords[policy]}. A document can still be taken out: one page then stands for
            its numbers.
          </p>
        </>
      ) : (
        <p>{told.words}</p>
      )}
      {told === null && <ToLookAt checks={beforeFreezing(plan.checks)} />}
      {made.late.length > 0 && (
        <Lines title={told?.waits ? 'Waits for a supplement' : 'Added'} lines={named(made.late)} />
      )}
      {made.out.length > 0 && <Lines title="Taken out" lines={named(made.out)} />}
    </Dialog>
  )
}

const mostNamed = 3

/** What the checks ask to look at, where it can still be put right: gravest first, the rest counted. */
function ToLookAt({ checks }: { readonly checks: readonly Check[] }) {
  if (checks.length === 0) return null
  const rest = checks.length - mostNamed
  return (
    <Note
      tone="soon"
      title={
        checks.length === 1
          ? 'One thing to look at first'
          : `${counted(checks.length, 'thing')} to look at first`
      }
    >
      <ul className="bundles-report">
        {checks.slice(0, mostNamed).map(({ rule, sentence }) => (
          <li key={`${rule} ${sentence}`}>
            <span>{sentence}</span>
          </li>
        ))}
        {rest > 0 && <li className="dim">and {rest.toLocaleString('en-GB')} more under Checks</li>}
      </ul>
    </Note>
  )
}

const documentsOf = (live: LivePlan) => live.sections.flatMap(({ documents }) => documents)
const titleOf = (document: LiveDocument) => {
  const { title, tail } = titleParts(document)
  return `${title} ${tail}`.trim()
}

/** One document, or one thing that changed; `pages` are its numbers, '' for none. */
interface Line {
  readonly words: string
  readonly pages: string
}

const Lines = ({ title, lines }: { readonly title: string; readonly lines: readonly Line[] }) => (
  <div>
    <h3>{title}</h3>
    <ul className="bundles-report">
      {lines.slice(0, atFirst).map(({ words, pages }) => (
        <li key={`${words} ${pages}`} className="numbered">
          <span>{words}</span>
          <b className="num">{pages}</b>
        </li>
      ))}
      {lines.length > atFirst && <li className="dim">and {lines.length - atFirst} more</li>}
    </ul>
  </div>
)
