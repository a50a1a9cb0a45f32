import { FolderOpen } from 'lucide-react'
import { Button } from '../../parts/Button.tsx'
import { DayField, TextField } from '../../parts/Field.tsx'
import type { Cover, CoverFaults } from './cover.ts'

/** What stands on the cover, and where the file goes. */
export const CoverForm = ({
  cover,
  fileName,
  faults,
  onChange,
  onFolder,
}: {
  readonly cover: Cover
  readonly fileName: string
  readonly faults: CoverFaults
  readonly onChange: (part: Partial<Cover>) => void
  readonly onFolder: () => void
}) => (
  <div className="form">
    <TextField
      label="Title"
      value={cover.title}
      required
      error={faults.title}
      onChange={(title) => onChange({ title })}
    />
    <TextField
      label="Purpose"
      hint="Under the title: Trial, 14 September 2026"
      value={cover.subtitle}
      onChange={(subtitle) => onChange({ subtitle })}
    />
    <DayField
      label="Date on the cover"
      hint="The bundle’s own date, such as the hearing’s. Left empty, today’s."
      value={cover.date}
      onChange={(date) => onChange({ date })}
    />
    <TextField
      label="File name"
      value={fileName}
      error={faults.fileName}
      onChange={(name) => onChange({ fileName: name === '' ? null : name })}
    />
    <div className="field">
      <span className="label">Folder</span>
      <div className="h">
        <span className={cover.folder === null ? 'grow cut faint' : 'grow cut'}>
          {cover.folder?.name ?? 'Asked for when you build'}
        </span>
        <Button size="slim" icon={<FolderOpen className="i s" aria-hidden />} onClick={onFolder}>
          Choose
        </Button>
      </div>
      <span className="hint">A bundle leaves the case: it is written here, unsealed, and nowhere else.</span>
    </div>
  </div>
)
