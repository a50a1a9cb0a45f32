import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { type Canvas, CanvasMaker, canvasLibrary, NoFilters } from './canvas.ts'
import {
  type ActNumbers,
  type DrawnActs,
  type Matrix,
  type PageWord,
  type PlacedFont,
  wordsDrawn,
} from './page-words.ts'

/** A page drawn: its canvas, and how many points of it make one of the page as it is seen. */
export interface DrawnPage {
  readonly canvas: Canvas
  readonly scale: number
}

/** A PDF whose pages can be drawn, and asked for their words. */
export interface Drawing {
  readonly pages: number
  /** How large a page is as it is seen. */
  size(page: number): Promise<{ readonly width: number; readonly height: number }>
  /** From a page’s own space to the page as it is seen. */
  toSeen(page: number): Promise<Matrix>
  /** The words of a page and of the notes that show on it, where they are seen. */
  words(page: number): Promise<PageWord[]>
  /** The page as it shows, notes and fields on it, at so many points to the inch, or as many as it is safe to draw. */
  draw(page: number, dpi: number): Promise<DrawnPage>
  close(): Promise<void>
}

interface Viewport {
  readonly width: number
  readonly height: number
  readonly transform: readonly number[]
}
interface ViewedPage {
  getViewport(how: { scale: number }): Viewport
  getOperatorList(how: object): Promise<DrawnActs>
  render(how: object): { readonly promise: Promise<void> }
  cleanup(): void
  readonly commonObjs: { has(name: string): boolean; get(name: string): PlacedFont }
}
interface Viewer {
  readonly OPS: ActNumbers
  readonly AnnotationMode: { readonly ENABLE: number }
  getDocument(how: object): {
    readonly promise: Promise<{ readonly numPages: number; getPage(page: number): Promise<ViewedPage> }>
    destroy(): Promise<void>
  }
}

/** No page is drawn larger, in points of the picture: a poster at 200 to the inch would take gigabytes. */
export const MOST_POINTS = 36_000_000

const here = createRequire(import.meta.url)
const folder = () => dirname(here.resolve('pdfjs-dist/package.json'))
const kinds: Readonly<Record<string, string>> = {
  cMapUrl: 'cmaps',
  standardFontDataUrl: 'standard_fonts',
  wasmUrl: 'wasm',
}

/** Reads the fonts, maps and decoders that travel with the viewer from the disk. */
class ShippedData {
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    return new Uint8Array(await readFile(join(folder(), kinds[kind] ?? 'wasm', filename)))
  }
}

let viewer: Promise<Viewer> | undefined

/** The viewer that shows the same pages in the window. It takes what draws from the global scope, in any process. */
function loadViewer(): Promise<Viewer> {
  viewer ??= (async () => {
    const library = canvasLibrary() as unknown as Record<string, unknown>
    const scope = globalThis as unknown as Record<string, unknown>
    for (const name of ['DOMMatrix', 'Path2D', 'ImageData']) scope[name] ??= library[name]
    // Found in the scope, its worker runs in this process, which is one for foreign bytes already.
    await import('pdfjs-dist/legacy/build/pdf.worker.mjs' as string)
    return (await import('pdfjs-dist/legacy/build/pdf.mjs' as string)) as Viewer
  })()
  return viewer
}

/** Opens a PDF to be drawn. Throws `unreadable` with the reason. */
export async function openDrawing(bytes: Uint8Array, password?: string): Promise<Drawing> {
  const { getDocument, OPS, AnnotationMode } = await loadViewer()
  const task = getDocument({
    data: bytes,
    ...(password === undefined ? {} : { password }),
    CanvasFactory: CanvasMaker,
    FilterFactory: NoFilters,
    BinaryDataFactory: ShippedData,
    useWorkerFetch: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    disableWorkerRendering: true,
    disableFontFace: true,
    useSystemFonts: false,
    enableXfa: false,
    fontExtraProperties: true,
    verbosity: 0,
  })
  const refused = (cause: unknown) =>
    new CaseworkError('unreadable', 'Its pages can’t be drawn, so no edited copy of it can be made.', {
      cause,
    })
  const document = await task.promise.catch((cause: unknown) => {
    throw refused(cause)
  })
  const shown = async <T>(page: number, work: (page: ViewedPage) => Promise<T>): Promise<T> => {
    try {
      const opened = await document.getPage(page)
      try {
        return await work(opened)
      } finally {
        opened.cleanup()
      }
    } catch (cause) {
      throw new CaseworkError('unreadable', `Page ${page} can’t be drawn, so no edited copy can be made.`, {
        cause,
      })
    }
  }
  return {
    pages: document.numPages,
    size: (page) =>
      shown(page, async (opened) => {
        const { width, height } = opened.getViewport({ scale: 1 })
        return { width, height }
      }),
    toSeen: (page) =>
      shown(page, async (opened) => opened.getViewport({ scale: 1 }).transform as unknown as Matrix),
    words: (page) =>
      shown(page, async (opened) => {
        const acts = await opened.getOperatorList({
          intent: 'display',
          annotationMode: AnnotationMode.ENABLE,
        })
        const fontOf = (name: string): PlacedFont =>
          opened.commonObjs.has(name) ? opened.commonObjs.get(name) : {}
        return wordsDrawn(acts, OPS, fontOf, opened.getViewport({ scale: 1 }).transform as never)
      }),
    draw: (page, dpi) =>
      shown(page, async (opened) => {
        const { width, height } = opened.getViewport({ scale: 1 })
        const scale = Math.min(dpi / 72, Math.sqrt(MOST_POINTS / (width * height)))
        const canvas = canvasLibrary().createCanvas(Math.ceil(width * scale), Math.ceil(height * scale))
        const context = canvas.getContext('2d')
        context.fillStyle = '#ffffff'
        context.fillRect(0, 0, canvas.width, canvas.height)
        await opened.render({
          canvas: null,
          canvasContext: context,
          viewport: opened.getViewport({ scale }),
          // As it is seen while boxes are put on it.
          intent: 'display',
          annotationMode: AnnotationMode.ENABLE,
        }).promise
        return { canvas, scale }
      }),
    close: async () => {
      await task.destroy()
    },
  }
}
