import type { Desk } from '../desk/desk.ts'
import { giveReferences, intakeInto } from '../desk/exhibits.ts'
import { checkFiles } from '../desk/file-check.ts'
import { filePasswordOf, giveFilePassword } from '../desk/file-password.ts'
import { recordStopped } from '../desk/stopped-import.ts'
import type { Handlers } from '../dispatch.ts'
import { takeIn } from '../services/intake/intake.ts'

/** Evidence: taken in, given its reference, checked against the hash of its arrival. */
export const evidenceHandlers = (desk: Desk) =>
  ({
    'evidence.add': async ({ caseId, from, producer }, { signal, progress }) => {
      const held = desk.cases.get(caseId)
      const chosen = from.map((id) => desk.places.pathOf(id))
      try {
        const items = await takeIn(chosen, intakeInto(held, desk), {
          producer,
          by: desk.user,
          signal,
          onProgress: progress,
        })
        await recordStopped(held, desk, items)
        return { items: [...items] }
      } finally {
        desk.tell({ kind: 'changed', caseId, types: ['exhibit', 'custody'] })
      }
    },
    'evidence.reference': async ({ caseId, ids, producer }) => {
      const records = await giveReferences(desk.cases.get(caseId), ids, producer, desk.user)
      desk.tell({ kind: 'changed', caseId, types: ['exhibit', 'custody'] })
      return { records: [...records] }
    },
    'evidence.password': async ({ caseId, id, password }, asked) => {
      const held = desk.cases.get(caseId)
      await held.looks.saw('exhibit', id, 'file')
      return { record: await giveFilePassword(held, desk, { id, password }, asked) }
    },
    'evidence.passwordOf': async ({ caseId, id }) => ({
      password: (await filePasswordOf(desk.cases.get(caseId), id)) ?? null,
    }),
    'evidence.check': async ({ caseId, ids }, { signal, progress }) => {
      const items = await checkFiles(desk.cases.get(caseId), ids, desk.user, { signal, progress })
      desk.tell({ kind: 'changed', caseId, types: ['custody'] })
      return { items }
    },
  }) satisfies Partial<Handlers>
