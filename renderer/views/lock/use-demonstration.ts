import { useState } from 'react'
import type { CaseworkError } from '../../../casework/contract/errors.ts'
import type { Progress } from '../../../casework/contract/wire.ts'
import { useDo } from '../../data/ask.ts'
import { useShell } from '../../state/session.ts'
import { useRouter } from '../../state/use-router.ts'
import { useOpened } from './use-opened.ts'

/** Makes the demonstration case, or opens the one that is there, and goes to it. */
export function useDemonstration(): {
  readonly explore: () => Promise<void>
  readonly busy: boolean
  readonly at: Progress | null
  readonly error: CaseworkError | null
} {
  const router = useRouter()
  const demonstration = useDo('cases.demonstration')
  const opened = useOpened()
  const { setOpening } = useShell()
  const [at, setAt] = useState<Progress | null>(null)
  const explore = async () => {
    setOpening(true)
    const made = await demonstration.run({ place: null, on: null }, { onProgress: setAt }).catch(() => null)
    setAt(null)
    if (made !== null) opened(made.caseId, [], router)
    setOpening(false)
  }
  return { explore, busy: demonstration.busy, at, error: demonstration.error }
}
