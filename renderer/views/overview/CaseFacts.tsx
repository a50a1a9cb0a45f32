import type { ValuesOf } from '../../../casework/entities/index.ts'

/** Who answers for the case, and what it is about. Only what is known. */
export function CaseFacts({ fields }: { readonly fields: ValuesOf<'case'> }) {
  const facts = (
    [
      ['URN', fields.urn],
      ['Officer in the case', fields.officerInCase],
      ['Deputy', fields.deputy],
      ['Disclosure', fields.disclosureOfficer],
      ['Court', fields.court],
      ['Defendants', fields.defendants.join(', ')],
      ['Offences', fields.offences.join('; ')],
      ['Restriction', fields.reportingRestriction],
    ] as const
  ).filter(([, value]) => value !== '')
  return (
    <section className="sec">
      <h2>The case</h2>
      {facts.length === 0 && <p className="faint">No details yet.</p>}
      <dl className="facts">
        {facts.map(([word, value]) => (
          <div key={word} className="overview-fact">
            <dt>{word}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
