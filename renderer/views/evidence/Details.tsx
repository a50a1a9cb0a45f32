import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { exhibit } from '../../../casework/entities/exhibit.ts'
import { useDo } from '../../data/ask.ts'
import { RecordForm } from '../../entities/RecordForm.tsx'
import { announce } from '../../parts/Announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { Tag } from '../../parts/Marks.tsx'
import { sizeWords, stampWords } from '../../shell/times.ts'
import type { EvidenceRow } from './rows.ts'

const shown = ['kind', 'date', 'source', 'producedBy', 'foundAt', 'foundWhen', 'power', 'seal'] as const

/** What is known of an exhibit, read first and edited when asked. */
export function Details({
  row,
  caseId,
  editing,
  onEdit,
}: {
  readonly row: EvidenceRow
  readonly caseId: string
  readonly editing: boolean
  readonly onEdit: (editing: boolean) => void
}) {
  const change = useDo('records.change')
  const [error, setError] = useState<{ readonly message: string; readonly at?: string | undefined } | null>(
    null,
  )
  const { record } = row
  const { fields } = record

  const save = async (changed: Readonly<Record<string, unknown>>) => {
    setError(null)
    if (Object.keys(changed).length === 0) return onEdit(false)
    try {
      await change.run({ caseId, type: 'exhibit', id: record.id, version: record.version, fields: changed })
      announce('Saved')
      onEdit(false)
    } catch (thrown) {
      setError(thrown as { message: string; at?: string })
    }
  }

  if (editing)
    return (
      <RecordForm
        key={record.id}
        caseId={caseId}
        type="exhibit"
        values={fields}
        act="Save"
        busy={change.busy}
        error={error}
        onSave={(changed) => void save(changed)}
        onCancel={() => {
          setError(null)
          onEdit(false)
        }}
      />
    )

  const { file } = fields
  return (
    <div className="v evidence-details">
      <div className="h">
        <span className="grow small faint">
          E{record.no}, brought in {stampWords(record.made.at)}
        </span>
        <Button size="slim" icon={<Pencil className="i s" aria-hidden />} onClick={() => onEdit(true)}>
          Edit
        </Button>
      </div>
      <dl className="facts">
        {shown.map((name) => {
          const words = wordsOf(name, fields)
          return words === '' ? null : (
            <Fact key={name} label={exhibit.fields[name].label}>
              {words}
            </Fact>
          )
        })}
        {fields.notForService && <Fact label="Service">Not for service</Fact>}
        {fields.tags.length > 0 && (
          <Fact label="Tags">
            <span className="srcs">
              {fields.tags.map((tag) => (
                <Tag key={tag}>{tag}</Tag>
              ))}
            </span>
          </Fact>
        )}
        {file !== null && (
          <>
            <Fact label="File">{file.name}</Fact>
            <Fact label="Size">
              {sizeWords(file.bytes)}
              {file.pages === null ? '' : `, ${file.pages} ${file.pages === 1 ? 'page' : 'pages'}`}
            </Fact>
          </>
        )}
      </dl>
      {fields.description !== '' && <p className="evidence-description">{fields.description}</p>}
    </div>
  )
}

const Fact = ({ label, children }: { readonly label: string; readonly children: React.ReactNode }) => (
  <>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </>
)

function wordsOf(name: (typeof shown)[number], fields: EvidenceRow['record']['fields']): string {
  const value = fields[name]
  if (name === 'power' && value === 'none') return ''
  if (typeof value === 'object') return value.words
  return exhibit.fields[name].options?.[value] ?? value
}
