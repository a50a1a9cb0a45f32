import type { Result } from '../../casework/contract/contract.ts'
import { refOf } from '../../casework/rules/references.ts'
import type { Asked } from '../dispatch.ts'
import type { Finding, Notice } from '../services/case-store/index.ts'
import type { Desk } from './desk.ts'
import { folderName, type OpenCase } from './open-cases.ts'
import { stoppedImportNotices } from './stopped-import.ts'

type Asking = {
  readonly full: boolean
  readonly subset?: { readonly k: number; readonly n: number } | undefined
}

const most = 12

/** The references of exhibits and statements whose stored file is one of these, the first few by name. */
function namedBy({ records }: OpenCase, uids: ReadonlySet<string>): string {
  const refs = records
    .list('exhibit')
    .filter(({ fields }) => fields.file !== null && uids.has(fields.file.blob))
    .map(refOf)
  const more = refs.length > most ? ` and ${refs.length - most} more` : ''
  return `${refs.slice(0, most).join(', ')}${more}`
}

/** A notice as a sentence. One about stored files names the exhibits that can't be shown for it. */
export function noticeSentence(held: OpenCase, { sentence, blobs }: Notice): string {
  const named = blobs === undefined ? '' : namedBy(held, new Set(blobs))
  return named === '' ? sentence : `${sentence} It concerns ${named}.`
}

/** All that was noticed as a case was opened. */
export const noticesOf = (held: OpenCase): string[] => [
  ...held.store.notices.map((notice) => noticeSentence(held, notice)),
  ...stoppedImportNotices(held),
]

/** Findings with the exhibits they concern. */
export function toldFindings(held: OpenCase, findings: readonly Finding[]) {
  return findings.map(({ code, sentence, what }) => {
    const uid = /^blobs\/([0-9a-f]{32})$/u.exec(what)?.[1]
    const named = uid === undefined ? '' : namedBy(held, new Set([uid]))
    return { code, sentence: named === '' ? sentence : `${sentence} It is the file of ${named}.`, what }
  })
}

/** Enters something done for the case file in its audit, when it is open for writing. */
export const enterUpkeep = async (desk: Desk, { store }: OpenCase, action: string, detail: object) => {
  if (store.readOnly) return
  await store.commit({ ops: [], audit: [{ action, target: { type: 'case' }, detail }], actor: desk.user })
}

/** How many findings there are of each code. */
export function foundCounts(findings: readonly Finding[]): Record<string, number> {
  const found: Record<string, number> = {}
  for (const { code } of findings) found[code] = (found[code] ?? 0) + 1
  return found
}

/** Verifies an open case, and enters what came of it in its audit when the case is open for writing. */
export async function verify(
  desk: Desk,
  held: OpenCase,
  { full, subset }: Asking,
  { signal, progress }: Asked,
): Promise<Result<'cases.verify'>> {
  const { ok, findings, checked } = await held.store.verify({
    full,
    signal,
    ...(subset === undefined ? {} : { subset }),
    onProgress: (done, total) => progress({ done, total, note: '' }),
  })
  const detail = { full, subset: subset ?? null, ok, checked, findings: foundCounts(findings) }
  await enterUpkeep(desk, held, 'verified', detail)
  return { ok, findings: toldFindings(held, findings), checked }
}

const londonTime = (at: number): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
    .format(at)
    .replace(':', '')

/** Copies an open case into a new dated folder, and verifies the copy. The audit of the case says so. */
export async function backUp(
  desk: Desk,
  held: OpenCase,
  to: string,
  { signal, progress }: Asked,
): Promise<Result<'cases.backup'>> {
  const name = `${folderName(held.folder)} ${desk.today()} ${londonTime(desk.now())}.case`
  const { folder, files, bytes, ok, findings, head } = await held.store.backup(to, {
    name,
    signal,
    onProgress: (done, total) => progress({ done, total, note: '' }),
  })
  await enterUpkeep(desk, held, 'backed-up', { files, bytes, ok, head, findings: foundCounts(findings) })
  return { folder, files, bytes, ok, findings: toldFindings(held, findings) }
}
