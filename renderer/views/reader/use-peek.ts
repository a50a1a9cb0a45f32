import { useCallback, useEffect, useRef, useState } from 'react'
import { announce } from '../../parts/Announce.tsx'

/** How long the pointer rests on a link before its page shows, and how long it may be away, in milliseconds. */
const rest = 400
const away = 200
const links = '[data-peek], .linkAnnotation > a'

/** A page that is peeked at, and where the link that leads to it stands. */
export interface Peeked {
  readonly page: number
  readonly beside: DOMRect
}

export interface Peek {
  readonly at: Peeked | null
  /** Shows where the link that has the focus leads, or lets go of it. */
  readonly byKey: () => void
  readonly close: () => void
  /** The pointer is over the picture: it stays. */
  readonly hold: (held: boolean) => void
}

/** Peeking at the page a link or a mention leads to. `lead` tells which page a link of the file leads to. */
export function usePeek(
  lead: (link: HTMLAnchorElement) => Promise<number | null>,
  said: (page: number) => string,
): Peek {
  const [at, setAt] = useState<Peeked | null>(null)
  const latest = useRef({ lead, said, at })
  latest.current = { lead, said, at }
  const asked = useRef(0)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const close = useCallback(() => {
    asked.current++
    clearTimeout(timer.current)
    setAt(null)
  }, [])
  const show = useCallback(async (link: HTMLElement, aloud: boolean) => {
    const turn = ++asked.current
    const own = link.dataset['peek']
    const page = own === undefined ? await latest.current.lead(link as HTMLAnchorElement) : Number(own)
    if (turn !== asked.current || !link.isConnected) return
    if (page !== null) setAt({ page, beside: link.getBoundingClientRect() })
    if (aloud) announce(page === null ? 'It leads to no page of this bundle' : latest.current.said(page))
  }, [])
  const leave = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = setTimeout(close, away)
  }, [close])
  const hold = useCallback(
    (held: boolean) => {
      if (held) clearTimeout(timer.current)
      else leave()
    },
    [leave],
  )
  const byKey = useCallback(() => {
    const link = document.activeElement?.closest<HTMLElement>(links)
    if (latest.current.at !== null) close()
    else if (link) void show(link, true)
    else announce('Tab to a link or a mention of a page first; then P shows the page')
  }, [close, show])

  useEffect(() => {
    const linkOf = (event: Event) => (event.target as Element | null)?.closest?.<HTMLElement>(links) ?? null
    const over = (event: PointerEvent) => {
      const link = linkOf(event)
      // While words are being selected, nothing gets in the way.
      if (link === null || event.pointerType === 'touch' || event.buttons !== 0) return
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void show(link, false), rest)
    }
    const out = (event: PointerEvent) => {
      const onto = event.relatedTarget as Element | null
      if (linkOf(event) !== null && !onto?.closest?.('.reader-peek')) leave()
    }
    const gone = (event: FocusEvent) => linkOf(event) !== null && close()
    document.addEventListener('pointerover', over)
    document.addEventListener('pointerout', out)
    document.addEventListener('pointerdown', close)
    document.addEventListener('focusout', gone)
    document.addEventListener('wheel', close, { passive: true })
    return () => {
      clearTimeout(timer.current)
      document.removeEventListener('pointerover', over)
      document.removeEventListener('pointerout', out)
      document.removeEventListener('pointerdown', close)
      document.removeEventListener('focusout', gone)
      document.removeEventListener('wheel', close)
    }
  }, [show, leave, close])

  const shown = at !== null
  useEffect(() => {
    if (!shown) return
    // Before any other listener: Esc lets go of the picture, and of nothing else.
    const hear = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      event.stopPropagation()
      close()
    }
    window.addEventListener('keydown', hear, true)
    return () => window.removeEventListener('keydown', hear, true)
  }, [shown, close])
  return { at, byKey, close, hold }
}
