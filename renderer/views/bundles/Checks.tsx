import { CircleCheck, OctagonAlert, Check as Tick, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../parts/Button.tsx'
import { type Check, type LivePlan, nameOf } from './live-plan.ts'
import { checksByWeight } from './plan-lines.ts'

const atFirst = 30

/** The word on the button that puts a thing right; what is opened is named. */
const fixWords: Readonly<Record<NonNullable<Check['fix']>, string>> = {
  open: 'Open',
  reference: 'Set reference',
  'read-text': 'Read text',
  'stand-in': 'Decide',
  'take-out': 'Take out',
  replace: 'Put it at the end',
  'move-to-end': 'Move to the end',
  'move-all-to-end': 'Move all to the end',
  details: 'Details',
  profile: 'Profile',
  redact: 'Redact',
}

/** What can be put right without a document being named. */
const ofTheBundle: readonly Check['fix'][] = ['profile', 'details', 'read-text', 'move-all-to-end']

/** What stops the build, what to look at, what is in order; each line with the button that puts it right. */
export function Checks({
  checks,
  frozen,
  live,
  onFix,
}: {
  readonly checks: readonly Check[]
  /** A frozen version is what would be built: nothing stops that, only the next one. */
  readonly frozen: boolean
  readonly live: LivePlan
  readonly onFix: (check: Check, fix: NonNullable<Check['fix']>) => void
}) {
  const { stops, look, fine } = checksByWeight(checks)
  return (
    <div className="bundles-checks">
      {stops.length > 0 && (
        <>
          <h3 className="bad">
            <OctagonAlert className="i s" aria-hidden />
            {frozen ? 'Stops the next version' : 'Stops the build'}{' '}
            <span className="faint">{stops.length}</span>
          </h3>
          <Lines live={live} checks={stops} onFix={onFix} />
        </>
      )}
      {look.length > 0 && (
        <>
          <h3 className="soon">
            <TriangleAlert className="i s" aria-hidden />
            Look at these <span className="faint">{look.length}</span>
          </h3>
          <Lines live={live} checks={look} onFix={onFix} />
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
              <li key={check.sentence} className="bundles-fine" title={`Rule ${check.rule}`}>
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
  live,
  checks,
  onFix,
}: {
  readonly live: LivePlan
  readonly checks: readonly Check[]
  readonly onFix: (check: Check, fix: NonNullable<Check['fix']>) => void
}) {
  const [all, setAll] = useState(false)
  const shown = all ? checks : checks.slice(0, atFirst)
  return (
    <ul>
      {shown.map((check, index) => {
        const { fix, type, id } = check
        const name = id === undefined ? '' : nameOf(live, check.key ?? `${type} ${id}`)
        const word = fix === 'open' && name !== '' && name.length < 12 ? `Open ${name}` : fix && fixWords[fix]
        const offered = fix !== undefined && (id !== undefined || ofTheBundle.includes(fix))
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two checks may read the same
          <li key={`${check.rule} ${id} ${index}`} title={`Rule ${check.rule}`}>
            {offered && (
              <Button size="slim" aria-label={`${word}: ${check.sentence}`} onClick={() => onFix(check, fix)}>
                {word}
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
