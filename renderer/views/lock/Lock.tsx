import { BadgeCheck, BookOpen, FolderOpen, Lock as LockIcon, Plus, Unplug } from 'lucide-react'
import { lazy, Suspense } from 'react'
import type { CaseCard } from '../../../casework/contract/shapes.ts'
import { useMachine } from '../../data/machine.ts'
import { Button } from '../../parts/Button.tsx'
import { Bird } from '../../shell/Bird.tsx'
import { whenDone } from '../../shell/times.ts'
import { type Session, useShell } from '../../state/session.ts'
import { useKeys } from '../../state/use-keys.ts'
import { useRouter } from '../../state/use-router.ts'
import { Demonstration } from './Demonstration.tsx'
import { LockFoot } from './LockFoot.tsx'
import { UnlockForm } from './UnlockForm.tsx'
import { useOpened } from './use-opened.ts'
import './lock.css'

const Welcome = lazy(async () => ({ default: (await import('./Welcome.tsx')).Welcome }))

/** The lock screen: the cases of this machine by folder name alone, one field, and the ways in. */
export function Lock() {
  const machine = useMachine().data
  const { session, chosen, choose, begin } = useShell()
  const router = useRouter()
  const opened = useOpened()
  useKeys('Cases', [
    { key: 'Ctrl+N', does: 'New case', run: () => begin('new') },
    { key: 'Ctrl+O', does: 'Open a case folder', run: () => begin('open') },
  ])
  const cases = (machine?.cases ?? []).toSorted((a, b) => (b.opened ?? 0) - (a.opened ?? 0))
  const card = cases.find((each) => each.caseId === chosen) ?? cases.find((each) => each.state !== 'missing')
  const day = machine?.day ?? ''

  return (
    <div className="lock-page">
      <main className="lock">
        {card === undefined ? (
          <Suspense>
            <Welcome onAct={begin} />
          </Suspense>
        ) : (
          <>
            <section className="lock-in" aria-label="Unlock">
              <Bird />
              <h1>{card.name}</h1>
              <p className="dim">{endedWords(session.ended)}</p>
              <UnlockForm
                key={card.caseId}
                card={card}
                onOpen={(id, notices) => opened(id, notices, router)}
              />
            </section>
            <section className="lock-cases" aria-label="Cases on this machine">
              <h2>On this machine</h2>
              <div className="row-list">
                {cases.map((each) => (
                  <CaseRow
                    key={each.caseId}
                    card={each}
                    day={day}
                    current={each.caseId === card.caseId}
                    onChoose={() => choose(each.caseId)}
                  />
                ))}
              </div>
              <div className="lock-links">
                <Button
                  look="link"
                  icon={<FolderOpen className="i s" aria-hidden />}
                  onClick={() => begin('open')}
                >
                  Open a case folder
                </Button>
                <Button look="link" icon={<Plus className="i s" aria-hidden />} onClick={() => begin('new')}>
                  New case
                </Button>
                <Button
                  look="link"
                  icon={<BadgeCheck className="i s" aria-hidden />}
                  onClick={() => begin('verify')}
                >
                  Verify a bundle
                </Button>
                <Button
                  look="link"
                  icon={<BookOpen className="i s" aria-hidden />}
                  onClick={() => begin('read')}
                >
                  Open a bundle to read
                </Button>
                <Demonstration />
              </div>
            </section>
          </>
        )}
      </main>
      <LockFoot version={machine?.version ?? ''} />
    </div>
  )
}

function CaseRow({
  card,
  day,
  current,
  onChoose,
}: {
  readonly card: CaseCard
  readonly day: string
  readonly current: boolean
  readonly onChoose: () => void
}) {
  const missing = card.state === 'missing'
  const Icon = missing ? Unplug : LockIcon
  return (
    <button type="button" aria-current={current ? 'true' : undefined} disabled={missing} onClick={onChoose}>
      <Icon className="i" aria-hidden />
      <span className="name">{card.name}</span>
      {missing && <span className="faint">not found where it was</span>}
      <span className="n">{card.opened === null ? '' : whenDone(card.opened, day)}</span>
    </button>
  )
}

function endedWords(ended: Session['ended']): string {
  if (ended === 'idle') return 'Locked after a time with nobody here. What was saved is kept inside the case.'
  if (ended === 'screen') return 'Locked with the screen. What was saved is kept inside the case.'
  if (ended === 'sleep') return 'Locked as the machine slept. What was saved is kept inside the case.'
  if (ended === 'asked') return 'Locked. What was saved is kept inside the case.'
  if (ended === 'ended')
    return 'The part of Turnstone that holds the keys has stopped, so the case is locked. What was saved is kept.'
  return 'Enter its passphrase to open it.'
}
