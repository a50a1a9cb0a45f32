/** How far a piece of work has got. `total` 0: not known yet. */
export function ProgressBar({
  name,
  done,
  total,
}: {
  readonly name: string
  readonly done: number
  readonly total: number
}) {
  const known = total > 0
  const part = known ? Math.min(1, done / total) : 0
  return (
    <div
      className={known ? 'progress' : 'progress unknown'}
      role="progressbar"
      aria-label={name}
      aria-valuemin={0}
      {...(known ? { 'aria-valuemax': total, 'aria-valuenow': Math.min(done, total) } : {})}
    >
      <div {...(known ? { style: { width: `${part * 100}%` } } : {})} />
    </div>
  )
}
