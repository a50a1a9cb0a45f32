import { Trash2 } from 'lucide-react'
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { type NoteFields, noteColours, type ReadingNote } from '../../../casework/reading.ts'
import { standsFirm } from '../../../casework/rules/carrying.ts'
import { Button, IconButton } from '../../parts/Button.tsx'
import { MentionRow, type Numbered } from './Mentions.tsx'

/** How long a pause in typing is before what was typed is kept, in milliseconds. */
const pause = 400
const colourWords = { mark: 'Yellow', kelp: 'Green', sand: 'Sand', water: 'Blue' } as const

/** A note being written. What is typed is kept at the next pause, and when it is left. */
export function NoteEditor({
  note,
  tags,
  focused,
  page,
  numbered,
  onChange,
  onRemove,
  onLeave,
}: {
  readonly note: ReadingNote
  /** Tags used before, to choose from. */
  readonly tags: readonly string[]
  /** Whether it takes the focus when it opens. */
  readonly focused: boolean
  /** The page that is read. */
  readonly page: number
  readonly numbered: Numbered
  readonly onChange: (fields: Partial<NoteFields>) => void
  readonly onRemove: () => void
  /** Esc: back to the pages. */
  readonly onLeave: () => void
}) {
  const [words, setWords] = useState(note.words)
  const [tag, setTag] = useState(note.tag)
  const known = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const held = useRef({ words: note.words, tag: note.tag, onChange })
  held.current.onChange = onChange
  const keep = (now: { words: string; tag: string }) => {
    const { words: w, tag: t } = held.current
    if (now.words === w && now.tag === t) return
    held.current = { ...held.current, ...now }
    held.current.onChange(now)
  }
  const gone = useRef(false)
  const latest = useRef<() => void>(() => undefined)
  latest.current = () => {
    if (!gone.current) keep({ words, tag: tag.trim() })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: each keystroke begins the pause anew
  useEffect(() => {
    const timer = setTimeout(() => latest.current(), pause)
    return () => clearTimeout(timer)
  }, [words, tag])
  useEffect(() => () => latest.current(), [])
  // At once: the next key already belongs to the note.
  useLayoutEffect(() => {
    if (focused) area.current?.focus()
  }, [focused])

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc leaves whatever field of it has the focus
    <div
      className="reader-editor"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        latest.current()
        onLeave()
      }}
      onBlur={() => latest.current()}
    >
      {note.carried && !standsFirm(note) && (
        <Settle {...{ page, onChange }} labelOf={numbered.labelOf} carried={note.carried} own={note.page} />
      )}
      <textarea
        ref={area}
        className="input"
        aria-label="Note"
        placeholder="Write a note"
        rows={3}
        maxLength={20_000}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <MentionRow words={words} {...numbered} />
      <div className="h">
        <input
          className="input grow"
          aria-label="Tag"
          placeholder="Tag or issue"
          list={known}
          maxLength={60}
          value={tag}
          onChange={(event) => setTag(event.target.value)}
        />
        <datalist id={known}>
          {tags.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
        <div className="reader-colours" role="radiogroup" aria-label="Colour">
          {noteColours.map((colour) => (
            // biome-ignore lint/a11y/useSemanticElements: small squares of colour, each its own tab stop
            <button
              key={colour}
              type="button"
              role="radio"
              aria-checked={note.colour === colour}
              aria-label={colourWords[colour]}
              title={colourWords[colour]}
              onClick={() => onChange({ colour })}
            >
              <span className={`reader-swatch ${colour}`} />
            </button>
          ))}
        </div>
        <IconButton
          name={note.kind === 'bookmark' ? 'Remove this bookmark' : 'Remove this note'}
          size="slim"
          icon={<Trash2 className="i s" aria-hidden />}
          onClick={() => {
            gone.current = true
            onRemove()
          }}
        />
      </div>
    </div>
  )
}

/** What settles a note whose page changed or is gone: it holds as it stands, or it belongs on the page that is read. */
function Settle({
  carried,
  own,
  page,
  labelOf,
  onChange,
}: {
  readonly carried: NonNullable<ReadingNote['carried']>
  readonly own: number
  readonly page: number
  readonly labelOf: (page: number) => string
  readonly onChange: (fields: Partial<NoteFields>) => void
}) {
  const settled = { ...carried, stands: 'same' as const }
  return (
    <div className="reader-settle">
      {carried.stands === 'changed' && (
        <Button size="slim" onClick={() => onChange({ carried: settled })}>
          It still holds
        </Button>
      )}
      {(carried.stands === 'gone' || page !== own) && (
        <Button size="slim" onClick={() => onChange({ carried: settled, page, boxes: [] })}>
          Put it on p.{labelOf(page)}
        </Button>
      )}
    </div>
  )
}
