import { ChevronLeft, ChevronRight, ZoomIn, ZoomOut } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from './Button.tsx'

interface Steps {
  readonly at: number
  readonly onGo: (to: number) => void
  /** Stands between the two, and says or asks where one is. */
  readonly children?: ReactNode
}

/** To the page before and the page after, of `of` pages. */
export const PageButtons = ({ at, of, onGo, children }: Steps & { readonly of: number }) => (
  <>
    <IconButton
      name="Previous page"
      size="slim"
      disabled={at <= 1}
      icon={<ChevronLeft className="i s" aria-hidden />}
      onClick={() => onGo(at - 1)}
    />
    {children}
    <IconButton
      name="Next page"
      size="slim"
      disabled={at >= of}
      icon={<ChevronRight className="i s" aria-hidden />}
      onClick={() => onGo(at + 1)}
    />
  </>
)

/** A page shown smaller or larger, by steps from 0 to `most`. */
export const ZoomButtons = ({ at, most, onGo, children }: Steps & { readonly most: number }) => (
  <>
    <IconButton
      name="Smaller"
      size="slim"
      disabled={at <= 0}
      icon={<ZoomOut className="i s" aria-hidden />}
      onClick={() => onGo(at - 1)}
    />
    {children}
    <IconButton
      name="Larger"
      size="slim"
      disabled={at >= most}
      icon={<ZoomIn className="i s" aria-hidden />}
      onClick={() => onGo(at + 1)}
    />
  </>
)
