import { X } from 'lucide-react'
import type { ReactNode } from 'react'

export type Tone = 'bad' | 'soon' | 'good' | 'calm'

/** A key, as it is printed on a keyboard. */
export const Kbd = ({ children }: { readonly children: string }) => (
  // The plus between keys goes; the key of that name stays.
  <kbd>{children.replace(/\+(?=.)/g, ' ')}</kbd>
)

/** Keys and what they do, for the foot of a list. */
export const KeyHints = ({ keys }: { readonly keys: readonly (readonly [key: string, does: string])[] }) => (
  <div className="key-hints">
    {keys.map(([key, does]) => (
      <span key={key}>
        <Kbd>{key}</Kbd> {does}
      </span>
    ))}
  </div>
)

/** A small rounded word; with `onRemove`, a chip that can be taken away. */
export const Tag = ({
  children,
  onRemove,
}: {
  readonly children: string
  readonly onRemove?: () => void
}) => (
  <span className="tag">
    {children}
    {onRemove && (
      <button type="button" aria-label={`Remove ${children}`} onClick={onRemove}>
        <X className="i s" aria-hidden />
      </button>
    )}
  </span>
)

/** A state that asks to be seen: an icon and a word on a tint. */
export const Flag = ({
  tone,
  icon,
  children,
}: {
  readonly tone: Tone
  readonly icon?: ReactNode
  readonly children: ReactNode
}) => (
  <span className={`flag ${tone}`}>
    {icon}
    {children}
  </span>
)

/** A person: their reference in a pebble, then their name. `victim` colours the pebble of a potential victim. */
export const Pebble = ({
  of,
  name,
  victim,
}: {
  readonly of: string
  readonly name?: string | undefined
  readonly victim?: boolean | undefined
}) => (
  <span className="who">
    <span className={victim ? 'peb victim' : 'peb'}>{of}</span>
    {name}
  </span>
)

/** An exhibit's reference on its sand label, or `No ref` when it has none yet. */
export const ExhibitLabel = ({ reference }: { readonly reference: string }) => (
  <span className={reference === '' ? 'ex none' : 'ex'}>{reference === '' ? 'No ref' : reference}</span>
)

/** The small blue link: always the same shape, always opens the passage. */
export const SourceLink = ({
  words,
  onOpen,
}: {
  readonly words: string
  readonly onOpen?: (() => void) | undefined
}) =>
  onOpen ? (
    <button type="button" className="src" onClick={onOpen}>
      {words}
    </button>
  ) : (
    <span className="src">{words}</span>
  )
