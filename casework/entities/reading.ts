import { entity } from '../entity.ts'
import { choice, number, reference, text, words } from '../schema.ts'

/**
 * What a machine read on one page of an exhibit's file, with how sure it is. It belongs to the file with that hash and
 * to no other, and is unchecked until a person puts a name to it.
 */
export const reading = entity({
  type: 'reading',
  letter: 'R',
  name: { one: 'Machine reading', many: 'Machine readings' },
  fields: {
    exhibit: reference('Exhibit', 'exhibit', { inForm: false }),
    sha256: text('SHA-256', { inForm: false }),
    page: number('Page', 1, 500_000, { inForm: false }),
    count: number('Words', 0, 10_000_000, { inForm: false }),
    confidence: number('How sure the machine is, of 100', 0, 100, { inForm: false }),
    /** As a reader sees the page. */
    lie: choice(
      'How its words lie',
      { upright: 'Upright', 'upside-down': 'Upside down', sideways: 'On their side' },
      { inForm: false },
    ),
    engine: text('Read by', { inForm: false }),
    language: text('Language', { max: 20, inForm: false }),
    note: text('Why it could not be read', { max: 400, inForm: false }),
    lines: words('Words'),
    checkedBy: text('Checked by', { inForm: false }),
    checkedAt: number('Checked at', 0, 8_640_000_000_000_000, { inForm: false }),
  },
  title: (v) => `Page ${v.page ?? ''}, read by machine`,
  ownList: true,
  within: true,
  upgrades: [withoutLie],
})

/** Until 0.1 a scan was read as it lay, and how it lay was not told. */
function withoutLie(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return 'lie' in fields ? { ...fields } : { ...fields, lie: 'upright' }
}
