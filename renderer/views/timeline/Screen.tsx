import { Check, ChevronDown, ZoomIn, ZoomOut } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { counted } from '../../../casework/rules/words.ts'
import { useToday } from '../../data/machine.ts'
import { announce } from '../../parts/Announce.tsx'
import { Button, IconButton, Segments } from '../../parts/Button.tsx'
import { Menu } from '../../parts/Menu.tsx'
import { Empty, ErrorNote } from '../../parts/Note.tsx'
import { SplitPanes } from '../../parts/Panes.tsx'
import { Table } from '../../parts/Table.tsx'
import { useKeys } from '../../state/use-keys.ts'
import { useCaseId, useRouter, useSpot } from '../../state/use-router.ts'
import { type Axis, columnsOf, type EventRecord, minuteOf } from './columns.ts'
import { EventDetail } from './EventDetail.tsx'
import { eventColumns } from './event-columns.tsx'
import { Lanes } from './Lanes.tsx'
import { Legend } from './Legend.tsx'
import { type LaneKind, lanesOf } from './lanes.ts'
import { QuickAdd } from './QuickAdd.tsx'
import type { Scene } from './scene.ts'
import { UndatedTray } from './UndatedTray.tsx'
import { useTimeline } from './use-timeline.ts'
import { fitted, type View, zoomed } from './view.ts'
import './timeline.css'

const laneWords: Readonly<Record<LaneKind, string>> = {
  people: 'people',
  place: 'place',
  source: 'kind of source',
  none: 'none',
}
const gapChoices = [0, 30, 60, 90] as const
const idOf = (event: EventRecord) => event.id

