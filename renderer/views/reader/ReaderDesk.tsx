import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Place } from '../../../casework/contract/shapes.ts'
import type { ReadingNote } from '../../../casework/reading.ts'
import { standsFirm } from '../../../casework/rules/carrying.ts'
import { printedNumber } from '../../../casework/rules/notes-summary.ts'
import { holdsPage } from '../../../casework/rules/page-runs.ts'
import { useToday } from '../../data/machine.ts'
import { announce } from '../../parts/Announce.tsx'
import { Note } from '../../parts/Note.tsx'
import { focusIfLost, focusIndex, typeInto } from './bring.ts'
import { Hints } from './Hints.tsx'
import { Left, type LeftTab } from './Left.tsx'
import { NotesPane } from './NotesPane.tsx'
import { notesOn } from './notes-model.ts'
import { Pages } from './Pages.tsx'
import { PeekCard } from './PeekCard.tsx'
import { indexRows, rowAt } from './pages-model.ts'
import { ReaderBar } from './ReaderBar.tsx'
import { type Over, ReaderDialogs } from './ReaderDialogs.tsx'
import { ReaderStatus } from './ReaderStatus.tsx'
import { SinceBanner, sinceWords } from './Since.tsx'
import { Tools } from './Tools.tsx'
import { useBox } from './use-box.ts'
import { useDwell } from './use-dwell.ts'
import { useFound } from './use-found.ts'
import { useNotes } from './use-notes.ts'
import { usePeek } from './use-peek.ts'
import { usePlaceKept } from './use-place-kept.ts'
import { usePlaces } from './use-places.ts'
import { useReaderKeys } from './use-reader-keys.ts'
import { type OpenReading, useKept } from './use-reading.ts'
import { useSince } from './use-since.ts'
import { useViews } from './use-views.ts'
import { useWordCaret } from './use-word-caret.ts'

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

  const { place, keepNow } = usePlaceKept(opened.state.place, kept)
  const views = useViews(place)
  const { page, look, turn, shown, lookAs } = views
  const [tab, setTab] = useState<LeftTab>('index')
  const [over, setOver] = useState<Over | null>(null)

  const pageField = useRef<HTMLInputElement>(null)
  const findField = useRef<HTMLInputElement>(null)
  const unread = useRef(new Set<number>())

  const places = usePlaces(shown, { labels, pages, rows, labelOf })
  const { search, find, ...found } = useFound(views.main, pages, page, places.jump)
  useDwell(views.at, kept, unread)

  const documentAt = (at: number) => {
    const found = rows[rowAt(rows, at)]
    return `p.${labelOf(at)}${found === undefined ? '' : `, ${found.title}`}`
  }
  const peek = usePeek(views.lead, documentAt)

  const close = () => {
    keepNow()
    onClose()
  }
  useEffect(() => {
    document.title = `${title} – Turnstone`
  }, [title])

  const notes = useNotes(kept, shown, labelOf)
  const { current, tag } = notes
  const caret = useWordCaret(views.at, () => notes.highlight())
  const box = useBox(views.at, notes.box)
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
    nextFound: found.next,
    highlight,
    box: draw,
    note: notes.write,
    bookmark: notes.bookmark,
    toggleRead,
    index: () => {
      setTab('index')
      focusIndex()
    },
    split: views.split,
    turn: views.turnOn,
    zoom: views.zoomTo,
    back: () => places.along('back'),
    forward: () => places.along('forward'),
    other: views.other,
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

  const heard = {
    onLink: places.leaving,
    onNote: (id: string) => {
      notes.open({ id })
    },
  }
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
        onFound={found.go}
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
          {...{ pages, look }}
          zoom={views.zoom}
          notesShown={notes.shown}
          field={pageField}
          refused={places.refused}
          onGo={places.go}
          onStep={places.step}
          onLook={lookAs}
          onZoom={views.zoomTo}
          onTurn={views.turnOn}
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
          <Hints walking={caret.stage} drawing={box.drawing} />
          <Pages
            {...shared}
            name={`${title}, pages`}
            at={opened.state.place}
            active={views.active === 'main'}
            events={views.eventsOf('main', heard)}
          />
          {look === 'split' && (
            <Pages
              {...shared}
              name={`${title}, another place`}
              at={{ ...place.current }}
              active={views.active === 'side'}
              events={views.eventsOf('side', heard)}
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
      <ReaderDialogs
        {...{ over, opened, file, title, kept, since, tag, labelOf }}
        onGo={places.jump}
        onClose={shut}
      />
    </div>
  )
}
