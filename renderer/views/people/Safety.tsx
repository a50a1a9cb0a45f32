import { ShieldCheck, ShieldQuestionMark } from 'lucide-react'
import { Button } from '../../parts/Button.tsx'
import { type Person, pronouns } from './people.ts'
import { safetyLines } from './safety.ts'

/** How to reach someone safely, before anything else is read of them; or that this is not known yet. */
export function Safety({ person, onEdit }: { readonly person: Person; readonly onEdit: () => void }) {
  const lines = safetyLines(person.fields.safety)
  const { object } = pronouns[person.fields.pronoun]
  if (lines.length === 0)
    return (
      <section className="people-safe unknown" aria-label="Safe to contact">
        <h2>
          <ShieldQuestionMark className="i" aria-hidden /> Not known how to reach {object} safely
        </h2>
        <p>
          Until it is, make no call, send no letter and visit no home. Ask {object} when you next meet, or ask
          a support worker.
        </p>
        <Button onClick={onEdit}>Record what is safe</Button>
      </section>
    )
  return (
    <section className="people-safe" aria-label="Safe to contact">
      <h2>
        <ShieldCheck className="i" aria-hidden /> Safe to contact, with care
      </h2>
      <dl>
        {lines.map((line, index) => (
          <div key={line.words} className={line.never ? 'never' : undefined}>
            <dt>
              {lines[index - 1]?.label === line.label ? (
                <span className="unseen">{line.label}</span>
              ) : (
                line.label
              )}
            </dt>
            <dd>{line.words}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
