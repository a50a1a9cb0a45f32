import { type RefObject, useEffect, useRef, useState } from 'react'
import { pictureStep, type SeenPage } from '../../../casework/rules/redacting.ts'
import { type OpenPdf, openPdf } from '../evidence/pdf.ts'

/** What is shown: the address of a file of the case, its kind and size. */
export interface ShownFile {
  readonly address: string
  readonly kind: 'pdf' | 'jpeg' | 'png'
  readonly bytes: number
  readonly password: string | null
}

/** A page drawn into a holder as wide as asked, and how large it is as it is seen. */
export function usePage(
  file: ShownFile | null,
  page: number,
  width: number,
): {
  readonly holder: RefObject<HTMLDivElement | null>
  readonly size: SeenPage | null
  readonly pages: number
  readonly failed: boolean
} {
  const holder = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState<OpenPdf | null>(null)
  const [size, setSize] = useState<SeenPage | null>(null)
  const [failed, setFailed] = useState(false)
  const { address, kind, bytes, password } = file ?? { address: '', kind: 'pdf', bytes: 0, password: null }

  useEffect(() => {
    const state: { gone: boolean; held: OpenPdf | null } = { gone: false, held: null }
    setOpen(null)
    setSize(null)
    setFailed(false)
    if (address === '' || kind !== 'pdf') return
    openPdf(address, bytes, password).then(
      (opened) => {
        if (state.gone) return opened.close()
        state.held = opened
        setOpen(opened)
      },
      () => !state.gone && setFailed(true),
    )
    return () => {
      state.gone = true
      state.held?.close()
    }
  }, [address, kind, bytes, password])

  useEffect(() => {
    const into = holder.current
    if (address === '' || kind === 'pdf' || into === null) return
    const picture = document.createElement('img')
    picture.alt = ''
    picture.draggable = false
    picture.onload = () => {
      const [wide, high] = [picture.naturalWidth, picture.naturalHeight]
      setSize({ width: wide, height: high, step: pictureStep(wide, high) })
      into.replaceChildren(picture)
    }
    picture.onerror = () => setFailed(true)
    picture.src = address
    return () => into.replaceChildren()
  }, [address, kind])

  useEffect(() => {
    const into = holder.current
    if (open === null || into === null || width === 0) return
    const state: { gone: boolean; stop: () => void } = { gone: false, stop: () => undefined }
    const draw = async () => {
      const shown = await open.pdf.getPage(Math.max(1, Math.min(open.pdf.numPages, page)))
      if (state.gone) return
      const plain = shown.getViewport({ scale: 1 })
      const dense = Math.min(window.devicePixelRatio || 1, 3)
      const viewport = shown.getViewport({ scale: (width / plain.width) * dense })
      const canvas = document.createElement('canvas')
      canvas.width = Math.floor(viewport.width)
      canvas.height = Math.floor(viewport.height)
      const drawing = shown.render({ canvas, viewport })
      state.stop = () => drawing.cancel()
      await drawing.promise
      if (state.gone) return
      into.replaceChildren(canvas)
      into.setAttribute('data-drawn', String(page))
      setSize({ width: plain.width, height: plain.height, step: 1 })
    }
    draw().catch(() => undefined)
    return () => {
      state.gone = true
      state.stop()
    }
  }, [open, page, width])

  return { holder, size, pages: open?.pdf.numPages ?? 1, failed }
}
