import { OctagonAlert, Check as Tick, TriangleAlert } from 'lucide-react'
import type { Result } from '../../../casework/contract/contract.ts'
import { counted } from '../../../casework/rules/words.ts'
import { ErrorNote } from '../../parts/Note.tsx'
import { sortedChecks } from './checks.ts'

/** What a reading found: what stops it, what to look at, what is in order; and the declaration it will carry. */
export function Checks({
  read,
  error,
  signed,
  civil,
  onGo,
}: {
  readonly read: Result<'statements.check'> | undefined
  readonly error: { readonly message: string } | null
  readonly signed: boolean
  readonly civil: boolean
  readonly onGo: (paragraph: number) => void
}) {
  const { asking, fine } = sortedChecks(read?.checks ?? [])
  const total = asking.length + fine.length
  return (
    <>
      <div className="head">
        <h2 className="grow">{signed ? 'As it was signed' : 'Before it is signed'}</h2>
        {read !== undefined && (
          <span className="faint num" title={`${fine.length} of ${counted(total, 'check')} in order`}>
            {fine.length} of {total}
          </span>
        )}
      </div>
      <div className="pane-body">
        <ErrorNote error={error} title="The statement could not be read over" />
        <ul className="statements-checks" aria-label="Checks">
          {asking.map((check) => (
            <li key={check.sentence} className={check.weight}>
              {check.weight === 'stops' ? (
                <OctagonAlert className="i s" aria-label="Stops it being served:" />
              ) : (
                <TriangleAlert className="i s" aria-label="Look at this:" />
              )}
              <div>
                <b>{check.sentence}</b>
                {check.detail !== '' && <p className="small dim">{check.detail}</p>}
                {check.paragraph !== undefined && (
                  <button type="button" className="statements-go" onClick={() => onGo(check.paragraph!)}>
                    Go to paragraph {check.paragraph}
                  </button>
                )}
              </div>
            </li>
          ))}
        </ul>
        {fine.length > 0 && (
          <ul
            className={asking.length > 0 ? 'statements-checks fine line' : 'statements-checks fine'}
            aria-label="In order"
          >
            {fine.map((check) => (
              <li key={check.sentence}>
                <Tick className="i s" aria-label="In order:" />
                <span>{check.sentence}</span>
              </li>
            ))}
          </ul>
        )}
        {read !== undefined && read.pages > 0 && (
          <section className="sec">
            <h3>
              {civil ? 'Statement of truth' : 'Declaration'}, {counted(read.pages, 'page')}
            </h3>
            <p className="statements-declaration">{read.declaration}</p>
          </section>
        )}
      </div>
    </>
  )
}