/** The timeline of a case: lanes over the same events as a table, one line to add more, and what is chosen beside them. */
export function Screen() {
  const caseId = useCaseId()
  const { item } = useSpot()
  const router = useRouter()
  const today = useToday()
  const known = useTimeline(caseId)
  const { events, people, citables } = known
  const [axis, setAxis] = useState<Axis>('happened')
  const [by, setBy] = useState<LaneKind>('people')
  const [gapDays, setGapDays] = useState<number>(30)
  const [tray, setTray] = useState(false)
  const [hidden, setHidden] = useState(0)
  const [held, setHeld] = useState<View | null>(null)
  const line = useRef<HTMLInputElement>(null)
  const pane = useRef<HTMLDivElement>(null)

  const columns = useMemo(() => columnsOf(events, axis), [events, axis])
  const lanes = useMemo(() => lanesOf(columns, by, people), [columns, by, people])
  const rows = useMemo(() => [...columns.events, ...columns.undated], [columns])
  const order = useMemo(() => new Map(rows.map(({ id }, index) => [id, index])), [rows])
  const shownColumns = useMemo(
    () => eventColumns(axis, people, citables, order),
    [axis, people, citables, order],
  )
  const fit = useMemo(() => fitted(columns, minuteOf(today === '' ? '2000-01-01' : today)), [columns, today])
  const view = held ?? fit
  const chosen = useMemo(() => new Set(item === null ? [] : [item]), [item])
  const event = item === null ? undefined : rows[order.get(item) ?? -1]

  const choose = useCallback((id: string | null) => router.open(id), [router])
  const onDrawn = useCallback((scene: Scene) => setHidden(scene.hidden), [])
  const walk = (by: 1 | -1) => {
    const at = item === null ? (by === 1 ? -1 : rows.length) : (order.get(item) ?? -1)
    const next = rows[at + by]
    if (next === undefined) return
    choose(next.id)
    announce(`${next.fields.title}, ${at + by + 1} of ${rows.length}`)
  }
  const zoom = (factor: number) => setHeld(zoomed(view, factor, (view.from + view.to) / 2))
  const enter = () => document.querySelector<HTMLElement>('.pane.detail')?.focus()
  // Another axis is another stretch of time: it begins fitted.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the axis is what is listened to
  useEffect(() => setHeld(null), [axis])
  useKeys('Timeline', [
    { key: 'N', does: 'Add an event', run: () => line.current?.focus() },
    { key: 'J', does: 'Next event', run: () => walk(1) },
    { key: 'K', does: 'Event before', run: () => walk(-1) },
    { key: '+', does: 'Zoom in', run: () => zoom(0.6) },
    { key: '=', does: 'Zoom in (without Shift)', run: () => zoom(0.6), quiet: true },
    { key: '-', does: 'Zoom out', run: () => zoom(1 / 0.6) },
    { key: '0', does: 'Fit every event', run: () => setHeld(null) },
    { key: 'U', does: 'Show the undated', run: () => setTray(!tray && columns.undated.length > 0) },
  ])

  const main = (
    <div className="timeline" ref={pane}>
      <div className="head">
        <h1>Timeline</h1>
        <span className="faint timeline-count">{counted(events.length, 'event')}</span>
        <span className="grow" />
        <Menu
          name={`Lanes: ${laneWords[by]}`}
          icon={<ChevronDown className="i s" aria-hidden />}
          shown
          entries={[
            ...(Object.keys(laneWords) as LaneKind[]).map((kind) => ({
              id: kind,
              word: `By ${laneWords[kind]}`.replace('By none', 'One lane'),
              icon: <Check className={kind === by ? 'i s' : 'i s timeline-off'} aria-hidden />,
              run: () => setBy(kind),
            })),
            ...gapChoices.map((days) => ({
              id: `gap-${days}`,
              word: days === 0 ? 'Don’t shade gaps' : `Shade gaps over ${days} days`,
              icon: <Check className={days === gapDays ? 'i s' : 'i s timeline-off'} aria-hidden />,
              run: () => setGapDays(days),
            })),
          ]}
        />
        <Segments
          name="Which date"
          options={[
            { value: 'happened', word: 'Happened' },
            { value: 'learned', word: 'Learned' },
            { value: 'recorded', word: 'Recorded' },
          ]}
          value={axis}
          onChange={setAxis}
        />
        <IconButton
          name="Zoom out (−)"
          icon={<ZoomOut className="i" aria-hidden />}
          onClick={() => zoom(1 / 0.6)}
        />
        <IconButton
          name="Zoom in (+)"
          icon={<ZoomIn className="i" aria-hidden />}
          onClick={() => zoom(0.6)}
        />
      </div>
      <QuickAdd caseId={caseId} known={{ people, citables, today }} field={line} />
      <ErrorNote error={known.error} />
      {events.length === 0 ? (
        !known.pending && (
          <Empty
            title="No events yet"
            act={
              <Button look="first" onClick={() => line.current?.focus()}>
                Add the first event
              </Button>
            }
          >
            An event is one thing that happened, with its source.
          </Empty>
        )
      ) : (
        <>
          <Lanes
            {...{ columns, lanes, by, axis, gapDays, view, onDrawn }}
            onView={setHeld}
            chosen={item}
            onChoose={choose}
            onOpen={enter}
          />
          <Legend
            hidden={hidden}
            undated={columns.undated.length}
            trayOpen={tray}
            onTray={() => setTray(!tray)}
          />
          <Table
            name="Events"
            columns={shownColumns}
            rows={rows}
            idOf={idOf}
            rowHeight={1.8125}
            chosen={chosen}
            onChoose={(ids) => choose([...ids][0] ?? null)}
            onOpen={enter}
            sortAtFirst={{ column: 'when' }}
          />
        </>
      )}
    </div>
  )
  return (
    <>
      {tray && columns.undated.length > 0 && (
        <UndatedTray
          events={columns.undated}
          chosen={item}
          onChoose={choose}
          onClose={() => setTray(false)}
        />
      )}
      <SplitPanes
        name="timeline"
        first={328}
        mainName="Timeline"
        detailName="Event"
        main={main}
        detail={
          event === undefined ? null : (
            <EventDetail
              key={event.id}
              caseId={caseId}
              event={event}
              known={known}
              onClose={() => choose(null)}
            />
          )
        }
      />
    </>
  )
}
