import { useState } from 'react'
import { type Entry, keyOf } from '../../../casework/rules/arrangement.ts'
import { keepsTitle, type LiveDocument } from './live-plan.ts'
import type { Builder } from './use-builder.ts'

const sectionStays = ({ live }: Builder, entry: Entry | null) =>
  entry !== null && (live?.sections ?? []).some((each) => each.key === keyOf(entry) && keepsTitle(each))

/** Writing the title of the line at hand where it stands; of what is frozen or taken out, that it keeps its title. */
export function useRenaming(builder: Builder, entry: Entry | null, document: LiveDocument | null) {
  const [renaming, setRenaming] = useState<string | null>(null)
  // That is said until it is dismissed, or something else is renamed.
  const [keeping, setKeeping] = useState<string | null>(null)
  /** What is not numbered for good yet can be renamed. */
  const free =
    document === null ? !sectionStays(builder, entry) : ['open', 'late'].includes(document.standing)
  const kept = builder.live?.sections
    .flatMap(({ documents }) => documents)
    .find(({ key, standing }) => key === keeping && (standing === 'frozen' || standing === 'taken'))
  return {
    /** The key whose title is being written, or said to stay. */
    renaming,
    free,
    /** The document whose title was to be written and stays. */
    kept,
    begin: (key: string) => {
      if (entry === null) return
      setKeeping(free ? null : key)
      setRenaming(key)
    },
    end: (key: string, title: string | null) => {
      setRenaming(null)
      if (title === null || entry === null || keyOf(entry) !== key) return
      if (title.trim() === '' && entry.kind === 'section') return
      // Left as it was shown, it stays the record's own title.
      if (document?.key === key && title.trim() === document.title) return
      builder.rename(key, title.trim())
    },
    /** Takes out what keeps its title and puts it in again, to be renamed. */
    again: () => {
      if (kept === undefined) return
      setKeeping(null)
      setRenaming(builder.replace(kept.key))
    },
    dismiss: () => setKeeping(null),
  }
}
