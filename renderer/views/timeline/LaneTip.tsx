/** What a tip says, and where it points, in px from the left and top of the picture. */
export interface Tip {
  readonly x: number
  readonly y: number
  readonly title: string
  readonly when: string
  readonly more: number
}

/** The full title of what the pointer or the focus is on, beside it and within the picture. */
export function LaneTip({
  tip,
  left,
  width,
  height,
  scroll,
}: {
  readonly tip: Tip
  readonly left: number
  readonly width: number
  readonly height: number
  readonly scroll: number
}) {
  const wide = 280
  const x = Math.max(4, Math.min(tip.x + 10, width - wide))
  const below = tip.y < height - 84
  return (
    <div
      className="timeline-tip float"
      aria-hidden
      style={{
        left: left + x,
        maxWidth: wide,
        ...(below ? { top: scroll + tip.y + 16 } : { top: scroll + tip.y - 12, translate: '0 -100%' }),
      }}
    >
      <b>{tip.title}</b>
      <span className="small dim">
        {tip.when}
        {tip.more > 0 && `, and ${tip.more} more here`}
      </span>
    </div>
  )
}
