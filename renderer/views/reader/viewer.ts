import type { PDFDocumentProxy } from 'pdfjs-dist'
// The viewer takes the library from the window, where this puts it; it must come first.
import 'pdfjs-dist'
import {
  EventBus,
  PDFFindController,
  PDFLinkService,
  PDFViewer,
  ScrollMode,
  SpreadMode,
} from 'pdfjs-dist/web/pdf_viewer.mjs'
import type { ReadingPlace } from '../../../casework/reading.ts'
import { mostZoom } from './pages-model.ts'

/** One drawn page, as much of it as marks and selections need. */
export interface PageView {
  readonly id: number
  readonly div: HTMLDivElement
  readonly viewport: {
    readonly width: number
    readonly height: number
    convertToPdfPoint(x: number, y: number): number[]
    convertToViewportPoint(x: number, y: number): number[]
  }
}

/** pdf.js's own viewer over one document: pages one under another, drawn where they are near. */
export interface Viewer {
  readonly container: HTMLDivElement
  readonly bus: EventBus
  readonly find: PDFFindController
  page(): number
  /** Shows a page, from `top` (in its own points) on where that is given. */
  show(page: number, top?: number | null): void
  pageView(page: number): PageView | undefined
  /** Pages that are at least half seen. */
  seen(): readonly number[]
  /** Where the view is, to come back to. */
  place(): ReadingPlace
  zoom(): number
  /** A zoom by number; 'fit' fits the width, and again whenever the width changes. */
  setZoom(zoom: number | 'fit'): void
  setTwo(two: boolean): void
  turn(degrees: ReadingPlace['turn']): void
  /** The page a link of the file leads to; null where it leads to none. */
  lead(link: HTMLAnchorElement): Promise<number | null>
  close(): void
}

type Turn = ReadingPlace['turn']
/** pdf.js gives up its column at ten thousand pages; up to where a browser can lay one out, it stays one. */
class LongViewer extends PDFViewer {
  override setDocument(pdf: PDFDocumentProxy | null): void {
    if (pdf !== null && mostZoom(pdf.numPages) > 0)
      Object.defineProperty(this, '_scrollMode', { get: () => ScrollMode.VERTICAL, set: () => undefined })
    super.setDocument(pdf as PDFDocumentProxy)
  }
}

/** Links within the file alone lead anywhere, and each is a jump that can be gone back on. */
class Links extends PDFLinkService {
  jumping: () => void = () => undefined
  /** Where links lead, by the address they bear. */
  readonly known = new Map<string, string | unknown[]>()
  override getDestinationHash(target: string | unknown[]): string {
    const address = super.getDestinationHash(target as string)
    this.known.set(address, target)
    return address
  }
  override async goToDestination(target: string | unknown[]): Promise<void> {
    this.jumping()
    await super.goToDestination(target as string)
  }
}

/** Puts a viewer into a container whose one child takes the pages. `onLink` hears before a link is followed. */
export function openViewer(
  container: HTMLDivElement,
  pdf: PDFDocumentProxy,
  at: ReadingPlace,
  labels: readonly string[],
  onLink: () => void,
): Viewer {
  const bus = new EventBus()
  const links = new Links({ eventBus: bus, ignoreDestinationZoom: true })
  links.externalLinkEnabled = false
  links.jumping = onLink
  const find = new PDFFindController({ linkService: links, eventBus: bus })
  const stop = new AbortController()
  const inner = new LongViewer({
    container,
    viewer: container.firstElementChild as HTMLDivElement,
    eventBus: bus,
    linkService: links,
    findController: find,
    annotationMode: 1,
    annotationEditorMode: -1,
    maxCanvasPixels: 16_777_216,
    imagesRightClickMinSize: -1,
    enableSelectionRendering: false,
    abortSignal: stop.signal,
  } as ConstructorParameters<typeof PDFViewer>[0])
  links.setViewer(inner)
  const most = mostZoom(pdf.numPages) || 4
  const state: { zoom: number | 'fit'; place: ReadingPlace; ready: boolean } = {
    zoom: 'fit',
    place: at,
    ready: false,
  }

  const fitWidth = () => {
    if (!state.ready || container.clientWidth === 0) return
    inner.currentScaleValue = state.zoom === 'fit' ? 'page-width' : String(state.zoom)
    if (inner.currentScale > most) inner.currentScale = most
  }
  const show = (page: number, top: number | null = null) => {
    if (!state.ready) {
      state.place = { ...state.place, page, top }
      return
    }
    const wanted = Math.max(1, Math.min(inner.pagesCount, page))
    if (top === null) inner.scrollPageIntoView({ pageNumber: wanted } as never)
    else
      inner.scrollPageIntoView({
        pageNumber: wanted,
        destArray: [null, { name: 'XYZ' }, null, top, null],
        allowNegativeOffset: true,
        ignoreDestinationZoom: true,
      } as never)
  }
  bus.on('pagesinit', () => {
    state.ready = true
    if (labels.length === inner.pagesCount) inner.setPageLabels([...labels])
    // Turning and fitting move the view, and with it what is held as its place.
    const { page, top, turn } = state.place
    inner.pagesRotation = turn
    fitWidth()
    show(Math.min(page, inner.pagesCount), top)
  })
  bus.on('updateviewarea', ({ location }: { location: { pageNumber: number; top: number } }) => {
    state.place = {
      page: location.pageNumber,
      top: Number.isFinite(location.top) ? Math.max(-99_999, Math.min(99_999, location.top)) : null,
      turn: inner.pagesRotation as Turn,
    }
  })
  const watcher = new ResizeObserver(() => {
    if (!state.ready) return
    const { page, top } = state.place
    if (state.zoom === 'fit') {
      fitWidth()
      // Pages not drawn yet change size as they come near, and would carry the view away.
      show(page, top)
    } else inner.update()
  })
  watcher.observe(container)
  inner.setDocument(pdf)
  links.setDocument(pdf)

  return {
    container,
    bus,
    find,
    page: () => (state.ready ? inner.currentPageNumber : state.place.page),
    show,
    pageView: (page) => inner.getPageView(page - 1) as PageView | undefined,
    seen: () => {
      if (!state.ready) return []
      const { views } = (
        inner as unknown as { _getVisiblePages(): { views: { id: number; percent: number }[] } }
      )._getVisiblePages()
      return views.filter(({ percent }) => percent >= 50).map(({ id }) => id)
    },
    place: () => state.place,
    zoom: () => inner.currentScale,
    setZoom(zoom) {
      state.zoom = zoom === 'fit' ? zoom : Math.max(0.25, Math.min(most, zoom))
      fitWidth()
    },
    setTwo(two) {
      inner.spreadMode = two ? SpreadMode.ODD : SpreadMode.NONE
    },
    turn(degrees) {
      const page = inner.currentPageNumber
      inner.pagesRotation = degrees
      fitWidth()
      show(page)
      state.place = { page, top: null, turn: degrees }
    },
    async lead(link) {
      const known = links.known.get(link.getAttribute('href') ?? '')
      const target = typeof known === 'string' ? await pdf.getDestination(known) : known
      const [first] = Array.isArray(target) ? target : []
      // A page may be named by its place as well, from 0.
      if (typeof first === 'number') return first < pdf.numPages ? first + 1 : null
      if (typeof first !== 'object' || first === null) return null
      return (await pdf.getPageIndex(first as never).catch(() => -1)) + 1 || null
    },
    close() {
      watcher.disconnect()
      stop.abort()
      inner.setDocument(null)
      links.setDocument(null)
    },
  }
}
