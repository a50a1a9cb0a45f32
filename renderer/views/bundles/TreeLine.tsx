import {
  ChevronDown,
  ChevronRight,
  FileText,
  FileX,
  List,
  LockKeyhole,
  PenLine,
  ScrollText,
} from 'lucide-react'
import { useState } from 'react'
import { seriesOf } from '../../../casework/rules/series.ts'
import { Flag } from '../../parts/Marks.tsx'
import { isIn } from './for-reader.ts'
import { TitleStays } from './KeepsTitle.tsx'
import { keepsTitle, type LiveDocument } from './live-plan.ts'
import { type PlanLine, titleParts } from './plan-lines.ts'

/** What a line of the bundle shows: what it is, its badges, its date, its numbers. */
export function TreeLine({
  line,
  reader,
  onRename,
}: {
  readonly line: PlanLine
  /** Whose copy is looked at; null for everyone's. */
  readonly reader: string | null
  /** Set while its title is being written, or said to stay: null leaves it as it was. */
  readonly onRename: ((title: string | null) => void) | null
}) {
  if (line.kind === 'front') {
    const Icon = line.key === 'cover' ? ScrollText : List
    return (
      <>
        <Icon className="i s dim" aria-hidden />
        <span className="grow cut">{line.title}</span>
        <b className="bundles-pages">{line.pages}</b>
      </>
    )
  }
  if (line.kind === 'section') {
    const Icon = line.open ? ChevronDown : ChevronRight
    const { letter, title, documents } = line.section
    const stays = keepsTitle(line.section)
    return (
      <>
        <Icon className="i s dim" aria-hidden />
        <b className="bundles-letter">{letter}</b>
        {onRename === null || stays ? (
          <b className="grow cut">{title}</b>
        ) : (
          <Rename title={title} onDone={onRename} />
        )}
        {onRename !== null && stays && <TitleStays taken={false} onDone={() => onRename(null)} />}
        {documents.length === 0 ? (
          <span className="small faint">Empty</span>
        ) : (
          !line.open && <span className="small faint">{documents.length.toLocaleString('en-GB')}</span>
        )}
        <span className="bundles-pages dim">{line.pages}</span>
      </>
    )
  }
  const { document } = line
  const within = isIn(document.entry, reader)
  const { title, tail } = titleParts(document)
  const stays = document.standing === 'frozen' || document.standing === 'taken'
  const named = document.placeholder !== '' && document.standing !== 'taken'
  const Icon = document.draft
    ? PenLine
    : named
      ? FileX
      : document.entry.type === 'statement'
        ? ScrollText
        : FileText
  return (
    <>
      <Icon className={document.draft ? 'i s bad' : named ? 'i s soon' : 'i s dim'} aria-hidden />
      {onRename === null || stays ? (
        <span className="bundles-title" title={`${title} ${tail}`.trim()}>
          <span
            className={document.standing === 'taken' ? 'cut bundles-taken' : within ? 'cut' : 'cut faint'}
          >
            {title}
          </span>{' '}
          {tail !== '' && <span>{tail}</span>}
        </span>
      ) : (
        <Rename title={document.title} onDone={onRename} />
      )}
      <span className="bundles-badges">
        {document.draft && <Flag tone="bad">Draft</Flag>}
        {document.standing === 'late' && <Flag tone="soon">Late</Flag>}
        {document.standing === 'taken' && onRename === null && <span className="tag">Taken out</span>}
        {document.part !== '' && seriesOf([document.ends[0]]) === '' && (
          <span className="tag" title={inPart(document)}>
            {document.part.charAt(0).toUpperCase() + document.part.slice(1)}
          </span>
        )}
        {named && (
          <span className="tag" title={document.placeholder}>
            Named on a page
          </span>
        )}
        {!within && (
          <span className="tag" title={`A page stands for its numbers in the copy for ${reader}`}>
            Not in this copy
          </span>
        )}
        {within && document.entry.audience.length > 0 && (
          <span className="tag" title={`For ${document.entry.audience.join(', ')}`}>
            {document.entry.audience.join(', ')}
          </span>
        )}
        {sheetWords(document) !== '' && <span className="tag">{sheetWords(document)}</span>}
        {document.standing === 'frozen' && onRename === null && (
          <LockKeyhole className="i s faint" role="img" aria-label="Frozen" />
        )}
      </span>
      {onRename !== null && stays && (
        <TitleStays taken={document.standing === 'taken'} onDone={() => onRename(null)} />
      )}
      <span className="bundles-date dim">{document.date}</span>
      <b className="bundles-pages" title={document.part === '' ? undefined : inPart(document)}>
        {line.pages}
      </b>
    </>
  )
}

// Numbers of a series say it themselves; those of a supplement that was frozen without one do not.
const inPart = ({ part, standing }: LiveDocument) =>
  `${standing === 'late' ? 'Waits for' : 'In'} ${part} of the bundle, a file of its own`

const sheetWords = ({ entry: { coversheet, front } }: LiveDocument) =>
  coversheet && front ? 'Both sheets' : coversheet ? 'Coversheet' : front ? 'Front sheet' : ''

/** The title written where it stands. Enter keeps it, Esc leaves it, going elsewhere keeps it. */
function Rename({
  title,
  onDone,
}: {
  readonly title: string
  readonly onDone: (title: string | null) => void
}) {
  const [text, setText] = useState(title)
  return (
    <input
      className="input bundles-rename"
      aria-label="Title"
      value={text}
      maxLength={300}
      // biome-ignore lint/a11y/noAutofocus: the field that F2 asked for
      autoFocus
      onFocus={(event) => event.target.select()}
      onChange={(event) => setText(event.target.value)}
      onPointerDown={(event) => event.stopPropagation()}
      onBlur={() => onDone(text)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return
        event.stopPropagation()
        onDone(event.key === 'Enter' ? text : null)
      }}
    />
  )
}

/** What floats under the pointer while something is dragged. */
export const Floating = ({
  x,
  y,
  words,
}: {
  readonly x: number
  readonly y: number
  readonly words: string
}) => (
  <div className="bundles-floating float" style={{ left: x, top: y }} aria-hidden>
    <FileText className="i s dim" aria-hidden />
    <span className="cut">{words}</span>
  </div>
)
