import { resolve } from 'node:path'
import type { Params, Result } from '../../casework/contract/contract.ts'
import { CaseworkError } from '../../casework/contract/errors.ts'
import type { RedactionMark } from '../../casework/contract/redaction.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { type SeenBox, type SeenPage, snapped } from '../../casework/rules/redacting.ts'
import { refOf } from '../../casework/rules/references.ts'
import { counted } from '../../casework/rules/words.ts'
import type { Asked } from '../dispatch.ts'
import type { FileToDraw } from '../jobs/find-words.ts'
import { JobDied } from '../jobs/run.ts'
import { type ReasonList, readReasons } from '../services/redaction/reasons.ts'
import type { BlobAccess } from '../services/vault/index.ts'
import type { Desk } from './desk.ts'
import { redactedIn } from './edited-copies.ts'
import { filePasswordOf } from './file-password.ts'
import type { OpenCase } from './open-cases.ts'
import { hasPages, pageTexts, wordsSource } from './page-texts.ts'

type Exhibit = StoredOf<'exhibit'>

/** How long one page may take to be drawn or searched before its process is ended, in milliseconds. */
export const drawPatience = 60_000

/** Why something may be taken out of a served copy. */
export const reasonsOf = (desk: Desk): ReasonList =>
  readReasons(resolve(desk.resourcesDir, 'redaction', 'reasons.json'))

/** How an exhibit is called in a sentence. */
export const calledOf = (exhibit: Exhibit): string => refOf(exhibit) || `“${exhibit.fields.title}”`

/** A mark as it crosses. */
export const markOf = ({ id, fields, made }: StoredOf<'redaction'>, burned: boolean): RedactionMark => ({
  id,
  page: fields.page ?? 1,
  box: {
    left: fields.left ?? 0,
    top: fields.top ?? 0,
    right: fields.right ?? 0,
    bottom: fields.bottom ?? 0,
  },
  reason: fields.reason,
  note: fields.note,
  by: made.by,
  at: made.at,
  checkedBy: fields.checkedBy,
  checkedAt: fields.checkedAt,
  burned,
})

/** The file of an exhibit as it is drawn, with what a machine read on it. Throws `invalid` where it has no pages to draw. */
export async function fileToDraw(held: OpenCase, exhibit: Exhibit): Promise<FileToDraw> {
  const { file } = exhibit.fields
  if (file === null || !hasPages(exhibit))
    throw new CaseworkError(
      'invalid',
      `${calledOf(exhibit)} has no pages that can be drawn, so no box can be put on it. PDF, JPEG and PNG files can be redacted.`,
      { at: 'exhibit' },
    )
  const password = file.kind === 'pdf' ? await filePasswordOf(held, exhibit.id) : undefined
  const read = [...pageTexts(held)(exhibit).readings.values()].flatMap(({ id, fields }) => {
    const source = wordsSource(held, id)
    return source === null || fields.page === null
      ? []
      : [{ page: fields.page, source: source as BlobAccess }]
  })
  return {
    source: held.store.access(file.blob) as BlobAccess,
    kind: file.kind as 'pdf' | 'jpeg' | 'png',
    read,
    ...(password === undefined ? {} : { password }),
  }
}

/** Where words stand in exhibits, or in all of them that have a file. One that can't be searched says why. */
export async function findInPages(
  held: OpenCase,
  desk: Desk,
  { exhibits, words }: Pick<Params<'redaction.find'>, 'exhibits' | 'words'>,
  { signal, progress }: Asked,
): Promise<Result<'redaction.find'>> {
  const all =
    exhibits === null
      ? held.records.list('exhibit').filter(({ fields }) => fields.file !== null)
      : exhibits.map((id) => held.records.peek('exhibit', id))
  const items: Result<'redaction.find'>['items'] = []
  for (const [at, exhibit] of all.entries()) {
    signal.throwIfAborted()
    progress({ done: at, total: all.length, note: calledOf(exhibit) })
    const item = { id: exhibit.id, ref: refOf(exhibit), title: exhibit.fields.title }
    if (!hasPages(exhibit)) {
      items.push({ ...item, why: notSearched(exhibit), mute: [], hits: [] })
      continue
    }
    try {
      const input = { ...(await fileToDraw(held, exhibit)), sought: words }
      const found = await desk.run('find-words', input, { signal, patience: drawPatience })
      await held.looks.saw('exhibit', exhibit.id, 'file')
      const hits = found.hits.map((hit) => {
        const boxes = hit.boxes.filter((box) => placedOn(found.sizes[hit.page - 1], box) !== null)
        return { ...hit, boxes, off: boxes.length < hit.boxes.length }
      })
      items.push({ ...item, why: '', mute: [...found.mute], hits })
    } catch (thrown) {
      if (signal.aborted) throw thrown
      const why =
        thrown instanceof JobDied
          ? 'Searching it took too long or too much memory.'
          : thrown instanceof CaseworkError && ['unreadable', 'invalid'].includes(thrown.code)
            ? thrown.message
            : null
      if (why === null) throw thrown
      items.push({ ...item, why, mute: [], hits: [] })
    }
  }
  return { items }
}

/** Why an exhibit without pages to draw is passed over: its words may stand in it all the same. */
const notSearched = ({ fields: { file } }: Exhibit): string =>
  file?.kind === 'text'
    ? 'Not searched: it is plain text, which has no pages that a box could be put on. To redact it, bring it in as a PDF.'
    : `Not searched: ${file?.note || 'it has no pages that can be drawn. PDF, JPEG and PNG files are searched.'}`

