import { basename, join } from 'node:path'
import type { Params } from '../../casework/contract/contract.ts'
import { CaseworkError } from '../../casework/contract/errors.ts'
import { notesSummary, summaryMarkdown } from '../../casework/rules/notes-summary.ts'
import { withoutPages, withPages } from '../../casework/rules/page-runs.ts'
import { knownIn } from '../desk/bundle-checking.ts'
import type { Desk } from '../desk/desk.ts'
import { noteOf, type Reading } from '../desk/reading.ts'
import { carryNotes, newSince } from '../desk/reading-versions.ts'
import type { Handlers } from '../dispatch.ts'
import { notesPdf, type Verification, writeAndLand } from '../services/bundle/index.ts'
import { safeName, shown, unwritable } from '../services/machine/places.ts'

/** What makes a bundle another than the one its manifest speaks of. Other findings are faults it was built with. */
const alteredRules = new Set(['hash', 'manifest', 'seal', 'unreadable', 'R55'])

/** Reading a bundle without a case. */
export const readingHandlers = (desk: Desk) =>
  ({
    'reading.open': ({ file }, asked) => desk.readings.open(desk.places.pathOf(file), asked),
    'reading.close': async ({ id }) => {
      await desk.readings.close(id)
      return {}
    },
    'reading.verify': async ({ id }, { signal, progress }) => {
      const { path } = desk.readings.get(id)
      const seen = await desk.run('verify-bundle', { path }, { signal, onProgress: progress })
      return {
        stands: standsOf(id, seen),
        findings: seen.findings.map((each) => ({ ...each })),
        seal: seen.seal === null ? null : { ...seen.seal, knownIn: knownIn(desk, seen.seal.key) },
      }
    },
    'reading.note': ({ id, change }) => {
      const reading = desk.readings.get(id)
      const { notes, ...rest } = reading.state()
      if (change.do === 'remove') {
        const gone = noteOf(reading, change.note)
        reading.keep({ ...rest, notes: notes.filter((each) => each !== gone) })
        return { note: null }
      }
      const now = desk.now()
      if (change.do === 'add') {
        refusePage(reading, change.fields.page)
        const note = { ...change.fields, id: desk.newId(), made: now, changed: now }
        reading.keep({ ...rest, notes: [...notes, note] })
        return { note }
      }
      const before = noteOf(reading, change.note)
      const given = Object.fromEntries(
        Object.entries(change.fields).filter(([, value]) => value !== undefined),
      )
      const note = { ...before, ...given, changed: now } as typeof before
      refusePage(reading, note.page)
      reading.keep({ ...rest, notes: notes.map((each) => (each === before ? note : each)) })
      return { note }
    },
    'reading.mark': ({ id, from, to, read }) => {
      const reading = desk.readings.get(id)
      const state = reading.state()
      const last = Math.min(to, reading.seen.pages)
      const runs =
        from > last
          ? state.read.map((run) => [...run] as [number, number])
          : (read ? withPages : withoutPages)(state.read, from, last)
      reading.keep({ ...state, read: runs })
      return { read: runs }
    },
    'reading.place': ({ id, place }) => {
      const reading = desk.readings.get(id)
      refusePage(reading, place.page)
      reading.keep({ ...reading.state(), place })
      return {}
    },
    'reading.since': (asked, tools) => newSince(desk, asked, tools),
    'reading.carry': (asked) => carryNotes(desk, asked),
    'reading.summary': async (asked) => {
      const reading = desk.readings.get(asked.id)
      const folder = desk.places.target(asked.to)
      const ending = asked.form === 'pdf' ? '.pdf' : '.md'
      const name = safeName(asked.fileName.endsWith(ending) ? asked.fileName : `${asked.fileName}${ending}`)
      const { bytes, notes } = summaryOf(reading, asked, desk)
      writeNew(desk, join(folder, name), bytes)
      return { fileName: name, folder: shown(basename(folder) || folder), notes }
    },
  }) satisfies Partial<Handlers>

function standsOf(id: string, seen: Verification) {
  if (seen.sha256 !== id) return 'altered' as const
  if (seen.findings.some(({ rule }) => rule === 'no-manifest')) return 'no-manifest' as const
  return seen.findings.some(({ rule }) => alteredRules.has(rule))
    ? ('altered' as const)
    : ('matches' as const)
}

function refusePage({ name, seen }: Reading, page: number): void {
  if (page > seen.pages)
    throw new CaseworkError('invalid', `“${name}” has ${seen.pages} pages, and no page ${page}.`, {
      at: 'page',
    })
}

function summaryOf(reading: Reading, asked: Params<'reading.summary'>, desk: Desk) {
  const { seen, name } = reading
  const bundle = { ...seen, name, title: seen.title || name.replace(/\.pdf$/i, '') }
  const summary = notesSummary(bundle, reading.state().notes, asked.tag)
  if (summary.notes.length === 0)
    throw new CaseworkError('invalid', 'There are no notes to sum up yet. Make one first.')
  const bytes =
    asked.form === 'pdf'
      ? notesPdf(summary, { sha256: seen.sha256, name: bundle.title, fictional: seen.fictional }, desk.paper)
      : Buffer.from(summaryMarkdown(summary, seen.sha256))
  return { bytes, notes: summary.notes.length }
}

/** Writes a file that was not there. What could not be written whole is taken away again. */
function writeNew(desk: Desk, path: string, bytes: Uint8Array): void {
  const over = desk.unfinished.begin('file', path)
  try {
    writeAndLand(path, bytes)
  } catch (cause) {
    // What stands there is told of as whatever else is kept in a folder tells of it.
    const said = cause instanceof CaseworkError && cause.code === 'exists' ? { code: 'EEXIST' } : cause
    throw said instanceof CaseworkError ? said : unwritable(said, 'file', basename(path))
  } finally {
    over()
  }
}
