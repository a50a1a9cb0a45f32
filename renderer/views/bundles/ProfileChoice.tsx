import { type Profile, profileFacts } from './words.ts'

/** The courts' ways of making bundles, one chosen, with what that one means and where its rules come from. */
export function ProfileChoice({
  profiles,
  value,
  late,
  disabled = false,
  onChange,
}: {
  readonly profiles: readonly Profile[]
  readonly value: string
  /** What late material does in the bundle at hand, whatever the profile begins with. */
  readonly late?: Profile['late'] | undefined
  readonly disabled?: boolean
  readonly onChange: (id: string) => void
}) {
  const chosen = profiles.find(({ id }) => id === value)
  return (
    <div className="bundles-profiles">
      <fieldset className="field" disabled={disabled}>
        <legend className="label">Profile</legend>
        <div className="bundles-radios">
          {profiles.map(({ id, name }) => (
            <label key={id} className="check">
              <input
                type="radio"
                name="bundle-profile"
                value={id}
                checked={id === value}
                onChange={() => onChange(id)}
              />
              {name}
            </label>
          ))}
        </div>
      </fieldset>
      {chosen !== undefined && (
        <dl className="facts" aria-live="polite">
          {profileFacts(chosen, late).map(([label, words]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}
