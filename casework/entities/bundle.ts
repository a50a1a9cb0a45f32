import { entity } from '../entity.ts'
import { body, choice, day, lines, number, text } from '../schema.ts'

/**
 * A bundle in the making: what stands in it, in what order, under which court's rules. What was frozen of it are records
 * of their own, and so is each copy that was built.
 */
export const bundle = entity({
  type: 'bundle',
  letter: 'B',
  name: { one: 'Bundle', many: 'Bundles' },
  fields: {
    title: text('Title', { required: true }),
    subtitle: text('Purpose', { max: 300 }),
    date: day('Date on the cover'),
    profile: text('Profile', { max: 40 }),
    state: choice('State', { draft: 'Draft', frozen: 'Frozen', served: 'Served' }, { inForm: false }),
    late: choice(
      'Late material',
      { end: 'At the end', insert: 'In between, as 143A', supplement: 'In a bundle of its own' },
      { hint: 'Numbers that were frozen never change' },
    ),
    servedTo: text('Served on', { inForm: false }),
    servedOn: day('Day of service', { inForm: false }),
    entries: body('Arrangement', {
      inForm: false,
      lines: 20_000,
      max: 2_000,
      says: (line) => lineWords(line),
    }),
    /** What is frozen of it, in order: each document's pages and the numbers they keep. */
    frozen: body('Frozen numbers', { inForm: false, lines: 20_000, max: 2_000, says: lineWords }),
    /** The newest frozen version's number; null while nothing is frozen. */
    version: number('Version', 1, 1_000, { inForm: false }),
    note: lines('Note', { max: 2_000 }),
  },
  title: (v) => v.title,
  ownList: true,
  upgrades: [fromBuilt],
})

/** Until 0.1 a record of this kind stood for one built copy. Its facts stay, as words. */
function fromBuilt(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (!('sha256' in fields)) return { ...fields }
  const { fileName, pages, documents, bytes, sha256, ...rest } = fields
  return {
    ...rest,
    state: 'draft',
    late: 'end',
    servedTo: '',
    servedOn: null,
    entries: { text: '' },
    frozen: { text: '' },
    version: null,
    note: `Built by an earlier version as ${fileName}: ${pages} pages, ${documents} documents, ${bytes} bytes, SHA-256 ${sha256}.`,
  }
}

/** A line as its letter or title says it, where the history tells of a change. */
function lineWords(line: string): string {
  try {
    const entry = JSON.parse(line) as {
      kind?: string
      letter?: string
      title?: string
      type?: string
      id?: string
    }
    if (entry.kind === 'section') return `Section ${entry.letter}: ${entry.title}`
    return entry.title ? entry.title : `${entry.type} ${entry.id}`
  } catch {
    return line
  }
}
