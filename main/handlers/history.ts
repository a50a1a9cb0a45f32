import type { Desk } from '../desk/desk.ts'
import type { Handlers } from '../dispatch.ts'

/** Versions of records, and what this session can take back. */
export const historyHandlers = (desk: Desk) => {
  const changed = (caseId: string, type: string) => desk.tell({ kind: 'changed', caseId, types: [type] })
  const turn = async (caseId: string, way: 'undo' | 'redo') => {
    const { acts, records } = desk.cases.get(caseId)
    try {
      const { type, ...turned } = await acts.turn(records, way)
      changed(caseId, type)
      return turned
    } catch (thrown) {
      // An act may have been given up, and with it what the window offers to take back.
      desk.tell({ kind: 'changed', caseId, types: [] })
      throw thrown
    }
  }
  return {
    'records.versions': async ({ caseId, type, id }) => {
      const { records, looks } = desk.cases.get(caseId)
      const { versions, whole } = await records.versionsOf(type, id)
      await looks.saw(type, id, 'versions')
      return { versions: [...versions], whole }
    },
    'records.restore': async ({ caseId, type, id, version, to }) => {
      const record = await desk.cases.get(caseId).records.restore(type, id, version, to)
      changed(caseId, type)
      return { version: record.version }
    },
    'undo.state': ({ caseId }) => desk.cases.get(caseId).acts.state(),
    'undo.undo': ({ caseId }) => turn(caseId, 'undo'),
    'undo.redo': ({ caseId }) => turn(caseId, 'redo'),
  } satisfies Partial<Handlers>
}
