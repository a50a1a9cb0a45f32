import { LockKeyhole } from 'lucide-react'
import type { StoredOf } from '../../../casework/entities/index.ts'
import { register } from '../../../casework/entities/index.ts'
import { shortDay } from '../../../casework/rules/days.ts'
import { refOf } from '../../../casework/rules/references.ts'
import { initialsAndSurname } from '../../../casework/rules/witness-name.ts'
import { useToday } from '../../data/machine.ts'
import { Button } from '../../parts/Button.tsx'
import { DayField } from '../../parts/DayField.tsx'
import { ChoiceField, NumberField, TextField } from '../../parts/Field.tsx'
import { formWords, fromWitness, over18, type StatementValues } from './heading.ts'

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
  const civil = values.form === 'civil'
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
              label={labels.form.label}
              value={values.form}
              options={formWords}
              onChange={(form) => onSet({ form: form as StatementValues['form'] })}
            />
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
            {civil && <CornerFields values={values} onSet={onSet} />}
            {!civil && (
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
            )}
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

/** What the corner of a civil statement gives beside its exhibits and its date. */
function CornerFields({
  values,
  onSet,
}: {
  readonly values: StatementValues
  readonly onSet: (fields: Fields) => void
}) {
  const usual = initialsAndSurname(values.statementOf)
  return (
    <>
      <TextField
        label={labels.behalf.label}
        hint={labels.behalf.hint}
        value={values.behalf}
        onChange={(behalf) => onSet({ behalf })}
      />
      <TextField
        label={labels.shortName.label}
        hint={values.shortName === '' && usual !== '' ? `Empty: ${usual}` : labels.shortName.hint}
        value={values.shortName}
        onChange={(shortName) => onSet({ shortName })}
      />
      <NumberField
        label={labels.number.label}
        hint={values.number === null ? 'Empty: the first of this witness' : labels.number.hint}
        value={values.number}
        onChange={(to) => onSet({ number: to === null ? null : Math.min(99, Math.max(1, to)) })}
      />
      <DayField
        label={labels.translated.label}
        value={values.translated}
        onChange={(translated) => onSet({ translated })}
      />
    </>
  )
}

function SignedFacts({ values, witness }: { readonly values: StatementValues; readonly witness: string }) {
  const facts = [
    ['Witness', witness],
    ['Statement of', values.statementOf],
    ...(values.form === 'civil'
      ? [
          ['Form', formWords.civil],
          ['For', values.behalf],
          ['Corner', values.shortName || initialsAndSurname(values.statementOf)],
          ['Number', String(values.number ?? 1)],
          ['Translated', values.translated === null ? '' : shortDay(values.translated)],
        ]
      : [['Age', values.age]]),
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
