import { History } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { IconButton } from '../../parts/Button.tsx'
import { useKeys } from '../../state/use-keys.ts'
import type { VersionedType } from './version-words.ts'

const Versions = lazy(async () => ({ default: (await import('./Versions.tsx')).Versions }))

/** The way to a record's versions: a button, the key `H`, and an entry in the palette.*/
export function VersionsButton({
  caseId,
  type,
  id,
  title,
}: {
  readonly caseId: string
  readonly type: VersionedType
  readonly id: string
  /** What the record is called, for the heading. */
  readonly title: string
}) {
  const [open, setOpen] = useState(false)
  useKeys('This record', [{ key: 'H', does: 'Versions: who changed what', run: () => setOpen(true) }])
  return (
    <>
      <IconButton
        name="Versions (H)"
        icon={<History className="i s" aria-hidden />}
        onClick={() => setOpen(true)}
      />
      <Suspense>
        {open && (
          <Versions caseId={caseId} type={type} id={id} title={title} onClose={() => setOpen(false)} />
        )}
      </Suspense>
    </>
  )
}
