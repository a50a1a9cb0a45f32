import { useCallback, useEffect, useRef, useState } from 'react'
import { announce } from '../../parts/Announce.tsx'
import type { Viewer } from './viewer.ts'
import { selectWords, stepFrom, textOfWords, type Word, wordsOf } from './word-caret.ts'

const steps = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'start',
  End: 'end',
} as const

/** Choosing words by keys: first a word is walked to, then, from where it was marked, words are taken along. */
export interface WordCaret {
  /** `walking` to the first word, `taking` words along from it, or neither. */
  readonly stage: 'walking' | 'taking' | null
  /** Begins at the first word in sight on the page that is read. */
  readonly begin: () => void
  readonly end: () => void
}

/** `keep` is called with Enter, while the words are still selected. */
export function useWordCaret(viewer: Viewer | null, keep: () => unknown): WordCaret {
  const [stage, setStage] = useState<WordCaret['stage']>(null)
  const held = useRef<{ words: readonly Word[]; from: number; to: number }>({ words: [], from: 0, to: 0 })
  const latest = useRef(keep)
  latest.current = keep

  const begin = useCallback(() => {
    if (viewer === null) return
    const page = viewer.pageView(viewer.page())
    const words = page === undefined ? [] : wordsOf(page.div)
    if (words.length === 0) {
      announce('There are no words to choose on this page')
      return
    }
    const frame = viewer.container.getBoundingClientRect()
    const at = Math.max(
      0,
      words.findIndex(({ y }) => y > frame.top + 8),
    )
    held.current = { words, from: at, to: at }
    selectWords(words, at, at)
    setStage('walking')
    announce(`Arrows choose the first word; Enter marks it. ${textOfWords(words, at, at)}`)
  }, [viewer])
  const end = useCallback(() => {
    document.getSelection()?.removeAllRanges()
    setStage(null)
  }, [])

  useEffect(() => {
    if (stage === null) return
    const show = () => {
      const { words, from, to } = held.current
      selectWords(words, from, to)
      words[to]?.node.parentElement?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    }
    const hear = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return
      const step = steps[event.key as keyof typeof steps]
      if (step !== undefined) {
        const now = held.current
        const to = stepFrom(now.words, now.to, step)
        const taking = stage === 'taking' || event.shiftKey
        held.current = { ...now, to, from: taking ? now.from : to }
        if (taking && stage === 'walking') setStage('taking')
        show()
        announce(textOfWords(now.words, to, to))
      } else if (event.key === 'Enter' && stage === 'walking') {
        setStage('taking')
        announce('Marked. Arrows take words along; Enter keeps them; Esc lets go')
      } else if (event.key === 'Enter') {
        latest.current()
        end()
      } else if (event.key === 'Escape') {
        end()
        announce('Let go')
      } else return
      event.preventDefault()
      event.stopPropagation()
    }
    // Before any other listener: while words are chosen, arrows and Enter mean this and nothing else.
    window.addEventListener('keydown', hear, true)
    return () => window.removeEventListener('keydown', hear, true)
  }, [stage, end])
  return { stage, begin, end }
}
