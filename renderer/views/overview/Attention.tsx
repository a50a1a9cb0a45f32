import { ArrowRight } from 'lucide-react'
import { Note } from '../../parts/Note.tsx'
import { spotOf } from '../../state/spots.ts'
import { useRouter } from '../../state/use-router.ts'

interface Line {
  readonly sentence: string
  readonly type: string
  readonly ids: readonly string[]
}

/** What asks for attention, a line each, every line leading to what it is about. */
export function Attention({ lines, caseId }: { readonly lines: readonly Line[]; readonly caseId: string }) {
  const router = useRouter()
  if (lines.length === 0) return null
  const go = (line: Line) => {
    const spot = spotOf(line.type, line.ids[0] ?? '', caseId)
    router.go(line.ids.length === 1 ? spot : { ...spot, item: null, part: `only:${line.ids.join(',')}` })
  }
  return (
    <Note tone="soon" title="Asks for attention">
      <ul className="overview-attention">
        {lines.map((line) => (
          <li key={line.sentence}>
            <button type="button" className="overview-line" onClick={() => go(line)}>
              {line.sentence}
              <ArrowRight className="i s" aria-hidden />
            </button>
          </li>
        ))}
      </ul>
    </Note>
  )
}
