import { createHash } from 'node:crypto'
import { CaseworkError } from '../../casework/contract/errors.ts'
import {
  type CaseStore,
  openCase,
  type Secret,
  type Surroundings,
} from '../../main/services/case-store/index.ts'
import { put } from '../main/services/case-store/room.ts'

/** What a case holds, as one hash; `none` where there is no case. Records an attack added afterwards do not count. */
export function digestOf(store: CaseStore): string {
  const records = store
    .list('n')
    .filter(({ id }) => !id.startsWith('later'))
    .map(({ file, ...rest }) => [rest, typeof file === 'string' ? store.blob(file)?.sha256 : null])
  const holders = store.holders.list().holders.map(({ label }) => label)
  return createHash('sha256')
    .update(JSON.stringify([store.name, holders, records]))
    .digest('hex')
    .slice(0, 16)
}

// What a crash may leave behind that the next opening mentions and mends by itself.
const mended = ['lock-taken-over', 'torn-tail', 'damaged-header']

/** What was found when a case was opened again after an attack. */
export interface Found {
  readonly digest: string
  readonly notices: readonly string[]
}

/**
 * Opens what an attack left, as any user would who asks nothing and is asked nothing. Throws, with a sentence, unless
 * it opens, everything checks out in full, the history holds and another change can be saved.
 */
export async function openAgain(
  folder: string,
  secret: Secret,
  s: Surroundings,
  may: { readonly beMissing: boolean; readonly headerChanged: boolean },
): Promise<Found> {
  let store: CaseStore
  try {
    store = await openCase(folder, secret, s)
  } catch (thrown) {
    if (may.beMissing && thrown instanceof CaseworkError && thrown.code === 'not-a-case')
      return { digest: 'none', notices: [] }
    throw new Error(`does not open: ${described(thrown)}`, { cause: thrown })
  }
  try {
    const notices = store.notices.map(({ code }) => code)
    const usual = may.headerChanged ? [...mended, 'header-changed'] : mended
    const strange = notices.filter((code) => !usual.includes(code))
    if (strange.length > 0) throw new Error(`opens with ${strange.join(', ')}`)
    const digest = digestOf(store)
    await store.history()
    await store.commit({ ops: [put('n', { id: 'later' })], audit: [{ action: 'later' }], actor: 'judge' })
    const { ok, findings } = await store.verify({ full: true })
    if (!ok) throw new Error(`does not check out: ${findings.map(({ code, what }) => `${code} ${what}`)}`)
    return { digest, notices }
  } finally {
    await store.close()
  }
}

/** An error as code and sentence. */
export function described(thrown: unknown): string {
  if (thrown instanceof CaseworkError) return `${thrown.code}: ${thrown.message}`
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
}
