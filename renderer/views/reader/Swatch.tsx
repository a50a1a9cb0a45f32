import type { ReadingNote } from '../../../casework/reading.ts'

const kinds = { note: 'Note', highlight: 'Highlight', box: 'Box', bookmark: 'Bookmark' } as const

/** The colour of a note; a box is drawn as one. Screen readers hear what kind of note it is. */
export const Swatch = ({ note }: { readonly note: Pick<ReadingNote, 'kind' | 'colour'> }) => (
  <>
    <span
      className={`reader-swatch ${note.colour}${note.kind === 'box' ? ' box' : ''}`}
      title={kinds[note.kind]}
    />
    <span className="unseen">{kinds[note.kind]}, </span>
  </>
)
