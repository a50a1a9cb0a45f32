import type { Desk } from '../desk/desk.ts'
import { mergeHandOver } from '../desk/hand-over-in.ts'
import { sealCase } from '../desk/hand-over-out.ts'
import type { Handlers } from '../dispatch.ts'

/** Hand-overs: a case or part of it sealed for named people, and such a file merged into a case. */
export const handOverHandlers = (desk: Desk) =>
  ({
    'handover.seal': ({ caseId, place, ...wanted }, asked) =>
      sealCase(desk.cases.get(caseId), desk, { ...wanted, folder: desk.places.target(place) }, asked),
    'handover.merge': ({ caseId, file, identity, look }, asked) =>
      mergeHandOver(
        desk.cases.get(caseId),
        desk,
        { path: desk.places.pathOf(file), identity: identity ?? null, look },
        asked,
      ),
  }) satisfies Partial<Handlers>
