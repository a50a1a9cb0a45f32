import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { client } from '../api.ts'
import { dropClosed } from '../data/held.ts'
import { useMachine } from '../data/machine.ts'
import { createActivity } from '../state/activity.ts'
import { cycleRegion, rememberFocus } from '../state/regions.ts'
import { useShell } from '../state/session.ts'
import { useKeys } from '../state/use-keys.ts'
import { useRouter, useSpot } from '../state/use-router.ts'
import { Bar } from './Bar.tsx'
import { CaseNotices } from './CaseNotices.tsx'
import { DropTarget } from './DropTarget.tsx'
import { JobDrawer } from './JobDrawer.tsx'
import { Rail } from './Rail.tsx'
import { StatusBar } from './StatusBar.tsx'
import { caseSections, screens, sectionWords } from './screens.ts'
import { useUndo } from './use-undo.ts'

// Fetched as soon as the desk stands: words typed right after Ctrl+K must not fall on the screen's own keys.
const fetchPalette = async () => ({ default: (await import('./Palette.tsx')).Palette })
const Palette = lazy(fetchPalette)
const ShortcutSheet = lazy(async () => ({ default: (await import('./ShortcutSheet.tsx')).ShortcutSheet }))
const Settings = lazy(async () => ({ default: (await import('./SettingsDialog.tsx')).SettingsDialog }))

// As the keys stand on a keyboard: ten sections, and the case file itself (Ctrl+Shift+K).
const sectionKeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', 'Shift+K'] as const

/** The desk while a case is open: rail, bar, the screen, status. */
export function Desk() {
  const router = useRouter()
  const spot = useSpot()
  const { lock, begin } = useShell()
  const machine = useMachine()
  const undo = useUndo()
  const queries = useQueryClient()
  const [over, setOver] = useState<'palette' | 'keys' | 'settings' | 'jobs' | null>(null)
  const [activity] = useState(() => createActivity(Date.now, () => void client.call('machine.touch', {})))
  const close = () => setOver(null)

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

  useEffect(() => void fetchPalette(), [])

  // A case that was closed elsewhere can't be shown any longer.
  const gone =
    spot.caseId !== null && machine.data?.cases.find((each) => each.caseId === spot.caseId)?.state !== 'open'
  useEffect(() => {
    if (gone) router.go({ section: 'cases', caseId: null })
  }, [gone, router])

  // What was known of a case goes with it.
  const open = machine.data?.cases.filter((each) => each.state === 'open')
  useEffect(() => {
    if (open !== undefined) dropClosed(queries, new Set(open.map((each) => each.caseId)))
  }, [queries, open])

  const reached = [
    ...(['today', 'cases'] as const).filter((section) => screens[section] !== undefined),
    ...(spot.caseId === null ? [] : caseSections),
  ]
  useKeys('Anywhere', [
    { key: 'Ctrl+K', does: 'Search or jump', run: () => setOver('palette'), quiet: true },
    { key: '?', does: 'Show every key of this screen', run: () => setOver('keys') },
    { key: 'Ctrl+Shift+O', does: 'Open a bundle to read', run: () => begin('read') },
    { key: 'Ctrl+,', does: 'Settings', run: () => setOver('settings') },
    { key: 'Ctrl+/', does: 'Show every key of this screen', run: () => setOver('keys'), quiet: true },
    { key: 'F6', does: 'Next part of the window', run: () => cycleRegion(false), quiet: true },
    { key: 'Shift+F6', does: 'Previous part of the window', run: () => cycleRegion(true), quiet: true },
    { key: 'Alt+←', does: 'Back', run: router.back },
    { key: 'Alt+→', does: 'Forward', run: router.forward },
  ])
  useKeys(
    'Sections',
    reached.slice(0, sectionKeys.length).map((section, index) => ({
      key: `Ctrl+${sectionKeys[index]}`,
      does: `Go to ${sectionWords[section]}`,
      run: () => router.go({ section }),
    })),
  )

  const Screen = screens[spot.section]
  return (
    <div className="app">
      <button type="button" className="skip" onClick={skip}>
        Skip to the screen
      </button>
      <Rail reached={reached} onLock={lock} onSettings={() => setOver('settings')} />
      <Bar
        undo={undo}
        onFind={() => setOver('palette')}
        onJobs={() => setOver(over === 'jobs' ? null : 'jobs')}
      />
      <div className="work-area">
        <CaseNotices caseId={spot.caseId} />
        <main className="work" id="work" tabIndex={-1}>
          <Suspense>{Screen && !gone && <Screen key={`${spot.section} ${spot.caseId}`} />}</Suspense>
        </main>
      </div>
      <StatusBar activity={activity} />
      <DropTarget />
      {over === 'jobs' && <JobDrawer onClose={close} />}
      <Suspense>
        {over === 'palette' && <Palette onClose={close} />}
        {over === 'keys' && <ShortcutSheet onClose={close} />}
        {over === 'settings' && <Settings onClose={close} />}
      </Suspense>
    </div>
  )
}

function skip() {
  document.getElementById('work')?.focus()
}
