import { Square } from 'lucide-react'
import { Button } from '../../parts/Button.tsx'
import { KeyHints } from '../../parts/Marks.tsx'
import { PageButtons, ZoomButtons } from '../../parts/PageButtons.tsx'

/** Goes from page to page and nearer, and teaches the keys of the page. */
export const RedactFoot = ({
  page,
  pages,
  zoom,
  most,
  onGo,
  onZoom,
  onCover,
}: {
  readonly page: number
  readonly pages: number
  /** The step it is shown at, from 0 to `most`. */
  readonly zoom: number
  readonly most: number
  readonly onGo: (page: number) => void
  readonly onZoom: (zoom: number) => void
  /** Puts one box over the whole page; null where none can be put. */
  readonly onCover: (() => void) | null
}) => (
  <div className="foot">
    <PageButtons at={page} of={pages} onGo={onGo}>
      <span className="num">
        Page {page} of {pages}
      </span>
    </PageButtons>
    <ZoomButtons at={zoom} most={most} onGo={onZoom} />
    {onCover !== null && (
      <Button look="bare" size="slim" icon={<Square className="i s" aria-hidden />} onClick={onCover}>
        Cover the whole page
      </Button>
    )}
    <span className="grow" />
    <KeyHints
      keys={[
        ['Enter', 'box'],
        ['Del', 'remove'],
        ['F', 'find'],
        ['PgDn', 'page'],
      ]}
    />
  </div>
)
