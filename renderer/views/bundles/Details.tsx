import { ArrowDown, ArrowUp, ExternalLink, Trash2, Undo2 } from 'lucide-react'
import type { DocumentEntry } from '../../../casework/rules/arrangement.ts'
import { counted } from '../../../casework/rules/words.ts'
import { Button } from '../../parts/Button.tsx'
import { DayField } from '../../parts/DayField.tsx'
import { ChoiceField, ChoicesField, FlagField, TextField } from '../../parts/Field.tsx'
import { Note } from '../../parts/Note.tsx'
import { Commit } from './Commit.tsx'
import { keepsTitle, type LiveDocument, type LiveSection, rangeWords } from './live-plan.ts'
import type { Builder } from './use-builder.ts'

const commentChoices: Readonly<Record<DocumentEntry['comments'], string>> = {
  keep: 'Kept as they are',
  flatten: 'Drawn into the page',
  strip: 'Left out',
}

/** What is known of the document that is selected, and what may be changed of it here. */
export function DocumentDetails({
  document,
  builder,
  taken,
  onOpen,
  onStandIn,
  onTakeOut,
}: {
  readonly document: LiveDocument
  readonly builder: Builder
  /** It was frozen as taken out: there is no way back. */
  readonly taken: boolean
  readonly onOpen: () => void
  readonly onStandIn: () => void
  readonly onTakeOut: () => void
}) {
  const { key, entry, standing } = document
  const readers = builder.plan?.profile.readers ?? []
  const open = standing === 'open' || standing === 'late'
  const alter = (part: Parameters<Builder['alter']>[1]) => builder.alter(key, part)
  return (
    <div className="form" key={key}>
      <dl className="facts">
        <dt>Pages</dt>
        <dd>
          {document.ends[0] === '' ? 'No numbers yet' : rangeWords(document.ends)}{' '}
          <span className="dim">({counted(document.pages, 'page')})</span>
        </dd>
      </dl>
      {standing === 'frozen' && (
        <Note tone="calm" title="Frozen">
          <p>Its pages and numbers stand. It can be taken out: one page then stands for its numbers.</p>
        </Note>
      )}
      {standing === 'taken' && (
        <Note tone="calm" title="Taken out">
          <p>One page stands for its numbers, which are not used again.</p>
        </Note>
      )}
      {standing === 'late' && (
        <Note tone="soon" title="Late">
          <p>It came since the bundle was frozen. It has its numbers for good once the next version is.</p>
        </Note>
      )}
      <Commit value={entry.title} onSave={(title) => alter({ title: title.trim() })}>
        {(draft, set) => (
          <TextField
            label="Title in the index"
            hint={entry.title === '' ? `Empty: ${document.title}` : 'Empty: the record’s own title'}
            value={draft}
            onChange={set}
            disabled={!open}
          />
        )}
      </Commit>
      <Commit value={entry.date} onSave={(date) => alter({ date })}>
        {(draft, set) => (
          <DayField
            label="Date in the index"
            hint={entry.date === null ? `Empty: ${document.date || 'the record has none'}` : undefined}
            value={draft}
            onChange={set}
            disabled={!open}
          />
        )}
      </Commit>
      <FlagField
        label="Coversheet"
        hint="A page with its title before it"
        value={entry.coversheet}
        disabled={!open}
        onChange={(coversheet) => alter({ coversheet })}
      />
      {entry.type === 'exhibit' && (
        <FlagField
          label="Exhibit front sheet"
          hint="A page with its reference, who produced it and room for signatures"
          value={entry.front}
          disabled={!open}
          onChange={(front) => alter({ front })}
        />
      )}
      {entry.type === 'exhibit' && (
        <FlagField
          label="It cites pages of this bundle"
          hint="[C/123], [A12] or [p. 143] on its pages become links. In statements they always do."
          value={entry.cites}
          disabled={!open}
          onChange={(cites) => alter({ cites })}
        />
      )}
      {entry.type === 'exhibit' && (
        <ChoiceField
          label="Comments and marks on its pages"
          hint="Highlights, notes, stamps. The report of a build says how many there were."
          value={entry.comments}
          options={commentChoices}
          disabled={!open}
          onChange={(to) => alter({ comments: to as DocumentEntry['comments'] })}
        />
      )}
      {readers.length > 0 && (
        <ChoicesField
          label="Only for"
          hint="None ticked: everyone. The others get a page that stands for its numbers."
          options={Object.fromEntries(readers.map((each) => [each, each]))}
          value={entry.audience}
          disabled={!open}
          onChange={(audience) => alter({ audience: [...audience] })}
        />
      )}
      {entry.standIn !== '' ? (
        <div className="field">
          <span className="label">A page that names it</span>
          <span className="dim">{entry.standIn}</span>
          <div className="h">
            <Button size="slim" disabled={!open} onClick={onStandIn}>
              Change the reason
            </Button>
            <Button size="slim" disabled={!open} onClick={() => alter({ standIn: '' })}>
              Show its pages
            </Button>
          </div>
        </div>
      ) : (
        document.placeholder !== '' &&
        open && (
          <div className="field">
            <span className="label">A page that names it</span>
            <span className="dim">{document.placeholder}</span>
          </div>
        )
      )}
      <div className="acts bundles-acts">
        <Button
          size="slim"
          icon={<ArrowUp className="i s" aria-hidden />}
          disabled={!open}
          onClick={() => builder.step(key, -1)}
        >
          Up
        </Button>
        <Button
          size="slim"
          icon={<ArrowDown className="i s" aria-hidden />}
          disabled={!open}
          onClick={() => builder.step(key, 1)}
        >
          Down
        </Button>
        <Button size="slim" disabled={!open} onClick={() => builder.nest(key, entry.depth === 1 ? 0 : 1)}>
          {entry.depth === 1 ? 'Stand for itself' : 'Put under the one above'}
        </Button>
        {open && entry.standIn === '' && (
          <Button size="slim" onClick={onStandIn}>
            Only name it
          </Button>
        )}
        <Button size="slim" icon={<ExternalLink className="i s" aria-hidden />} onClick={onOpen}>
          Open {document.ref}
        </Button>
        {standing === 'taken' ? (
          <Button
            size="slim"
            icon={<Undo2 className="i s" aria-hidden />}
            disabled={taken}
            onClick={() => alter({ taken: false })}
          >
            Put it back
          </Button>
        ) : (
          <Button size="slim" icon={<Trash2 className="i s" aria-hidden />} onClick={onTakeOut}>
            Take out
          </Button>
        )}
      </div>
    </div>
  )
}

