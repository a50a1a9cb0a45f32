import { createRequire } from 'node:module'
import { CaseworkError } from '../../../casework/contract/errors.ts'

/** As much of a canvas as is drawn on here. */
export interface Canvas {
  width: number
  height: number
  getContext(kind: '2d', options?: object): Context
  encodeSync(format: 'jpeg', quality: number): Uint8Array
}
/** As much of its context as is used here; the viewer uses more. */
export interface Context {
  fillStyle: string
  font: string
  textBaseline: string
  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void
  fillRect(x: number, y: number, width: number, height: number): void
  fillText(text: string, x: number, y: number): void
  measureText(text: string): { readonly width: number }
  drawImage(picture: unknown, x: number, y: number, width?: number, height?: number): void
  getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8ClampedArray }
}
interface Library {
  createCanvas(width: number, height: number): Canvas
  loadImage(bytes: Uint8Array): Promise<{ readonly width: number; readonly height: number }>
  readonly GlobalFonts: { registerFromPath(path: string, name: string): unknown }
}

let library: Library | undefined

/**
 * What pages are drawn with. It is made for each kind of machine apart, and where there is none for this one, nothing
 * can be redacted here. Throws `internal` with that sentence.
 */
export function canvasLibrary(): Library {
  if (library !== undefined) return library
  try {
    library = createRequire(import.meta.url)('@napi-rs/canvas') as Library
  } catch (cause) {
    throw new CaseworkError(
      'unreadable',
      'Pages can’t be drawn on this kind of machine, so no edited copy can be made on it. Open the case on another.',
      { cause },
    )
  }
  return library
}

/** What the viewer asks for when it needs a canvas. */
export class CanvasMaker {
  create(width: number, height: number) {
    const canvas = canvasLibrary().createCanvas(Math.max(1, width), Math.max(1, height))
    return { canvas: canvas as Canvas | null, context: canvas.getContext('2d') as Context | null }
  }
  reset(made: { canvas: Canvas | null }, width: number, height: number): void {
    if (made.canvas === null) return
    made.canvas.width = width
    made.canvas.height = height
  }
  destroy(made: { canvas: Canvas | null; context: unknown }): void {
    made.canvas = null
    made.context = null
  }
  getNoAlphaContext(canvas: Canvas): Context {
    return canvas.getContext('2d', { alpha: false })
  }
}

/** Colour filters are the window’s; without one a page is drawn as it is. */
export class NoFilters {
  addFilter = () => 'none'
  addHCMFilter = () => 'none'
  addAlphaFilter = () => 'none'
  addLuminosityFilter = () => 'none'
  addKnockoutFilter = () => 'none'
  addHighlightHCMFilter = () => 'none'
  destroy(): void {}
}
