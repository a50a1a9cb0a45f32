import { createHash } from 'node:crypto'
import type { Result } from '../../casework/contract/contract.ts'
import { CaseworkError } from '../../casework/contract/errors.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { refOf } from '../../casework/rules/references.ts'
import type { Asked } from '../dispatch.ts'
import type { OpenCase } from './open-cases.ts'

type Item = Result<'evidence.check'>['items'][number]
const piece = 1 << 20

/** Reads files back whole and compares each with the hash of its arrival. Each verdict goes in its custody ledger. */
export async function checkFiles(
  held: OpenCase,
  ids: readonly string[] | null,
  by: string,
  asked: Asked,
): Promise<Item[]> {
  const exhibits =
    ids === null ? held.records.list('exhibit') : ids.map((id) => held.records.peek('exhibit', id))
  const items: Item[] = []
  for (const [index, exhibit] of exhibits.entries()) {
    asked.signal.throwIfAborted()
    asked.progress({ done: index, total: exhibits.length, note: refOf(exhibit) })
    const item = await checkOne(held, exhibit, asked.signal)
    items.push(item)
    if (item.verdict !== 'no-file' && !held.store.readOnly) {
      await held.records.add('custody', {
        exhibit: exhibit.id,
        action: 'checked',
        by,
        note: item.sentence,
        sha256: exhibit.fields.file?.sha256 ?? '',
      })
    }
  }
  return items
}

async function checkOne(
  { store }: OpenCase,
  exhibit: StoredOf<'exhibit'>,
  signal: AbortSignal,
): Promise<Item> {
  const { file } = exhibit.fields
  const item = (verdict: Item['verdict'], sentence: string): Item => ({
    id: exhibit.id,
    ref: refOf(exhibit),
    verdict,
    sentence,
  })
  if (file === null) return item('no-file', 'No file belongs to this exhibit.')
  const hash = createHash('sha256')
  try {
    for (let at = 0; at < file.bytes; at += piece) {
      signal.throwIfAborted()
      hash.update(await store.readBlob(file.blob, at, Math.min(piece, file.bytes - at)))
    }
  } catch (cause) {
    if (signal.aborted) throw cause
    const code = cause instanceof CaseworkError ? cause.code : 'io-error'
    if (code === 'missing-blob')
      return item(
        'missing',
        'Missing: the sealed file is not in the case folder. Bring it back from a backup.',
      )
    if (code === 'corrupt-blob' || code === 'foreign-blob')
      return item(
        'altered',
        'Altered: the sealed file is not the one that was taken in. Bring it back from a backup.',
      )
    return item('unreadable', 'Unreadable: the disk did not give the sealed file back. Check the disk.')
  }
  return hash.digest('hex') === file.sha256
    ? item('intact', 'Intact: the same, byte for byte, as on arrival.')
    : item('altered', 'Altered: its content no longer has the hash of its arrival.')
}
