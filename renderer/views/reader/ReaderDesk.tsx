import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Place } from '../../../casework/contract/shapes.ts'
import type { ReadingNote, ReadingPlace } from '../../../casework/reading.ts'
import { standsFirm } from '../../../casework/rules/carrying.ts'
import { printedNumber } from '../../../casework/rules/notes-summary.ts'
import { holdsPage } from '../../../casework/rules/page-runs.ts'
import { useToday } from '../../data/machine.ts'
import { announce } from '../../parts/Announce.tsx'
import { Note } from '../../parts/Note.tsx'
import { focusIfLost, focusIndex, showFound, typeInto } from './bring.ts'
import { CompareDialog } from './CompareDialog.tsx'
import { Left, type LeftTab } from './Left.tsx'
import { NotesPane } from './NotesPane.tsx'
import { notesOn } from './notes-model.ts'
import { Pages, type PagesEvents } from './Pages.tsx'
import { PeekCard } from './PeekCard.tsx'
import { indexRows, rowAt } from './pages-model.ts'
import { ReaderBar } from './ReaderBar.tsx'
import { ReaderStatus } from './ReaderStatus.tsx'
import { SinceBanner, sinceWords } from './Since.tsx'
import { SinceDialog } from './SinceDialog.tsx'
import { SummaryDialog } from './SummaryDialog.tsx'
import { type Look, Tools } from './Tools.tsx'
import { useBox } from './use-box.ts'
import { useDwell } from './use-dwell.ts'
import { useNotes } from './use-notes.ts'
import { usePeek } from './use-peek.ts'
import { usePlaces } from './use-places.ts'
import { useReaderKeys } from './use-reader-keys.ts'
import { type OpenReading, useKept } from './use-reading.ts'
import { type Found, useSearch } from './use-search.ts'
import { useSince } from './use-since.ts'
import { useWordCaret } from './use-word-caret.ts'
import type { Viewer } from './viewer.ts'

const ShortcutSheet = lazy(async () => ({
  default: (await import('../../shell/ShortcutSheet.tsx')).ShortcutSheet,
}))

type Side = 'main' | 'side'

