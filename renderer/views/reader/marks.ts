import type { NoteBox, ReadingNote } from '../../../casework/reading.ts'
import { standsFirm } from '../../../casework/rules/carrying.ts'
import type { PageView } from './viewer.ts'

/** The words chosen on a page, with the boxes they stand in, in the page's own points. */
export interface Chosen {
  readonly page: number
  readonly quote: string
  readonly boxes: readonly NoteBox[]
}

/** As many boxes as one highlight may have. */
const mostBoxes = 2_000

/** What is selected on a page of this viewer; null where nothing is. Of several pages, the first with words counts. */
export function chosenIn(
  container: HTMLElement,
  viewOf: (page: number) => PageView | undefined,
): Chosen | null {
  const selection = document.getSelection()
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return null
  const range = selection.getRangeAt(0)
  if (!container.contains(range.commonAncestorContainer)) return null
  const start = range.startContainer
  const holder = (start instanceof Element ? start : start.parentElement)?.closest<HTMLElement>('.page')
  const page = Number(holder?.dataset['pageNumber'])
  const view = viewOf(page)
  if (view === undefined || !holder) return null
  const quote = selection.toString().trim()
  const boxes = boxesOf(range, view)
  return quote === '' || boxes.length === 0 ? null : { page, quote: quote.slice(0, 20_000), boxes }
}

/** The boxes of a range on one page, those of one line joined. */
export function boxesOf(range: Range, { div, viewport }: PageView): NoteBox[] {
  const frame = div.getBoundingClientRect()
  const rects = [...range.getClientRects()].filter(
    (rect) =>
      rect.width > 0.5 &&
      rect.height > 0.5 &&
      rect.bottom > frame.top &&
      rect.top < frame.bottom &&
      rect.width < frame.width,
  )
  const lines: { left: number; top: number; right: number; bottom: number }[] = []
  for (const { left, top, right, bottom } of rects) {
    const line = lines.find(
      (each) =>
        Math.min(each.bottom, bottom) - Math.max(each.top, top) > (bottom - top) * 0.6 &&
        left - each.right < 24,
    )
    if (line === undefined) lines.push({ left, top, right, bottom })
    else {
      line.left = Math.min(line.left, left)
      line.top = Math.min(line.top, top)
      line.right = Math.max(line.right, right)
      line.bottom = Math.max(line.bottom, bottom)
    }
  }
  return lines.slice(0, mostBoxes).map(({ left, top, right, bottom }): NoteBox => {
    const [x1 = 0, y1 = 0] = viewport.convertToPdfPoint(left - frame.left, top - frame.top)
    const [x2 = 0, y2 = 0] = viewport.convertToPdfPoint(right - frame.left, bottom - frame.top)
    return [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)].map(
      (side) => Math.round(side * 100) / 100,
    ) as unknown as NoteBox
  })
}

/** Draws the highlights of a page beneath its words. What was drawn before goes. */
export function drawMarks(
  { div, viewport }: PageView,
  notes: readonly ReadingNote[],
  current: string | null,
): void {
  for (const old of div.querySelectorAll('.reader-marks')) old.remove()
  // On a page that changed, a highlight would lie on other words.
  const held = notes.filter((note) => note.boxes.length > 0 && standsFirm(note))
  if (held.length === 0) return
  const layer = document.createElement('div')
  layer.className = 'reader-marks'
  for (const note of held)
    for (const box of note.boxes) {
      const [x1 = 0, y1 = 0] = viewport.convertToViewportPoint(box[0], box[1])
      const [x2 = 0, y2 = 0] = viewport.convertToViewportPoint(box[2], box[3])
      const mark = document.createElement('div')
      mark.className = `reader-mark ${note.colour}${note.kind === 'box' ? ' box' : ''}`
      mark.dataset['note'] = note.id
      if (note.id === current) mark.dataset['current'] = ''
      mark.style.left = `${(Math.min(x1, x2) / viewport.width) * 100}%`
      mark.style.top = `${(Math.min(y1, y2) / viewport.height) * 100}%`
      mark.style.width = `${(Math.abs(x2 - x1) / viewport.width) * 100}%`
      mark.style.height = `${(Math.abs(y2 - y1) / viewport.height) * 100}%`
      layer.append(mark)
    }
  div.insertBefore(layer, div.querySelector('.textLayer'))
}

/** The note whose highlight lies under a point of the window; null where none does. */
export function noteUnder(
  { div, viewport, id }: PageView,
  notes: readonly ReadingNote[],
  point: { readonly clientX: number; readonly clientY: number },
): ReadingNote | null {
  const frame = div.getBoundingClientRect()
  const [x = 0, y = 0] = viewport.convertToPdfPoint(point.clientX - frame.left, point.clientY - frame.top)
  const hits = notes.filter(
    (note) =>
      note.page === id &&
      standsFirm(note) &&
      note.boxes.some(([x1, y1, x2, y2]) => x >= x1 && x <= x2 && y >= y1 && y <= y2),
  )
  return hits.at(-1) ?? null
}
