import { refOf } from '../../casework/rules/references.ts'
import { burnExhibit, editedFacts, proofOf } from '../desk/burning.ts'
import type { Desk } from '../desk/desk.ts'
import { redactedIn } from '../desk/edited-copies.ts'
import {
  changeMark,
  checkMarks,
  findInPages,
  markOf,
  markPages,
  reasonsOf,
  removeMarks,
} from '../desk/redacting.ts'
import type { Handlers } from '../dispatch.ts'

/** Redaction: boxes on exhibits, the edited copies they are burned into, and the proof of each. */
export const redactionHandlers = (desk: Desk) =>
  ({
    'redaction.reasons': () => {
      const { source, effectiveFrom, verified, reasons } = reasonsOf(desk)
      return {
        source,
        effectiveFrom,
        verified,
        reasons: reasons.map(({ code, name, about, asks = '' }) => ({ code, name, about, asks })),
      }
    },
    'redaction.list': ({ caseId }) => {
      const held = desk.cases.get(caseId)
      const redacted = redactedIn(held)
      return {
        items: held.records.list('exhibit').flatMap((exhibit) => {
          const { state, marks } = redacted(exhibit)
          if (marks.length === 0) return []
          const unchecked = marks.filter(({ fields }) => fields.checkedBy === '').length
          const { id, fields } = exhibit
          return [{ id, ref: refOf(exhibit), title: fields.title, state, boxes: marks.length, unchecked }]
        }),
      }
    },
    'redaction.of': ({ caseId, exhibit }) => {
      const held = desk.cases.get(caseId)
      const { state, marks, removed, edited } = redactedIn(held)(held.records.peek('exhibit', exhibit))
      return {
        state,
        marks: marks
          .map((mark) => markOf(mark, edited !== null && mark.made.at <= edited.made.at))
          .sort((a, b) => a.page - b.page || a.box.top - b.box.top || a.box.left - b.box.left),
        removed: removed
          .map((mark) => ({ mark: markOf(mark, false), by: mark.archived!.by, at: mark.archived!.at }))
          .sort((a, b) => b.at - a.at),
        edited: edited === null ? null : editedFacts(edited),
      }
    },
    'redaction.find': ({ caseId, ...sought }, asked) =>
      findInPages(desk.cases.get(caseId), desk, sought, asked),
    'redaction.mark': ({ caseId, ...marked }, asked) =>
      markPages(desk.cases.get(caseId), desk, marked, asked),
    'redaction.change': ({ caseId, ...mark }) => changeMark(desk.cases.get(caseId), desk, mark),
    'redaction.remove': ({ caseId, marks }) => removeMarks(desk.cases.get(caseId), desk, marks),
    'redaction.check': ({ caseId, ...check }) => checkMarks(desk.cases.get(caseId), desk, check),
    'redaction.burn': ({ caseId, ...burned }, asked) =>
      burnExhibit(desk.cases.get(caseId), desk, burned, asked),
    'redaction.proof': ({ caseId, exhibit }) => proofOf(desk.cases.get(caseId), exhibit),
  }) satisfies Partial<Handlers>
