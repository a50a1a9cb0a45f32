import { type ClipboardEvent, type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react'
import { announce } from '../../parts/Announce.tsx'
import {
  type Edited,
  joined,
  numbersOf,
  type Paragraph,
  pasted,
  placeOf,
  runsOf,
  split,
  written,
} from './paragraphs.ts'

/**
 * The words of a statement, in numbered paragraphs. Each is a text area over a drawing of the same text, where exhibit
 * references stand on their labels. Enter begins the next paragraph, Backspace at the start joins the one before.
 */
export function Words({
  paragraphs,
  known,
  readOnly,
  goTo,
  onWrite,
  onLeave,
}: {
  readonly paragraphs: readonly Paragraph[]
  /** The references the register knows. */
  readonly known: ReadonlySet<string>
  readonly readOnly: boolean
  /** The number of a paragraph to go to. `asked` differs each time it is asked for. */
  readonly goTo: { readonly number: number; readonly asked: number } | null
  readonly onWrite: (paragraphs: readonly Paragraph[]) => void
  readonly onLeave: () => void
}) {
  const list = useRef<HTMLOListElement>(null)
  const wanted = useRef<{ at: number; caret: number } | null>(null)
  const numbers = numbersOf(paragraphs)
  const area = (at: number) => list.current?.querySelectorAll('textarea')[at]

  // The caret can only go where it belongs once the paragraph is there.
  useLayoutEffect(() => {
    if (wanted.current === null) return
    const { at, caret } = wanted.current
    wanted.current = null
    area(at)?.focus({ preventScroll: true })
    area(at)?.setSelectionRange(caret, caret)
    area(at)?.scrollIntoView({ block: 'nearest' })
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: going there once, when asked
  useEffect(() => {
    if (goTo === null) return
    const at = placeOf(paragraphs, goTo.number)
    const place = list.current?.children[at]
    place?.scrollIntoView({ block: 'center' })
    area(at)?.focus({ preventScroll: true })
    announce(`Paragraph ${goTo.number}`)
  }, [goTo])

  const apply = (edited: Edited, moves: boolean) => {
    if (moves) wanted.current = { at: edited.at, caret: edited.caret }
    onWrite(edited.paragraphs)
  }
  const step = (event: KeyboardEvent, at: number, caret: number) => {
    event.preventDefault()
    area(at)?.focus()
    area(at)?.setSelectionRange(caret, caret)
  }
  const onKey = (at: number) => (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const { selectionStart: from, selectionEnd: to, value } = event.currentTarget
    if (event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey) return
    const alone = from === to
    if (event.key === 'Enter') {
      event.preventDefault()
      if (!readOnly) apply(split(paragraphs, at, from, to), true)
    } else if (event.key === 'Backspace' && alone && from === 0 && at > 0 && !readOnly) {
      event.preventDefault()
      apply(joined(paragraphs, at), true)
    } else if (
      event.key === 'Delete' &&
      alone &&
      from === value.length &&
      at < paragraphs.length - 1 &&
      !readOnly
    ) {
      event.preventDefault()
      apply(joined(paragraphs, at + 1), true)
    } else if ((event.key === 'ArrowUp' || event.key === 'ArrowLeft') && alone && from === 0 && at > 0)
      step(event, at - 1, paragraphs[at - 1]!.text.length)
    else if (
      (event.key === 'ArrowDown' || event.key === 'ArrowRight') &&
      alone &&
      from === value.length &&
      at < paragraphs.length - 1
    )
      step(event, at + 1, 0)
  }
  const onPaste = (at: number) => (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const clip = event.clipboardData.getData('text/plain')
    if (readOnly || !/[\r\n\u2028\u2029]/.test(clip)) return
    event.preventDefault()
    const { selectionStart, selectionEnd } = event.currentTarget
    apply(pasted(paragraphs, at, selectionStart, selectionEnd, clip), true)
  }

  return (
    <ol
      className="statements-words"
      ref={list}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && onLeave()}
    >
      {paragraphs.map(({ key, text }, at) => (
        <li key={key} className={goTo !== null && goTo.number === numbers[at] ? 'here' : undefined}>
          <span className="statements-number" aria-hidden>
            {numbers[at] ?? (numbers.findLast((each, index) => index < at && each !== null) ?? 0) + 1}
          </span>
          <div className="statements-paragraph">
            <div className="statements-marks" aria-hidden>
              {runsOf(text, known).map((run, index) =>
                run.kind === 'plain' ? (
                  run.text
                ) : (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a run is its place in the text
                  <i key={index} className={run.kind}>
                    {run.text}
                  </i>
                ),
              )}
              {'\u200b'}
            </div>
            <textarea
              value={text}
              rows={1}
              readOnly={readOnly}
              aria-label={`Paragraph ${numbers[at] ?? at + 1}`}
              placeholder={
                readOnly
                  ? undefined
                  : at === 0 && paragraphs.length === 1
                    ? 'First paragraph, in the witness’s own words'
                    : 'Next paragraph'
              }
              spellCheck={false}
              onKeyDown={onKey(at)}
              onPaste={onPaste(at)}
              onChange={(event) => {
                const edited = written(paragraphs, at, event.target.value, event.target.selectionStart)
                apply(edited, edited.paragraphs.length !== paragraphs.length)
              }}
            />
          </div>
        </li>
      ))}
      {!readOnly && paragraphs.at(-1)?.text.trim() !== '' && (
        <li className="statements-next">
          <span className="statements-number" aria-hidden>
            {(numbers.findLast((each) => each !== null) ?? 0) + 1}
          </span>
          <button
            type="button"
            onClick={() =>
              apply(split(paragraphs, paragraphs.length - 1, paragraphs.at(-1)!.text.length), true)
            }
          >
            Next paragraph
          </button>
        </li>
      )}
    </ol>
  )
}
