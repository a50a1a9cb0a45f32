import { SquareDashed } from 'lucide-react'
import { counted } from '../../../casework/rules/words.ts'
import { useAsk } from '../../data/ask.ts'
import { Button } from '../../parts/Button.tsx'
import { Flag } from '../../parts/Marks.tsx'
import { stands } from './stands.ts'
import './redact-line.css'

/** That an exhibit has boxes, and how far they are, where it is looked at; nothing while it has none. */
export function RedactLine({
  caseId,
  exhibit,
  onOpen,
}: {
  readonly caseId: string
  readonly exhibit: string
  readonly onOpen: () => void
}) {
  const { data } = useAsk('redaction.of', { caseId, exhibit })
  if (data === undefined || data.state === 'none') return null
  const [tone, word] = stands[data.state]
  return (
    <p className="redact-line small">
      <SquareDashed className="i s" aria-hidden />
      <span>{counted(data.marks.length, 'box', 'boxes')}</span>
      <Flag tone={tone}>{word}</Flag>
      <span className="grow" />
      <Button look="link" size="slim" onClick={onOpen}>
        Redact
      </Button>
    </p>
  )
}
