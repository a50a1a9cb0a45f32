import { entityOf, type RecordType, register } from '../../../casework/entities/index.ts'
import { useAsk } from '../../data/ask.ts'
import { ErrorNote } from '../../parts/Note.tsx'
import { useOpenRecord } from '../../state/use-open.ts'

/** Every record that points at an exhibit, by kind; each opens where it belongs. */
export function UsedIn({ id, caseId }: { readonly id: string; readonly caseId: string }) {
  const asked = useAsk('records.get', { caseId, type: 'exhibit', id })
  const open = useOpenRecord()
  const uses = asked.data?.usedIn ?? []
  const kinds = [...new Set(uses.map(({ type }) => type))]
  if (asked.data !== undefined && uses.length === 0)
    return (
      <p className="dim">Nothing points at it yet. An event or statement that cites it will stand here.</p>
    )
  return (
    <div className="v">
      <ErrorNote error={asked.error} />
      {kinds.map((kind) => (
        <div key={kind}>
          <h3>{kind in register ? entityOf(kind as RecordType).name.many : kind}</h3>
          <div className="row-list">
            {uses
              .filter(({ type }) => type === kind)
              .map((use) => (
                <button key={use.id} type="button" onClick={() => open(use.type, use.id)}>
                  <span className="ref">{use.ref}</span>
                  <span className="cut" title={use.title}>
                    {use.title}
                  </span>
                </button>
              ))}
          </div>
        </div>
      ))}
    </div>
  )
}
