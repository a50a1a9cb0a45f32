import { CircleCheck, OctagonAlert, Check as Tick, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../parts/Button.tsx'
import { type Check, checksByWeight, type Plan, refOfCheck } from './plan-lines.ts'

const atFirst = 30

/** What stops the build, what to look at, what is in order; each line's button opens what it is about. */
export function Checks({
  plan,
  onOpen,
}: {
  readonly plan: Plan
  readonly onOpen: (type: string, id: string, part: string | null) => void
}) {
  const { stops, look, fine } = checksByWeight(plan.checks)
  return (
    <div className="bundles-checks">
      {stops.length > 0 && (
        <>
          <h3 className="bad">
            <OctagonAlert className="i s" aria-hidden />
            Stops the build <span className="faint">{stops.length}</span>
          </h3>
          <Lines plan={plan} checks={stops} onOpen={onOpen} />
        </>
      )}
      {look.length > 0 && (
        <>
          <h3 className="soon">
            <TriangleAlert className="i s" aria-hidden />
            Look at these <span className="faint">{look.length}</span>
          </h3>
          <Lines plan={plan} checks={look} onOpen={onOpen} />
        </>
      )}
      {fine.length > 0 && (
        <>
          <h3 className="good">
            <CircleCheck className="i s" aria-hidden />
            In order <span className="faint">{fine.length}</span>
          </h3>
          <ul>
            {fine.map((check) => (
              <li key={check.sentence} className="bundles-fine">
                <Tick className="i s good" aria-hidden />
                {check.sentence}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

function Lines({
  plan,
  checks,
  onOpen,
}: {
  readonly plan: Plan
  readonly checks: readonly Check[]
  readonly onOpen: (type: string, id: string, part: string | null) => void
}) {
  const [all, setAll] = useState(false)
  const shown = all ? checks : checks.slice(0, atFirst)
  return (
    <ul>
      {shown.map((check) => {
        const { type, id, paragraph } = check
        const ref = refOfCheck(plan, check)
        return (
          <li key={`${id} ${check.sentence} ${paragraph}`}>
            {type !== undefined && id !== undefined && (
              <Button
                size="slim"
                aria-label={`Open ${ref || check.sentence}`}
                onClick={() => onOpen(type, id, paragraph === undefined ? null : `¶${paragraph}`)}
              >
                Open {ref}
              </Button>
            )}
            <b>{check.sentence}</b>
            {check.detail !== '' && <p className="dim small">{check.detail}</p>}
          </li>
        )
      })}
      {shown.length < checks.length && (
        <li>
          <Button look="link" size="slim" onClick={() => setAll(true)}>
            Show {checks.length - shown.length} more
          </Button>
        </li>
      )}
    </ul>
  )
}
