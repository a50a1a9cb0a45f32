import { BadgeCheck, BookOpen, ClockAlert, FolderOpen, Lock, Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { CaseCard } from '../../../casework/contract/shapes.ts'
import { useDo } from '../../data/ask.ts'
import { useMachine } from '../../data/machine.ts'
import { Button } from '../../parts/Button.tsx'
import { ConfirmDialog, Dialog } from '../../parts/Dialog.tsx'
import { DueDate } from '../../parts/DueDate.tsx'
import { KeyHints } from '../../parts/Marks.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { Pane } from '../../parts/Panes.tsx'
import { type Column, Table } from '../../parts/Table.tsx'
import { toast } from '../../parts/Toast.tsx'
import { sizeWords, whenDone } from '../../shell/times.ts'
import { useShell } from '../../state/session.ts'
import { useKeys } from '../../state/use-keys.ts'
import { useRouter } from '../../state/use-router.ts'
import { UnlockForm } from '../lock/UnlockForm.tsx'
import { Stage, stages } from './Stage.tsx'
import '../lock/lock.css'
import './cases.css'

const idOf = (card: CaseCard) => card.caseId

/** Every case this machine knows: what hurts in the open ones, the folder's name of the rest. */
export function Screen() {
  const machine = useMachine()
  const router = useRouter()
  const { begin, chosen, choose } = useShell()
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const [leaving, setLeaving] = useState<CaseCard | null>(null)
  const close = useDo('cases.close')
  const forget = useDo('cases.forget')
  const cards = machine.data?.cases ?? []
  const day = machine.data?.day ?? ''
  const open = cards.filter((card) => card.state === 'open')
  const unlocking = cards.find((card) => card.caseId === chosen && card.state === 'closed') ?? null
  const current = cards.find((card) => picked.has(card.caseId))
  const columns = useMemo(() => columnsOf(day), [day])
  const goTo = (card: CaseCard) => {
    if (card.state === 'open') router.go({ section: 'overview', caseId: card.caseId })
    else if (card.state === 'closed') choose(card.caseId)
  }
  useKeys('Cases', [
    { key: 'Ctrl+N', does: 'New case', run: () => begin('new') },
    { key: 'Ctrl+O', does: 'Open a case folder', run: () => begin('open') },
  ])
  const notIn = cards.length - open.length

  return (
    <Pane name="Cases">
      <header className="head cases-head">
        <h1>Cases</h1>
        <span className="faint">
          {open.length} unlocked{notIn > 0 ? `, ${notIn} locked` : ''}
        </span>
        <span className="grow" />
        <Button icon={<BadgeCheck className="i s" aria-hidden />} onClick={() => begin('verify')}>
          Verify a bundle
        </Button>
        <Button icon={<BookOpen className="i s" aria-hidden />} onClick={() => begin('read')}>
          Read a bundle
        </Button>
        <Button icon={<FolderOpen className="i s" aria-hidden />} onClick={() => begin('open')}>
          Open
        </Button>
        <Button look="first" icon={<Plus className="i s" aria-hidden />} onClick={() => begin('new')}>
          New case
        </Button>
      </header>
      <ErrorNote error={machine.error} />
      <Table
        name="Cases"
        columns={columns}
        rows={cards}
        idOf={idOf}
        rowHeight={cards.some((card) => card.name.length > 28) ? 4.25 : 3.25}
        chosen={picked}
        onChoose={setPicked}
        onOpen={goTo}
        sortAtFirst={{ column: 'next' }}
      />
      <footer className="foot">
        <span className="grow faint">
          {current === undefined
            ? 'Sorted by what is due first. People appear as references here; their names stay inside the case.'
            : ''}
        </span>
        {current === undefined ? (
          <KeyHints
            keys={[
              ['Enter', 'open'],
              ['Ctrl+N', 'new'],
              ['?', 'all keys'],
            ]}
          />
        ) : (
          <>
            {current.state !== 'missing' && (
              <Button size="slim" onClick={() => goTo(current)}>
                {current.state === 'open' ? 'Open' : 'Unlock'}
              </Button>
            )}
            {current.state === 'open' ? (
              <Button size="slim" disabled={close.busy} onClick={() => setLeaving(current)}>
                Close {current.name}
              </Button>
            ) : (
              <Button size="slim" disabled={forget.busy} onClick={() => setLeaving(current)}>
                Take off this list
              </Button>
            )}
          </>
        )}
      </footer>
      <ErrorNote error={close.error ?? forget.error} />
      <Dialog
        title={unlocking === null ? '' : `Unlock ${unlocking.name}`}
        open={unlocking !== null}
        onClose={() => choose(null)}
      >
        {unlocking !== null && (
          <UnlockForm
            card={unlocking}
            onOpen={(caseId, notices) => {
              for (const words of notices) toast({ words })
              choose(null)
              router.go({ section: 'overview', caseId })
            }}
          />
        )}
      </Dialog>
      {leaving !== null && (
        <ConfirmDialog
          title={leaving.state === 'open' ? `Close ${leaving.name}?` : `Take ${leaving.name} off this list?`}
          open
          act={leaving.state === 'open' ? `Close ${leaving.name}` : `Take ${leaving.name} off`}
          onClose={() => setLeaving(null)}
          onDo={() => {
            const done = leaving.state === 'open' ? close : forget
            setLeaving(null)
            setPicked(new Set())
            done.run({ caseId: leaving.caseId }).catch(() => undefined)
          }}
        >
          <p>
            {leaving.state === 'open'
              ? 'Everything is saved. Its passphrase will be needed to open it again.'
              : 'The case folder itself is not touched. Open its folder to bring it back.'}
          </p>
        </ConfirmDialog>
      )}
    </Pane>
  )
}

const columnsOf = (day: string): readonly Column<CaseCard>[] => [
  {
    id: 'name',
    head: 'Case',
    width: 'minmax(10rem, 1.2fr)',
    wrap: true,
    sort: (card) => card.name,
    cell: (card) =>
      card.state === 'open' ? (
        <>
          <span className="case-name">{card.name}</span>
          <span className="small faint">
            {card.reference}
            {card.readOnly ? ' · read only' : ''}
          </span>
        </>
      ) : (
        <span className="h dim">
          <Lock className="i s" aria-hidden />
          <span className="case-name">{card.name}</span>
        </span>
      ),
  },
  {
    id: 'stage',
    head: 'Stage',
    width: '9.5rem',
    sort: (card) => stages.findIndex(([key, word]) => key === card.stage || word === card.stage),
    cell: (card) =>
      card.state === 'open' ? <Stage stage={card.stage} /> : <span className="faint">Locked</span>,
  },
  {
    id: 'next',
    head: 'Next deadline',
    width: 'minmax(10rem, 1.4fr)',
    sort: (card) => (card.state === 'open' ? (card.next?.due ?? '9998') : '9999'),
    cell: (card) =>
      card.state === 'open' ? (
        card.next === null ? (
          <span className="dim">No date</span>
        ) : (
          <DueDate due={card.next.due} today={day} reason={card.next.title} />
        )
      ) : (
        <span className="faint">
          {card.state === 'missing' ? 'Its folder is not where it was.' : 'Unlock to see its deadlines.'}
        </span>
      ),
  },
  {
    id: 'overdue',
    head: 'Overdue',
    width: '4.75rem',
    number: true,
    sort: (card) => card.overdue,
    cell: (card) =>
      card.overdue === 0 ? (
        <span className="faint">–</span>
      ) : (
        <b className="state bad">
          <ClockAlert className="i s" aria-hidden />
          {card.overdue}
          <span className="unseen"> overdue</span>
        </b>
      ),
  },
  {
    id: 'victims',
    head: 'Victims',
    width: '4.25rem',
    number: true,
    sort: (card) => card.victims,
    cell: (card) =>
      card.state === 'open' && card.victims > 0 ? card.victims : <span className="faint">–</span>,
  },
  {
    id: 'exhibits',
    head: 'Exhibits',
    width: '5rem',
    number: true,
    sort: (card) => card.exhibits,
    cell: (card) => (card.state === 'open' ? card.exhibits : <span className="faint">–</span>),
  },
  {
    id: 'opened',
    head: 'Opened',
    width: '5rem',
    number: true,
    sort: (card) => card.opened ?? 0,
    cell: (card) => <span className="dim">{card.opened === null ? '–' : whenDone(card.opened, day)}</span>,
  },
  {
    id: 'bytes',
    head: 'Size',
    width: '4.5rem',
    number: true,
    sort: (card) => card.bytes ?? 0,
    cell: (card) => <span className="dim">{card.bytes === null ? '–' : sizeWords(card.bytes)}</span>,
  },
]
