import { realpathSync } from 'node:fs'
import { CaseworkError } from '../../casework/contract/errors.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { areInitials, nextNumber, refOf } from '../../casework/rules/references.ts'
import { JobDied } from '../jobs/run.ts'
import type { Examined, IntakeCase } from '../services/intake/intake.ts'
import { caseEnding, holdsState, isCase } from '../services/machine/places.ts'
import type { Desk } from './desk.ts'
import type { OpenCase } from './open-cases.ts'

/** How long a look at one file may go without an answer, in milliseconds. A file that hangs is kept, unopened. */
const patience = 20_000

/** An open case as intake sees it: sealing by its store, looking at files in a process that may die of them. */
export function intakeInto({ store, records }: OpenCase, desk: Desk): IntakeCase {
  if (store.readOnly)
    throw new CaseworkError(
      'read-only-newer',
      'This case is open for reading only, so no files can be brought in.',
    )
  const own = realpathSync(store.folder)
  return {
    caseAt(folder) {
      if (folder === own) return 'itself'
      // One whose header is lost is known by its name and its state.
      const lost = folder.endsWith(caseEnding) && holdsState(folder)
      return isCase(folder) || lost ? 'a-case' : null
    },
    seal: (source, options) => store.seal(source, options),
    exhibits: () => records.list('exhibit', { archived: true }),
    async keep(fields, custody, sealed) {
      const id = desk.newId()
      const [exhibit] = await records.addAll(
        [
          { type: 'exhibit', fields, id },
          { type: 'custody', fields: custody(id) },
        ],
        { blobs: [sealed] },
      )
      return exhibit as StoredOf<'exhibit'>
    },
    async examine(path, name, signal): Promise<Examined> {
      try {
        return await desk.run('examine-file', { path, name }, { signal, patience })
      } catch (cause) {
        if (!(cause instanceof JobDied)) throw cause
        return {
          kind: 'other',
          mediaType: 'application/octet-stream',
          pages: null,
          remark: '',
          note: 'Kept as evidence, unopened: looking inside it took too long or too much memory.',
        }
      }
    },
  }
}

/** Gives exhibits the next references of a producer, in the order asked. Throws `invalid` for initials that are none. */
export async function giveReferences(
  held: OpenCase,
  ids: readonly string[],
  initials: string,
  by: string,
): Promise<readonly StoredOf<'exhibit'>[]> {
  const producer = initials.trim().toLocaleUpperCase('en')
  if (!areInitials(producer)) {
    throw new CaseworkError(
      'invalid',
      `“${initials.slice(0, 12)}” can’t be a producer’s initials. Give two to four letters, as in JLB.`,
      { at: 'producer' },
    )
  }
  const given: StoredOf<'exhibit'>[] = []
  for (const id of ids) {
    const exhibit = held.records.peek('exhibit', id)
    const number = nextNumber(producer, held.records.list('exhibit', { archived: true }))
    const changed = await held.records.change('exhibit', id, exhibit.version, { producer, number })
    await held.records.add('custody', {
      exhibit: id,
      action: 'referenced',
      by,
      note: `Given the reference ${refOf(changed)}.`,
    })
    given.push(changed)
  }
  return given
}
