import { PDFDocument } from 'pdf-lib'
import type { PdfProblem } from './lexer.ts'
import { PdfReader } from './reader.ts'

/** A damaged PDF as another reader understands it, rewritten. Throws the first reader's problem if the other fails too. */
export async function secondOpinion(bytes: Uint8Array, problem: PdfProblem): Promise<PdfReader> {
  try {
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
