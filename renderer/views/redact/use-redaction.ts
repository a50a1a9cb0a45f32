import { useState } from 'react'
import type { Result } from '../../../casework/contract/contract.ts'
import type { SeenBox } from '../../../casework/rules/redacting.ts'
import { counted } from '../../../casework/rules/words.ts'
import { useAsk, useDo } from '../../data/ask.ts'
import { type Job, useJobList, useJobs } from '../../data/jobs.ts'
import { announce } from '../../parts/Announce.tsx'
import { toast } from '../../parts/Toast.tsx'

export type RedactionOf = Result<'redaction.of'>
export type Mark = RedactionOf['marks'][number]
export type Reasons = Result<'redaction.reasons'>['reasons']
export type Burned = Result<'redaction.burn'>

/** What the workspace knows of one exhibit, and what can be done in it. */
export interface Redaction {
  readonly of: RedactionOf | undefined
  readonly reasons: Reasons
  readonly busy: boolean
  readonly error: { readonly message: string } | null
  readonly dismiss: () => void
  /** The burn under way. */
  readonly job: Job | undefined
  /** A copy that was not kept, since words under its boxes stand elsewhere. */
  readonly asking: Burned | null
  readonly mark: (
    exhibit: string,
    boxes: readonly { page: number; box: SeenBox }[],
    why: Why,
  ) => Promise<boolean>
  readonly change: (mark: Mark, why: Why) => Promise<void>
  readonly remove: (marks: readonly Mark[]) => Promise<void>
  readonly check: (by: string) => Promise<boolean>
  readonly burn: (goOn: boolean) => Promise<void>
  readonly stop: () => void
  readonly notNow: () => void
}
/** Why something is taken out. */
export interface Why {
  readonly reason: string
  readonly note: string
}

/** The boxes of one exhibit, kept fresh, and the acts on them. An error stands until it is dismissed. */
export function useRedaction(caseId: string, exhibit: string, name: string): Redaction {
  const asked = useAsk('redaction.of', { caseId, exhibit })
  const reasons = useAsk('redaction.reasons', {})
  const marking = useDo('redaction.mark')
  const changing = useDo('redaction.change')
  const removing = useDo('redaction.remove')
  const checking = useDo('redaction.check')
  const jobs = useJobs()
  const title = `Making the edited copy of ${name}`
  const job = useJobList().find((each) => each.title === title && each.state === 'running')
  const [error, setError] = useState<{ readonly message: string } | null>(null)
  const [asking, setAsking] = useState<Burned | null>(null)

  const trying = async (work: () => Promise<void>): Promise<boolean> => {
    setError(null)
    try {
      await work()
      return true
    } catch (thrown) {
      if ((thrown as { code?: string }).code !== 'cancelled') setError(thrown as Error)
      return false
    }
  }
  return {
    of: asked.data,
    reasons: reasons.data?.reasons ?? [],
    busy: marking.busy || changing.busy || removing.busy || checking.busy,
    error: error ?? asked.error ?? reasons.error,
    dismiss: () => setError(null),
    job,
    asking,
    mark: (into, boxes, why) =>
      trying(async () => {
        const marks = boxes.map((each) => ({ ...each, ...why }))
        await marking.run({ caseId, exhibit: into, marks })
        announce(`${counted(boxes.length, 'box', 'boxes')} set`)
      }),
    change: async ({ id }, why) =>
      void (await trying(async () => void (await changing.run({ caseId, mark: id, ...why })))),
    remove: async (marks) =>
      void (await trying(async () => {
        await removing.run({ caseId, marks: marks.map(({ id }) => id) })
        toast({ words: `${counted(marks.length, 'box', 'boxes')} removed` })
      })),
    check: (by) =>
      trying(async () => {
        const { checked } = await checking.run({ caseId, exhibit, by })
        toast({ words: `${counted(checked, 'box', 'boxes')} checked by ${by}` })
      }),
    burn: async (goOn) =>
      void (await trying(async () => {
        setAsking(null)
        const burned = await jobs.start('redaction.burn', { caseId, exhibit, goOn }, title)
        if (burned.edited === null) setAsking(burned)
        else toast({ words: `Edited copy of ${name} made, and proved` })
      })),
    stop: () => job !== undefined && jobs.cancel(job.id),
    notNow: () => setAsking(null),
  }
}
