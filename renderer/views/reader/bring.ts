import type { Found } from './use-search.ts'
import type { Viewer } from './viewer.ts'

/** Types into a field as a hand would, so that what it holds is heard. */
export function typeInto(input: HTMLInputElement, text: string): void {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text)
  input.dispatchEvent(new Event('input', { bubbles: true }))
  // What is typed next follows it, though the field chose all it held when it was gone to.
  input.setSelectionRange(text.length, text.length)
}

/** Brings one find of a page into sight, once its words are there. */
export function showFound(viewer: Viewer | null, { page, nth }: Found): void {
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

/** After a dialog that followed another, the focus may have nowhere to go back to: then it goes there. */
export function focusIfLost(to: () => HTMLElement | undefined): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) to()?.focus()
    }),
  )
}

/** Sends the focus to the row of the index that is read, or its first. */
export function focusIndex(): void {
  requestAnimationFrame(() => {
    const list = document.querySelector('.reader-index')
    const row = list?.querySelector<HTMLElement>('[aria-current]') ?? list?.querySelector('button')
    row?.focus()
  })
}
