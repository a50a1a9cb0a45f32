import { Search, X } from 'lucide-react'
import type { Ref } from 'react'
import { IconButton } from '../../parts/Button.tsx'

/** The box that narrows the list as it is typed in. Enter, ↓ and Esc go back to the list; Esc empties it first. */
export const FilterBox = ({
  box,
  words,
  onChange,
  onLeave,
}: {
  readonly box: Ref<HTMLInputElement>
  readonly words: string
  readonly onChange: (words: string) => void
  readonly onLeave: () => void
}) => (
  <span className="evidence-find">
    <Search className="i s" aria-hidden />
    <input
      ref={box}
      className="input"
      placeholder="Filter"
      aria-label="Filter the list"
      aria-keyshortcuts="/"
      value={words}
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' && event.key !== 'Enter' && event.key !== 'ArrowDown') return
        if (event.key === 'Escape') onChange('')
        event.preventDefault()
        onLeave()
      }}
    />
    {words !== '' && (
      <IconButton
        name="Clear the filter"
        size="slim"
        icon={<X className="i s" aria-hidden />}
        onClick={() => onChange('')}
      />
    )}
  </span>
)
