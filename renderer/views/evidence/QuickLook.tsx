import type { KeyboardEvent } from 'react'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { KeyHints } from '../../parts/Marks.tsx'
import { Preview } from './Preview.tsx'
import type { EvidenceRow } from './rows.ts'

/** A larger look at one exhibit. Space or Esc closes it; `[` and `]` go to the one before and after. */
export function QuickLook({
  row,
  caseId,
  page,
  onStep,
  onClose,
}: {
  readonly row: EvidenceRow
  readonly caseId: string
  readonly page: number
  readonly onStep: (key: 'ArrowDown' | 'ArrowUp') => void
  readonly onClose: () => void
}) {
  const onKey = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement
    if (target.closest('input')) return
    if (event.key === ' ' && !target.closest('button')) onClose()
    else if (event.key === '[') onStep('ArrowUp')
    else if (event.key === ']') onStep('ArrowDown')
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <Dialog
      title={`${row.ref} ${row.title}`.trim()}
      open
      wide
      onClose={onClose}
      acts={
        <>
          <KeyHints
            keys={[
              ['[', 'previous'],
              [']', 'next'],
              ['PageDown', 'turn page'],
            ]}
          />
          <span className="grow" />
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys of the dialog, whose controls are within */}
      <div className="evidence-look" onKeyDown={onKey}>
        <Preview key={row.id} row={row} caseId={caseId} page={page} />
      </div>
    </Dialog>
  )
}
