import { Eye, FileX } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../parts/Button.tsx'
import type { Looking } from './PdfView.tsx'

/** A picture of the case, blurred until it is asked for. Fitted whole into the pane, or at a scale of its own pixels. */
export function Picture({
  address,
  name,
  looking,
  seen,
  onSee,
}: {
  readonly address: string
  readonly name: string
  readonly looking: Looking
  readonly seen: boolean
  readonly onSee: () => void
}) {
  const frame = useRef<HTMLDivElement>(null)
  const [failed, setFailed] = useState(false)
  const [size, setSize] = useState<{ readonly width: number; readonly height: number } | null>(null)
  const [room, setRoom] = useState({ width: 0, height: 0 })

  useEffect(() => {
    const view = frame.current?.parentElement
    if (view === null || view === undefined) return
    const watcher = new ResizeObserver(() => setRoom({ width: view.clientWidth, height: view.clientHeight }))
    watcher.observe(view)
    return () => watcher.disconnect()
  }, [])

  if (failed)
    return (
      <p className="evidence-cannot" role="status">
        <FileX className="i" aria-hidden />
        <b>This picture could not be drawn.</b>
        It is kept as it came. Check the file.
      </p>
    )
  const sideways = looking.turn % 180 !== 0
  const wide = (sideways ? size?.height : size?.width) ?? 1
  const high = (sideways ? size?.width : size?.height) ?? 1
  const fit = Math.max(0.01, Math.min((room.width - 32) / wide, (room.height - 32) / high, 1))
  const scale = looking.zoom === 0 || !seen ? fit : looking.zoom
  return (
    <div ref={frame} className="evidence-pages evidence-picture" data-seen={seen}>
      <div className="evidence-frame" style={{ width: wide * scale, height: high * scale }}>
        <img
          src={address}
          alt={seen ? name : `${name}, blurred`}
          draggable={false}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
            setSize({ width: naturalWidth, height: naturalHeight })
          }
          onError={() => setFailed(true)}
          style={{
            width: (size?.width ?? 1) * scale,
            height: (size?.height ?? 1) * scale,
            rotate: `${looking.turn}deg`,
          }}
        />
      </div>
      {!seen && (
        <div className="evidence-reveal">
          <Button icon={<Eye className="i s" aria-hidden />} onClick={onSee}>
            Show picture
          </Button>
          <span className="small">Pictures stay blurred until asked for</span>
        </div>
      )}
    </div>
  )
}
