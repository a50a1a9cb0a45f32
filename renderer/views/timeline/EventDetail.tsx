import { Archive, Pencil, X } from 'lucide-react'
import { useState } from 'react'
import { register } from '../../../casework/entities/index.ts'
import { refOf } from '../../../casework/rules/references.ts'
import { useDo } from '../../data/ask.ts'
import { RecordForm } from '../../entities/RecordForm.tsx'
import { IconButton } from '../../parts/Button.tsx'
import { Pebble } from '../../parts/Marks.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { toast } from '../../parts/Toast.tsx'
import { useKeys } from '../../state/use-keys.ts'
import { useOpenRecord } from '../../state/use-open.ts'
import { VersionsButton } from '../versions/VersionsButton.tsx'
import type { EventRecord } from './columns.ts'
import { SourceLinks, SourcesEditor } from './Sources.tsx'
import type { TimelineCase } from './use-timeline.ts'
import { because, fullDay } from './words.ts'

interface DetailProps {
  readonly caseId: string
  readonly event: EventRecord
  readonly known: TimelineCase
  readonly onClose: () => void
}

/** One event: the words used, how its date is read and why, who, from where; and its form. */
export function EventDetail({ caseId, event, known, onClose }: DetailProps) {
  const [editing, setEditing] = useState(false)
  const change = useDo('records.change')
  const archive = useDo('records.archive')
  const title = event.fields.title

  const save = async (fields: object) => {
    if (Object.keys(fields).length === 0) return setEditing(false)
    try {
      await change.run({ caseId, type: 'event', id: event.id, version: event.version, fields: { ...fields } })
      setEditing(false)
      toast({ words: `${refOf(event)} saved` })
    } catch {
      // The form stays open with the reason in it.
    }
  }
  const putAway = async () => {
    const of = { caseId, type: 'event' as const, id: event.id }
    await archive.run({ ...of, archived: true })
    onClose()
    toast({ words: `${refOf(event)} archived`, undo: () => void archive.run({ ...of, archived: false }) })
  }
  useKeys('This event', [{ key: 'E', does: 'Edit the event', run: () => setEditing(true) }])

  return (
    <>
      <div className="head line timeline-detail-head">
        <span className="faint ref">{refOf(event)}</span>
        <h2 className="grow">{title}</h2>
        {!editing && (
          <>
            <IconButton
              name="Edit the event (E)"
              icon={<Pencil className="i" aria-hidden />}
              onClick={() => setEditing(true)}
            />
            <VersionsButton caseId={caseId} type="event" id={event.id} title={refOf(event)} />
            <IconButton
              name="Archive the event"
              icon={<Archive className="i" aria-hidden />}
              onClick={() => void putAway()}
            />
          </>
        )}
        <IconButton
          name="Close"
          icon={<X className="i" aria-hidden />}
          onClick={() => (editing ? setEditing(false) : onClose())}
        />
      </div>
      <div className="pane-body">
        {editing ? (
          <div className="sec v timeline-edit">
            <RecordForm
              caseId={caseId}
              type="event"
              values={event.fields as unknown as Readonly<Record<string, unknown>>}
              act="Save event"
              onSave={(fields) => void save(fields)}
              onCancel={() => setEditing(false)}
              error={change.error}
              busy={change.busy}
            />
            <SourcesEditor
              sources={event.fields.sources}
              known={known.citables}
              onChange={(sources) =>
                void change.run({
                  caseId,
                  type: 'event',
                  id: event.id,
                  version: event.version,
                  fields: { sources },
                })
              }
            />
          </div>
        ) : (
          <Said event={event} known={known} error={archive.error} />
        )}
      </div>
    </>
  )
}

function Said({
  event,
  known,
  error,
}: Pick<DetailProps, 'event' | 'known'> & { readonly error: { readonly message: string } | null }) {
  const open = useOpenRecord()
  const { when, learned, words, sources, people, place, notes, basis, sourceKind } = event.fields
  const who = people.map((id) => known.people.find((each) => each.id === id))
  return (
    <>
      <ErrorNote error={error} />
      {words !== '' && (
        <div className="sec">
          <h3>In their words</h3>
          <blockquote className="voice timeline-said">“{words.replace(/^[“"]|[”"]$/g, '')}”</blockquote>
        </div>
      )}
      <div className="sec">
        <h3>Read as</h3>
        <dl className="facts timeline-facts">
          <dt>When</dt>
          <dd>{when.words === '' ? <span className="soon">No date</span> : <b>{when.words}</b>}</dd>
          {when.precision !== 'unknown' && (
            <>
              <dt>Earliest</dt>
              <dd>{fullDay(when.earliest)}</dd>
              <dt>Latest</dt>
              <dd>{fullDay(when.latest)}</dd>
            </>
          )}
          <dt>Because</dt>
          <dd>{because(when)}</dd>
          <dt>Learned</dt>
          <dd>{learned.words === '' ? <span className="faint">Not recorded</span> : learned.words}</dd>
        </dl>
      </div>
      <div className="sec">
        <h3>Sources</h3>
        {sources.length === 0 ? (
          <p className="soon">None yet. An event is only as good as its source.</p>
        ) : (
          <SourceLinks sources={sources} known={known.citables} />
        )}
      </div>
      {who.length > 0 && (
        <div className="sec">
          <h3>People</h3>
          <ul className="row-list timeline-people">
            {who.map((each, index) =>
              each === undefined ? (
                <li key={people[index]} className="faint">
                  No longer listed
                </li>
              ) : (
                <button key={each.id} type="button" onClick={() => open('person', each.id)}>
                  <Pebble of={each.ref} name={each.name} victim={each.victim} />
                </button>
              ),
            )}
          </ul>
        </div>
      )}
      <div className="sec">
        <dl className="facts timeline-facts">
          {place !== '' && (
            <>
              <dt>Place</dt>
              <dd>{place}</dd>
            </>
          )}
          <dt>Source is</dt>
          <dd>{register.event.fields.sourceKind.options?.[sourceKind]}</dd>
          <dt>Basis</dt>
          <dd>{register.event.fields.basis.options?.[basis]}</dd>
        </dl>
      </div>
      {notes !== '' && (
        <div className="sec">
          <h3>Notes</h3>
          <p className="timeline-notes">{notes}</p>
        </div>
      )}
    </>
  )
}
