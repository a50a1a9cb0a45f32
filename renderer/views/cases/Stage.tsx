import { caseFile } from '../../../casework/entities/case.ts'
import './stage.css'

/** The stages of a case in order: key and word. */
export const stages = Object.entries(caseFile.fields.stage.options ?? {})

/** A stage as six marks and its word. `stage` may be the key or the word. */
export function Stage({ stage }: { readonly stage: string }) {
  const at = stages.findIndex(([key, word]) => key === stage || word === stage)
  if (at < 0) return <span className="faint">–</span>
  return (
    <span className="stage">
      <span className="pips" aria-hidden>
        {stages.map(([key], index) => (
          <i key={key} className={index < at ? 'past' : index === at ? 'now' : ''} />
        ))}
      </span>
      {stages[at]![1]}
    </span>
  )
}
