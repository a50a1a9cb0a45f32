import { Bookmark, Download, Eye, Lock, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { NoteFields, ReadingNote } from '../../../casework/reading.ts'
import { standsFirm } from '../../../casework/rules/carrying.ts'
import { Button, IconButton } from '../../parts/Button.tsx'
import { KeyHints } from '../../parts/Marks.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { whenDone } from '../../shell/times.ts'
import { NoteWords, type Numbered } from './Mentions.tsx'
import { NoteEditor } from './NoteEditor.tsx'
import { carriedWords, inOrder, noteNumber, tagsOf } from './notes-model.ts'
import { Swatch } from './Swatch.tsx'

export interface NotesPaneProps {
  readonly notes: readonly ReadingNote[]
  /** Those of the document that is open; all are shown while `all` is set. */
  readonly here: readonly ReadingNote[]
  readonly all: boolean
  readonly tag: string | null
  readonly current: string | null
  /** The note whose words are to be written at once. */
  readonly writing: string | null
  readonly error: { readonly message: string } | null
  readonly today: string
  /** The page that is read. */
  readonly page: number
  readonly labelOf: (page: number) => string
  readonly labels: readonly string[]
  readonly pages: number
  readonly onGo: (page: number) => void
  readonly onAll: (all: boolean) => void
  readonly onTag: (tag: string | null) => void
  readonly onOpen: (note: ReadingNote) => void
  readonly onChange: (id: string, fields: Partial<NoteFields>) => void
  readonly onRemove: (note: ReadingNote) => void
  readonly onLeave: () => void
  readonly onHide: () => void
  readonly onSummary: () => void
}

/** The reader's own notes, beside the pages. */
export function NotesPane(props: NotesPaneProps) {
  const { notes, here, all, tag, current, labelOf, today, page } = props
  const { labels, pages, onGo } = props
  const numbered = { labels, pages, labelOf, onGo }
  const tags = tagsOf(notes)
  const shown = inOrder(all ? notes : here).filter((note) => tag === null || note.tag === tag)
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    if (current !== null) list.current?.querySelector('[data-current]')?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    <aside className="reader-notes pane" data-region aria-label="Notes" tabIndex={-1}>
      <div className="head line">
        <h2 className="grow">Notes</h2>
        <Button
          size="slim"
          aria-pressed={all}
          icon={<Eye className="i s" aria-hidden />}
          onClick={() => props.onAll(!all)}
        >
          Show all
        </Button>
        <Button
          size="slim"
          disabled={notes.length === 0}
          icon={<Download className="i s" aria-hidden />}
          onClick={props.onSummary}
        >
          Summary
        </Button>
        <IconButton
          name="Hide notes"
          size="slim"
          icon={<X className="i s" aria-hidden />}
          onClick={props.onHide}
        />
      </div>
      {tags.length > 0 && (
        <label className="reader-filter small">
          Tag
          <select
            className="input"
            value={tag ?? ''}
            onChange={(event) => props.onTag(event.target.value === '' ? null : event.target.value)}
          >
            <option value="">All tags</option>
            {tags.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </label>
      )}
      <ErrorNote error={props.error} title="It was not kept" />
      <div className="reader-notes-body">
        {shown.length === 0 && <NoneHere all={all} some={notes.length > 0} />}
        <ul ref={list}>
          {shown.map((note) => (
            <li key={note.id} data-current={note.id === current ? '' : undefined}>
              <button type="button" className="at small" onClick={() => props.onOpen(note)}>
                {note.kind === 'bookmark' ? (
                  <Bookmark className="i s" aria-label="Bookmark" />
                ) : (
                  <Swatch note={note} />
                )}
                <b className="page">p.{noteNumber(note, labelOf)}</b>
                {note.tag !== '' && <span className="tag">{note.tag}</span>}
                <span className="grow" />
                <span className="faint">{whenDone(note.made, today)}</span>
              </button>
              {carriedWords(note) !== '' && (
                <p className={standsFirm(note) ? 'small dim' : 'small soon'}>{carriedWords(note)}</p>
              )}
              {note.quote !== '' && <q>“{note.quote}”</q>}
              {note.id === current ? (
                <NoteEditor
                  note={note}
                  tags={tags}
                  focused={props.writing === note.id}
                  {...{ page, numbered }}
                  onChange={(fields) => props.onChange(note.id, fields)}
                  onRemove={() => props.onRemove(note)}
                  onLeave={props.onLeave}
                />
              ) : (
                <NoteSaid {...{ note, numbered }} />
              )}
            </li>
          ))}
        </ul>
        <p className="reader-apart small dim">
          <Lock className="i s" aria-hidden /> Notes are yours and kept apart. The bundle itself is never
          changed.
        </p>
      </div>
      <KeyHints
        keys={[
          ['J', ''],
          ['K', 'page'],
          ['H', 'highlight'],
          ['N', 'note'],
          ['?', ''],
        ]}
      />
    </aside>
  )
}

/** The words of a note that is not open; what has neither words nor a quotation says so. */
const NoteSaid = ({ note, numbered }: { readonly note: ReadingNote; readonly numbered: Numbered }) => {
  if (note.words !== '') return <NoteWords words={note.words} {...numbered} />
  if (note.kind === 'bookmark' || note.quote !== '') return null
  return <p className="dim">{note.kind === 'box' ? 'A box, no words yet' : 'No words yet'}</p>
}

const NoneHere = ({ all, some }: { readonly all: boolean; readonly some: boolean }) => (
  <p className="reader-none dim">
    {some && !all
      ? 'No notes on this document. Show all has the others.'
      : some
        ? 'No note has this tag.'
        : 'No notes yet. N writes one on this page; H highlights words.'}
  </p>
)
