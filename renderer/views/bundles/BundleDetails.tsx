import { register } from '../../../casework/entities/index.ts'
import { Button } from '../../parts/Button.tsx'
import { DayField } from '../../parts/DayField.tsx'
import { ChoiceField, FlagField, LinesField, TextField } from '../../parts/Field.tsx'
import { Commit } from './Commit.tsx'
import type { Plan } from './live-plan.ts'
import type { Builder } from './use-builder.ts'
import { audienceWords, limitWords, nameFault } from './words.ts'

/** What the bundle itself says: title and day on the cover, what late material does, and how the file is called. */
export function BundleDetails({
  plan,
  builder,
  fileName,
  fileFault,
  onFileName,
  withVerifier,
  onVerifier,
  apart,
  onApart,
  onProfile,
}: {
  readonly plan: Plan
  readonly builder: Builder
  readonly fileName: string
  /** Why the folder did not take the name; '' when nothing is known against it. */
  readonly fileFault: string
  readonly onFileName: (name: string) => void
  readonly withVerifier: boolean
  readonly onVerifier: (wanted: boolean) => void
  /** Whether each document is put beside it as a file of its own; asked only where the profile has a reason. */
  readonly apart: boolean
  readonly onApart: (wanted: boolean) => void
  readonly onProfile: () => void
}) {
  const fields = plan.bundle?.fields
  if (fields === undefined) return null
  const { late } = register.bundle.fields
  return (
    <div className="form">
      <Commit
        value={fields.title}
        onSave={(title) => title.trim() !== '' && builder.change({ title: title.trim() })}
      >
        {(draft, set) => (
          <TextField
            label="Title"
            required
            value={draft}
            onChange={set}
            error={draft.trim() === '' ? 'A bundle needs a title.' : undefined}
          />
        )}
      </Commit>
      <Commit value={fields.subtitle} onSave={(subtitle) => builder.change({ subtitle: subtitle.trim() })}>
        {(draft, set) => (
          <TextField
            label="Purpose"
            hint="Under the title: Trial, 14 September 2026"
            value={draft}
            onChange={set}
          />
        )}
      </Commit>
      <Commit value={fields.date} onSave={(date) => builder.change({ date })}>
        {(draft, set) => (
          <DayField
            label="Date on the cover"
            hint="The bundle’s own date, such as the hearing’s. Left empty, today’s until it is frozen."
            value={draft}
            onChange={set}
          />
        )}
      </Commit>
      <ChoiceField
        label={late.label}
        hint={late.hint}
        value={fields.late}
        options={late.options ?? {}}
        onChange={(value) => builder.change({ late: value as typeof fields.late })}
      />
      <div className="field">
        <span className="label">Profile</span>
        <span>{plan.profile.name}</span>
        <span className="small dim">
          {plan.profile.numbering}. {limitWords(plan.profile)} {audienceWords(plan.profile.audience)}
        </span>
        <div>
          <Button size="slim" onClick={onProfile}>
            {plan.version === null ? 'Choose another' : 'What it means'}
          </Button>
        </div>
      </div>
      <Commit value={fileName} onSave={onFileName}>
        {(draft, set) => (
          <TextField
            label="File name"
            hint="Emptied, it follows the title and the date again"
            value={draft}
            onChange={set}
            error={
              (draft === '' ? '' : nameFault(draft)) || (draft === fileName ? fileFault : '') || undefined
            }
          />
        )}
      </Commit>
      <FlagField
        label="With the page that checks it"
        hint="Whoever is served opens it in any browser. It needs no Turnstone."
        value={withVerifier}
        onChange={onVerifier}
      />
      {plan.profile.separate !== '' && (
        <FlagField
          label="With each document by itself"
          hint={plan.profile.separate}
          value={apart}
          onChange={onApart}
        />
      )}
      <Commit value={fields.note} onSave={(note) => builder.change({ note })}>
        {(draft, set) => (
          <LinesField
            label="Note"
            hint="For the team. It never goes into the bundle."
            value={draft}
            onChange={set}
          />
        )}
      </Commit>
    </div>
  )
}
