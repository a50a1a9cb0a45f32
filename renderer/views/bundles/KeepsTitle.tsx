import { LockKeyhole } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { Button } from '../../parts/Button.tsx'
import { Note } from '../../parts/Note.tsx'
import type { LiveDocument } from './live-plan.ts'
import { keepsTitleWords } from './words.ts'

/** Keys that go on to another line. */
const goOn = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End']
/** What is pressed with Ctrl by those who write. */
const writing = ['a', 'c', 'v', 'x', 'y', 'z', 'Backspace', 'Delete']

/**
 * Stands in the line of a document that can't be renamed, where its title would be written. It has the focus in the place
 * of a field, so that what is typed as a new title is no command; whatever would end the writing ends it.
 */
export function TitleStays({ taken, onDone }: { readonly taken: boolean; readonly onDone: () => void }) {
  const here = useRef<HTMLSpanElement>(null)
  useEffect(() => here.current?.focus(), [])
  const onKey = (event: KeyboardEvent) => {
    const { key } = event
    const chord = (event.ctrlKey || event.metaKey || event.altKey) && !writing.includes(key)
    if (chord || key === 'Tab') return
    if (goOn.includes(key)) return onDone()
    event.stopPropagation()
    // Choosing all words would take the focus away.
    event.preventDefault()
    if (key === 'Enter' || key === 'Escape' || key === 'F2') onDone()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears keys only to let none of them do anything
    <span ref={here} className="tag bundles-stays" tabIndex={-1} onKeyDown={onKey} onBlur={onDone}>
      <LockKeyhole className="i s" aria-hidden />
      {taken ? 'Taken out' : 'Frozen'}, keeps its title
    </span>
  )
}

/** Says why a document keeps its title, and how another one comes into the next version. */
export const KeepsTitle = ({
  document,
  onAgain,
  onDismiss,
}: {
  readonly document: LiveDocument
  /** Takes it out and puts it in again, to be renamed. */
  readonly onAgain: () => void
  readonly onDismiss: () => void
}) => {
  const { title, words } = keepsTitleWords(document)
  return (
    <Note tone="calm" live title={title}>
      <p>{words}</p>
      <div className="h">
        {document.standing === 'frozen' && (
          <Button size="slim" onClick={onAgain}>
            Take it out and put it in again
          </Button>
        )}
        <Button look="link" size="slim" onClick={onDismiss}>
          Dismiss
        </Button>
      </div>
    </Note>
  )
}
