import { SidePane } from '../../parts/Panes.tsx'
import { type Shown, shownWords } from './rows.ts'

/** What the list is narrowed to: how actions stand, and whose they are. */
export function Filters({
  counts,
  shown,
  onShow,
  people,
  owner,
  onOwner,
}: {
  readonly counts: readonly { readonly shown: Shown; readonly count: number }[]
  readonly shown: Shown
  readonly onShow: (shown: Shown) => void
  readonly people: readonly { readonly owner: string; readonly count: number }[]
  readonly owner: string | null
  readonly onOwner: (owner: string | null) => void
}) {
  return (
    <SidePane name="Filters" width={10.5}>
      <div className="actions-filters">
        <div className="row-list">
          {counts.map((each) => (
            <button
              key={each.shown}
              type="button"
              aria-current={shown === each.shown}
              onClick={() => onShow(each.shown)}
            >
              {shownWords[each.shown]}
              <span className={each.shown === 'overdue' ? 'n bad' : 'n'}>{each.count}</span>
            </button>
          ))}
        </div>
        {people.length > 0 && (
          <>
            <h2 className="small dim">Owner</h2>
            <div className="row-list">
              {people.map((each) => (
                <button
                  key={each.owner}
                  type="button"
                  aria-current={owner === each.owner}
                  title={each.owner}
                  onClick={() => onOwner(owner === each.owner ? null : each.owner)}
                >
                  <span className="cut">{each.owner}</span>
                  <span className="n">{each.count}</span>
                </button>
              ))}
            </div>
          </>
        )}
      </div>
    </SidePane>
  )
}
