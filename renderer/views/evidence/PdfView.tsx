import type { PDFPageProxy } from 'pdfjs-dist'
import { useEffect, useRef, useState } from 'react'
import { type OpenPdf, openPdf, TextLayer } from './pdf.ts'

/** A page fitted to a wide pane stays readable without turning the head, in px. */
const widest = 900

/** How a page is looked at: which, how large (0 fits the width), and how far turned. */
export interface Looking {
  readonly page: number
  readonly zoom: number
  readonly turn: number
}

/** One page of a PDF of the case, its text selectable. Says when it could not be read. */
export function PdfView({
  address,
  bytes,
  password = null,
  name,
  looking,
  onPages,
}: {
  readonly address: string
  readonly bytes: number
  /** What opens it, where it asks for a password. */
  readonly password?: string | null
  /** The document's name, for screen readers. */
  readonly name: string
  readonly looking: Looking
  readonly onPages: (count: number) => void
}) {
  const [open, setOpen] = useState<OpenPdf | 'failed' | null>(null)
  const tell = useRef(onPages)
  tell.current = onPages

  useEffect(() => {
    const state: { gone: boolean; held: OpenPdf | null } = { gone: false, held: null }
    setOpen(null)
    openPdf(address, bytes, password).then(
      (opened) => {
        if (state.gone) return opened.close()
        state.held = opened
        setOpen(opened)
        tell.current(opened.pdf.numPages)
      },
      () => !state.gone && setOpen('failed'),
    )
    return () => {
      state.gone = true
      state.held?.close()
    }
  }, [address, bytes, password])

  if (open === 'failed')
    return (
      <p className="evidence-cannot" role="status">
        <b>This PDF could not be drawn.</b>
        It is kept as it came. Check the file.
      </p>
    )
  if (open === null) return <p className="evidence-cannot faint">Opening…</p>
  return <PdfPage open={open} name={name} looking={looking} />
}

function PdfPage({
  open,
  name,
  looking,
}: {
  readonly open: OpenPdf
  readonly name: string
  readonly looking: Looking
}) {
  const frame = useRef<HTMLDivElement>(null)
  const sheet = useRef<HTMLDivElement>(null)
  const [page, setPage] = useState<PDFPageProxy | null>(null)
  const [width, setWidth] = useState(0)
  const wanted = Math.max(1, Math.min(open.pdf.numPages, looking.page))

  useEffect(() => {
    const state = { gone: false }
    open.pdf.getPage(wanted).then(
      (got) => !state.gone && setPage(got),
      () => undefined,
    )
    return () => {
      state.gone = true
    }
  }, [open, wanted])

  useEffect(() => {
    const element = frame.current
    if (element === null) return
    const watcher = new ResizeObserver(() => setWidth(element.clientWidth))
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [])

  useEffect(() => {
    const holder = sheet.current
    if (page === null || holder === null || width === 0) return
    const rotation = (page.rotate + looking.turn) % 360
    const plain = page.getViewport({ scale: 1, rotation })
    const scale =
      looking.zoom === 0
        ? Math.max(0.1, Math.min(width - 32, widest) / plain.width)
        : (looking.zoom * 96) / 72
    const viewport = page.getViewport({ scale, rotation })
    const dense = Math.min(window.devicePixelRatio || 1, 3)
    const canvas = document.createElement('canvas')
    canvas.width = Math.floor(viewport.width * dense)
    canvas.height = Math.floor(viewport.height * dense)
    const words = document.createElement('div')
    words.className = 'evidence-words'
    const drawing = page.render({
      canvas,
      viewport,
      ...(dense === 1 ? {} : { transform: [dense, 0, 0, dense, 0, 0] }),
    })
    const text = new TextLayer({ textContentSource: page.streamTextContent(), container: words, viewport })
    drawing.promise.then(
      () => {
        holder.style.width = `${Math.floor(viewport.width)}px`
        holder.style.height = `${Math.floor(viewport.height)}px`
        holder.style.setProperty('--total-scale-factor', String(scale))
        holder.style.setProperty('--scale-round-x', '1px')
        holder.style.setProperty('--scale-round-y', '1px')
        holder.replaceChildren(canvas, words)
        holder.setAttribute('data-drawn', String(page.pageNumber))
        text.render().catch(() => undefined)
      },
      () => undefined,
    )
    return () => {
      drawing.cancel()
      text.cancel()
    }
  }, [page, width, looking.zoom, looking.turn])

  return (
    <div ref={frame} className="evidence-pages">
      <div ref={sheet} className="evidence-sheet" role="document" aria-label={`${name}, page ${wanted}`} />
    </div>
  )
}
