import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react'
import { counted } from '../../../casework/rules/words.ts'
import { Button } from '../../parts/Button.tsx'
import { ChoiceField, ChoicesField, FlagField } from '../../parts/Field.tsx'
import { Note } from '../../parts/Note.tsx'
import type { LiveDocument, LiveSection } from './live-plan.ts'
import type { Together } from './together.ts'

const atFirst = 12

/** What can be done with several documents at once, and what is the same of all of them. */
export function SeveralDetails({
  together,
  sections,
  readers,
  onTakeOut,
}: {
  readonly together: Together
  readonly sections: readonly LiveSection[]
  readonly readers: readonly string[]
  readonly onTakeOut: () => void
}) {
  const { documents, open, alter } = together
  const pages = documents.reduce((sum, each) => sum + each.pages, 0)
  const exhibits = open.filter(({ entry }) => entry.type === 'exhibit')
  const inside = sections.filter((section) => section.documents.some((each) => documents.includes(each)))
  const audiences = new Set(open.map(({ entry }) => entry.audience.join('\n')))
  const audience = audiences.size === 1 ? (open[0]?.entry.audience ?? []) : []
  const held = documents.length - open.length
  return (
    <div className="form">
      <dl className="facts">
        <dt>Chosen</dt>
        <dd>
          {counted(documents.length, 'document')} <span className="dim">({counted(pages, 'page')})</span>
        </dd>
        <dt>These</dt>
        <dd>
          {documents.slice(0, atFirst).map(nameOf).join(', ')}
          {documents.length > atFirst && ` and ${documents.length - atFirst} more`}
        </dd>
      </dl>
      {held > 0 && (
        <Note tone="calm" title={`${held === documents.length ? 'All are' : `${held} of them are`} frozen`}>
          <p>
            Their pages and numbers stand. They can be taken out: a page each then stands for the numbers.
          </p>
        </Note>
      )}
      <ChoiceField
        label="Section"
        hint={
          inside.length > 1 ? 'They stand in several. One that is chosen takes all, at its end.' : undefined
        }
        value={inside.length === 1 ? inside[0]!.letter : ''}
        options={{
          ...(inside.length === 1 ? {} : { '': 'Several' }),
          ...Object.fromEntries(sections.map(({ letter, title }) => [letter, `${letter} ${title}`])),
        }}
        disabled={open.length === 0}
        onChange={(letter) => letter !== '' && together.file(letter)}
      />
      <Flag
        label="Coversheet"
        of={open}
        isOn={({ entry }) => entry.coversheet}
        onChange={(coversheet) => alter({ coversheet }, coversheet ? 'Coversheet on' : 'Coversheet off')}
      />
      {exhibits.length > 0 && (
        <Flag
          label="Exhibit front sheet"
          of={exhibits}
          isOn={({ entry }) => entry.front}
          onChange={(front) => alter({ front }, front ? 'Front sheet on' : 'Front sheet off')}
        />
      )}
      {readers.length > 0 && (
        <>
          <ChoicesField
            label="Only for"
            hint={
              audiences.size > 1
                ? 'Not the same for all of them. What is ticked here is then for all.'
                : 'None ticked: everyone. The others get a page that stands for the numbers.'
            }
            options={Object.fromEntries(readers.map((each) => [each, each]))}
            value={audience}
            disabled={open.length === 0}
            onChange={(next) => alter({ audience: [...next] }, forWords(next))}
          />
          {audiences.size > 1 && (
            <div className="acts bundles-acts">
              <Button size="slim" onClick={() => alter({ audience: [] }, forWords([]))}>
                All for everyone
              </Button>
            </div>
          )}
        </>
      )}
      <div className="acts bundles-acts">
        <Button
          size="slim"
          icon={<ArrowUp className="i s" aria-hidden />}
          disabled={open.length === 0}
          onClick={() => together.step(-1)}
        >
          Up
        </Button>
        <Button
          size="slim"
          icon={<ArrowDown className="i s" aria-hidden />}
          disabled={open.length === 0}
          onClick={() => together.step(1)}
        >
          Down
        </Button>
        <Button size="slim" disabled={open.length === 0} onClick={() => together.nest(1)}>
          Put under the one above
        </Button>
        <Button size="slim" disabled={open.length === 0} onClick={() => together.nest(0)}>
          Stand for themselves
        </Button>
        <Button size="slim" icon={<Trash2 className="i s" aria-hidden />} onClick={onTakeOut}>
          Take out {documents.length}
        </Button>
      </div>
    </div>
  )
}

const nameOf = ({ ref, title }: LiveDocument) => ref || title
const forWords = (readers: readonly string[]) =>
  readers.length === 0 ? 'For everyone' : `Only for ${readers.join(', ')}`

/** Something that is on or off of each: ticked when it is on of all, and a tick puts it on of all. */
const Flag = ({
  label,
  of,
  isOn,
  onChange,
}: {
  readonly label: string
  readonly of: readonly LiveDocument[]
  readonly isOn: (document: LiveDocument) => boolean
  readonly onChange: (on: boolean) => void
}) => {
  const on = of.filter(isOn).length
  const all = of.length > 0 && on === of.length
  return (
    <FlagField
      label={label}
      hint={on > 0 && !all ? `On for ${on} of ${of.length}. A tick puts it on for all.` : undefined}
      value={all}
      disabled={of.length === 0}
      onChange={onChange}
    />
  )
}
