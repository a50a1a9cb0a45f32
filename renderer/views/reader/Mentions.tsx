import { pagesMentioned, partsOf } from './mentions.ts'

/** How pages are known by their numbers, and gone to. */
export interface Numbered {
  readonly labels: readonly string[]
  readonly pages: number
  readonly labelOf: (page: number) => string
  readonly onGo: (page: number) => void
}

/** The words of a note; a page they mention can be looked at and gone to. */
export function NoteWords({ words, labels, pages, labelOf, onGo }: Numbered & { readonly words: string }) {
  return (
    <p className="words">
      {partsOf(words, labels, pages).map((part, at) =>
        part.kind === 'words' ? (
          part.text
        ) : (
          <Mention
            // biome-ignore lint/suspicious/noArrayIndexKey: parts are made anew with the words
            key={at}
            page={part.page}
            text={part.text}
            {...{ labelOf, onGo }}
          />
        ),
      )}
    </p>
  )
}

/** The pages mentioned in a note that is being written, beneath its field. Nothing where there are none. */
export function MentionRow({ words, labels, pages, labelOf, onGo }: Numbered & { readonly words: string }) {
  const mentioned = pagesMentioned(words, labels, pages)
  if (mentioned.length === 0) return null
  return (
    <p className="reader-mentions small">
      <span className="dim">Mentions</span>
      {mentioned.map((page) => (
        <Mention key={page} page={page} text={`p.${labelOf(page)}`} {...{ labelOf, onGo }} />
      ))}
    </p>
  )
}

function Mention({
  page,
  text,
  labelOf,
  onGo,
}: Pick<Numbered, 'labelOf' | 'onGo'> & { readonly page: number; readonly text: string }) {
  return (
    <button
      type="button"
      className="reader-mention"
      data-peek={page}
      aria-label={`${text}, go to page ${labelOf(page)}`}
      onClick={() => onGo(page)}
    >
      {text}
    </button>
  )
}
