import { Info, OctagonAlert, ShieldCheck, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Tone } from './Marks.tsx'

const icons = { bad: OctagonAlert, soon: TriangleAlert, good: ShieldCheck, calm: Info }

/** A note that asks for something, or calmly explains. `bad` is for what is late, altered, in conflict or blocked. */
export function Note({
  tone,
  title,
  children,
  live,
}: {
  readonly tone: Tone
  readonly title?: string
  readonly children?: ReactNode
  /** Said aloud when it appears. */
  readonly live?: boolean
}) {
  const Icon = icons[tone]
  return (
    <div className={`note ${tone}`} role={live ? (tone === 'bad' ? 'alert' : 'status') : undefined}>
      <Icon className="i" aria-hidden />
      <div className="said">
        {title && (
          <p>
            <b>{title}</b>
          </p>
        )}
        {children}
      </div>
    </div>
  )
}

/** An error as a note: what went wrong, in the sentence it came with. Nothing when there is no error. */
export function ErrorNote({
  error,
  title,
  children,
}: {
  readonly error: { readonly message: string } | null
  readonly title?: string
  /** The way on, such as a button. */
  readonly children?: ReactNode
}) {
  if (error === null) return null
  return (
    <Note tone="bad" live {...(title === undefined ? {} : { title })}>
      <p>{error.message}</p>
      {children}
    </Note>
  )
}

/** An empty screen or list: what it is, in one line, and one button. */
export const Empty = ({
  title,
  children,
  act,
}: {
  readonly title: string
  readonly children?: ReactNode
  readonly act?: ReactNode
}) => (
  <div className="empty">
    <h2>{title}</h2>
    {children && <p>{children}</p>}
    {act}
  </div>
)