/** A bundle open for reading: index, pages, notes. */
export function ReaderDesk({
  reading,
  place: file,
  onClose,
}: {
  readonly reading: OpenReading
  readonly place: Place
  readonly onClose: () => void
}) {
  const { opened, pdf } = reading
  const { labels, pages, outline } = opened
  const title = opened.title || opened.name.replace(/\.pdf$/i, '')
  const kept = useKept(reading)
  const since = useSince(opened.id, kept)
  const today = useToday()
  const rows = useMemo(() => indexRows(outline, pages), [outline, pages])
  const labelOf = useCallback((page: number) => printedNumber(labels, page), [labels])

  const [page, setPage] = useState(opened.state.place.page)
  const [zoom, setZoom] = useState(1)
  const [look, setLook] = useState<Look>('one')
  const [turn, setTurn] = useState<ReadingPlace['turn']>(opened.state.place.turn)
  const [tab, setTab] = useState<LeftTab>('index')
  const [over, setOver] = useState<'keys' | 'summary' | 'compare' | 'since' | null>(null)

  const viewers = useRef<Record<Side, Viewer | null>>({ main: null, side: null })
  const [active, setActive] = useState<Side>('main')
  const activeNow = useRef<Side>('main')
  activeNow.current = look === 'split' ? active : 'main'
  const [main, setMain] = useState<Viewer | null>(null)
  const [side, setSide] = useState<Viewer | null>(null)
  const shown = useCallback(() => viewers.current[activeNow.current] ?? viewers.current.main, [])
  const pageField = useRef<HTMLInputElement>(null)
  const findField = useRef<HTMLInputElement>(null)
  const unread = useRef(new Set<number>())

  const places = usePlaces(shown, { labels, pages, rows, labelOf })
  const { jump: jumpTo } = places
  const { state: search, search: find } = useSearch(main, pages)
  useDwell(activeNow.current === 'side' ? side : main, kept, unread)

  const documentAt = (at: number) => {
    const found = rows[rowAt(rows, at)]
    return `p.${labelOf(at)}${found === undefined ? '' : `, ${found.title}`}`
  }
  const peek = usePeek(
    async (link) =>
      (await viewers.current.main?.lead(link)) ?? (await viewers.current.side?.lead(link)) ?? null,
    documentAt,
  )

  // Where we are is kept a moment after the pages come to rest, and as they are left.
  const place = useRef<ReadingPlace>(opened.state.place)
  const keep = useRef(kept.place)
  keep.current = kept.place
  useEffect(() => {
    const timer = setInterval(() => keep.current(place.current), 1_000)
    return () => clearInterval(timer)
  }, [])
  const close = () => {
    keep.current(place.current)
    onClose()
  }
  useEffect(() => {
    document.title = `${title} – Turnstone`
  }, [title])

  const notes = useNotes(kept, shown, labelOf)
  const { current, tag } = notes
  const caret = useWordCaret(activeNow.current === 'side' ? side : main, () => notes.highlight())
  const box = useBox(activeNow.current === 'side' ? side : main, notes.box)
  const draw = () => {
    caret.end()
    if (box.drawing) box.end()
    else box.begin()
  }
  const highlight = () => {
    box.end()
    if (!notes.highlight()) caret.begin()
  }
  const shut = () => {
    setOver(null)
    focusIfLost(() => shown()?.container)
  }
  const toggleRead = () => {
    const at = shown()?.page() ?? page
    const was = holdsPage(kept.read, at)
    if (was) unread.current.add(at)
    else unread.current.delete(at)
    void kept.mark(at, at, !was)
    announce(`Page ${labelOf(at)} marked ${was ? 'unread' : 'read'}`)
  }
  const lookAs = (next: Look) => {
    setLook(next)
    main?.setTwo(next === 'two')
    setActive(next === 'split' ? 'side' : 'main')
    if (next !== 'split') main?.container.focus()
  }
  const zoomTo = (to: 'in' | 'out' | 'fit') => {
    const viewer = shown()
    viewer?.setZoom(to === 'fit' ? to : viewer.zoom() * (to === 'in' ? 1.15 : 1 / 1.15))
  }
  const turnOn = () => {
    const next = ((turn + 90) % 360) as ReadingPlace['turn']
    setTurn(next)
    for (const viewer of [main, side]) viewer?.turn(next)
    place.current = { ...place.current, turn: next }
  }
  const mainNow = useRef(main)
  mainNow.current = main
  const goFound = useCallback(
    (found: Found) => {
      jumpTo(found.page)
      mainNow.current?.container.focus({ preventScroll: true })
      showFound(mainNow.current, found)
    },
    [jumpTo],
  )
  const nextFound = (back: boolean) => {
    const list = search?.found ?? []
    const next = back ? list.findLast((each) => each.page < page) : list.find((each) => each.page > page)
    const wanted = next ?? (back ? list.at(-1) : list[0])
    if (wanted !== undefined) goFound(wanted)
  }
  const goTo = (typed: string) => {
    const input = pageField.current
    if (input === null) return
    input.focus()
    if (typed !== '') typeInto(input, typed)
  }

  useReaderKeys({
    step: places.step,
    stepDocument: places.stepDocument,
    goTo,
    find: () => {
      findField.current?.focus()
      findField.current?.select()
    },
    nextFound,
    highlight,
    box: draw,
    note: notes.write,
    bookmark: notes.bookmark,
    toggleRead,
    index: () => {
      setTab('index')
      focusIndex()
    },
    split: () => lookAs(look === 'split' ? 'one' : 'split'),
    turn: turnOn,
    zoom: zoomTo,
    back: () => places.along('back'),
    forward: () => places.along('forward'),
    other: () => {
      if (look !== 'split') return
      const next = active === 'main' ? 'side' : 'main'
      setActive(next)
      viewers.current[next]?.container.focus()
    },
    compare: () => setOver('compare'),
    peek: peek.byKey,
    since: () => setOver('since'),
    keys: () => setOver('keys'),
    leave: close,
    escape: () => {
      document.getSelection()?.removeAllRanges()
      if (current !== null) notes.setCurrent(null)
      else if (search !== null) find('')
      shown()?.container.focus()
    },
  })

  const eventsOf = (which: Side): PagesEvents => ({
    onViewer: (viewer) => {
      viewers.current[which] = viewer
      ;(which === 'main' ? setMain : setSide)(viewer)
      viewer?.container.focus()
    },
    onPage: (at) => activeNow.current === which && setPage(at),
    onZoom: (scale) => activeNow.current === which && setZoom(scale),
    onMoved: (at) => {
      if (activeNow.current === which) place.current = at
    },
    onLink: places.leaving,
    onNote: (id) => {
      notes.open({ id })
    },
    onTouched: () => {
      setActive(which)
      const viewer = viewers.current[which]
      if (viewer !== null) setPage(viewer.page())
    },
  })
  const row = rows[rowAt(rows, page)]
  const here =
    row?.kind === 'document' ? notesOn(kept.notes, row.from, row.to) : notesOn(kept.notes, page, page)
  const goNote = (note: ReadingNote) => {
    const top = standsFirm(note) ? note.boxes[0]?.[3] : undefined
    if (note.carried?.stands !== 'gone' && (shown()?.page() !== note.page || top !== undefined))
      places.jump(note.page, top === undefined ? null : top + 160)
    notes.open(note)
  }
  const shared = { pdf, notes: kept.notes, current, labels, labelOf }

  return (
    <div className={notes.shown ? 'reader with-notes' : 'reader'}>
      <ReaderBar
        id={opened.id}
        title={title}
        name={opened.name}
        pages={pages}
        fictional={opened.fictional}
        field={findField}
        onFind={(words) => {
          find(words)
          if (words.trim() !== '') setTab('results')
        }}
        onClose={close}
      />
      <Left
        {...{ tab, rows, pages, page, search, current, labelOf }}
        read={kept.read}
        notes={kept.notes}
        onTab={setTab}
        onGo={places.jump}
        onFound={goFound}
        onNote={goNote}
        fresh={since.earlier ? sinceWords(since.earlier) : ''}
        onFresh={() => setOver('since')}
      />
      <main
        className={look === 'split' ? 'reader-main reader-split' : 'reader-main'}
        data-region
        tabIndex={-1}
      >
        <Tools
          label={labelOf(page)}
          {...{ pages, look, zoom }}
          notesShown={notes.shown}
          field={pageField}
          refused={places.refused}
          onGo={places.go}
          onStep={places.step}
          onLook={lookAs}
          onZoom={zoomTo}
          onTurn={turnOn}
          onHighlight={highlight}
          drawing={box.drawing}
          onBox={draw}
          onNotes={() => notes.setShown(!notes.shown)}
        />
        {opened.setAside && (
          <Note tone="bad" title="Your notes on this bundle could not be read">
            <p>
              The file they were kept in was damaged or changed. It was set aside on this machine, not
              deleted.
            </p>
          </Note>
        )}
        <SinceBanner earlier={since.earlier} onSee={() => setOver('since')} />
        <div className="reader-stage">
          {caret.stage !== null && (
            <p className="reader-caret small" role="status">
              {caret.stage === 'walking'
                ? 'Arrows go to the first word. Enter marks it.'
                : 'Arrows take words along. Enter keeps them. Esc lets go.'}
            </p>
          )}
          {box.drawing && (
            <p className="reader-caret small">
              Drag a box on a page. By keys: arrows move it, Shift+arrows size it, Enter keeps it, Esc lets
              go.
            </p>
          )}
          <Pages
            {...shared}
            name={`${title}, pages`}
            at={opened.state.place}
            active={activeNow.current === 'main'}
            events={eventsOf('main')}
          />
          {look === 'split' && (
            <Pages
              {...shared}
              name={`${title}, another place`}
              at={{ ...place.current }}
              active={activeNow.current === 'side'}
              events={eventsOf('side')}
            />
          )}
        </div>
      </main>
      {notes.shown && (
        <NotesPane
          {...{ here, tag, current, page, today, labelOf, labels, pages }}
          onGo={(to) => {
            peek.close()
            places.jump(to)
            shown()?.container.focus()
          }}
          all={notes.all}
          writing={notes.writing}
          notes={kept.notes}
          error={kept.error}
          onAll={notes.setAll}
          onTag={notes.setTag}
          onOpen={goNote}
          onChange={kept.change}
          onRemove={notes.remove}
          onLeave={notes.leave}
          onHide={() => {
            notes.setShown(false)
            shown()?.container.focus()
          }}
          onSummary={() => setOver('summary')}
        />
      )}
      <ReaderStatus />
      {peek.at !== null && <PeekCard {...{ peek, pdf, turn }} at={peek.at} said={documentAt(peek.at.page)} />}
      <Suspense>{over === 'keys' && <ShortcutSheet onClose={shut} />}</Suspense>
      {over === 'since' && (
        <SinceDialog
          {...{ since, pages, labelOf }}
          notes={kept.notes}
          name={opened.name}
          error={kept.error}
          onGo={(to) => {
            shut()
            places.jump(to)
          }}
          onClose={shut}
        />
      )}
      {over === 'compare' && <CompareDialog file={file} onClose={shut} />}
      {over === 'summary' && (
        <SummaryDialog
          id={opened.id}
          title={title}
          count={kept.notes.filter((note) => tag === null || note.tag === tag).length}
          tag={tag}
          onClose={shut}
        />
      )}
    </div>
  )
}
