import { useAsk } from '../../data/ask.ts'
import { Flag } from '../../parts/Marks.tsx'
import { useOpenRecord } from '../../state/use-open.ts'
import { stands } from './stands.ts'

/** The other exhibits of the case that have boxes, how far each is, and the way there. */
export function Others({ caseId, exhibit }: { readonly caseId: string; readonly exhibit: string }) {
  const openRecord = useOpenRecord()
  const asked = useAsk('redaction.list', { caseId })
  const others = (asked.data?.items ?? []).filter(({ id }) => id !== exhibit)
  if (others.length === 0) return null
  return (
    <section className="redact-others" aria-label="Other exhibits with boxes">
      <h3>Other exhibits with boxes</h3>
      <ul>
        {others.map(({ id, ref, title, state, boxes }) => (
          <li key={id}>
            <button type="button" className="redact-go" onClick={() => openRecord('exhibit', id, 'redact')}>
              <span className="ref">{ref}</span>
              <span className="cut" title={title}>
                {title}
              </span>
            </button>
            <span className="num small faint">{boxes}</span>
            <Flag tone={stands[state][0]}>{stands[state][1]}</Flag>
          </li>
        ))}
      </ul>
    </section>
  )
}
