import { KeyHints } from '../../parts/Marks.tsx'
import { measuresFor } from './for-reader.ts'
import type { LivePlan, Plan } from './live-plan.ts'
import { Meter } from './Meter.tsx'

/** Under the bundle: how full it is, and the keys of what is chosen. */
export const BundleSum = ({
  plan,
  live,
  reader,
  chosen,
  renames,
}: {
  readonly plan: Plan
  readonly live: LivePlan
  readonly reader: string | null
  /** How many documents are chosen, where it is more than the line at hand; else 0. */
  readonly chosen: number
  /** The line at hand can be renamed. */
  readonly renames: boolean
}) => (
  <div className="foot bundles-sum">
    <Meter measures={measuresFor(plan, live, reader)} profile={plan.profile} reader={reader} />
    {chosen > 0 ? (
      <>
        <b className="bundles-chosen">{chosen.toLocaleString('en-GB')} chosen</b>
        <KeyHints
          keys={[
            ['Ctrl+Shift+↑↓', 'move'],
            ['Esc', 'only one'],
          ]}
        />
      </>
    ) : (
      <KeyHints
        keys={[
          ['Ctrl+Shift+↑↓', 'move'],
          ['Ctrl+]', 'nest'],
          ...(renames ? ([['F2', 'rename']] as const) : []),
        ]}
      />
    )}
  </div>
)
