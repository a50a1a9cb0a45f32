import { type AuditKind, auditKinds } from '../../../casework/contract/audit.ts'
import { Button } from '../../parts/Button.tsx'
import { DayField } from '../../parts/DayField.tsx'
import { Tag } from '../../parts/Marks.tsx'
import { SidePane } from '../../parts/Panes.tsx'
import { everything, isNarrowed, type Narrowed, withKind } from './filters.ts'
import { KindMark } from './KindMark.tsx'
import { kindWords } from './words.ts'

/** What the history is narrowed to: kinds of act, who, which days, one record, only what is odd. */
export function Filters({
  by,
  actors,
  onChange,
}: {
  readonly by: Narrowed
  readonly actors: readonly string[]
  readonly onChange: (by: Narrowed) => void
}) {
  const people = by.actor !== null && !actors.includes(by.actor) ? [by.actor, ...actors] : actors
  return (
    <SidePane name="Filters" width={12}>
      <div className="audit-filters">
        {by.about !== null && (
          <Tag onRemove={() => onChange({ ...by, about: null })}>{`On ${by.about.words}`}</Tag>
        )}
        <h2 className="small dim">What was done</h2>
        <div className="row-list">
          {auditKinds.map((kind: AuditKind) => (
            <button
              key={kind}
              type="button"
              aria-pressed={by.kinds.includes(kind)}
              onClick={() => onChange({ ...by, kinds: withKind(by.kinds, kind) })}
            >
              <KindMark kind={kind} bare />
              {kindWords[kind]}
            </button>
          ))}
        </div>
        <div className="row-list">
          <button type="button" aria-pressed={by.odd} onClick={() => onChange({ ...by, odd: !by.odd })}>
            Only what is odd
          </button>
        </div>
        <h2 className="small dim">Who</h2>
        <div className="row-list">
          {people.map((actor) => (
            <button
              key={actor}
              type="button"
              aria-pressed={by.actor === actor}
              title={actor}
              onClick={() => onChange({ ...by, actor: by.actor === actor ? null : actor })}
            >
              <span className="cut">{actor}</span>
            </button>
          ))}
        </div>
        <h2 className="small dim">When</h2>
        <DayField
          label="From"
          value={by.from === '' ? null : by.from}
          onChange={(day) => onChange({ ...by, from: day ?? '' })}
        />
        <DayField
          label="To"
          value={by.to === '' ? null : by.to}
          onChange={(day) => onChange({ ...by, to: day ?? '' })}
        />
        {isNarrowed(by) && (
          <Button size="slim" onClick={() => onChange(everything)}>
            Show everything
          </Button>
        )}
      </div>
    </SidePane>
  )
}
