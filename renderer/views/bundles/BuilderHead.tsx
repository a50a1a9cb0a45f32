import {
  BookOpenCheck,
  ChevronDown,
  ChevronRight,
  Ellipsis,
  LockKeyhole,
  PenLine,
  Plus,
  Send,
  Users,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../parts/Button.tsx'
import { Flag } from '../../parts/Marks.tsx'
import { Menu, type MenuEntry } from '../../parts/Menu.tsx'
import { readerWord } from './for-reader.ts'
import type { Plan } from './live-plan.ts'

/** The head of a bundle: its title, how far it is, the court's way it follows, and who it is for. */
export function BuilderHead({
  plan,
  acts,
  reader,
  onReader,
  onProfile,
  onAdd,
}: {
  readonly plan: Plan
  /** What can be done with the bundle itself. */
  readonly acts: readonly MenuEntry[]
  /** Whom it is built for; null for everyone. */
  readonly reader: string | null
  readonly onReader: (reader: string | null) => void
  readonly onProfile: () => void
  /** Shows what could go in, where there is no room for it. */
  readonly onAdd: () => void
}) {
  const fields = plan.bundle?.fields
  if (fields === undefined) return null
  return (
    <>
      <div className="head bundles-head">
        <h1 className="cut" title={fields.title}>
          {fields.title}
        </h1>
        <Steps plan={plan} />
        <span className="grow" />
        <Menu name="More" icon={<Ellipsis className="i" aria-hidden />} entries={acts} />
      </div>
      <div className="bundles-bar">
        <span className="small dim grow cut">
          B{plan.bundle?.no},{' '}
          {plan.profile.audience === 'served' ? 'to be served' : 'internal, not for service'}
        </span>
        <span className="bundles-more">
          <Button size="slim" icon={<Plus className="i s" aria-hidden />} onClick={onAdd}>
            Add
          </Button>
        </span>
        <Button
          title={`${plan.profile.name}. ${plan.version === null ? 'Choose another profile' : 'What it means'}`}
          onClick={onProfile}
        >
          {plan.profile.name.split(':')[0]}
          <ChevronDown className="i s" aria-hidden />
        </Button>
        {plan.profile.readers.length > 0 && (
          <Menu
            name={reader ?? 'Everyone'}
            shown
            icon={<Users className="i s" aria-hidden />}
            entries={[null, ...plan.profile.readers].map((each) => ({
              id: each ?? 'everyone',
              word: each === null ? 'Built for everyone' : `Built for ${readerWord(each)}`,
              run: () => onReader(each),
            }))}
          />
        )}
      </div>
    </>
  )
}

/** Draft, frozen, served: where it is now stands out; what was changed since a freeze is said. */
function Steps({ plan }: { readonly plan: Plan }) {
  const { version, changed } = plan
  const state = plan.bundle?.fields.state ?? 'draft'
  const steps: readonly { readonly id: string; readonly word: string; readonly icon: ReactNode }[] = [
    { id: 'draft', word: 'Draft', icon: <PenLine className="i s" aria-hidden /> },
    {
      id: 'frozen',
      word: version === null ? 'Frozen' : `Frozen v${version}`,
      icon: <LockKeyhole className="i s" aria-hidden />,
    },
    { id: 'served', word: 'Served', icon: <Send className="i s" aria-hidden /> },
  ]
  return (
    <ol className="bundles-steps small" aria-label="How far it is">
      {steps.map(({ id, word, icon }, index) => (
        <li key={id} {...(id === state ? { 'aria-current': 'step' as const } : {})}>
          {index > 0 && <ChevronRight className="i s faint" aria-hidden />}
          {id === state ? (
            <Flag tone={id === 'draft' ? 'soon' : id === 'frozen' ? 'calm' : 'good'} icon={icon}>
              {word}
            </Flag>
          ) : (
            <span className="dim">{word}</span>
          )}
        </li>
      ))}
      {version !== null && changed && (
        <li className="since">
          <Flag tone="soon" icon={<BookOpenCheck className="i s" aria-hidden />}>
            Changed since
          </Flag>
        </li>
      )}
    </ol>
  )
}
