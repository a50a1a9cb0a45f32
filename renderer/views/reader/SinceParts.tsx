import type { PageRuns } from '../../../casework/reading.ts'
import { labelRange } from '../../../casework/rules/numbering.ts'
import { pagesIn } from '../../../casework/rules/page-runs.ts'
import { counted } from '../../../casework/rules/words.ts'
import { Button } from '../../parts/Button.tsx'
import type { Earlier } from './use-since.ts'

/** As many ranges and numbers as one line names. */
const mostNamed = 24

/** How this version differs from the one that was read, a line each; a number leads to its page. */
export function Differences({
  earlier,
  labelOf,
  onGo,
}: {
  readonly earlier: Earlier
  readonly labelOf: (page: number) => string
  readonly onGo: (page: number) => void
}) {
  const { fresh, changed, gone, moved, front } = earlier
  const [added, altered] = [pagesIn(fresh).length, pagesIn(changed).length]
  const are = (count: number) => `${counted(count, 'page')} ${count === 1 ? 'is' : 'are'}`
  return (
    <ul className="reader-differences">
      {added > 0 && <Ranges said={`${are(added)} new`} runs={fresh} {...{ labelOf, onGo }} />}
      {altered > 0 && <Ranges said={`${are(altered)} changed`} runs={changed} {...{ labelOf, onGo }} />}
      {added + altered + gone.length + moved === 0 && <li>Every page of a document is the same.</li>}
      {moved > 0 && <li>{counted(moved, 'page')} moved to another number.</li>}
      {gone.length > 0 && (
        <li>
          {are(gone.length)} gone: {gone.slice(0, mostNamed).join(', ')}
          {gone.length > mostNamed && ` and ${gone.length - mostNamed} more`}
        </li>
      )}
      {front > 0 && (
        <li className="dim">Of cover, index and dividers, {counted(front, 'page')} new or changed.</li>
      )}
    </ul>
  )
}

function Ranges({
  said,
  runs,
  labelOf,
  onGo,
}: {
  readonly said: string
  readonly runs: PageRuns
  readonly labelOf: (page: number) => string
  readonly onGo: (page: number) => void
}) {
  return (
    <li>
      {said}:
      {runs.slice(0, mostNamed).map(([from, to]) => (
        <Button key={from} look="link" size="slim" onClick={() => onGo(from)}>
          {labelRange(labelOf(from), labelOf(to))}
        </Button>
      ))}
      {runs.length > mostNamed && ` and ${runs.length - mostNamed} further ranges`}
    </li>
  )
}

const kinds = { note: 'Note', highlight: 'Highlight', box: 'Box', bookmark: 'Bookmark' } as const

/** The notes that would not stand on the page they were made on. */
export function InDoubt({
  inDoubt,
  carried,
  labelOf,
}: {
  readonly inDoubt: Earlier['inDoubt']
  readonly carried: boolean
  readonly labelOf: (page: number) => string
}) {
  if (inDoubt.length === 0) return null
  return (
    <section className="reader-doubt" aria-labelledby="reader-doubt">
      <h3 id="reader-doubt">
        {counted(inDoubt.length, 'note')} {carried ? 'to look at again' : 'that will need a look'}
      </h3>
      <ul>
        {inDoubt.map(({ kind, from, to, stands, words }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes while it shows
          <li key={at}>
            <b className="page">p.{from}</b>
            <span className={stands === 'moved' ? 'small dim' : 'small soon'}>
              {stands === 'moved' && `is now p.${labelOf(to)}`}
              {stands === 'changed' && 'shows something else now'}
              {stands === 'gone' && 'is not in this version'}
            </span>
            <span className="cut">{words || kinds[kind]}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
