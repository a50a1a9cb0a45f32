import { WifiOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { client } from '../../api.ts'
import { useMachine } from '../../data/machine.ts'
import { Countdown } from '../../shell/StatusBar.tsx'
import { createActivity } from '../../state/activity.ts'
import { rememberFocus } from '../../state/regions.ts'

/** The foot of the reader. While someone reads, the idle lock waits, as it does at the desk. */
export function ReaderStatus() {
  const minutes = useMachine().data?.lockMinutes ?? 0
  const [activity] = useState(() => createActivity(Date.now, () => void client.call('machine.touch', {})))
  useEffect(() => {
    const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const
    const onFocus = (event: FocusEvent) => rememberFocus(event.target)
    for (const sign of signs) window.addEventListener(sign, activity.felt, { passive: true })
    window.addEventListener('focusin', onFocus)
    return () => {
      for (const sign of signs) window.removeEventListener(sign, activity.felt)
      window.removeEventListener('focusin', onFocus)
      activity.stop()
    }
  }, [activity])
  return (
    <footer className="status" data-region tabIndex={-1}>
      <span>Read only. Nothing leaves but your notes.</span>
      <span className="minor">Type a page number and press Enter</span>
      <span className="grow" />
      <Countdown activity={activity} minutes={minutes} />
      <span>
        <WifiOff className="i s" aria-hidden />
        Network: none
      </span>
    </footer>
  )
}
