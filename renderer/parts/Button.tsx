import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'

export interface ButtonProps
  extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type' | 'className' | 'style'> {
  /** `first`: the one main act of a screen. `bare` and `link` stand in a row of their like. Otherwise a plain button. */
  readonly look?: 'first' | 'bare' | 'link' | undefined
  readonly size?: 'slim' | 'big' | undefined
  /** A lucide icon; drawn at the right size. */
  readonly icon?: ReactNode
  readonly submits?: boolean
  readonly ref?: Ref<HTMLButtonElement>
}

/** A button with a verb on it. */
export function Button({ look, size, icon, submits, children, ...rest }: ButtonProps) {
  return (
    <button
      type={submits ? 'submit' : 'button'}
      className={['btn', look, size].filter(Boolean).join(' ')}
      {...rest}
    >
      {icon}
      {children}
    </button>
  )
}

/** A button that is only an icon. `name` is what screen readers say and the tooltip shows. */
export function IconButton({
  name,
  icon,
  size,
  ...rest
}: Omit<ButtonProps, 'children' | 'look'> & { readonly name: string }) {
  return (
    <button
      type="button"
      aria-label={name}
      title={name}
      className={['btn', 'bare', 'icon', size].filter(Boolean).join(' ')}
      {...rest}
    >
      {icon}
    </button>
  )
}

/** Two or three ways to see the same thing, one chosen. */
export function Segments<T extends string>({
  name,
  options,
  value,
  onChange,
}: {
  readonly name: string
  readonly options: readonly { readonly value: T; readonly word: string; readonly icon?: ReactNode }[]
  readonly value: T
  readonly onChange: (value: T) => void
}) {
  return (
    <div className="seg" role="radiogroup" aria-label={name}>
      {options.map((option) => (
        // biome-ignore lint/a11y/useSemanticElements: a segmented control of buttons, each its own tab stop
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.icon}
          {option.word}
        </button>
      ))}
    </div>
  )
}
