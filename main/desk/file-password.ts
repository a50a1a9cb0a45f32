import { CaseworkError } from '../../casework/contract/errors.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { refOf } from '../../casework/rules/references.ts'
import type { Asked } from '../dispatch.ts'
import type { BlobAccess } from '../services/vault/index.ts'
import type { Desk } from './desk.ts'
import type { OpenCase } from './open-cases.ts'

/** How long looking inside a file may take, in milliseconds. */
const patience = 20_000

/**
 * Opens an exhibit's file with its password, and keeps the password sealed in the case. The file itself is not changed.
 * Throws `not-found` where no file asks for one, and `needs-password` where this one does not open it.
 */
export async function giveFilePassword(
  held: OpenCase,
  desk: Desk,
  asked: { readonly id: string; readonly password: string },
  { signal }: Asked,
): Promise<StoredOf<'exhibit'>> {
  const exhibit = held.records.peek('exhibit', asked.id)
  const { file } = exhibit.fields
  const name = refOf(exhibit) || `“${exhibit.fields.title}”`
  if (file === null || file.note === '')
    throw new CaseworkError('not-found', `The file of ${name} does not ask for a password.`, { at: 'id' })
  const seen = await desk.run(
    'examine-sealed',
    { access: held.store.access(file.blob) as BlobAccess, name: file.name, password: asked.password },
    { signal, patience },
  )
  if (!seen.shows)
    throw new CaseworkError(
      'needs-password',
      seen.asks
        ? `That password does not open the file of ${name}. Check it with whoever supplied the file.`
        : `The file of ${name} cannot be shown, with a password or without. ${seen.note}`,
      { at: 'password' },
    )
  const { kind, mediaType, pages, states } = seen
  const changed = await held.records.changeWith(
    {
      type: 'exhibit',
      id: exhibit.id,
      version: exhibit.version,
      fields: { file: { ...file, kind, mediaType, pages, states, note: '' } },
    },
    [{ type: 'unlocking', fields: { exhibit: exhibit.id, password: [asked.password] } }],
  )
  desk.tell({ kind: 'changed', caseId: held.caseId, types: ['exhibit', 'unlocking'] })
  return changed
}

/** The password an exhibit's file was last opened with; undefined where it needs none. */
export async function filePasswordOf({ records }: OpenCase, exhibit: string): Promise<string | undefined> {
  const found = records.list('unlocking').findLast(({ fields }) => fields.exhibit === exhibit)
  return found === undefined ? undefined : (await records.get('unlocking', found.id)).fields.password[0]
}
