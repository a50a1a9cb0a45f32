import { ClockAlert, FolderOpen, Lock, Settings } from 'lucide-react'
import { counted } from '../../casework/rules/words.ts'
import { useCaseCard, useMachine } from '../data/machine.ts'
import type { Section } from '../state/router.ts'
import { useRouter, useSpot } from '../state/use-router.ts'
import { SmallBird } from './Bird.tsx'
import { sectionWords } from './screens.ts'
import { sectionIcons } from './section-icons.ts'

/** The rail: where one can go, what is overdue there, and Lock now. */
export function Rail({
  reached,
  onLock,
  onSettings,
}: {
  readonly reached: readonly Section[]
  readonly onLock: () => void
  readonly onSettings: () => void
}) {
  const router = useRouter()
  const spot = useSpot()
  const card = useCaseCard(spot.caseId)
  const open = useMachine().data?.cases.filter((each) => each.state === 'open') ?? []
  const overdue = open.reduce((sum, each) => sum + each.overdue, 0)
  const entry = (section: Section, late: number) => {
    const Icon = sectionIcons[section]
    return (
      <button
        key={section}
        type="button"
        aria-current={spot.section === section ? 'page' : undefined}
        title={sectionWords[section]}
        onClick={() => router.go({ section })}
      >
        <Icon className="i" aria-hidden />
        <span>{sectionWords[section]}</span>
        <Late count={late} />
      </button>
    )
  }
  return (
    <nav className="rail" aria-label="Sections" data-region tabIndex={-1}>
      <div className="brand">
        <SmallBird /> <span>Turnstone</span>
      </div>
      {reached
        .filter((section) => section === 'today' || section === 'cases')
        .map((section) => entry(section, section === 'today' ? overdue : 0))}
      {card === null ? (
        <>
          <div className="of">Unlocked</div>
          {open.map((each) => (
            <button
              key={each.caseId}
              type="button"
              title={each.name}
              onClick={() => router.go({ section: 'overview', caseId: each.caseId })}
            >
              <FolderOpen className="i" aria-hidden />
              <span className="cut">{each.name.replace(/^Operation /, '')}</span>
              <Late count={each.overdue} />
            </button>
          ))}
        </>
      ) : (
        <>
          <div className="of">
            {card.reference}
            <b>{card.name}</b>
          </div>
          {reached
            .filter((section) => section !== 'today' && section !== 'cases')
            .map((section) => entry(section, section === 'actions' ? card.overdue : 0))}
        </>
      )}
      <span className="end" />
      <button type="button" title="Settings (Ctrl ,)" onClick={onSettings}>
        <Settings className="i" aria-hidden />
        <span>Settings</span>
      </button>
      <button type="button" title="Lock now (Ctrl Shift L)" onClick={onLock}>
        <Lock className="i" aria-hidden />
        <span>Lock now</span>
      </button>
    </nav>
  )
}

const Late = ({ count }: { readonly count: number }) =>
  count === 0 ? null : (
    <span className="count" title={`${counted(count, 'action')} overdue`}>
      <ClockAlert className="i s" aria-hidden />
      {count}
      <span className="unseen"> overdue</span>
    </span>
  )
