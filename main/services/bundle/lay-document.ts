import { CaseworkError } from '../../../casework/contract/errors.ts'
import { heldOrRead } from './file-view.ts'
import { PdfProblem } from './lexer.ts'
import { decodeText, laySheets, placeholderSheet, textSheets } from './own-pages.ts'
import { layPicture } from './picture-pages.ts'
import { type BuildTools, type BundleDocument, entryTitle, type Source } from './plan.ts'
import type { Press } from './press.ts'
import { PdfReader } from './reader.ts'
import { secondOpinion } from './second-opinion.ts'
import { noteSource } from './source-meaning.ts'
import { type Laid, laySource, type Pause } from './source-pages.ts'
import { readStatementForms } from './statement-form.ts'
import { statementFooter, statementSheets } from './statement-pages.ts'

/** The largest text taken into memory whole. */
const LARGEST = 1_500_000_000

type Facts = readonly (readonly [string, string])[]

/**
 * Lays one document into the bundle. Whatever is wrong with it, it gets at least a page: one that cannot be shown
 * becomes a page with its title and the reason, and the report says so. Throws only for a cancel or a failing disk.
 */
export async function layDocument(
  press: Press,
  document: BundleDocument,
  tools: BuildTools,
  pause: Pause,
): Promise<Laid> {
  const { content } = document
  const skipped = tools.skip?.get(document.id)
  if (skipped !== undefined) return placeholder(press, document, skipped, [], true)
  if (content.kind === 'placeholder')
    return placeholder(press, document, content.reason, content.facts, false)
  if (content.kind === 'statement') {
    const sheets = statementSheets(
      press.faces,
      content.statement,
      readStatementForms(tools),
      press.citations !== undefined,
    )
    return laySheets(press, sheets, statementFooter(content.statement, sheets.length))
  }
  const savepoint = press.file.save()
  const pages = press.slots.length
  const notes = press.report.length
  const layers = [press.layers.length, press.layersOff.length] as const
  let source: (Source & { close(): void }) | undefined
  try {
    source = tools.open(content.source)
    if (source.size === 0) throw new PdfProblem('not-pdf', 'The file is empty.')
    if (content.kind === 'jpeg' || content.kind === 'png')
      return layPicture(press, document, content.kind, source, tools.open)
    if (content.kind === 'pdf') {
      const reader = await openPdf(source, content.password)
      const laid = await laySource(press, document, reader, pause, tools.open)
      noteSource(press, document, laid.slots, reader)
      if (content.boxes !== undefined)
        press.note({
          document: document.id,
          page: laid.slots[0]!.number,
          kind: 'edited',
          sentence: `${entryTitle(document)} is an edited copy: ${content.boxes === 1 ? 'one box is' : `${content.boxes.toLocaleString('en-GB')} boxes are`} burned into it. The original is kept unedited.`,
        })
      return laid
    }
    if (source.size > LARGEST) throw new PdfProblem('too-large', 'The file is larger than 1.5 GB.')
    const bytes = source.read(0, source.size)
    return laySheets(press, textSheets(press, document, decodeText(bytes)))
  } catch (error) {
    if (isOurs(error)) throw error
    // Whether a page may stand for evidence that is no longer what was taken in is a person's decision.
    if (error instanceof CaseworkError)
      throw new CaseworkError(error.code, error.message, { at: document.id })
    const reason = error instanceof PdfProblem ? error.message : 'The file could not be read.'
    press.file.restore(savepoint)
    press.giveBack(pages)
    press.forgetShared()
    press.report.length = notes
    press.layers.length = layers[0]
    press.layersOff.length = layers[1]
    const facts: [string, string][] = [['Reference', document.ref ?? 'None']]
    if (document.date) facts.push(['Date', document.date])
    if (source) facts.push(['Size', `${source.size.toLocaleString('en-GB')} bytes`])
    facts.push(['SHA-256', content.sha256])
    return placeholder(
      press,
      document,
      `${reason} It could not be printed here; the original is kept unchanged and can be supplied separately.`,
      facts,
      true,
    )
  } finally {
    source?.close()
  }
}

/** Errors that stop the build: a cancel, a source the profile refuses, a disk that fails on writing, a preview that outgrows its bounds. */
function isOurs(error: unknown): boolean {
  const e = error as { name?: string; code?: string; syscall?: string } | null
  return (
    e?.name === 'AbortError' ||
    e?.code === 'cancelled' ||
    e?.code === 'conflict' ||
    e?.code === 'too-large' ||
    (e?.syscall === 'write' && e.code !== undefined) ||
    e?.code === 'ENOSPC'
  )
}

/** A PDF, read by us or, when damaged beyond that, by a second reader. Throws PdfProblem. */
export async function openPdf(source: Source, password: string | undefined): Promise<PdfReader> {
  const from = heldOrRead(source)
  try {
    return new PdfReader(from, password)
  } catch (error) {
    if (!(error instanceof PdfProblem) || error.kind !== 'broken' || !(from instanceof Uint8Array))
      throw error
    return secondOpinion(from, error)
  }
}

function placeholder(
  press: Press,
  document: BundleDocument,
  reason: string,
  facts: Facts,
  failed: boolean,
): Laid {
  if (failed)
    press.note({
      document: document.id,
      page: press.slots.length + 1,
      kind: 'placeholder',
      sentence: `${entryTitle(document)}: ${reason}`,
    })
  return laySheets(press, [placeholderSheet(press, document, reason, facts)])
}
