import { Copy, Pencil } from 'lucide-react'
import { useState } from 'react'
import type { ValuesOf } from '../../../casework/entities/index.ts'
import { shortDay } from '../../../casework/rules/days.ts'
import { useAsk, useDo } from '../../data/ask.ts'
import { useToday } from '../../data/machine.ts'
import { RecordForm } from '../../entities/RecordForm.tsx'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { DueDate } from '../../parts/DueDate.tsx'
import { Pebble } from '../../parts/Marks.tsx'
import { ErrorNote, Note } from '../../parts/Note.tsx'
import { Pane } from '../../parts/Panes.tsx'
import { toast } from '../../parts/Toast.tsx'
import { whenDone } from '../../shell/times.ts'
import { useKeys } from '../../state/use-keys.ts'
import { useOpenRecord } from '../../state/use-open.ts'
import { useCaseId, useRouter } from '../../state/use-router.ts'
import { Stage } from '../cases/Stage.tsx'
import { Attention } from './Attention.tsx'
import { CaseFacts } from './CaseFacts.tsx'
import './overview.css'

/** The case at a glance: who answers for it, what is due, who is at risk, what asks for attention, what is new. */
export function Screen() {
  const caseId = useCaseId()
  const today = useToday()
  const router = useRouter()
  const openRecord = useOpenRecord()
  const overview = useAsk('overview.get', { caseId })
  const change = useDo('records.change')
  const [editing, setEditing] = useState(false)
  useKeys('Overview', [{ key: 'E', does: 'Edit the case details', run: () => setEditing(true) }])
  const data = overview.data
  if (data === undefined)
    return (
      <Pane name="Overview">
        <ErrorNote error={overview.error} />
      </Pane>
    )
  const record = data.record
  const fields = record.fields as ValuesOf<'case'>
  const counts = data.counts
    .filter((each) => each.count > 0)
    .map((each) => `${each.name} ${each.count}`)
    .join(' · ')
  const save = async (changed: Readonly<Record<string, unknown>>) => {
    try {
      if (Object.keys(changed).length > 0)
        await change.run({
          caseId,
          type: 'case',
          id: record.id,
          version: record.version,
          fields: { ...changed },
        })
      setEditing(false)
    } catch {
      // The form shows what came back.
    }
  }

  return (
    <Pane name="Overview">
      <header className="head overview-head">
        <div className="grow">
          <h1>{fields.name}</h1>
          <span className="dim">{[fields.reference, fields.caseTitle].filter(Boolean).join(' · ')}</span>
        </div>
        <Stage stage={fields.stage} />
        <Button icon={<Pencil className="i s" aria-hidden />} onClick={() => setEditing(true)}>
          Edit details
        </Button>
      </header>
      <div className="overview">
        <div className="overview-main">
          {fields.fictional && fields.demonstrationPassphrase !== '' && (
            <Demonstration passphrase={fields.demonstrationPassphrase} />
          )}
          <Attention lines={data.attention} caseId={caseId} />
          <section className="sec">
            <h2>Next to do</h2>
            {data.next.length === 0 && <p className="faint">No action has a date.</p>}
            <ul className="overview-list">
              {data.next.map((due) => (
                <li key={due.id}>
                  <button type="button" onClick={() => openRecord('action', due.id)}>
                    <span className="ref">{due.ref}</span>
                    <span className="grow">
                      {due.title}
                      {due.who !== '' && <span className="dim"> · {due.who}</span>}
                    </span>
                    <DueDate due={due.due} today={today} />
                  </button>
                </li>
              ))}
            </ul>
          </section>
          <section className="sec">
            <h2>Story so far</h2>
            {fields.summary === '' ? (
              <p className="faint">Not written yet. Edit details to add it.</p>
            ) : (
              <p className="story">{fields.summary}</p>
            )}
            {data.first !== null && data.last !== null && (
              <p className="small dim">
                Events run from {shortDay(data.first.slice(0, 10))} to {shortDay(data.last.slice(0, 10))}.
              </p>
            )}
          </section>
          <section className="sec">
            <h2>Latest</h2>
            {data.recent.length === 0 && <p className="faint">Nothing yet.</p>}
            <ul className="overview-list">
              {data.recent.map((item) => (
                <li key={`${item.type} ${item.id} ${item.at} ${item.what}`}>
                  <button type="button" onClick={() => openRecord(item.type, item.id)}>
                    <span className="ref">{item.ref}</span>
                    <span className="grow cut">
                      {item.title} <span className="dim">{item.what}</span>
                    </span>
                    <span className="small dim">
                      {item.by} · {whenDone(item.at, today)}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        </div>
        <aside className="overview-side" aria-label="Facts of the case">
          <section className="sec">
            <h2>Potential victims</h2>
            {data.victims.length === 0 && <p className="faint">None recorded.</p>}
            <ul className="overview-list">
              {data.victims.map((victim) => (
                <li key={victim.id}>
                  <button type="button" onClick={() => openRecord('person', victim.id)}>
                    <Pebble of={victim.pseudonym} name={victim.name} victim />
                    <span className="grow" />
                    {victim.safety ? (
                      <span className="small dim">contact plan</span>
                    ) : (
                      <span className="small soon">no contact plan</span>
                    )}
                  </button>
                </li>
              ))}
            </ul>
          </section>
          <CaseFacts fields={fields} />
          <section className="sec">
            <h2>Evidence</h2>
            <ul className="overview-list">
              {data.kinds
                .filter((kind) => kind.count > 0)
                .map((kind) => (
                  <li key={kind.kind}>
                    <button
                      type="button"
                      onClick={() => router.go({ section: 'evidence', part: `kind:${kind.kind}` })}
                    >
                      <span className="grow">{kind.name}</span>
                      <span className="dim">{kind.count}</span>
                    </button>
                  </li>
                ))}
            </ul>
            {data.kinds.every((kind) => kind.count === 0) && (
              <p className="faint">Nothing added yet. Drop files anywhere on the window.</p>
            )}
          </section>
          {counts !== '' && (
            <section className="sec">
              <h2>In the case</h2>
              <p className="dim">{counts}</p>
            </section>
          )}
        </aside>
      </div>
      <Dialog title={`Details of ${fields.name}`} open={editing} wide onClose={() => setEditing(false)}>
        <RecordForm
          caseId={caseId}
          type="case"
          values={fields}
          act="Save the details"
          onSave={(changed) => void save(changed)}
          onCancel={() => setEditing(false)}
          error={change.error}
          busy={change.busy}
        />
      </Dialog>
    </Pane>
  )
}

function Demonstration({ passphrase }: { readonly passphrase: string }) {
  const copy = () =>
    navigator.clipboard.writeText(passphrase).then(
      () => toast({ words: 'Passphrase copied' }),
      () => toast({ words: 'This window may not write to the clipboard. Select the words and copy them.' }),
    )
  return (
    <Note
      tone="calm"
      title="This is the demonstration case. Every person, place and document in it is made up."
    >
      <p>
        Its passphrase is <b className="overview-pass">{passphrase}</b>{' '}
        <Button
          look="link"
          size="slim"
          icon={<Copy className="i s" aria-hidden />}
          onClick={() => void copy()}
        >
          Copy
        </Button>
      </p>
    </Note>
  )
}
