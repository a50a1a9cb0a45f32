import { normalizeUnicode } from 'pdfjs-dist'
import { useEffect, useRef } from 'react'
import type { ReadingNote, ReadingPlace } from '../../../casework/reading.ts'
import type { OpenPdf } from '../evidence/pdf.ts'
import { drawMarks, noteUnder } from './marks.ts'
import { copied } from './pages-model.ts'
import { openViewer, type Viewer } from './viewer.ts'

/** What the pages tell: each is read when it happens, so they may be made anew on each draw. */
export interface PagesEvents {
  readonly onViewer: (viewer: Viewer | null) => void
  readonly onPage: (page: number) => void
  readonly onZoom: (zoom: number) => void
  readonly onMoved: (place: ReadingPlace) => void
  /** A link in the file is about to be followed. */
  readonly onLink: () => void
  readonly onNote: (id: string) => void
  readonly onTouched: () => void
}

/** The pages of a bundle, one under another, with its reader's highlights on them. */
export function Pages({
  pdf,
  name,
  at,
  active,
  notes,
  current,
  labels,
  labelOf,
  events,
}: {
  readonly pdf: OpenPdf['pdf']
  /** What screen readers call it. */
  readonly name: string
  /** Where to begin. */
  readonly at: ReadingPlace
  readonly active: boolean
  readonly notes: readonly ReadingNote[]
  /** The note that is open. */
  readonly current: string | null
  readonly labels: readonly string[]
  readonly labelOf: (page: number) => string
  readonly events: PagesEvents
}) {
  const holder = useRef<HTMLDivElement>(null)
  const held = useRef<Viewer | null>(null)
  const first = useRef(at)
  const named = useRef(labels)
  const latest = useRef({ events, notes, current, labelOf })
  latest.current = { events, notes, current, labelOf }

  useEffect(() => {
    const container = holder.current
    if (container === null) return
    const viewer = openViewer(container, pdf, first.current, named.current, () =>
      latest.current.events.onLink(),
    )
    held.current = viewer
    const draw = (page: number) => {
      const view = viewer.pageView(page)
      const { notes: all, current: open } = latest.current
      if (view !== undefined)
        drawMarks(
          view,
          all.filter((note) => note.page === page),
          open,
        )
    }
    viewer.bus.on('pagechanging', ({ pageNumber }: { pageNumber: number }) =>
      latest.current.events.onPage(pageNumber),
    )
    viewer.bus.on('scalechanging', ({ scale }: { scale: number }) => latest.current.events.onZoom(scale))
    viewer.bus.on('updateviewarea', () => latest.current.events.onMoved(viewer.place()))
    viewer.bus.on('pagerendered', ({ pageNumber }: { pageNumber: number }) => draw(pageNumber))
    viewer.bus.on('textlayerrendered', ({ pageNumber }: { pageNumber: number }) => draw(pageNumber))
    viewer.bus.on('annotationlayerrendered', ({ pageNumber }: { pageNumber: number }) => {
      const links = viewer
        .pageView(pageNumber)
        ?.div.querySelectorAll<HTMLAnchorElement>('.linkAnnotation > a')
      for (const link of links ?? [])
        viewer.lead(link).then(
          (to) => to !== null && link.setAttribute('aria-label', `To page ${latest.current.labelOf(to)}`),
          () => undefined,
        )
    })
    latest.current.events.onViewer(viewer)
    return () => {
      held.current = null
      latest.current.events.onViewer(null)
      viewer.close()
    }
  }, [pdf])

  useEffect(() => {
    for (const div of holder.current?.querySelectorAll<HTMLElement>('.page[data-loaded="true"]') ?? []) {
      const page = Number(div.dataset['pageNumber'])
      const view = held.current?.pageView(page)
      if (view !== undefined)
        drawMarks(
          view,
          notes.filter((note) => note.page === page),
          current,
        )
    }
  }, [notes, current])

  return (
    <div className="reader-pages" data-active={active}>
      <div
        ref={holder}
        className="reader-scroll"
        role="document"
        aria-label={name}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and is scrolled by keys
        tabIndex={0}
        onFocus={events.onTouched}
        onPointerDown={events.onTouched}
        onClick={(event) => {
          if (document.getSelection()?.isCollapsed === false) return
          const page = Number(
            (event.target as Element).closest<HTMLElement>('.page')?.dataset['pageNumber'] ?? Number.NaN,
          )
          const view = held.current?.pageView(page)
          const note = view && noteUnder(view, notes, event)
          if (note) events.onNote(note.id)
        }}
        onKeyDown={() => undefined}
        // Before pdf.js's own, which would put the bare words there and stop everything else.
        onCopyCapture={(event) => {
          const said = copyOf(document.getSelection(), labelOf)
          if (said === null) return
          event.preventDefault()
          event.stopPropagation()
          event.clipboardData.setData('text/plain', said)
        }}
      >
        <div className="pdfViewer" />
      </div>
    </div>
  )
}

/** What a selection puts on the clipboard: its words, and the number of the page or pages; null where it has none. */
function copyOf(selection: Selection | null, labelOf: (page: number) => string): string | null {
  if (selection === null || selection.rangeCount === 0 || selection.toString().trim() === '') return null
  const { startContainer, endContainer } = selection.getRangeAt(0)
  const [from, to] = [startContainer, endContainer].map((node) =>
    Number(
      (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>('.page')?.dataset[
        'pageNumber'
      ],
    ),
  )
  if (from === undefined || !Number.isInteger(from)) return null
  const last = to !== undefined && Number.isInteger(to) ? to : from
  const words = normalizeUnicode(selection.toString().replaceAll('\0', ''))
  return copied(words, labelOf(from), labelOf(last))
}
