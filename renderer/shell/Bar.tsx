import { ChevronRight, LoaderCircle, Redo2, Search, Undo2 } from 'lucide-react'
import { refOf } from '../../casework/rules/references.ts'
import { counted } from '../../casework/rules/words.ts'
import { useAsk } from '../data/ask.ts'
import { useJobList } from '../data/jobs.ts'
import { useCaseCard, useMachine } from '../data/machine.ts'
import { Button, IconButton } from '../parts/Button.tsx'
import { Kbd } from '../parts/Marks.tsx'
import type { Section } from '../state/router.ts'
import { useRouter, useSpot } from '../state/use-router.ts'
import { sectionWords } from './screens.ts'
import { offerWords } from './undo-words.ts'
import type { Undo } from './use-undo.ts'

const opened = {
  evidence: 'exhibit',
  people: 'person',
  timeline: 'event',
  statements: 'statement',
  actions: 'action',
  bundles: 'bundle',
} as const satisfies Partial<Record<Section, string>>

/** The bar: where we are, what marking it carries, search, and work under way. */
export function Bar({
  undo,
  onFind,
  onJobs,
}: {
  readonly undo: Undo
  readonly onFind: () => void
  readonly onJobs: () => void
}) {
  const router = useRouter()
  const spot = useSpot()
  const card = useCaseCard(spot.caseId)
  const open = useMachine().data?.cases.filter((each) => each.state === 'open') ?? []
  const jobs = useJobList()
  const running = jobs.filter((job) => job.state === 'running').length
  const failed = jobs.filter((job) => job.state === 'failed').length
  const shown = card === null ? open : [card]
  const type = opened[spot.section as keyof typeof opened]
  const item = useAsk(
    'records.get',
    spot.caseId !== null && spot.item !== null && type !== undefined && /^[0-9a-z]{4,64}$/.test(spot.item)
      ? { caseId: spot.caseId, type, id: spot.item }
      : null,
  )
  const ref = item.data ? refOf(item.data.record) || 'No ref' : null
  return (
    <header className="bar">
      <nav className="crumbs" aria-label="Where you are">
        <ol>
          {card !== null && (
            <li>
              <button
                type="button"
                className="cut"
                onClick={() => router.go({ section: 'overview', caseId: card.caseId })}
              >
                {card.name}
              </button>
              <ChevronRight className="i s" aria-hidden />
            </li>
          )}
          <li>
            {ref === null ? (
              <b aria-current="page">{sectionWords[spot.section]}</b>
            ) : (
              <button type="button" onClick={() => router.open(null)}>
                {sectionWords[spot.section]}
              </button>
            )}
          </li>
          {ref !== null && (
            <li>
              <ChevronRight className="i s" aria-hidden />
              <b aria-current="page">{ref}</b>
            </li>
          )}
        </ol>
      </nav>
      {shown.length > 0 && shown.every((each) => each.fictional) && (
        <span className="fiction">FICTIONAL</span>
      )}
      {card?.readOnly && <span className="flag soon">Read only</span>}
      <span className="grow" />
      {(undo.undo !== null || undo.redo !== null) && (
        <span className="turns">
          <IconButton
            name={offerWords('undo', undo.undo, undo.stands.includes('undo'))}
            icon={<Undo2 className="i" aria-hidden />}
            disabled={undo.undo === null}
            onClick={() => undo.turn('undo')}
          />
          <IconButton
            name={offerWords('redo', undo.redo, undo.stands.includes('redo'))}
            icon={<Redo2 className="i" aria-hidden />}
            disabled={undo.redo === null}
            onClick={() => undo.turn('redo')}
          />
        </span>
      )}
      {running + failed > 0 && (
        <Button
          look="bare"
          onClick={onJobs}
          icon={running > 0 && <LoaderCircle className="i s" aria-hidden />}
        >
          {running > 0
            ? counted(running, 'job running', 'jobs running')
            : counted(failed, 'job failed', 'jobs failed')}
        </Button>
      )}
      {shown.length > 0 && <span className="marking">{markingOf(shown.map((each) => each.marking))}</span>}
      <button type="button" className="find-button" onClick={onFind} aria-keyshortcuts="Control+K">
        <Search className="i s" aria-hidden />
        <span className="grow cut">Search or jump</span>
        <Kbd>Ctrl+K</Kbd>
      </button>
    </header>
  )
}

// The strictest marking of what can be seen from here.
const markingOf = (markings: readonly string[]): string =>
  markings.some((each) => each.toLowerCase() !== 'official') ? 'OFFICIAL-SENSITIVE' : 'OFFICIAL'
