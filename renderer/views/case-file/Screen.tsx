import { useCaseCard } from '../../data/machine.ts'
import { Flag } from '../../parts/Marks.tsx'
import { Pane } from '../../parts/Panes.tsx'
import { Tabs } from '../../parts/Tabs.tsx'
import { useCaseId, useRouter, useSpot } from '../../state/use-router.ts'
import { Check } from './Check.tsx'
import { HandOver } from './HandOver.tsx'
import { Holders } from './Holders.tsx'
import './case-file.css'
import { TakeIn } from './TakeIn.tsx'

const tabs = ['holders', 'check', 'hand-over', 'take-in'] as const
type Tab = (typeof tabs)[number]

/** Case file: who can open it, whether it is whole, its backups, and what is handed over or taken in. */
export function Screen() {
  const caseId = useCaseId()
  const card = useCaseCard(caseId)
  const router = useRouter()
  const { part } = useSpot()
  const tab = tabs.find((each) => each === part) ?? 'holders'
  const readOnly = card?.readOnly ?? false
  return (
    <Pane name="Case file">
      <header className="head">
        <h1>Case file</h1>
        <span className="grow faint cut">
          Who can open it, whether it is whole, and how it is handed over
        </span>
        {readOnly && <Flag tone="soon">Read only</Flag>}
      </header>
      <Tabs
        name="About the case file"
        chosen={tab}
        onChoose={(to: Tab) => router.go({ section: 'case-file', part: to })}
        pages={[
          {
            id: 'holders',
            word: 'Who can open it',
            children: <Holders caseId={caseId} readOnly={readOnly} />,
          },
          { id: 'check', word: 'Check and backups', children: <Check caseId={caseId} readOnly={readOnly} /> },
          { id: 'hand-over', word: 'Hand over', children: <HandOver caseId={caseId} /> },
          { id: 'take-in', word: 'Take in', children: <TakeIn caseId={caseId} readOnly={readOnly} /> },
        ]}
      />
    </Pane>
  )
}
