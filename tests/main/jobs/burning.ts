import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SeenBox } from '../../../casework/rules/redacting.ts'
import type { ReadLine } from '../../../casework/schema.ts'
import { type Burning, burnFile } from '../../../main/jobs/burn-redactions.ts'
import { drawnFile } from '../../../main/jobs/find-words.ts'
import { boxesAround, placesOf, tokensOf } from '../../../main/services/redaction/matching.ts'
import { resources, run } from '../services/bundle/workshop.ts'

export const tools = { signal: new AbortController().signal, progress: () => undefined }
export type Kind = Burning['kind']

/** Boxes around every place where these words stand in a file. */
export async function boxesFor(bytes: Uint8Array, words: readonly string[], kind: Kind = 'pdf') {
  const file = await drawnFile(bytes, { kind })
  const boxes: (SeenBox & { page: number })[] = []
  for (let page = 1; page <= file.pages; page++) {
    const found = await file.words(page)
    const tokens = tokensOf(found)
    for (const each of words)
      for (const [first, last] of placesOf(tokens, each))
        boxes.push(...boxesAround(found.slice(first, last + 1)).map((box) => ({ ...box, page })))
  }
  await file.close()
  return boxes
}

/** Burns boxes into a file of these bytes. */
export async function burn(
  bytes: Uint8Array,
  boxes: readonly (SeenBox & { page: number })[],
  how: Partial<Burning> = {},
  lines: readonly ReadLine[] = [],
) {
  const kind = how.kind ?? 'pdf'
  const file = await drawnFile(bytes, { kind, ...(how.password === undefined ? {} : how) }, () => lines)
  try {
    return await burnFile(
      file,
      { kind, boxes, title: 'Edited copy', fonts: join(resources, 'fonts'), dpi: 150, ...how },
      tools,
    )
  } finally {
    await file.close()
  }
}

/** All that outside tools can get out of a file: every stream unpacked, every string, and the text of each page. */
export function allOf(
  bytes: Uint8Array,
  folder: string,
): { readonly inside: string; readonly pages: string[] } {
  const path = join(folder, 'edited.pdf')
  writeFileSync(path, bytes)
  run('qpdf', '--check', path)
  const unpacked = execFileSync('qpdf', ['--qdf', '--object-streams=disable', path, '-'], {
    maxBuffer: 1 << 28,
  })
  const raw = Buffer.from(bytes)
  const views = [unpacked, raw].flatMap((data) => [
    data.toString('latin1'),
    data.toString('utf8'),
    data.toString('latin1').replaceAll('\0', ''),
  ])
  return { inside: views.join('\n'), pages: run('pdftotext', '-layout', path, '-').split('\f').slice(0, -1) }
}
