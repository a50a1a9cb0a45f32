import type { PdfProblem } from './lexer.ts'
import { PdfReader } from './reader.ts'

/** A damaged PDF as another reader understands it, rewritten. Throws the first reader's problem if the other fails too. */
export async function secondOpinion(bytes: Uint8Array, problem: PdfProblem): Promise<PdfReader> {
  try {
    // Few files need it, and it takes as much memory as a whole build.
    const { PDFDocument } = await import('pdf-lib')
    const read = await PDFDocument.load(bytes, {
      parseSpeed: Number.POSITIVE_INFINITY,
      updateMetadata: false,
    })
    const reader = new PdfReader(
      await read.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false }),
    )
    reader.repairs.push('It was damaged and was rebuilt by a second reader.')
    return reader
  } catch {
    throw problem
  }
}
