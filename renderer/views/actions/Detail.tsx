import { Archive, CalendarClock, Check, Pencil, X } from 'lucide-react'
import type { ValuesOf } from '../../../casework/entities/index.ts'
import { shortDay } from '../../../casework/rules/days.ts'
import { refOf } from '../../../casework/rules/references.ts'
import { useAsk } from '../../data/ask.ts'
import { useToday } from '../../data/machine.ts'
import { RecordForm } from '../../entities/RecordForm.tsx'
import { Button, IconButton } from '../../parts/Button.tsx'
import { DueDate } from '../../parts/DueDate.tsx'
import { Flag, SourceLink } from '../../parts/Marks.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { useOpenRecord } from '../../state/use-open.ts'
import { VersionsButton } from '../versions/VersionsButton.tsx'
import { type Action, dueReason, isOpen, priorityWords, stateWords } from './rows.ts'

/** One action: what and by when first, then why, what it waits on, and what came of it. */
export function Detail({
  caseId,
  action,
  editing,
  busy,
  error,
  acts,
}: {
  readonly caseId: string
  readonly action: Action
  readonly editing: boolean
  readonly busy: boolean
  readonly error: { readonly message: string } | null
  readonly acts: {
    readonly edit: (on: boolean) => void
    readonly save: (fields: Partial<ValuesOf<'action'>>) => void
    readonly done: () => void
    readonly forward: () => void
    readonly archive: () => void
    readonly close: () => void
  }
}) {
  const today = useToday()
  const { fields } = action
  const open = isOpen(action)
  const facts = (
    [
      ['Owner', fields.owner || 'Not allocated'],
      ['State', stateWords[fields.state] ?? ''],
      ['Priority', priorityWords[fields.priority] ?? ''],
      ['Line of enquiry', fields.line],
      ['Waiting on', fields.waitingOn],
      ['Bring forward', fields.bringForward === null ? '' : shortDay(fields.bringForward)],
      ['Raised', `${shortDay(new Date(action.made.at).toISOString().slice(0, 10))}, ${action.made.by}`],
    ] as const
  ).filter(([, value]) => value !== '')
  return (
    <>
      <div className="head">
        <h2 className="ref">{refOf(action)}</h2>
        {!open && (
          <Flag tone="good" icon={<Check className="i s" aria-hidden />}>
            {stateWords[fields.state]!}
          </Flag>
        )}
        <span className="grow" />
        {!editing && (
          <IconButton
            name="Edit (E)"
            icon={<Pencil className="i s" aria-hidden />}
            onClick={() => acts.edit(true)}
          />
        )}
        <VersionsButton caseId={caseId} type="action" id={action.id} title={refOf(action)} />
        <IconButton name="Archive" icon={<Archive className="i s" aria-hidden />} onClick={acts.archive} />
        <IconButton name="Close" icon={<X className="i s" aria-hidden />} onClick={acts.close} />
      </div>
      <div className="pane-body actions-detail">
        {editing ? (
          <RecordForm
            key={action.version}
            caseId={caseId}
            type="action"
            values={fields}
            act="Save changes"
            busy={busy}
            error={error}
            onSave={(changed) => acts.save(changed as Partial<ValuesOf<'action'>>)}
            onCancel={() => acts.edit(false)}
          />
        ) : (
          <>
            <ErrorNote error={error} />
            <h3 className="actions-title">{fields.title}</h3>
            {open && <DueDate due={fields.due} today={today} reason={dueReason(action)} />}
            {open && (
              <div className="actions-acts">
                <Button icon={<Check className="i s" aria-hidden />} onClick={acts.done}>
                  Done
                </Button>
                <Button icon={<CalendarClock className="i s" aria-hidden />} onClick={acts.forward}>
                  Bring forward
                </Button>
              </div>
            )}
            {fields.result !== '' && (
              <section className="sec">
                <h3>Result{fields.resulted === null ? '' : `, ${shortDay(fields.resulted)}`}</h3>
                <p className="actions-words">{fields.result}</p>
              </section>
            )}
            <section className="sec">
              <h3>Why</h3>
              <p className={fields.reason === '' ? 'faint' : 'actions-words'}>
                {fields.reason === '' ? 'No reason recorded.' : fields.reason}
              </p>
            </section>
            <section className="sec">
              <dl className="facts">
                {facts.map(([label, value]) => (
                  <div key={label}>
                    <dt>{label}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
            </section>
            <UsedIn caseId={caseId} id={action.id} />
          </>
        )}
      </div>
    </>
  )
}

function UsedIn({ caseId, id }: { readonly caseId: string; readonly id: string }) {
  const asked = useAsk('records.get', { caseId, type: 'action', id })
  const open = useOpenRecord()
  const uses = asked.data?.usedIn ?? []
  if (uses.length === 0) return null
  return (
    <section className="sec">
      <h3>Used in</h3>
      <ul className="actions-uses">
        {uses.map((use) => (
          <li key={use.id}>
            <SourceLink words={use.ref} onOpen={() => open(use.type, use.id)} /> {use.title}
          </li>
        ))}
      </ul>
    </section>
  )
}
