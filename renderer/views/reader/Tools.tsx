import {
  ChevronLeft,
  ChevronRight,
  Columns2,
  Highlighter,
  PanelRight,
  RotateCw,
  Split,
  Square,
  SquareDashedMousePointer,
  ZoomIn,
  ZoomOut,
} from 'lucide-react'
import { type Ref, useEffect, useState } from 'react'
import { IconButton, Segments } from '../../parts/Button.tsx'

/** How pages are shown: one column, two pages side by side, or two places at once. */
export type Look = 'one' | 'two' | 'split'
const looks = [
  { value: 'one', word: 'One', icon: <Square className="i s" aria-hidden /> },
  { value: 'two', word: 'Two', icon: <Columns2 className="i s" aria-hidden /> },
  { value: 'split', word: 'Split', icon: <Split className="i s" aria-hidden /> },
] as const

export interface ToolsProps {
  readonly label: string
  readonly pages: number
  readonly look: Look
  readonly zoom: number
  readonly notesShown: boolean
  readonly field: Ref<HTMLInputElement>
  /** What was typed and led to no page. */
  readonly refused: string | null
  readonly onGo: (typed: string) => void
  readonly onStep: (by: -1 | 1) => void
  readonly onLook: (look: Look) => void
  readonly onZoom: (to: 'in' | 'out' | 'fit') => void
  readonly onTurn: () => void
  readonly onHighlight: () => void
  /** A box is being drawn. */
  readonly drawing: boolean
  readonly onBox: () => void
  readonly onNotes: () => void
}

/** The row above the pages: where, how many, how large. */
export function Tools(props: ToolsProps) {
  const { label, pages, look, zoom, refused } = props
  return (
    <div className="reader-tools" role="toolbar" aria-label="Pages">
      <IconButton
        name="Page before (K)"
        icon={<ChevronLeft className="i" aria-hidden />}
        onClick={() => props.onStep(-1)}
      />
      <PageField label={label} field={props.field} refused={refused} onGo={props.onGo} />
      <span className="dim of">of {pages.toLocaleString('en-GB')}</span>
      <IconButton
        name="Next page (J)"
        icon={<ChevronRight className="i" aria-hidden />}
        onClick={() => props.onStep(1)}
      />
      {refused !== null && (
        <span className="reader-refused small" role="alert">
          No page is numbered {refused}
        </span>
      )}
      <span className="grow" />
      <Segments name="Show" options={looks} value={look} onChange={props.onLook} />
      <IconButton
        name="Highlight words (H)"
        icon={<Highlighter className="i" aria-hidden />}
        onMouseDown={(event) => event.preventDefault()}
        onClick={props.onHighlight}
      />
      <IconButton
        name="Draw a box (D)"
        icon={<SquareDashedMousePointer className="i" aria-hidden />}
        aria-pressed={props.drawing}
        onClick={props.onBox}
      />
      <IconButton name="Turn pages" icon={<RotateCw className="i" aria-hidden />} onClick={props.onTurn} />
      <IconButton
        name="Smaller (−)"
        icon={<ZoomOut className="i" aria-hidden />}
        onClick={() => props.onZoom('out')}
      />
      <button
        type="button"
        className="btn bare zoom"
        title="Fit the width (W)"
        onClick={() => props.onZoom('fit')}
      >
        {Math.round(zoom * 100)}%
      </button>
      <IconButton
        name="Larger (+)"
        icon={<ZoomIn className="i" aria-hidden />}
        onClick={() => props.onZoom('in')}
      />
      <IconButton
        name={props.notesShown ? 'Hide notes' : 'Show notes'}
        icon={<PanelRight className="i" aria-hidden />}
        aria-pressed={props.notesShown}
        onClick={props.onNotes}
      />
    </div>
  )
}

function PageField({
  label,
  field,
  refused,
  onGo,
}: Pick<ToolsProps, 'label' | 'field' | 'refused' | 'onGo'>) {
  const [typed, setTyped] = useState<string | null>(null)
  useEffect(() => {
    if (refused !== null) setTyped(refused)
  }, [refused])
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const wanted = typed ?? label
        setTyped(null)
        onGo(wanted)
      }}
    >
      <input
        ref={field}
        className="input reader-page"
        aria-label="Go to page"
        aria-invalid={refused !== null}
        autoComplete="off"
        value={typed ?? label}
        maxLength={24}
        onFocus={(event) => event.target.select()}
        onBlur={() => setTyped(null)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          setTyped(null)
          event.currentTarget.blur()
        }}
        onChange={(event) => setTyped(event.target.value)}
      />
    </form>
  )
}
