import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Place } from '../../../casework/contract/shapes.ts'
import type { NoteFields, ReadingNote, ReadingPlace } from '../../../casework/reading.ts'
import { printedNumber } from '../../../casework/rules/notes-summary.ts'
import { holdsPage } from '../../../casework/rules/page-runs.ts'
import { useToday } from '../../data/machine.ts'
import { announce } from '../../parts/Announce.tsx'
import { Note } from '../../parts/Note.tsx'
import { toast } from '../../parts/Toast.tsx'
import { CompareDialog } from './CompareDialog.tsx'
import { Left, type LeftTab } from './Left.tsx'
import { chosenIn } from './marks.ts'
import { NotesPane } from './NotesPane.tsx'
import { notesOn } from './notes-model.ts'
import { Pages, type PagesEvents } from './Pages.tsx'
import { indexRows, rowAt } from './pages-model.ts'
import { ReaderBar } from './ReaderBar.tsx'
import { ReaderStatus } from './ReaderStatus.tsx'
import { SummaryDialog } from './SummaryDialog.tsx'
import { type Look, Tools } from './Tools.tsx'
import { useDwell } from './use-dwell.ts'
import { usePlaces } from './use-places.ts'
import { useReaderKeys } from './use-reader-keys.ts'
import { type OpenReading, useKept } from './use-reading.ts'
import { type Found, useSearch } from './use-search.ts'
import { useWordCaret } from './use-word-caret.ts'
import type { Viewer } from './viewer.ts'

const ShortcutSheet = lazy(async () => ({
  default: (await import('../../shell/ShortcutSheet.tsx')).ShortcutSheet,
}))

