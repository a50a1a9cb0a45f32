import { Check, ClockAlert, Folder, Lock, WifiOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { counted } from '../../casework/rules/words.ts'
import { useJobList } from '../data/jobs.ts'
import { useCaseCard, useMachine } from '../data/machine.ts'
import { type Activity, lockWords } from '../state/activity.ts'
import { useRouter, useSpot } from '../state/use-router.ts'
import { FilesState } from './FilesState.tsx'
import { screens } from './screens.ts'
import { clockTime } from './times.ts'

/** The status bar: saved, files, overdue, how long until it locks, and that there is no network. */
export function StatusBar({ activity }: { readonly activity: Activity }) {
  const spot = useSpot()
  const router = useRouter()
  const card = useCaseCard(spot.caseId)
  const machine = useMachine().data
  const open = machine?.cases.filter((each) => each.state === 'open') ?? []
  const shown = card === null ? open : [card]
  const saved = Math.max(0, ...shown.map((each) => each.savedAt ?? 0))
  const overdue = shown.reduce((sum, each) => sum + each.overdue, 0)
  const exhibits = shown.reduce((sum, each) => sum + each.exhibits, 0)
  return (
    <footer className="status" data-region tabIndex={-1}>
      {saved > 0 && (
        <span className="minor">
          <Check className="i s" aria-hidden />
          Saved {clockTime(saved)}
        </span>
      )}
      {card === null ? (
        <span className="minor">
          <Folder className="i s" aria-hidden />
          {counted(exhibits, 'exhibit')}, {counted(open.length, 'case')}
        </span>
      ) : (
        <FilesState caseId={card.caseId} exhibits={card.exhibits} />
      )}
      <span className="grow" />
      {overdue > 0 && (
        <button
          type="button"
          className="bad"
          onClick={() => router.go({ section: screens.today ? 'today' : 'actions' })}
        >
          <ClockAlert className="i s" aria-hidden />
          <b>{overdue} overdue</b>
        </button>
      )}
      <Countdown activity={activity} minutes={machine?.lockMinutes ?? 0} />
      <span>
        <WifiOff className="i s" aria-hidden />
        Network: none
      </span>
    </footer>
  )
}

/** How long until the lock, counted down. */
export function Countdown({ activity, minutes }: { readonly activity: Activity; readonly minutes: number }) {
  const busy = useJobList().some(({ state }) => state === 'running')
  const said = () => lockWords(activity.left(minutes * 60_000), busy)
  const [words, setWords] = useState(said)
  useEffect(() => {
    const timer = setInterval(() => setWords(said()), 1_000)
    return () => clearInterval(timer)
  })
  if (minutes <= 0) return null
  return (
    <span role="timer">
      <Lock className="i s" aria-hidden />
      {words}
    </span>
  )
}
