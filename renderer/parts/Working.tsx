import { Button } from './Button.tsx'
import { ProgressBar } from './Progress.tsx'

/** Work under way, where it was asked for: how far, what it is at, and Cancel. */
export function Working({
  name,
  at,
  before,
  onCancel,
}: {
  readonly name: string
  readonly at: { readonly done: number; readonly total: number; readonly note: string } | null
  /** Said until the work says something itself. */
  readonly before?: string
  readonly onCancel?: () => void
}) {
  const counts =
    at !== null && at.total > 0
      ? `${at.done.toLocaleString('en-GB')} of ${at.total.toLocaleString('en-GB')}`
      : ''
  return (
    <div className="working" role="status">
      <div className="grow">
        <ProgressBar name={name} done={at?.done ?? 0} total={at?.total ?? 0} />
        <p className="small dim num">
          <b>{name}</b> {[counts, at?.note || before || ''].filter(Boolean).join(' · ')}
        </p>
      </div>
      {onCancel && (
        <Button size="slim" onClick={onCancel}>
          Cancel
        </Button>
      )}
    </div>
  )
}
