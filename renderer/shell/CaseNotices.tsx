import { ChevronDown, ChevronRight, Info, X } from 'lucide-react'
import { useState } from 'react'
import { counted } from '../../casework/rules/words.ts'
import { useCaseCard } from '../data/machine.ts'
import { Button, IconButton } from '../parts/Button.tsx'
import { useRouter } from '../state/use-router.ts'
import { screens } from './screens.ts'

/** What was noticed as the case was opened: one quiet line that can be opened, put away, or followed to a check. */
export function CaseNotices({ caseId }: { readonly caseId: string | null }) {
  const router = useRouter()
  const card = useCaseCard(caseId)
  const [open, setOpen] = useState(false)
  const [away, setAway] = useState<readonly string[]>([])
  const notices = (card?.notices ?? []).filter((words) => !away.includes(`${caseId} ${words}`))
  if (card === null || notices.length === 0) return null
  const Turn = open ? ChevronDown : ChevronRight
  return (
    <aside className="case-notices" aria-label="Noticed when the case was opened">
      <div className="h">
        <Info className="i" aria-hidden />
        {notices.length === 1 ? (
          <p className="grow">{notices[0]}</p>
        ) : (
          <button type="button" className="grow h" aria-expanded={open} onClick={() => setOpen(!open)}>
            <Turn className="i s" aria-hidden />
            {counted(notices.length, 'thing')} noticed when this case was opened
          </button>
        )}
        {screens['case-file'] && (
          <Button look="link" size="slim" onClick={() => router.go({ section: 'case-file', part: 'check' })}>
            Check the case file
          </Button>
        )}
        <IconButton
          name="Put away"
          size="slim"
          icon={<X className="i s" aria-hidden />}
          onClick={() => setAway([...away, ...notices.map((words) => `${caseId} ${words}`)])}
        />
      </div>
      {open && notices.length > 1 && (
        <ul>
          {notices.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
    </aside>
  )
}