const blank = { quote: '', words: '', tag: '', colour: 'mark', boxes: [] } as const
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
  const today = useToday()
  const rows = useMemo(() => indexRows(outline, pages), [outline, pages])
  const labelOf = useCallback((page: number) => printedNumber(labels, page), [labels])

  const [page, setPage] = useState(opened.state.place.page)
  const [zoom, setZoom] = useState(1)
  const [look, setLook] = useState<Look>('one')
  const [turn, setTurn] = useState<ReadingPlace['turn']>(opened.state.place.turn)
  const [tab, setTab] = useState<LeftTab>('index')
  const [notesShown, setNotesShown] = useState(() => window.innerWidth >= 1_100)
  const [all, setAll] = useState(true)
  const [tag, setTag] = useState<string | null>(null)
  const [current, setCurrent] = useState<string | null>(null)
  const [writing, setWriting] = useState<string | null>(null)
  const [over, setOver] = useState<'keys' | 'summary' | 'compare' | null>(null)

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

  const openNote = (note: ReadingNote, write = false) => {
    setCurrent(note.id)
    setWriting(write ? note.id : null)
    setNotesShown(true)
  }
  const add = (fields: NoteFields, write: boolean) => {
    const note = kept.add(fields)
    setTag(null)
    openNote(note, write)
    announce(
      `${{ note: 'Note added', highlight: 'Highlighted', bookmark: 'Bookmarked' }[fields.kind]}, page ${labelOf(fields.page)}`,
    )
  }
  const chosen = () => {
    const viewer = shown()
    return viewer === null ? null : chosenIn(viewer.container, viewer.pageView)
  }
  const highlight = (write = false): boolean => {
    const words = chosen()
    if (words === null) return false
    document.getSelection()?.removeAllRanges()
    add({ ...blank, ...words, boxes: [...words.boxes], kind: 'highlight' }, write)
    return true
  }
  const caret = useWordCaret(activeNow.current === 'side' ? side : main, () => highlight())
  const bookmark = () => {
    const at = shown()?.page() ?? page
    const here = kept.notes.find((note) => note.kind === 'bookmark' && note.page === at)
    if (here === undefined) add({ ...blank, boxes: [], kind: 'bookmark', page: at }, false)
    else remove(here)
  }
  const remove = (note: ReadingNote) => {
    kept.remove(note.id)
    setCurrent(null)
    shown()?.container.focus()
    const { id: _id, made: _made, changed: _changed, ...fields } = note
    const words = note.kind === 'bookmark' ? 'Bookmark removed' : 'Note removed'
    toast({ words: `${words}, p.${labelOf(note.page)}`, undo: () => kept.add(fields) })
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
    if (next === 'split') setActive('side')
    else setActive('main')
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
    highlight: () => {
      if (!highlight()) caret.begin()
    },
    note: () => {
      if (!highlight(true)) add({ ...blank, boxes: [], kind: 'note', page: shown()?.page() ?? page }, true)
    },
    bookmark,
    toggleRead,
    index: () => {
      setTab('index')
      requestAnimationFrame(() => {
        const list = document.querySelector('.reader-index')
        const row = list?.querySelector<HTMLElement>('[aria-current]') ?? list?.querySelector('button')
        row?.focus()
      })
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
    keys: () => setOver('keys'),
    leave: close,
    escape: () => {
      document.getSelection()?.removeAllRanges()
      if (current !== null) setCurrent(null)
      else if (search !== null) find('')
      shown()?.container.focus()
    },
  })

  const eventsOf = (which: Side): PagesEvents => ({
    onViewer: (viewer) => {
      viewers.current[which] = viewer
      ;(which === 'main' ? setMain : setSide)(viewer)
      if (which === 'main') viewer?.container.focus()
    },
    onPage: (at) => activeNow.current === which && setPage(at),
    onZoom: (scale) => activeNow.current === which && setZoom(scale),
    onMoved: (at) => {
      if (activeNow.current === which) place.current = at
    },
    onLink: places.leaving,
    onNote: (id) => {
      const note = kept.notes.find((each) => each.id === id)
      if (note !== undefined) openNote(note)
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
    if (shown()?.page() !== note.page || note.boxes.length > 0)
      places.jump(note.page, note.boxes[0] === undefined ? null : note.boxes[0][3] + 160)
    openNote(note)
  }
  const shared = { pdf, notes: kept.notes, current, labels, labelOf }

  return (
    <div className={notesShown ? 'reader with-notes' : 'reader'}>
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
      />
      <main
        className={look === 'split' ? 'reader-main reader-split' : 'reader-main'}
        data-region
        tabIndex={-1}
      >
        <Tools
          label={labelOf(page)}
          {...{ pages, look, zoom, notesShown }}
          field={pageField}
          refused={places.refused}
          onGo={places.go}
          onStep={places.step}
          onLook={lookAs}
          onZoom={zoomTo}
          onTurn={turnOn}
          onHighlight={() => {
            if (!highlight()) caret.begin()
          }}
          onNotes={() => setNotesShown(!notesShown)}
        />
        {opened.setAside && (
          <Note tone="bad" title="Your notes on this bundle could not be read">
            <p>
              The file they were kept in was damaged or changed. It was set aside on this machine, not
              deleted.
            </p>
          </Note>
        )}
        {caret.stage !== null && (
          <p className="reader-caret small" role="status">
            {caret.stage === 'walking'
              ? 'Arrows go to the first word. Enter marks it.'
              : 'Arrows take words along. Enter keeps them. Esc lets go.'}
          </p>
        )}
        <div className="reader-stage">
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
      {notesShown && (
        <NotesPane
          {...{ here, all, tag, current, writing, today, labelOf }}
          notes={kept.notes}
          error={kept.error}
          onAll={setAll}
          onTag={setTag}
          onOpen={goNote}
          onChange={(id, fields) => kept.change(id, fields)}
          onRemove={(note) => remove(note)}
          onLeave={() => {
            setCurrent(null)
            shown()?.container.focus()
          }}
          onHide={() => {
            setNotesShown(false)
            shown()?.container.focus()
          }}
          onSummary={() => setOver('summary')}
        />
      )}
      <ReaderStatus />
      <Suspense>{over === 'keys' && <ShortcutSheet onClose={() => setOver(null)} />}</Suspense>
      {over === 'compare' && <CompareDialog file={file} onClose={() => setOver(null)} />}
      {over === 'summary' && (
        <SummaryDialog
          id={opened.id}
          title={title}
          count={kept.notes.filter((note) => tag === null || note.tag === tag).length}
          tag={tag}
          onClose={() => setOver(null)}
        />
      )}
    </div>
  )
}

/** Types into a field as a hand would, so that what it holds is heard. */
function typeInto(input: HTMLInputElement, text: string): void {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text)
  input.dispatchEvent(new Event('input', { bubbles: true }))
  // What is typed next follows it, though the field chose all it held when it was gone to.
  input.setSelectionRange(text.length, text.length)
}

/** Brings one find of a page into sight, once its words are there. */
function showFound(viewer: Viewer | null, { page, nth }: Found): void {
  const look = (tries: number) => {
    const marks = viewer
      ?.pageView(page)
      ?.div.querySelectorAll<HTMLElement>('.highlight.begin, .highlight:not(.middle, .end)')
    const mark = marks?.[nth]
    if (mark !== undefined) mark.scrollIntoView({ block: 'center' })
    else if (tries > 0) setTimeout(() => look(tries - 1), 100)
  }
  look(30)
}
