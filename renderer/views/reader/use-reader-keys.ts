import { cycleRegion } from '../../state/regions.ts'
import { useKeys } from '../../state/use-keys.ts'

/** What the keys of the reader do. */
export interface ReaderActs {
  readonly step: (by: -1 | 1) => void
  readonly stepDocument: (by: -1 | 1) => void
  /** The page field takes the focus, with what was typed. */
  readonly goTo: (typed: string) => void
  readonly find: () => void
  readonly nextFound: (back: boolean) => void
  readonly highlight: () => void
  readonly box: () => void
  readonly note: () => void
  readonly bookmark: () => void
  readonly toggleRead: () => void
  readonly index: () => void
  readonly split: () => void
  readonly turn: () => void
  readonly zoom: (to: 'in' | 'out' | 'fit') => void
  readonly back: () => void
  readonly forward: () => void
  readonly other: () => void
  readonly compare: () => void
  readonly peek: () => void
  readonly since: () => void
  readonly keys: () => void
  readonly leave: () => void
  readonly escape: () => void
}

const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

/** The keys of the reader. */
export function useReaderKeys(acts: ReaderActs): void {
  useKeys(
    'Page numbers',
    digits.map((digit) => ({
      key: digit,
      does: 'Type a page number, then Enter',
      quiet: true,
      run: () => acts.goTo(digit),
    })),
  )
  useKeys('Reader', [
    { key: 'J', does: 'Next page', run: () => acts.step(1) },
    { key: 'K', does: 'Page before', run: () => acts.step(-1) },
    { key: 'Shift+J', does: 'Next document', run: () => acts.stepDocument(1) },
    { key: 'Shift+K', does: 'Document before', run: () => acts.stepDocument(-1) },
    { key: 'G', does: 'Go to a page by its number', run: () => acts.goTo('') },
    { key: 'Alt+←', does: 'Back to where you jumped from', run: acts.back },
    { key: 'Alt+→', does: 'Forward again', run: acts.forward },
    { key: '/', does: 'Find words', run: acts.find },
    { key: 'Ctrl+F', does: 'Find words', run: acts.find },
    { key: 'F3', does: 'Next place found', run: () => acts.nextFound(false) },
    { key: 'Shift+F3', does: 'Place found before', run: () => acts.nextFound(true) },
    { key: 'H', does: 'Highlight words: the ones selected, or chosen by keys', run: acts.highlight },
    { key: 'D', does: 'Draw a box on this page, by dragging or by keys', run: acts.box },
    { key: 'N', does: 'Write a note on this page', run: acts.note },
    { key: 'B', does: 'Bookmark this page, or take the bookmark away', run: acts.bookmark },
    { key: 'R', does: 'Mark this page read, or unread', run: acts.toggleRead },
    { key: 'I', does: 'To the index', run: acts.index },
    { key: 'S', does: 'Two places side by side', run: acts.split },
    { key: 'T', does: 'Turn pages', run: acts.turn },
    { key: 'W', does: 'Fit the width', run: () => acts.zoom('fit') },
    { key: '+', does: 'Larger', run: () => acts.zoom('in') },
    { key: '=', does: 'Larger', run: () => acts.zoom('in') },
    { key: '-', does: 'Smaller', run: () => acts.zoom('out') },
    { key: 'X', does: 'To the other side of a split', run: acts.other },
    { key: 'P', does: 'Peek at the page the link with the focus leads to', run: acts.peek },
    { key: 'C', does: 'Compare with an earlier version', run: acts.compare },
    { key: 'V', does: 'What is new since the version you read', run: acts.since },
    { key: '?', does: 'Show every key of this screen', run: acts.keys },
    { key: 'F6', does: 'Next part of the window', run: () => cycleRegion(false), quiet: true },
    { key: 'Shift+F6', does: 'Previous part of the window', run: () => cycleRegion(true), quiet: true },
    { key: 'Alt+Backspace', does: 'Close the bundle', run: acts.leave },
    { key: 'Esc', does: 'Let go of what is chosen or open', run: acts.escape },
  ])
}
