import { createCaseIn, unlockCase } from '../desk/case-files.ts'
import { buildDemonstration } from '../desk/demonstration.ts'
import type { Desk } from '../desk/desk.ts'
import { overviewOf } from '../desk/overview.ts'
import { noticesOf } from '../desk/upkeep.ts'
import type { Handlers } from '../dispatch.ts'
import { holdsState, refuseNoCase } from '../services/machine/places.ts'

/** Cases as files: made, found, unlocked, closed. */
export const caseHandlers = (desk: Desk) =>
  ({
    'cases.create': async (params) => {
      const { caseId, recoveryKey } = await createCaseIn(desk, {
        ...params,
        folder: desk.places.pathOf(params.place),
      })
      return { caseId, recoveryKey }
    },
    'cases.find': ({ place, lost }) => {
      const folder = desk.places.pathOf(place)
      if (lost !== true || !holdsState(folder)) refuseNoCase(folder)
      return { caseId: desk.known.remember(folder, null).id }
    },
    'cases.unlock': async ({ caseId, readOnly, ...how }) => {
      // Whoever gave the secret is at the desk: without this, what locked for idleness would lock again at once.
      desk.touch()
      const held = await unlockCase(desk, caseId, { ...how, readOnly: readOnly ?? false })
      return {
        caseId: held.caseId,
        notices: noticesOf(held),
      }
    },
    'cases.close': async ({ caseId }) => {
      await desk.cases.close(caseId)
      desk.tell({ kind: 'changed', caseId: null, types: ['case'] })
      return {}
    },
    'cases.forget': async ({ caseId }) => {
      await desk.cases.close(caseId)
      desk.known.forget(caseId)
      return {}
    },
    'cases.demonstration': async ({ place, on }, { signal, progress }) => {
      const folder = place === null ? null : desk.places.pathOf(place)
      return {
        caseId: (await buildDemonstration(desk, folder, on ?? desk.today(), { signal, progress })).caseId,
      }
    },
    'overview.get': ({ caseId }) => overviewOf(desk.cases.get(caseId), desk.now()),
  }) satisfies Partial<Handlers>
