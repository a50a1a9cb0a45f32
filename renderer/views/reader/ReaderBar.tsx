import { Search, X } from 'lucide-react'
import type { Ref } from 'react'
import { Button } from '../../parts/Button.tsx'
import { Kbd } from '../../parts/Marks.tsx'
import { SmallBird } from '../../shell/Bird.tsx'
import { VerifyBadge } from './VerifyBadge.tsx'

/** The bar of the reader: which bundle, how it stands to its manifest, and finding words. */
export function ReaderBar({
  id,
  title,
  name,
  pages,
  fictional,
  field,
  onFind,
  onClose,
}: {
  readonly id: string
  readonly title: string
  readonly name: string
  readonly pages: number
  readonly fictional: boolean
  readonly field: Ref<HTMLInputElement>
  readonly onFind: (words: string) => void
  readonly onClose: () => void
}) {
  return (
    <header className="bar reader-bar">
      <span className="reader-bird">
        <SmallBird />
      </span>
      <h1 className="cut" title={title}>
        {title}
      </h1>
      <span className="dim cut name" title={name}>
        {name}
      </span>
      {fictional && <span className="fiction">FICTIONAL</span>}
      <VerifyBadge id={id} />
      <span className="grow" />
      <search>
        <form
          className="reader-find"
          onSubmit={(event) => {
            event.preventDefault()
            onFind(String(new FormData(event.currentTarget).get('words') ?? ''))
          }}
        >
          <Search className="i s" aria-hidden />
          <input
            ref={field}
            name="words"
            aria-label="Find in the bundle"
            placeholder={`Find in ${pages.toLocaleString('en-GB')} pages`}
            autoComplete="off"
            maxLength={200}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return
              event.preventDefault()
              event.currentTarget.value = ''
              onFind('')
              event.currentTarget.blur()
            }}
          />
          <Kbd>/</Kbd>
        </form>
      </search>
      <Button look="bare" icon={<X className="i s" aria-hidden />} title="Alt+Backspace" onClick={onClose}>
        Close
      </Button>
    </header>
  )
}
