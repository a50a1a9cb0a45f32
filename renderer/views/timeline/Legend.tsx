import { Circle, CircleDashed, Diamond, Square, Triangle } from 'lucide-react'
import { Button } from '../../parts/Button.tsx'

/** What the marks mean, and how many events are not in the picture: titles without room, and events without a date. */
export function Legend({
  hidden,
  undated,
  trayOpen,
  onTray,
}: {
  readonly hidden: number
  readonly undated: number
  readonly trayOpen: boolean
  readonly onTray: () => void
}) {
  return (
    <div className="timeline-key small dim">
      <span className="marks">
        <span>
          <i className="solid" aria-hidden />
          exact
        </span>
        <span>
          <i className="hatch" aria-hidden />
          about
        </span>
        <span>
          <i className="fading" aria-hidden />
          end not known
        </span>
        <span className="bar-between" aria-hidden />
        <span>
          <Circle className="i s" aria-hidden />
          account
        </span>
        <span>
          <Square className="i s" aria-hidden />
          document
        </span>
        <span>
          <Diamond className="i s" aria-hidden />
          message
        </span>
        <span>
          <Triangle className="i s" aria-hidden />
          police act
        </span>
      </span>
      <span className="grow" />
      {hidden > 0 && (
        <span
          className="none-hidden"
          title="Titles with no room beside their marks. Zoom in, or read them in the table."
        >
          {hidden.toLocaleString('en-GB')} {hidden === 1 ? 'title' : 'titles'} hidden
        </span>
      )}
      {undated > 0 && (
        <Button
          look="bare"
          size="slim"
          aria-pressed={trayOpen}
          icon={<CircleDashed className="i s" aria-hidden />}
          onClick={onTray}
        >
          {undated.toLocaleString('en-GB')} undated
        </Button>
      )}
    </div>
  )
}
