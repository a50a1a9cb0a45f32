import { ListFilter } from 'lucide-react'
import { Menu } from '../../parts/Menu.tsx'
import { SidePane } from '../../parts/Panes.tsx'
import type { FilterGroup, FilterKey } from './filters.ts'

interface FiltersProps {
  readonly groups: readonly FilterGroup[]
  readonly chosen: FilterKey
  readonly onChoose: (key: FilterKey) => void
}

/** The filters down the left, each with how many it lets through. */
export const Filters = ({ groups, chosen, onChoose }: FiltersProps) => (
  <div className="evidence-filters">
    <SidePane name="Filters" width={10.25}>
      {groups.map(({ title, entries }) => (
        <div key={title}>
          {title !== '' && <h3>{title}</h3>}
          <div className="row-list">
            {entries.map(({ key, word, count }) => (
              <button
                key={key}
                type="button"
                aria-current={key === chosen}
                title={word}
                onClick={() => onChoose(key)}
              >
                <span className="cut">{word}</span>
                <span className="n">{count.toLocaleString('en-GB')}</span>
              </button>
            ))}
          </div>
        </div>
      ))}
    </SidePane>
  </div>
)

/** The same filters as a menu, where there is no room for the pane. */
export const FilterMenu = ({ groups, chosen, onChoose }: FiltersProps) => {
  const entries = groups.flatMap(({ title, entries: list }) => list.map((entry) => ({ ...entry, title })))
  const now = entries.find(({ key }) => key === chosen)
  return (
    <div className="evidence-filter-menu">
      <Menu
        name={now?.word ?? 'Filter'}
        shown
        icon={<ListFilter className="i s" aria-hidden />}
        entries={entries.map(({ key, word, count, title }) => ({
          id: key,
          word: `${title === '' ? '' : `${title}: `}${word} (${count})`,
          run: () => onChoose(key),
        }))}
      />
    </div>
  )
}
