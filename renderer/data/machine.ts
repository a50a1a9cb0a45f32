import type { CaseCard } from '../../casework/contract/shapes.ts'
import { useAsk } from './ask.ts'

/** What this machine knows: its cases, the day, the user, how long until it locks. */
export const useMachine = () => useAsk('machine.state', {})

/** The day, as the workbench has it. '' until it is known. */
export const useToday = (): string => useMachine().data?.day ?? ''

/** The card of a case, when it is known. */
export function useCaseCard(caseId: string | null): CaseCard | null {
  const machine = useMachine()
  return machine.data?.cases.find((each) => each.caseId === caseId) ?? null
}
