import { keyOf } from '../../../casework/rules/arrangement.ts'
import { freeLetter } from '../../../casework/rules/arranging.ts'
import { useToday } from '../../data/machine.ts'
import { Picker } from '../picker/Picker.tsx'
import { FreezeDialog } from './FreezeDialog.tsx'
import { type LiveDocument, rangeWords } from './live-plan.ts'
import { ProfileDialog } from './ProfileDialog.tsx'
import { ReferenceDialog, SectionDialog, ServeDialog, StandInDialog } from './SmallDialogs.tsx'
import { TakeOutDialog, TakeOutSeveralDialog } from './TakeOutDialogs.tsx'
import type { Together } from './together.ts'
import type { Builder } from './use-builder.ts'
import type { WorkOn } from './use-work-on.ts'

/** What stands over the builder. */
export type Over =
  | { readonly what: 'section' }
  | { readonly what: 'profile' }
  | { readonly what: 'freeze' }
  | { readonly what: 'serve' }
  | { readonly what: 'folder'; readonly version: number | null }
  | { readonly what: 'take-out' | 'stand-in'; readonly document: LiveDocument }
  | { readonly what: 'take-out-several'; readonly together: Together }
  | { readonly what: 'reference'; readonly id: string; readonly name: string }

/** The dialogs of the builder, at most one at a time. */
export function BuilderDialogs({
  caseId,
  bundle,
  builder,
  works,
  over,
  onOver,
}: {
  readonly caseId: string
  readonly bundle: string
  readonly builder: Builder
  readonly works: WorkOn
  readonly over: Over | null
  readonly onOver: (over: Over | null) => void
}) {
  const today = useToday()
  const { plan, live, entries, current } = builder
  const close = () => onOver(null)
  if (plan === undefined || live === null) return null
  const { freezing } = works
  if (over?.what === 'freeze' || freezing.work.step === 'running')
    return (
      <FreezeDialog
        plan={plan}
        live={live}
        work={freezing.work}
        onFreeze={works.freeze}
        onCancel={freezing.cancel}
        onServe={() => {
          freezing.dismiss()
          onOver({ what: 'serve' })
        }}
        onClose={() => {
          freezing.dismiss()
          close()
        }}
      />
    )
  if (over === null) return null
  if (over.what === 'folder')
    return (
      <Picker
        title="Where should the bundle go?"
        show="folders"
        act="Build here"
        onPick={([place]) => {
          close()
          if (place !== undefined) works.build(place.id, over.version)
        }}
        onClose={close}
      />
    )
  if (over.what === 'section') {
    const at = Math.max(
      0,
      entries.findIndex((entry) => keyOf(entry) === current),
    )
    return (
      <SectionDialog
        letter={freeLetter(entries, at)}
        taken={entries.flatMap((entry) => (entry.kind === 'section' ? [entry.letter] : []))}
        onMake={(letter, title) => {
          builder.addSection(letter, title)
          close()
        }}
        onClose={close}
      />
    )
  }
  if (over.what === 'profile')
    return (
      <ProfileDialog
        plan={plan}
        onChoose={(profile) => {
          builder.change({ profile })
          close()
        }}
        onClose={close}
      />
    )
  if (over.what === 'serve')
    return plan.version === null ? null : (
      <ServeDialog caseId={caseId} bundle={bundle} version={plan.version} today={today} onClose={close} />
    )
  if (over.what === 'reference')
    return <ReferenceDialog caseId={caseId} id={over.id} name={over.name} onClose={close} />
  if (over.what === 'take-out-several')
    return (
      <TakeOutSeveralDialog
        documents={over.together.documents.length}
        frozen={over.together.frozen.map(({ ref, title }) => ref || title)}
        onDo={() => {
          over.together.takeOut()
          close()
        }}
        onClose={close}
      />
    )
  const { document } = over
  const name = document.ref || document.title
  if (over.what === 'stand-in')
    return (
      <StandInDialog
        name={name}
        reason={document.entry.standIn}
        onDo={(standIn) => {
          builder.alter(document.key, { standIn })
          close()
        }}
        onClose={close}
      />
    )
  return (
    <TakeOutDialog
      name={name}
      range={rangeWords(document.ends)}
      onDo={() => {
        builder.takeOut(document.key)
        close()
      }}
      onClose={close}
    />
  )
}
