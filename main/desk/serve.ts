import { CaseworkError } from '../../casework/contract/errors.ts'
import type { Served } from '../link.ts'
import { statementPdf } from '../services/bundle/index.ts'
import type { Desk } from './desk.ts'
import { previewOf } from './previewing.ts'
import { printOf } from './statements.ts'

const missing: Served = { status: 404, mediaType: 'text/plain', size: 0, from: 0, bytes: new Uint8Array() }
/** The most that one answer carries; a viewer asks for the rest as it needs it. */
const mostAtOnce = 16 << 20
/** What a page may be told a file is. Anything else goes out as plain bytes, so that it can't run as a page of ours. */
const shownAs: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  png: 'image/png',
  text: 'text/plain; charset=utf-8',
}

/** Bytes behind an address. Decrypts only what is asked for; nothing is ever put on the disk in the clear. */
export async function serve(desk: Desk, address: string, range: string | null): Promise<Served> {
  const [kind, caseId, id, ...rest] = address.split('/')
  if (kind === 'reading' && id === undefined) return serveReading(desk, caseId ?? '', range)
  const held =
    rest.length === 0 && caseId !== undefined && id !== undefined ? desk.cases.find(caseId) : undefined
  if (held === undefined || id === undefined) return missing
  try {
    if (kind === 'statement') {
      const bytes = await statementPdf(await printOf(held, id), desk.paper)
      await held.looks.saw('statement', id, 'print')
      return cut(bytes.length, 'application/pdf', range, async (from, length) =>
        bytes.subarray(from, from + length),
      )
    }
    if (kind === 'preview') {
      const bytes = previewOf(held, id)
      if (bytes === undefined) return missing
      return await cut(bytes.length, 'application/pdf', range, async (from, length) =>
        bytes.subarray(from, from + length),
      )
    }
    if (kind === 'edited') {
      const copy = held.records.peek('edited', id).fields.file
      if (copy === null) return missing
      await held.looks.saw('edited', id, 'file')
      return await cut(copy.bytes, 'application/pdf', range, (from, length) =>
        held.store.readBlob(copy.blob, from, length),
      )
    }
    if (kind !== 'evidence') return missing
    const { file } = held.records.peek('exhibit', id).fields
    if (file === null) return missing
    await held.looks.saw('exhibit', id, 'file')
    return await cut(file.bytes, shownAs[file.kind] ?? 'application/octet-stream', range, (from, length) =>
      held.store.readBlob(file.blob, from, length),
    )
  } catch (cause) {
    if (cause instanceof CaseworkError) return missing
    throw cause
  }
}

async function serveReading(desk: Desk, id: string, range: string | null): Promise<Served> {
  try {
    const { seen, read } = desk.readings.get(id)
    return await cut(seen.bytes, 'application/pdf', range, read)
  } catch (cause) {
    if (cause instanceof CaseworkError) return missing
    throw cause
  }
}

async function cut(
  size: number,
  mediaType: string,
  range: string | null,
  read: (from: number, length: number) => Promise<Uint8Array>,
): Promise<Served> {
  const asked = range === null ? null : /^bytes=(\d*)-(\d*)$/.exec(range.trim())
  if (asked === null || (asked[1] === '' && asked[2] === '')) {
    if (size > mostAtOnce * 16) return { status: 416, mediaType, size, from: 0, bytes: new Uint8Array() }
    return { status: 200, mediaType, size, from: 0, bytes: await read(0, size) }
  }
  const from = asked[1] === '' ? Math.max(0, size - Number(asked[2])) : Number(asked[1])
  const last = asked[1] === '' || asked[2] === '' ? size - 1 : Math.min(size - 1, Number(asked[2]))
  if (from > last) return { status: 416, mediaType, size, from: 0, bytes: new Uint8Array() }
  return {
    status: 206,
    mediaType,
    size,
    from,
    bytes: await read(from, Math.min(last - from + 1, mostAtOnce)),
  }
}
