import { LockKeyhole } from 'lucide-react'
import type { StoredOf } from '../../../casework/entities/index.ts'
import { register } from '../../../casework/entities/index.ts'
import { shortDay } from '../../../casework/rules/days.ts'
import { refOf } from '../../../casework/rules/references.ts'
import { useToday } from '../../data/machine.ts'
import { Button } from '../../parts/Button.tsx'
import { ChoiceField, DayField, TextField } from '../../parts/Field.tsx'
import { fromWitness, over18, type StatementValues } from './heading.ts'

const labels = register.statement.fields
type Fields = Partial<Omit<StatementValues, 'paragraphs'>>

/** The boxes at the head of the form: who speaks, in which language, on what day. And the way to the contact page. */
export function Head({
  values,
  people,
  onSet,
  onLeave,
  onContact,
}: {
  readonly values: StatementValues
  readonly people: readonly StoredOf<'person'>[]
  readonly onSet: (fields: Fields) => void
  readonly onLeave: () => void
  readonly onContact: () => void
}) {
  const today = useToday()
  const options = Object.fromEntries(people.map((each) => [each.id, `${refOf(each)} ${each.fields.name}`]))
  const find = (id: string | null) => people.find((each) => each.id === id) ?? null
  const signed = values.stage === 'signed'
  return (
    <>
      <div className="head">
        <h2 className="grow">The witness</h2>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only hears the focus leave the boxes within */}
      <div className="pane-body" onBlur={onLeave}>
        {signed ? (
          <SignedFacts values={values} witness={options[values.witness ?? ''] ?? ''} />
        ) : (
          <div className="form">
            <ChoiceField
              label={labels.witness.label}
              value={values.witness ?? ''}
              options={{ '': 'Not chosen', ...options }}
              onChange={(id) =>
                onSet(fromWitness(values, find(id === '' ? null : id), find(values.witness), today))
              }
            />
            <TextField
              label={labels.statementOf.label}
              hint={labels.statementOf.hint}
              value={values.statementOf}
              onChange={(statementOf) => onSet({ statementOf })}
              error={values.statementOf.trim() === '' ? 'A statement needs the witness’s name.' : undefined}
            />
            <div className="statements-age">
              <TextField label={labels.age.label} value={values.age} onChange={(age) => onSet({ age })} />
              <Button
                size="slim"
                aria-pressed={values.age === over18}
                onClick={() => onSet({ age: values.age === over18 ? '' : over18 })}
              >
                {over18}
              </Button>
            </div>
            <TextField
              label={labels.occupation.label}
              value={values.occupation}
              onChange={(occupation) => onSet({ occupation })}
            />
            <TextField
              label={labels.language.label}
              value={values.language}
              onChange={(language) => onSet({ language })}
            />
            <TextField
              label={labels.interpreter.label}
              value={values.interpreter}
              onChange={(interpreter) => onSet({ interpreter })}
            />
            <DayField label={labels.made.label} value={values.made} onChange={(made) => onSet({ made })} />
          </div>
        )}
        <section className="sec statements-apart">
          <Button icon={<LockKeyhole className="i s" aria-hidden />} onClick={onContact}>
            Contact page
          </Button>
          <p className="small dim">Kept apart. Looking at it is logged; it is never served.</p>
        </section>
      </div>
    </>
  )
}

function SignedFacts({ values, witness }: { readonly values: StatementValues; readonly witness: string }) {
  const facts = [
    ['Witness', witness],
    ['Statement of', values.statementOf],
    ['Age', values.age],
    ['Occupation', values.occupation],
    ['Language', values.language],
    ['Interpreter', values.interpreter],
    ['Dated', values.made === null ? '' : shortDay(values.made)],
    ['Signed', values.signed === null ? '' : shortDay(values.signed)],
    ['Witnessed by', values.witnessedBy],
  ].filter(([, value]) => value !== '')
  return (
    <dl className="statements-facts">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
