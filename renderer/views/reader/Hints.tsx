import type { WordCaret } from './use-word-caret.ts'

/** Says what the keys do while words are marked, or a box is drawn, on a page. */
export const Hints = ({
  walking,
  drawing,
}: {
  readonly walking: WordCaret['stage']
  readonly drawing: boolean
}) => (
  <>
    {walking !== null && (
      <p className="reader-caret small" role="status">
        {walking === 'walking'
          ? 'Arrows go to the first word. Enter marks it.'
          : 'Arrows take words along. Enter keeps them. Esc lets go.'}
      </p>
    )}
    {drawing && (
      <p className="reader-caret small">
        Drag a box on a page. By keys: arrows move it, Shift+arrows size it, Enter keeps it, Esc lets go.
      </p>
    )}
  </>
)
