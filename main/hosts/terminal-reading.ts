import { basename, dirname, join } from 'node:path'
import { notesSummary, summaryMarkdown } from '../../casework/rules/notes-summary.ts'
import { fileNamed, type TerminalDesk } from './terminal-desk.ts'
import { type Line, WrongUsage } from './terminal-words.ts'

const bundleNotes = async (desk: TerminalDesk, line: Line) => {
  const to = line.text('to')
  if (to !== undefined && line.yes('markdown'))
    throw new WrongUsage('“bundle notes” takes --markdown or --to, one of the two.')
  const { client, options } = desk
  const file = await desk.grant(line.places[0]!)
  const opened = await client.call('reading.open', { file }, options)
  const { id } = opened
  try {
    if (opened.setAside)
      desk.note('What was kept of this bundle could not be read, and was set aside. Its notes are not shown.')
    if (to !== undefined) {
      const path = fileNamed(to)
      const place = await desk.grant(dirname(path))
      const form = path.toLowerCase().endsWith('.md') ? 'markdown' : 'pdf'
      const asked = { id, to: place, fileName: basename(path), form, tag: null } as const
      const { fileName, notes } = await client.call('reading.summary', asked, options)
      const written = join(dirname(path), fileName)
      return {
        json: { notes, to: written },
        rows: [
          ['Notes', String(notes)],
          ['Written to', written],
        ],
      }
    }
    const title = opened.title || opened.name.replace(/\.pdf$/i, '')
    const summary = notesSummary({ ...opened, sha256: id, title }, opened.state.notes)
    const rows = line.yes('markdown')
      ? summaryMarkdown(summary, id)
          .trimEnd()
          .split('\n')
          .map((each) => [each])
      : [
          ['Page', 'Tag', 'Note'],
          ...summary.notes.map(({ page, tag, quote, words }) => [
            page,
            tag,
            [quote === '' ? '' : `“${quote}”`, words].filter(Boolean).join(' '),
          ]),
        ]
    return { json: { bundle: opened.name, sha256: id, ...summary, notes: [...summary.notes] }, rows }
  } finally {
    await client.call('reading.close', { id }).catch(() => undefined)
  }
}

/** The commands about what was noted of bundles. */
export const readingCommands = { 'bundle notes': bundleNotes } as const
