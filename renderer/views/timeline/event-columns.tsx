import { refOf } from '../../../casework/rules/references.ts'
import type { Column } from '../../parts/Table.tsx'
import type { Citable } from './citing.ts'
import { type Axis, type EventRecord, whenOn } from './columns.ts'
import type { Who } from './lanes.ts'
import { SourceLinks } from './Sources.tsx'
import { precisionWord, whenWords } from './words.ts'

/** The columns of the table beside the lanes. `order` is each event's place in time, which the When column sorts by. */
export function eventColumns(
  axis: Axis,
  people: readonly Who[],
  citables: readonly Citable[],
  order: ReadonlyMap<string, number>,
): readonly Column<EventRecord>[] {
  const refs = new Map(people.map(({ id, ref }) => [id, ref]))
  return [
    {
      id: 'no',
      head: 'No.',
      width: '3.75rem',
      cell: (event) => <span className="ref">{refOf(event)}</span>,
      sort: ({ no }) => no,
    },
    {
      id: 'when',
      head: axis === 'happened' ? 'When' : axis === 'learned' ? 'Learned' : 'Recorded',
      width: '12.25rem',
      cell: (event) => whenWords(event, axis),
      sort: ({ id }) => order.get(id) ?? Number.MAX_SAFE_INTEGER,
    },
    {
      id: 'precision',
      head: 'Precision',
      width: '4.75rem',
      cell: (event) => <span className="dim">{precisionWord(whenOn(event, axis))}</span>,
    },
    {
      id: 'event',
      head: 'Event',
      width: 'minmax(10.5rem, 1fr)',
      cell: ({ fields }) => <span title={fields.title}>{fields.title}</span>,
      sort: ({ fields }) => fields.title,
    },
    {
      id: 'who',
      head: 'Who',
      width: '4.5rem',
      cell: ({ fields }) =>
        fields.people.length === 0 ? '–' : fields.people.map((id) => refs.get(id) ?? '?').join(', '),
    },
    {
      id: 'source',
      head: 'Source',
      width: '11.5rem',
      cell: ({ fields }) =>
        fields.sources.length === 0 ? (
          '–'
        ) : (
          <SourceLinks sources={fields.sources} known={citables} most={2} />
        ),
      sort: ({ fields }) => fields.sources.length,
    },
  ]
}
