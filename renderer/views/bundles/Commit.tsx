import { type ReactNode, useEffect, useState } from 'react'

/** Holds what is written in a field until it is left or Enter is pressed, so that one writing is one change. */
export function Commit<T>({
  value,
  onSave,
  children,
}: {
  readonly value: T
  readonly onSave: (value: T) => void
  readonly children: (draft: T, set: (value: T) => void) => ReactNode
}) {
  const [draft, setDraft] = useState(value)
  useEffect(() => setDraft(value), [value])
  const save = () => draft !== value && onSave(draft)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears the field within being left
    <div
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !(event.target instanceof HTMLTextAreaElement)) save()
      }}
    >
      {children(draft, setDraft)}
    </div>
  )
}
