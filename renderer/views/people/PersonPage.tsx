import { Archive, ArrowLeft, Pencil } from 'lucide-react'
import { entityOf, type RecordType, register } from '../../../casework/entities/index.ts'
import { shortDay } from '../../../casework/rules/days.ts'
import { refOf } from '../../../casework/rules/references.ts'
import { useAsk } from '../../data/ask.ts'
import { useToday } from '../../data/machine.ts'
import { Button, IconButton } from '../../parts/Button.tsx'
import { SourceLink } from '../../parts/Marks.tsx'
import { ErrorNote, Note } from '../../parts/Note.tsx'
import { useOpenRecord } from '../../state/use-open.ts'
import { VersionsButton } from '../versions/VersionsButton.tsx'
import { ageOn, isBoth, type Person, pronouns, underName } from './people.ts'
import { Safety } from './Safety.tsx'

/** One person. For a potential victim, how to reach them safely stands before anything else. */
export function PersonPage({
  caseId,
  person,
  onEdit,
  onArchive,
  onClose,
}: {
  readonly caseId: string
  readonly person: Person
  readonly onEdit: () => void
  readonly onArchive: () => void
  readonly onClose: () => void
}) {
  const today = useToday()
  const { fields } = person
  const victim = fields.roles.includes('victim')
  const safetyFirst = victim || fields.safety.trim() !== ''
  const about = pronouns[fields.pronoun]
  const facts = (
    [
      ['Name', fields.name],
      ['Also known as', fields.aliases.join(', ')],
      ['Date of birth', bornWords(fields.born, today)],
      ['Referred to as', register.person.fields.pronoun.options?.[fields.pronoun] ?? ''],
      ['Nationality', fields.nationality],
      ['Occupation', fields.occupation],
    ] as const
  ).filter(([, value]) => value !== '')
  return (
    <article className="people-page">
      <header className="people-head">
        <IconButton
          name="Back to the list"
          icon={<ArrowLeft className="i" aria-hidden />}
          onClick={onClose}
        />
        <span className={victim ? 'peb people-peb victim' : 'peb people-peb'}>{refOf(person)}</span>
        <div className="grow">
          <h1>{fields.name}</h1>
          <p className="dim small">{underName(person, today)}</p>
        </div>
        <VersionsButton caseId={caseId} type="person" id={person.id} title={refOf(person)} />
        <Button icon={<Archive className="i s" aria-hidden />} look="bare" onClick={onArchive}>
          Archive
        </Button>
        <Button icon={<Pencil className="i s" aria-hidden />} onClick={onEdit}>
          Edit
        </Button>
      </header>
      <div className="people-body">
        <div className="people-first">
          {safetyFirst && <Safety person={person} onEdit={onEdit} />}
          {isBoth(person) && (
            <Note tone="soon" title={`A suspect who may be a victim`}>
              <p>
                Before {about.owner} next interview, consider: was{' '}
                {about.object === 'them' ? 'this person' : about.subject.toLowerCase()} made to do it? Is a
                referral to the National Referral Mechanism (NRM) due, and the statutory defence (section 45)
                for the reviewing lawyer? Should another officer deal with {about.object} as a victim?
              </p>
            </Note>
          )}
          {fields.languages.length > 0 && (
            <section className="sec">
              <h2>
                So {about.subject.toLowerCase()} {about.subject === 'They' ? 'are' : 'is'} understood
              </h2>
              <p>{fields.languages.join(', ')}</p>
            </section>
          )}
          <section className="sec">
            <h2>Notes</h2>
            {fields.notes.trim() === '' ? (
              <p className="faint">None yet.</p>
            ) : (
              <p className="people-notes">{fields.notes}</p>
            )}
          </section>
        </div>
        <div className="people-second">
          <section className="sec">
            <h2>
              Who {about.subject.toLowerCase()} {about.subject === 'They' ? 'are' : 'is'}
            </h2>
            <dl className="facts">
              {facts.map(([label, value]) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </section>
          <InTheCase caseId={caseId} person={person} />
        </div>
      </div>
    </article>
  )
}

const bornWords = (born: string | null, today: string): string => {
  if (born === null) return ''
  const age = ageOn(born, today)
  return age === null ? shortDay(born) : `${shortDay(born)}, ${age} years old${age < 18 ? ': a child' : ''}`
}

/** Where the person stands in the case: statements, events, and whatever else names them. */
function InTheCase({ caseId, person }: { readonly caseId: string; readonly person: Person }) {
  const asked = useAsk('records.get', { caseId, type: 'person', id: person.id })
  const open = useOpenRecord()
  const uses = asked.data?.usedIn ?? []
  const kinds = [...new Set(uses.map(({ type }) => type))]
  return (
    <section className="sec">
      <h2>In the case</h2>
      <ErrorNote error={asked.error} />
      {asked.data !== undefined && uses.length === 0 && (
        <p className="faint">
          Nothing names {pronouns[person.fields.pronoun].object} yet: no statement and no event.
        </p>
      )}
      {kinds.map((kind) => {
        const of = uses.filter(({ type }) => type === kind)
        return (
          <div key={kind} className="people-uses">
            <h3>
              {kind in register ? entityOf(kind as RecordType).name.many : kind}{' '}
              <span className="faint">{of.length}</span>
            </h3>
            <ul>
              {of.map((use) => (
                <li key={use.id}>
                  <SourceLink words={use.ref} onOpen={() => open(use.type, use.id)} />
                  <span title={use.title}>{use.title}</span>
                </li>
              ))}
            </ul>
          </div>
        )
      })}
    </section>
  )
}
