import { BadgeCheck, BookOpen, Compass, FolderOpen, Plus } from 'lucide-react'
import { Button } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { ProgressBar } from '../../parts/Progress.tsx'
import { Bird } from '../../shell/Bird.tsx'
import type { CaseAct } from '../../state/session.ts'
import { useDemonstration } from './use-demonstration.ts'

/** The first screen on a machine that knows no case yet. */
export function Welcome({ onAct }: { readonly onAct: (act: CaseAct) => void }) {
  const { explore, busy, at, error } = useDemonstration()
  return (
    <section className="lock-in welcome" aria-label="Welcome">
      <Bird />
      <h1>Turnstone</h1>
      <p className="dim">
        Case files and court bundles for modern slavery investigations. Everything stays on this machine,
        sealed with your passphrase.
      </p>
      <div className="v">
        <div>
          <Button
            look="first"
            size="big"
            disabled={busy}
            icon={<Compass className="i" aria-hidden />}
            onClick={() => void explore()}
          >
            Explore the demonstration case
          </Button>
        </div>
        <p className="small dim">
          Operation Marram. Every person, place and document in it is made up, and says so.
        </p>
        {busy && (
          <div className="v" role="status">
            <ProgressBar name="Making the demonstration case" done={at?.done ?? 0} total={at?.total ?? 0} />
            <span className="small dim">{at?.note || 'Making the demonstration case'}</span>
          </div>
        )}
        <ErrorNote error={error} />
      </div>
      <div className="lock-links">
        <Button look="link" icon={<Plus className="i s" aria-hidden />} onClick={() => onAct('new')}>
          New case
        </Button>
        <Button look="link" icon={<FolderOpen className="i s" aria-hidden />} onClick={() => onAct('open')}>
          Open a case folder
        </Button>
        <Button look="link" icon={<BadgeCheck className="i s" aria-hidden />} onClick={() => onAct('verify')}>
          Verify a bundle
        </Button>
        <Button look="link" icon={<BookOpen className="i s" aria-hidden />} onClick={() => onAct('read')}>
          Open a bundle to read
        </Button>
      </div>
    </section>
  )
}
