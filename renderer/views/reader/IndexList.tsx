import { Check } from 'lucide-react'
import { memo, useEffect, useRef } from 'react'
import type { PageRuns } from '../../../casework/reading.ts'
import { type IndexRow, percentRead, readOf, rowAt, timeLeft } from './pages-model.ts'

const said = { read: 'read', part: 'read in part', unread: 'not read yet' } as const

/** How much of the bundle was read, and about how long the rest takes. */
export function ReadSoFar({
  read,
  pages,
  fresh,
  onFresh,
}: {
  readonly read: PageRuns
  readonly pages: number
  /** What is new since the version read before; empty where nothing is. */
  readonly fresh: string
  readonly onFresh: () => void
}) {
  const percent = percentRead(read, pages)
  return (
    <div className="reader-sofar">
      <span className="h small">
        <b>{percent}% read</b>
        <span className="grow" />
        <span className="dim" title="At a minute a page">
          {timeLeft(read, pages)}
        </span>
      </span>
      <div
        className="reader-progress"
        role="progressbar"
        aria-label="Read so far"
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <span style={{ width: `${percent}%` }} />
      </div>
      {fresh !== '' && (
        <button type="button" className="reader-fresh small" title="What is new (V)" onClick={onFresh}>
          {fresh} since you read
        </button>
      )}
    </div>
  )
}

/** The sections and documents of a bundle, with what was read of each. */
export const IndexList = memo(function IndexList({
  rows,
  read,
  page,
  labelOf,
  onGo,
}: {
  readonly rows: readonly IndexRow[]
  readonly read: PageRuns
  /** The page being looked at. */
  readonly page: number
  readonly labelOf: (page: number) => string
  readonly onGo: (page: number) => void
}) {
  const list = useRef<HTMLOListElement>(null)
  const here = rowAt(rows, page)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row comes into sight when another document is reached
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [here])
  if (rows.length === 0)
    return <p className="reader-none dim">This file has no bookmarks. Go by page numbers, or find words.</p>
  return (
    <ol ref={list} className="reader-index">
      {rows.map((row, at) =>
        row.kind === 'section' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows never move
          <li key={at} className="section">
            <button type="button" onClick={() => onGo(row.page)}>
              <span className="letter">{row.letter}</span>
              <span className="cut">{row.title}</span>
            </button>
          </li>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows never move
          <IndexDocument key={at} {...{ row, read, labelOf, onGo }} current={at === here} />
        ),
      )}
    </ol>
  )
})

function IndexDocument({
  row,
  read,
  current,
  labelOf,
  onGo,
}: {
  readonly row: Extract<IndexRow, { kind: 'document' }>
  readonly read: PageRuns
  readonly current: boolean
  readonly labelOf: (page: number) => string
  readonly onGo: (page: number) => void
}) {
  const state = readOf(read, row.from, row.to)
  return (
    <li>
      <button
        type="button"
        aria-current={current ? 'location' : undefined}
        aria-label={`${row.title}, ${said[state]}, page ${labelOf(row.from)}`}
        data-read={state}
        title={row.title}
        onClick={() => onGo(row.from)}
      >
        <span className="sign" aria-hidden>
          {state === 'read' ? <Check className="i s" /> : <span className={state} />}
        </span>
        <span className="grow cut">{row.title}</span>
        <span className="page">{labelOf(row.from)}</span>
      </button>
    </li>
  )
}
