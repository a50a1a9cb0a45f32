import { useEffect, useState } from 'react'
import { client } from '../api.ts'
import { useAsk, useDo } from '../data/ask.ts'
import { useMachine } from '../data/machine.ts'
import { announce } from '../parts/Announce.tsx'
import { toast } from '../parts/Toast.tsx'
import { useKeys } from '../state/use-keys.ts'
import { useSpot } from '../state/use-router.ts'
import { turnedWords } from './undo-words.ts'

const word = (way: 'undo' | 'redo') => (way === 'undo' ? 'Undo' : 'Redo')

/** What can be taken back, and done again, in the case at hand. */
export interface Undo {
  /** The name of the act that would be taken back; null when there is none. */
  readonly undo: string | null
  readonly redo: string | null
  /** Of which ways the next act can’t be turned: asked for, that is said, and the one before it comes next. */
  readonly stands: readonly ('undo' | 'redo')[]
  readonly turn: (way: 'undo' | 'redo') => void
}

/**
 * Undo and redo of the session, by name, with their keys. They are about the case on the screen; where a screen looks
 * across cases, about the one that changed last. In a text field the keys belong to the field.
 */
export function useUndo(): Undo {
  const spot = useSpot()
  const [last, setLast] = useState<string | null>(null)
  useEffect(
    () =>
      client.onNotice((notice) => {
        if (notice.kind === 'changed' && notice.caseId !== null) setLast(notice.caseId)
      }),
    [],
  )
  const open = useMachine().data?.cases.filter((each) => each.state === 'open') ?? []
  const caseId = open.find((each) => each.caseId === (spot.caseId ?? last))?.caseId ?? null
  const state = useAsk('undo.state', caseId === null ? null : { caseId }).data
  const back = useDo('undo.undo')
  const again = useDo('undo.redo')
  const undo = state?.undo ?? null
  const redo = state?.redo ?? null
  const stands = state?.stands ?? []

  const turn = (way: 'undo' | 'redo') => {
    const act = way === 'undo' ? back : again
    if (caseId === null || (way === 'undo' ? undo : redo) === null) {
      announce(way === 'undo' ? 'Nothing to undo in this session.' : 'Nothing to do again.')
      return
    }
    if (act.busy) return
    act.run({ caseId }).then(
      ({ did }) => toast({ words: turnedWords(way, did) }),
      (error: Error) => toast({ words: error.message }),
    )
  }
  const keys = (way: 'undo' | 'redo', named: string | null, own: readonly string[]) =>
    own.map((key, index) => ({
      key,
      does: named === null || stands.includes(way) ? word(way) : `${word(way)} ${named}`,
      run: () => turn(way),
      notTyping: true,
      quiet: index > 0 || named === null || stands.includes(way),
    }))
  useKeys('Anywhere', [...keys('undo', undo, ['Ctrl+Z']), ...keys('redo', redo, ['Ctrl+Y', 'Ctrl+Shift+Z'])])
  return { undo, redo, stands, turn }
}
