import type { Desk } from '../desk/desk.ts'
import { repair } from '../desk/repairing.ts'
import { backUp, verify } from '../desk/upkeep.ts'
import type { Handlers } from '../dispatch.ts'

/** Keeping a case whole: verified, backed up, repaired. */
export const upkeepHandlers = (desk: Desk) =>
  ({
    'cases.verify': ({ caseId, full, subset }, asked) =>
      verify(desk, desk.cases.get(caseId), { full, subset }, asked),
    'cases.backup': ({ caseId, to }, asked) =>
      backUp(desk, desk.cases.get(caseId), desk.places.pathOf(to), asked),
    'cases.repair': (params, asked) =>
      repair(desk, { ...params, from: desk.places.pathOf(params.from) }, asked),
  }) satisfies Partial<Handlers>
