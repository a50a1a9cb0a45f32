import { type FormEvent, useState } from 'react'
import type { Citation } from '../../../casework/schema.ts'
import { Button } from '../../parts/Button.tsx'
import { SourceLink, Tag } from '../../parts/Marks.tsx'
import { useOpenRecord } from '../../state/use-open.ts'
import { type Citable, citationWords, partOf, readCitation } from './citing.ts'

/** A citation's printed words; a record that is no longer listed is said to be so. */
export const sourceWords = (citation: Citation, known: readonly Citable[]): string =>
  citationWords(citation, known.find(({ id }) => id === citation.id)?.ref ?? 'No ref')

/** The sources of an event as links that open the passage. */
export function SourceLinks({
  sources,
  known,
  most = Number.POSITIVE_INFINITY,
}: {
  readonly sources: readonly Citation[]
  readonly known: readonly Citable[]
  readonly most?: number
}) {
  const open = useOpenRecord()
  return (
    <span className="srcs">
      {sources.slice(0, most).map((each) => {
        const words = sourceWords(each, known)
        return (
          <SourceLink
            key={`${each.id} ${words}`}
            words={words}
            onOpen={() => open(each.type, each.id, partOf(each))}
          />
        )
      })}
      {sources.length > most && <SourceLink words={`+${sources.length - most}`} />}
    </span>
  )
}

/** The sources of an event while it is edited: taken away one by one, or added as they are printed. */
export function SourcesEditor({
  sources,
  known,
  onChange,
}: {
  readonly sources: readonly Citation[]
  readonly known: readonly Citable[]
  readonly onChange: (sources: readonly Citation[]) => void
}) {
  const [words, setWords] = useState('')
  const [missing, setMissing] = useState('')
  const add = (event: FormEvent) => {
    event.preventDefault()
    if (words.trim() === '') return
    const citation = readCitation(words, known)
    if (citation === null) {
      setMissing(`Nothing in this case has the reference ${words.trim()}.`)
      return
    }
    onChange([...sources, citation])
    setWords('')
    setMissing('')
  }
  return (
    <form className="field" onSubmit={add}>
      <label htmlFor="timeline-source">Sources</label>
      {sources.length > 0 && (
        <span className="srcs">
          {sources.map((each, index) => (
            <Tag
              key={`${each.id} ${each.page} ${each.paragraph}`}
              onRemove={() => onChange(sources.filter((_, at) => at !== index))}
            >
              {sourceWords(each, known)}
            </Tag>
          ))}
        </span>
      )}
      <span className="h">
        <input
          id="timeline-source"
          className="input"
          value={words}
          placeholder="S4 p.3 ¶6"
          autoComplete="off"
          aria-invalid={missing === '' ? undefined : true}
          aria-describedby={missing === '' ? undefined : 'timeline-source-wrong'}
          onChange={(event) => setWords(event.target.value)}
        />
        <Button submits>Add</Button>
      </span>
      {missing !== '' && (
        <span className="wrong" id="timeline-source-wrong" role="alert">
          {missing}
        </span>
      )}
    </form>
  )
}