/** The section that is selected: its name, and what can be done with it. */
export const SectionDetails = ({
  section,
  builder,
  onTakeOut,
}: {
  readonly section: LiveSection
  readonly builder: Builder
  readonly onTakeOut: () => void
}) => (
  <div className="form" key={section.key}>
    <dl className="facts">
      <dt>Letter</dt>
      <dd>{section.letter}</dd>
      <dt>Holds</dt>
      <dd>
        {counted(section.documents.length, 'document')}
        {section.documents.length > 0 && <span className="dim">, {rangeWords(section.ends)}</span>}
      </dd>
    </dl>
    <Commit
      value={section.title}
      onSave={(title) => title.trim() !== '' && builder.rename(section.key, title.trim())}
    >
      {(draft, set) => (
        <TextField
          label="Title"
          hint={keepsTitle(section) ? 'Frozen: it keeps the title it was frozen with' : undefined}
          value={draft}
          onChange={set}
          disabled={keepsTitle(section)}
          error={draft.trim() === '' ? 'A section needs a name.' : undefined}
        />
      )}
    </Commit>
    {section.documents.length === 0 && (
      <p className="dim small">An empty section is not built, and takes no numbers.</p>
    )}
    <div className="acts bundles-acts">
      <Button
        size="slim"
        icon={<ArrowUp className="i s" aria-hidden />}
        onClick={() => builder.step(section.key, -1)}
      >
        Up
      </Button>
      <Button
        size="slim"
        icon={<ArrowDown className="i s" aria-hidden />}
        onClick={() => builder.step(section.key, 1)}
      >
        Down
      </Button>
      <Button size="slim" icon={<Trash2 className="i s" aria-hidden />} onClick={onTakeOut}>
        Take out the section
      </Button>
    </div>
  </div>
)
