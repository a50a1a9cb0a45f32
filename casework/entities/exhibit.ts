import { entity } from '../entity.ts'
import { choice, day, file, flag, lines, list, number, reference, text, when } from '../schema.ts'

/**
 * A thing produced in evidence. Its reference is its producer's initials and a number (JLB/7); the producer is who
 * found or made it, not who booked it in. Until someone gives the initials, it has no reference and says so.
 */
export const exhibit = entity({
  type: 'exhibit',
  letter: 'E',
  name: { one: 'Exhibit', many: 'Evidence' },
  fields: {
    title: text('Title', { required: true, max: 300 }),
    producer: text('Producer’s initials', { hint: 'Who found or made it', max: 12 }),
    number: number('Number', 1, 99_999),
    kind: choice('Kind', {
      document: 'Document',
      image: 'Image',
      recording: 'Recording',
      digital: 'Digital',
      physical: 'Physical',
    }),
    date: when('Date', { hint: 'As known: 29 Nov 2025, about Sep 2024, before October' }),
    source: text('Source', { hint: 'Where it came from: an address, a phone, a bank' }),
    producedBy: text('Produced by', { hint: 'Rank and name' }),
    foundAt: text('Found at'),
    foundWhen: when('Found when'),
    power: choice('Power', {
      none: 'Not stated',
      consent: 'Consent',
      s8: 'PACE s.8',
      s18: 'PACE s.18',
      s19: 'PACE s.19',
      s32: 'PACE s.32',
      warrant: 'Warrant',
      order: 'Production order',
    }),
    seal: text('Seal number'),
    description: lines('Description'),
    tags: list('Tags', { max: 40 }),
    translationOf: reference('Translation of', 'exhibit', {
      hint: 'The exhibit this one is a translation of',
      none: 'Not a translation',
    }),
    fromLanguage: text('Translated from', { hint: 'The language of the original', max: 60 }),
    translator: text('Translator', { hint: 'Full name, as the certificate gives it' }),
    translated: day('Date of translation'),
    certificate: reference('Translator’s certificate', 'exhibit', {
      hint: 'Where it is an exhibit of its own; otherwise one is set before the translation',
      none: 'None of its own',
    }),
    notForService: flag('Not for service', { hint: 'Kept out of every served bundle' }),
    file: file('File'),
  },
  title: (v) => v.title,
  ownList: true,
})