/** A box as it is kept on a page; null where it has no size or nothing of it is on the page. */
const placedOn = (page: SeenPage | undefined, box: SeenBox): SeenBox | null =>
  page === undefined || box.right <= box.left || box.bottom <= box.top ? null : snapped(box, page)

/** Puts boxes on pages of an exhibit. Throws `invalid` naming the page, the box or the reason that will not do. */
export async function markPages(
  held: OpenCase,
  desk: Desk,
  { exhibit: id, marks }: Pick<Params<'redaction.mark'>, 'exhibit' | 'marks'>,
  { signal }: Asked,
): Promise<Result<'redaction.mark'>> {
  const exhibit = held.records.peek('exhibit', id)
  refuseReadOnly(held)
  const reasons = reasonsOf(desk)
  for (const { reason, note } of marks) refuseReason(reasons, reason, note)
  const { sizes } = await desk.run(
    'find-words',
    { ...(await fileToDraw(held, exhibit)), sought: [] },
    { signal, patience: drawPatience },
  )
  const additions = marks.map(({ page, box, reason, note }) => {
    const size = sizes[page - 1]
    if (size === undefined)
      throw new CaseworkError(
        'invalid',
        `${calledOf(exhibit)} has no page ${page}: it has ${counted(sizes.length, 'page')}.`,
        { at: 'page' },
      )
    const placed = placedOn(size, box)
    if (placed === null)
      throw new CaseworkError(
        'invalid',
        `That box is not on page ${page}, which is ${Math.round(size.width)} wide and ${Math.round(size.height)} high. It is measured from the top left corner.`,
        { at: 'box' },
      )
    const sha256 = exhibit.fields.file!.sha256
    return { type: 'redaction' as const, fields: { exhibit: id, sha256, page, ...placed, reason, note } }
  })
  const added = await held.records.addAll(additions)
  changed(held, desk)
  return { marks: added.map((mark) => markOf(mark as StoredOf<'redaction'>, false)) }
}

/** Says another reason of a box; who checked it before did not check that. */
export async function changeMark(
  held: OpenCase,
  desk: Desk,
  { mark, reason, note }: Pick<Params<'redaction.change'>, 'mark' | 'reason' | 'note'>,
): Promise<Result<'redaction.change'>> {
  refuseReason(reasonsOf(desk), reason, note)
  const { version } = held.records.peek('redaction', mark)
  const fields = { reason, note, checkedBy: '', checkedAt: null }
  const record = await held.records.change('redaction', mark, version, fields)
  changed(held, desk)
  return { mark: markOf(record, false) }
}

/** Removes boxes; what was there, and who removed it when, stays in the archive. */
export async function removeMarks(
  held: OpenCase,
  desk: Desk,
  ids: readonly string[],
): Promise<{ removed: number }> {
  for (const id of ids) held.records.peek('redaction', id)
  for (const id of ids) await held.records.archive('redaction', id, true)
  changed(held, desk)
  return { removed: ids.length }
}

/** Puts a second person’s name to every box of an exhibit. Throws `conflict` where it is who drew one of them. */
export async function checkMarks(
  held: OpenCase,
  desk: Desk,
  { exhibit: id, by }: Pick<Params<'redaction.check'>, 'exhibit' | 'by'>,
): Promise<Result<'redaction.check'>> {
  const exhibit = held.records.peek('exhibit', id)
  const { marks } = redactedIn(held)(exhibit)
  if (marks.length === 0)
    throw new CaseworkError('not-found', `There are no boxes on ${calledOf(exhibit)} to be checked.`)
  const same = (a: string, b: string) => a.trim().toLocaleLowerCase('en') === b.trim().toLocaleLowerCase('en')
  if (marks.some(({ made }) => same(made.by, by)))
    throw new CaseworkError(
      'conflict',
      `${by} drew boxes on ${calledOf(exhibit)}. A second person checks them: give that person’s name.`,
      { at: 'by' },
    )
  const checked = marks.filter(({ fields }) => fields.checkedBy === '')
  for (const mark of checked)
    await held.records.change('redaction', mark.id, mark.version, { checkedBy: by, checkedAt: desk.now() })
  changed(held, desk)
  return { checked: checked.length }
}

const changed = ({ caseId }: OpenCase, desk: Desk) =>
  desk.tell({ kind: 'changed', caseId, types: ['redaction', 'edited'] })

function refuseReason({ reasons }: ReasonList, code: string, note: string): void {
  const found = reasons.find((each) => each.code === code)
  if (found === undefined)
    throw new CaseworkError(
      'invalid',
      `“${code.slice(0, 40)}” is no reason. There are: ${reasons.map((each) => each.code).join(', ')}.`,
      { at: 'reason' },
    )
  if (found.asks !== undefined && note.trim() === '')
    throw new CaseworkError('invalid', `“${found.name}” needs a note. ${found.asks}.`, { at: 'note' })
}

/** Throws where a case is open for reading only. */
export function refuseReadOnly({ store }: OpenCase): void {
  if (store.readOnly)
    throw new CaseworkError(
      'read-only-newer',
      'This case is open for reading only, so nothing in it can be redacted. Open it for writing first.',
    )
}
