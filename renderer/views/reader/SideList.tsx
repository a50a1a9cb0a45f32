import { Bookmark } from 'lucide-react'
import type { ReadingNote } from '../../../casework/reading.ts'
import { standsFirm } from '../../../casework/rules/carrying.ts'
import { carriedWords, inOrder, noteNumber } from './notes-model.ts'
import { Swatch } from './Swatch.tsx'

/** Bookmarks or notes in the left pane: the page of each, and its first words. */
export function SideList({
  notes,
  none,
  current,
  labelOf,
  onOpen,
}: {
  readonly notes: readonly ReadingNote[]
  /** What stands there while there are none. */
  readonly none: string
  readonly current: string | null
  readonly labelOf: (page: number) => string
  readonly onOpen: (note: ReadingNote) => void
}) {
  if (notes.length === 0) return <p className="reader-none dim">{none}</p>
  return (
    <ol className="reader-results">
      {inOrder(notes).map((note) => (
        <li key={note.id}>
          <button
            type="button"
            aria-current={note.id === current ? 'true' : undefined}
            onClick={() => onOpen(note)}
          >
            <b className="page">
              {note.kind === 'bookmark' ? <Bookmark className="i s" aria-hidden /> : <Swatch note={note} />}{' '}
              p.{noteNumber(note, labelOf)}
            </b>
            <span>
              <span className="two">
                {note.words ||
                  note.quote ||
                  note.tag ||
                  (note.kind === 'box' ? 'A box, no words yet' : 'No words yet')}
              </span>
              {!standsFirm(note) && <span className="small soon">{carriedWords(note)}</span>}
            </span>
          </button>
        </li>
      ))}
    </ol>
  )
}
