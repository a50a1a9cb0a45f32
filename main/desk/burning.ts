import type { Result } from '../../casework/contract/contract.ts'
import { CaseworkError } from '../../casework/contract/errors.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { pageRuns } from '../../casework/rules/page-marks.ts'
import { refOf } from '../../casework/rules/references.ts'
import { counted } from '../../casework/rules/words.ts'
import type { Asked } from '../dispatch.ts'
import type { Burned } from '../jobs/burn-redactions.ts'
import { JobDied } from '../jobs/run.ts'
import type { Desk } from './desk.ts'
import { markSetOf, redactedIn } from './edited-copies.ts'
import type { OpenCase } from './open-cases.ts'
import { calledOf, drawPatience, fileToDraw, markOf, refuseReadOnly } from './redacting.ts'

/** How sharp a page with boxes is drawn: sharper than courts ask of scans, and no larger than a bundle can bear. */
const dpi = 200

type Edited = StoredOf<'edited'>

/** What is told of an edited copy. */
export const editedFacts = ({ id, made, fields }: Edited) => ({
  id,
  by: made.by,
  at: made.at,
  boxes: fields.boxes ?? 0,
  bytes: fields.file?.bytes ?? 0,
  pages: fields.file?.pages ?? 0,
  source: fields.source,
  sha256: fields.file?.sha256 ?? '',
  checkedBy: fields.checkedBy,
})

/**
 * Burns the boxes of an exhibit into an edited copy and keeps it, sealed, with its proof. The original is not touched.
 * Where the words under the boxes stand elsewhere nothing is kept until it is asked again with `goOn`: somebody has to
 * have seen it. Throws `conflict` where the copy does not stand its proof, and `unreadable` where it can't be made.
 */
export async function burnExhibit(
  held: OpenCase,
  desk: Desk,
  { exhibit: id, goOn }: { readonly exhibit: string; readonly goOn: boolean },
  { signal, progress }: Asked,
): Promise<Result<'redaction.burn'>> {
  const exhibit = held.records.peek('exhibit', id)
  refuseReadOnly(held)
  const { marks } = redactedIn(held)(exhibit)
  if (marks.length === 0)
    throw new CaseworkError('not-found', `There are no boxes on ${calledOf(exhibit)}. Put one on it first.`)
  const pieces: Uint8Array[] = []
  const ref = refOf(exhibit)
  const input = {
    ...(await fileToDraw(held, exhibit)),
    boxes: marks.map((mark) => {
      const { page, box } = markOf(mark, false)
      return { page, ...box }
    }),
    // The exhibit’s own title may say what the boxes hide.
    title: ref === '' ? 'Edited copy' : `${ref} (edited copy)`,
    fonts: desk.paper.fonts,
    dpi,
  }
  const burned = await desk
    .run('burn-redactions', input, {
      signal,
      patience: drawPatience,
      onProgress: progress,
      onPart: (part) => pieces.push(part as Uint8Array),
    })
    .catch((thrown: unknown) => {
      if (thrown instanceof JobDied)
        throw new CaseworkError(
          'unreadable',
          `No edited copy of ${calledOf(exhibit)} was made: drawing its pages took too long or too much memory.`,
          { cause: thrown },
        )
      throw thrown
    })
  await held.looks.saw('exhibit', id, 'file')
  const still = burned.still.map(({ text, pages }) => ({ text, pages: [...pages] }))
  const answer = { still, mute: [...burned.mute], notes: [...burned.notes] }
  if (still.length > 0 && !goOn) return { edited: null, ...answer }
  signal.throwIfAborted()
  const record = await keep(held, desk, exhibit, marks, pieces, burned)
  return { edited: editedFacts(record), ...answer }
}

async function keep(
  held: OpenCase,
  desk: Desk,
  exhibit: StoredOf<'exhibit'>,
  marks: readonly StoredOf<'redaction'>[],
  pieces: readonly Uint8Array[],
  burned: Burned,
): Promise<Edited> {
  async function* bytes() {
    yield* pieces
  }
  const sealed = await held.store.seal(bytes())
  const source = exhibit.fields.file!
  const checkers = new Set(marks.map(({ fields }) => fields.checkedBy))
  const ref = refOf(exhibit).replaceAll('/', '-')
  const [record] = await held.records.addAll(
    [
      {
        type: 'edited',
        fields: {
          exhibit: exhibit.id,
          source: source.sha256,
          file: {
            blob: sealed.uid,
            sha256: sealed.sha256,
            bytes: sealed.size,
            name: `${ref === '' ? 'Exhibit' : ref} edited copy.pdf`,
            kind: 'pdf',
            mediaType: 'application/pdf',
            pages: burned.pages,
            note: '',
            modified: null,
          },
          boxes: marks.length,
          markSet: markSetOf(marks.map(({ id }) => id)),
          checkedBy: checkers.has('') ? '' : [...checkers].join(', ').slice(0, 200),
          dpi,
          log: marks.map((mark) => {
            const { page, box, reason, note, by, at, checkedBy } = markOf(mark, true)
            return JSON.stringify({ page, box, reason, note, by, at, checkedBy })
          }),
          tested: burned.tested.map((text) => text.slice(0, 2_000)).slice(0, 20_000),
          still: burned.still.map((each) => JSON.stringify(each).slice(0, 8_000)).slice(0, 20_000),
          mute: pageRuns(burned.mute).slice(0, 2_000),
          notes: burned.notes.join('\n').slice(0, 8_000),
        },
      },
      {
        type: 'custody',
        fields: {
          exhibit: exhibit.id,
          action: 'copied',
          by: desk.user,
          purpose: 'Edited copy',
          sha256: sealed.sha256,
          note: `An edited copy was made with ${counted(marks.length, 'box', 'boxes')} burned in. The original is unchanged.`,
        },
      },
    ],
    { blobs: [sealed] },
  )
  desk.tell({ kind: 'changed', caseId: held.caseId, types: ['edited', 'custody'] })
  return record as Edited
}

/** The proof of the newest edited copy of an exhibit; null while there is none. */
export async function proofOf(held: OpenCase, id: string): Promise<Result<'redaction.proof'>> {
  const { edited } = redactedIn(held)(held.records.peek('exhibit', id))
  if (edited === null) return { proof: null }
  const { fields } = await held.records.get('edited', edited.id)
  await held.looks.saw('edited', edited.id)
  return {
    proof: {
      edited: editedFacts(edited),
      dpi: fields.dpi ?? 0,
      tested: [...fields.tested],
      still: fields.still.map((line) => JSON.parse(line)),
      mute: fields.mute,
      notes: fields.notes,
      log: fields.log.map((line) => JSON.parse(line)),
    },
  }
}
