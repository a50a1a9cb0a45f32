import { Plus, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { StoredOf } from '../../../casework/entities/index.ts'
import { useAsk, useDo } from '../../data/ask.ts'
import { useToday } from '../../data/machine.ts'
import { RecordForm } from '../../entities/RecordForm.tsx'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote, Note } from '../../parts/Note.tsx'
import { toast } from '../../parts/Toast.tsx'
import { whenDone } from '../../shell/times.ts'
import { lastCheck, lastPlace, ledgerLines, shortHash } from './ledger.ts'
import { ActionIcon, StateMark } from './marks.tsx'
import { type EvidenceRow, isBadState } from './rows.ts'

const asked = ['action', 'at', 'by', 'from', 'to', 'where', 'purpose', 'seal', 'note'] as const

/** The ledger of an exhibit: who had it, when and where; where nobody says; and whether its file is the one that came. */
export function Custody({
  row,
  caseId,
  onCheck,
}: {
  readonly row: EvidenceRow
  readonly caseId: string
  readonly onCheck: () => void
}) {
  const ledger = useAsk('custody.of', { caseId, exhibit: row.id })
  const today = useToday()
  const [adding, setAdding] = useState(false)
  const entries = (ledger.data?.entries ?? []) as readonly StoredOf<'custody'>[]
  const gaps = ledger.data?.gaps ?? []
  const check = lastCheck(entries)
  const { file } = row.record.fields
  return (
    <div className="v">
      {file !== null && (
        <div className="h evidence-verdict">
          <StateMark state={row.state} shown />
          <span className="dim small grow cut">
            {check !== null && (
              <>
                {whenDone(check.made.at, today)} · <span className="mono">{shortHash(file.sha256)}</span>
              </>
            )}
          </span>
          <Button size="slim" onClick={onCheck}>
            Check now
          </Button>
        </div>
      )}
      {isBadState(row.state) && check !== null && (
        <Note tone="bad">
          <p>{check.fields.note}</p>
        </Note>
      )}
      <ErrorNote error={ledger.error} />
      <ol className="evidence-ledger">
        {ledgerLines(entries, gaps).map((line) =>
          line.kind === 'gap' ? (
            <li key={line.id} className="evidence-gap">
              <TriangleAlert className="i s soon" aria-hidden />
              <b className="soon">{line.title}</b>
              <Button look="link" size="slim" onClick={() => setAdding(true)}>
                Add a movement
              </Button>
              {line.detail !== '' && <span className="small">{line.detail}</span>}
            </li>
          ) : (
            <li key={line.id}>
              <ActionIcon action={line.action} />
              <b>{line.title}</b>
              <time>{line.when}</time>
              {line.detail !== '' && <span className="small dim">{line.detail}</span>}
            </li>
          ),
        )}
      </ol>
      <div>
        <Button size="slim" icon={<Plus className="i s" aria-hidden />} onClick={() => setAdding(true)}>
          Add a movement
        </Button>
      </div>
      {file !== null && (
        <div className="sec">
          <h3>SHA-256 on arrival</h3>
          <p className="mono dim evidence-hash">{file.sha256}</p>
        </div>
      )}
      {adding && (
        <Movement row={row} caseId={caseId} from={lastPlace(entries)} onClose={() => setAdding(false)} />
      )}
    </div>
  )
}

function Movement({
  row,
  caseId,
  from,
  onClose,
}: {
  readonly row: EvidenceRow
  readonly caseId: string
  readonly from: string
  readonly onClose: () => void
}) {
  const add = useDo('records.add')
  const start = { action: 'moved', from }
  const save = async (changed: Readonly<Record<string, unknown>>) => {
    try {
      await add.run({ caseId, type: 'custody', fields: { ...start, ...changed, exhibit: row.id } })
      toast({ words: `Movement of ${row.ref || row.title} written down` })
      onClose()
    } catch {
      // The form shows it, by the error the command keeps.
    }
  }
  return (
    <Dialog title={`Add a movement of ${row.ref || row.title}`} open onClose={onClose}>
      <p className="dim">The ledger is only ever added to. What is written here can’t be changed later.</p>
      <RecordForm
        caseId={caseId}
        type="custody"
        only={asked}
        values={start}
        act="Add movement"
        busy={add.busy}
        error={add.error}
        onSave={(changed) => void save(changed)}
        onCancel={onClose}
      />
    </Dialog>
  )
}
