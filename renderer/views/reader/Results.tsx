import { memo } from 'react'
import { counted } from '../../../casework/rules/words.ts'
import { ProgressBar } from '../../parts/Progress.tsx'
import type { Found, Searching } from './use-search.ts'

/** What a search found, in the order of the pages. */
export function Results({
  search,
  pages,
  labelOf,
  onGo,
}: {
  readonly search: Searching | null
  readonly pages: number
  readonly labelOf: (page: number) => string
  readonly onGo: (found: Found) => void
}) {
  if (search === null) return <p className="reader-none dim">Press / and type words to find.</p>
  const { found, total, through, done } = search
  return (
    <>
      <div className="reader-sofar small">
        <span>
          {done && total === 0
            ? `“${search.query}” stands nowhere in the words of this bundle. Pictures of pages are not searched.`
            : `${counted(total, 'place')} with “${search.query}”${found.length < total ? `, the first ${found.length} listed` : ''}`}
        </span>
        {!done && <ProgressBar name="Searching" done={through} total={pages} />}
      </div>
      <FoundList {...{ found, labelOf, onGo }} />
    </>
  )
}

const FoundList = memo(function FoundList({
  found,
  labelOf,
  onGo,
}: {
  readonly found: readonly Found[]
  readonly labelOf: (page: number) => string
  readonly onGo: (found: Found) => void
}) {
  return (
    <ol className="reader-results">
      {found.map((each) => (
        <li key={`${each.page} ${each.nth}`}>
          <button type="button" onClick={() => onGo(each)}>
            <b className="page">p.{labelOf(each.page)}</b>
            <span>
              {each.before}
              <mark>{each.words}</mark>
              {each.after}
            </span>
          </button>
        </li>
      ))}
    </ol>
  )
})
