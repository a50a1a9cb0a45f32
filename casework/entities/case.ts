import { entity } from '../entity.ts'
import { choice, flag, lines, list, text } from '../schema.ts'

/** The case itself: one record in each case file. */
export const caseFile = entity({
  type: 'case',
  letter: 'C',
  name: { one: 'Case', many: 'Cases' },
  fields: {
    name: text('Operation name', { required: true, max: 120 }),
    reference: text('Force reference', {
      hint: 'As in the force’s own system, for example NM/MS/0042/25',
      max: 60,
    }),
    urn: text('URN', { hint: 'Unique reference number, when there is one', max: 40 }),
    stage: choice('Stage', {
      report: 'Report',
      investigation: 'Investigation',
      'pre-charge': 'Pre-charge',
      charged: 'Charged',
      trial: 'Trial',
      closed: 'Closed',
    }),
    offences: list('Offences considered'),
    officerInCase: text('Officer in the case'),
    deputy: text('Deputy'),
    disclosureOfficer: text('Disclosure officer'),
    court: text('Court'),
    caseTitle: text('Case title', { hint: 'As the court writes it: R v Whitlock and Hoxha', max: 300 }),
    defendants: list('Defendants'),
    reportingRestriction: lines('Reporting restriction', { max: 1_000 }),
    marking: choice('Marking', { 'official-sensitive': 'OFFICIAL-SENSITIVE', official: 'OFFICIAL' }),
    summary: lines('Story so far'),
    fictional: flag('Fictional demonstration case', { inForm: false }),
    /** Only the demonstration case shows its passphrase; an officer's case never holds one. */
    demonstrationPassphrase: text('Demonstration passphrase', { inForm: false }),
  },
  title: (v) => v.name,
  ownList: true,
})
