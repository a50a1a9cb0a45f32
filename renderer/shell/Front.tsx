import { lazy, Suspense, useEffect, useRef } from 'react'
import { useMachine } from '../data/machine.ts'
import { ErrorNote } from '../parts/Note.tsx'
import { useShell } from '../state/session.ts'
import { useKeys } from '../state/use-keys.ts'

const Desk = lazy(async () => ({ default: (await import('./Desk.tsx')).Desk }))
const Lock = lazy(async () => ({ default: (await import('../views/lock/Lock.tsx')).Lock }))

const Reader = lazy(async () => ({ default: (await import('../views/reader/Reader.tsx')).Reader }))

/** Behind the front door: a bundle that is read, else the lock screen while no case is open, the desk while one is. */
export function Front() {
  const machine = useMachine()
  const { lock, opening, reading, read } = useShell()
  const shown = useRef(false)
  const open = machine.data?.cases.some((each) => each.state === 'open') ?? false
  const inside = opening ? shown.current : open
  const left = shown.current && !inside
  shown.current = inside
  // The last case was closed: nothing that was known of it may stay behind the lock screen.
  useEffect(() => {
    if (left) lock()
  }, [left, lock])
  useKeys('Anywhere', [
    { key: 'Ctrl+Shift+L', does: 'Lock now', run: () => (open || reading !== null) && lock() },
  ])
  if (machine.error !== null && machine.data === undefined) return <ErrorNote error={machine.error} />
  if (machine.data === undefined) return null
  if (reading !== null)
    return (
      <Suspense>
        <Reader key={reading.id} place={reading} onClose={() => read(null)} />
      </Suspense>
    )
  return <Suspense>{inside ? <Desk /> : <Lock />}</Suspense>
}
