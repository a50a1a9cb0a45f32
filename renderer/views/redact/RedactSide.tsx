import { Tabs } from '../../parts/Tabs.tsx'
import { Boxes } from './Boxes.tsx'
import { FindTab } from './FindTab.tsx'
import { ProofTab } from './ProofTab.tsx'
import type { Mark, Redaction, RedactionOf, Why } from './use-redaction.ts'

export type Tab = 'boxes' | 'find' | 'proof'

/** What is taken out of an exhibit: its boxes, words to find for more, and the proof of the copy. */
export function RedactSide({
  caseId,
  exhibit,
  of,
  redaction,
  tab,
  onTab,
  why,
  onWhy,
  chosen,
  onChoose,
  numberOf,
  onGo,
  finding,
  onFinding,
}: {
  readonly caseId: string
  readonly exhibit: string
  readonly of: RedactionOf
  readonly redaction: Redaction
  readonly tab: Tab
  readonly onTab: (tab: Tab) => void
  readonly why: Why
  readonly onWhy: (why: Why) => void
  readonly chosen: string | null
  readonly onChoose: (mark: Mark) => void
  readonly numberOf: (mark: Mark) => number
  readonly onGo: (page: number) => void
  /** The key for finding was pressed: the words are typed next. */
  readonly finding: boolean
  readonly onFinding: () => void
}) {
  return (
    <Tabs
      name="What is taken out"
      chosen={tab}
      onChoose={onTab}
      pages={[
        {
          id: 'boxes',
          word: of.marks.length === 0 ? 'Boxes' : `Boxes ${of.marks.length}`,
          children: (
            <Boxes
              caseId={caseId}
              exhibit={exhibit}
              of={of}
              redaction={redaction}
              why={why}
              onWhy={onWhy}
              chosen={chosen}
              onChoose={onChoose}
              numberOf={numberOf}
            />
          ),
        },
        {
          id: 'find',
          word: 'Find',
          children: (
            <FindTab
              caseId={caseId}
              exhibit={exhibit}
              redaction={redaction}
              why={why}
              onWhy={onWhy}
              onGo={onGo}
              asked={finding}
              onAsked={onFinding}
            />
          ),
        },
        {
          id: 'proof',
          word: 'Proof',
          children: <ProofTab caseId={caseId} exhibit={exhibit} of={of} />,
        },
      ]}
    />
  )
}
