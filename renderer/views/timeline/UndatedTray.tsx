import { X } from 'lucide-react'
import { refOf } from '../../../casework/rules/references.ts'
import { IconButton } from '../../parts/Button.tsx'
import { SidePane } from '../../parts/Panes.tsx'
import type { EventRecord } from './columns.ts'

/** The events without a date, waiting at the left until someone gives them one. They borrow none meanwhile. */
export function UndatedTray({
  events,
  chosen,
  onChoose,
  onClose,
}: {
  readonly events: readonly EventRecord[]
  readonly chosen: string | null
  readonly onChoose: (id: string) => void
  readonly onClose: () => void
}) {
  return (
    <SidePane name="Undated events" width={13}>
      <div className="head">
        <h2 className="grow">Undated</h2>
        <IconButton name="Close the tray" icon={<X className="i" aria-hidden />} onClick={onClose} />
      </div>
      <div className="row-list timeline-tray">
        {events.slice(0, 500).map((event) => (
          <button
            key={event.id}
            type="button"
            aria-current={event.id === chosen ? 'true' : undefined}
            onClick={() => onChoose(event.id)}
          >
            <span className="ref faint">{refOf(event)}</span>
            <span>{event.fields.title}</span>
          </button>
        ))}
      </div>
      <p className="small faint timeline-tray-foot">Open one and press E to give it a date.</p>
    </SidePane>
  )
}
