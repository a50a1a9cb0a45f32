import { counted } from '../../../casework/rules/words.ts'
import { announce } from '../../parts/Announce.tsx'
import { toast } from '../../parts/Toast.tsx'
import type { Over } from './BuilderDialogs.tsx'
import { type LiveDocument, nameOf } from './live-plan.ts'
import { checksByWeight } from './plan-lines.ts'
import type { Together } from './together.ts'
import type { Builder } from './use-builder.ts'
import type { WorkOn } from './use-work-on.ts'

/** The acts of the builder that ask first, or are held up by what is still wrong. */
export function builderActs(
  builder: Builder,
  works: WorkOn,
  {
    document,
    all,
    onOver,
    onChecks,
  }: {
    /** The document at hand. */
    readonly document: LiveDocument | null
    /** What can be done with all that are chosen, where there are several. */
    readonly all: Together
    readonly onOver: (over: Over) => void
    /** Shows what stands in the way. */
    readonly onChecks: () => void
  },
) {
  const { plan, live } = builder
  const stops = checksByWeight(plan?.checks ?? []).stops.length
  const once = (over: Over) => void builder.settled().then((saved) => saved && onOver(over))
  const held = (why: string) => {
    announce(why)
    onChecks()
  }
  return {
    /** How many things stop the build. */
    stops,
    takeOutAll: () => {
      const names = counted(all.documents.length, 'document')
      if (all.frozen.length > 0) onOver({ what: 'take-out-several', together: all })
      else if (all.takeOut()) toast({ words: `${names} taken out. Ctrl+Z brings them back.` })
    },
    takeOut: (key: string) => {
      const name = live === null ? '' : nameOf(live, key)
      if (document?.key === key && document.standing === 'taken') return
      if (document?.key === key && document.standing === 'frozen') onOver({ what: 'take-out', document })
      else if (builder.takeOut(key)) toast({ words: `${name} taken out. Ctrl+Z brings it back.` })
    },
    build: (version: number | null) => {
      if (works.building.work.step === 'running' || live === null || live.documents === 0) return
      if (version === null && stops > 0) return held(`Fix ${counted(stops, 'thing')} to build.`)
      once({ what: 'folder', version })
    },
    freeze: () => {
      if (plan === undefined) return
      if (stops > 0) return held(`Fix ${counted(stops, 'thing')} to freeze it.`)
      if (!plan.changed) return held('There is nothing new to freeze.')
      once({ what: 'freeze' })
    },
  }
}
