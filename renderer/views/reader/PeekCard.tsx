import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ReadingPlace } from '../../../casework/reading.ts'
import type { OpenPdf } from '../evidence/pdf.ts'
import type { Peek, Peeked } from './use-peek.ts'

/** How far the picture keeps from the link and from the edges, in px. */
const gap = 8

/** A small picture of the page a link leads to. It takes no focus, and stays while the pointer is over it. */
export function PeekCard({
  peek,
  at,
  pdf,
  turn,
  said,
}: {
  readonly peek: Peek
  readonly at: Peeked
  readonly pdf: OpenPdf['pdf']
  readonly turn: ReadingPlace['turn']
  readonly said: string
}) {
  const card = useRef<HTMLDivElement>(null)
  const sheet = useRef<HTMLDivElement>(null)
  const [failed, setFailed] = useState(false)
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null)
  const [drawn, setDrawn] = useState(0)

  useEffect(() => {
    const held: { gone: boolean; stop: () => void } = { gone: false, stop: () => undefined }
    const draw = async () => {
      const page = await pdf.getPage(at.page)
      const holder = sheet.current
      if (held.gone || holder === null) return
      const rotation = (page.rotate + turn) % 360
      const one = page.getViewport({ scale: 1, rotation })
      // Tall pages and wide ones both stay small.
      const room = Math.min(holder.clientWidth / one.width, (holder.clientWidth * 1.4) / one.height)
      const viewport = page.getViewport({ scale: room, rotation })
      const dense = window.devicePixelRatio
      const canvas = document.createElement('canvas')
      canvas.width = Math.floor(viewport.width * dense)
      canvas.height = Math.floor(viewport.height * dense)
      canvas.style.width = `${Math.floor(viewport.width)}px`
      const drawing = page.render({ canvas, viewport, transform: [dense, 0, 0, dense, 0, 0] })
      held.stop = () => drawing.cancel()
      await drawing.promise
      holder.replaceChildren(canvas)
      setFailed(false)
      setDrawn(at.page)
    }
    draw().catch(() => !held.gone && setFailed(true))
    return () => {
      held.gone = true
      held.stop()
    }
  }, [pdf, at.page, turn])

  // biome-ignore lint/correctness/useExhaustiveDependencies: it has another height once the page is drawn
  useLayoutEffect(() => {
    const size = card.current?.getBoundingClientRect()
    if (size === undefined) return
    const { left, right, top, bottom } = at.beside
    const last = { left: window.innerWidth - size.width - gap, top: window.innerHeight - size.height - gap }
    // Beside the link, where it hides neither it nor the lines around it; beneath it where there is no room.
    const beside =
      right + gap <= last.left ? right + gap : left - gap - size.width >= gap ? left - gap - size.width : null
    setPlace({
      left: beside ?? Math.max(gap, Math.min(left, last.left)),
      top: Math.max(gap, Math.min(beside === null ? bottom + gap : top, last.top)),
    })
  }, [at, drawn, failed])

  return (
    <div
      ref={card}
      className="reader-peek float"
      role="tooltip"
      style={place ?? { visibility: 'hidden' }}
      onPointerEnter={() => peek.hold(true)}
      onPointerLeave={() => peek.hold(false)}
    >
      <div ref={sheet} className="sheet" aria-hidden />
      {failed && <p className="small soon">This page could not be drawn.</p>}
      <p className="small dim cut" title={said}>
        {said}
      </p>
    </div>
  )
}
