import { referencesIn } from './references.ts'

/** What a reading of a statement found. `stops`: it can't be served so; `look`: a person should decide. */
export interface StatementCheck {
  readonly weight: 'stops' | 'look' | 'fine'
  readonly sentence: string
  readonly detail: string
  readonly paragraph?: number
}
export interface StatementFacts {
  readonly statementOf: string
  readonly age: string
  readonly language: string
  readonly interpreter: string
  readonly stage: string
  readonly form: string
  /** The party a civil statement is made for. */
  readonly behalf: string
  readonly made: string | null
  readonly paragraphs: readonly string[]
  /** The references the register knows. */
  readonly references: ReadonlySet<string>
}

const phone = /(?:\+44\s?|\b0)(?:\d[\s-]?){9,10}\b/
const postcode = /\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b/
const conclusion = /\bthe (?:victim|defendant)\b/i
const hearsay = /\b(?:told|said to) (?:me|us) that\b/i

// The corner of a civil statement: Practice Direction 32, 17.2.
const corner = ({ behalf, made }: StatementFacts): StatementCheck[] => [
  ...(behalf === ''
    ? [
        {
          weight: 'look' as const,
          sentence: 'The corner names no party',
          detail: 'Say on whose behalf the statement is made.',
        },
      ]
    : []),
  ...(made === null
    ? [
        {
          weight: 'look' as const,
          sentence: 'The corner gives no date',
          detail: 'Give the day the statement was made; until then a line stands there.',
        },
      ]
    : []),
]

/**
 * Reads a statement over as a disclosure officer would, after the content points of form MG11 (domain fact §5.4).
 * A prompt to look, never a judgement of the witness.
 */
export function checkStatement(facts: StatementFacts): readonly StatementCheck[] {
  const text = facts.paragraphs.join('\n')
  const civil = facts.form === 'civil'
  const mentioned = facts.paragraphs.flatMap((paragraph, index) =>
    referencesIn(paragraph).map((ref) => ({ ref, paragraph: index + 1 })),
  )
  const strangers = mentioned.filter(({ ref }) => !facts.references.has(ref))
  const where = (pattern: RegExp) => facts.paragraphs.findIndex((paragraph) => pattern.test(paragraph)) + 1
  const found = (
    paragraph: number,
    sentence: string,
    weight: 'stops' | 'look',
    detail: string,
  ): StatementCheck[] =>
    paragraph === 0 ? [] : [{ weight, sentence, detail: `Paragraph ${paragraph}. ${detail}`, paragraph }]
  const fine = (holds: boolean, sentence: string): StatementCheck[] =>
    holds ? [{ weight: 'fine', sentence, detail: '' }] : []

  return [
    ...(text.trim() === ''
      ? [
          {
            weight: 'stops' as const,
            sentence: 'The statement has no words yet',
            detail: 'Write the first paragraph.',
          },
        ]
      : []),
    ...strangers.map(({ ref, paragraph }) => ({
      weight: 'stops' as const,
      sentence: `${ref} is not in the register`,
      detail: `Paragraph ${paragraph}. Check the reference, or give the exhibit this one.`,
      paragraph,
    })),
    ...found(
      where(phone),
      'A telephone number in the text',
      'stops',
      'It belongs on the contact page, which is never served.',
    ),
    ...found(
      where(postcode),
      'A postcode in the text',
      'look',
      'A home address belongs on the contact page, which is never served.',
    ),
    ...found(
      where(conclusion),
      'A conclusion in the officer’s words',
      'look',
      'Use the person’s name, or what they did.',
    ),
    ...found(
      where(hearsay),
      'Something somebody else said',
      'look',
      'Say who said it and when; it may need a hearsay notice.',
    ),
    ...(civil ? corner(facts) : []),
    ...(!civil && facts.age === ''
      ? [
          {
            weight: 'look' as const,
            sentence: 'The age box is empty',
            detail: 'Give the age if under 18, otherwise “Over 18”.',
          },
        ]
      : []),
    ...(facts.language !== '' && !/english/i.test(facts.language) && facts.interpreter === ''
      ? [
          {
            weight: 'look' as const,
            sentence: 'No interpreter is named',
            detail: 'The interpreter makes a statement too.',
          },
        ]
      : []),
    ...(facts.stage === 'draft'
      ? [
          {
            weight: 'look' as const,
            sentence: 'Still a draft',
            detail: 'Read it over with the witness, then have it signed.',
          },
        ]
      : []),
    ...fine(!civil && facts.age !== '', `Age box: ${facts.age}`),
    ...fine(civil && facts.behalf !== '', `Made on behalf of: ${facts.behalf}`),
    ...fine(facts.language !== '', `Language recorded: ${facts.language}`),
    ...fine(text.trim() !== '' && where(phone) === 0, 'No telephone number in the text'),
    ...fine(mentioned.length > 0 && strangers.length === 0, 'Every exhibit mentioned is in the register'),
    ...fine(/\bI\b/.test(text), 'First person throughout'),
  ]
}
