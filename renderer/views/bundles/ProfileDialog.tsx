import { useState } from 'react'
import { useAsk } from '../../data/ask.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import type { Plan } from './live-plan.ts'
import { ProfileChoice } from './ProfileChoice.tsx'

/** The profile a bundle follows: another may be chosen until the first version is frozen. */
export function ProfileDialog({
  plan,
  onChoose,
  onClose,
}: {
  readonly plan: Plan
  readonly onChoose: (id: string) => void
  readonly onClose: () => void
}) {
  const asked = useAsk('bundle.profiles', {})
  const [chosen, setChosen] = useState(plan.profile.id)
  const fixed = plan.version !== null
  return (
    <Dialog
      title={fixed ? 'What this bundle follows' : 'Which court’s way?'}
      open
      wide
      onClose={onClose}
      acts={
        fixed ? (
          <Button onClick={onClose}>Close</Button>
        ) : (
          <>
            <Button onClick={onClose}>Not now</Button>
            <Button look="first" disabled={chosen === plan.profile.id} onClick={() => onChoose(chosen)}>
              Use this profile
            </Button>
          </>
        )
      }
    >
      <ErrorNote error={asked.error} />
      <p className="dim">
        {fixed
          ? 'It is frozen, so its profile stands: other numbers would not be the numbers it was frozen with.'
          : 'The sections and documents stay as they are. The numbers, limits and checks become the profile’s.'}
      </p>
      <ProfileChoice
        profiles={fixed ? [plan.profile] : (asked.data?.profiles ?? [plan.profile])}
        value={chosen}
        late={plan.bundle?.fields.late}
        disabled={fixed}
        onChange={setChosen}
      />
    </Dialog>
  )
}
