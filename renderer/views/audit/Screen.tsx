import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Result } from '../../../casework/contract/contract.ts'
import { counted } from '../../../casework/rules/words.ts'
import { useJobs } from '../../data/jobs.ts'
import { useKept, useWork } from '../../data/kept.ts'
import { useToday } from '../../data/machine.ts'
import { Button } from '../../parts/Button.tsx'
import { LongTable } from '../../parts/LongTable.tsx'
import { KeyHints } from '../../parts/Marks.tsx'
import { Empty, ErrorNote } from '../../parts/Note.tsx'
import { SplitPanes } from '../../parts/Panes.tsx'
import { useKeys } from '../../state/use-keys.ts'
import { useCaseId } from '../../state/use-router.ts'
import { Picker } from '../picker/Picker.tsx'
import './audit.css'
import { CheckDialog } from './CheckDialog.tsx'
import { columnsOn } from './columns.tsx'
import { Entry } from './Entry.tsx'
import { ExportDialog } from './ExportDialog.tsx'
import { Filters } from './Filters.tsx'
import { everything, isNarrowed, type Narrowed, questionOf } from './filters.ts'
import { Strip } from './Strip.tsx'
import { useAudit } from './use-audit.ts'

/** Audit: every entry of the case's history, newest first; verified, and given away with its proof. */
export function Screen() {
  const caseId = useCaseId()
  const today = useToday()
  const jobs = useJobs()
  const queries = useQueryClient()
  const [by, setBy] = useKept<Narrowed>(`audit-filter ${caseId}`, everything)
  const [at, setAt] = useState(-1)
  const [over, setOver] = useState<'export' | 'check' | null>(null)
  const verifying = useWork<Result<'audit.verify'>>(`audit-verify ${caseId}`)
  const exporting = useWork<Result<'audit.export'>>(`audit-export ${caseId}`)
  const checking = useWork<Result<'audit.check'>>('audit-check')
  const question = useMemo(() => questionOf(caseId, by), [caseId, by])
  const { standing, total, rowAt, onSee, error } = useAudit(question)
  const open = at < 0 || at >= total ? undefined : rowAt(at)
  const columns = useMemo(() => columnsOn(today, open !== undefined), [today, open])
  const narrow = (next: Narrowed) => {
    setBy(next)
    setAt(-1)
  }
  const verify = () => {
    if (verifying.work.step === 'running') return
    verifying.start(async () => {
      const found = await jobs.start('audit.verify', { caseId }, 'Verifying the history')
      // How the chain stands says when it was last verified.
      void queries.invalidateQueries({ queryKey: ['audit.list'] })
      return found
    })
  }
  useKeys('Audit', [
    { key: 'V', does: 'Verify the history', run: verify },
    { key: 'X', does: 'Export with proof', run: () => standing !== undefined && setOver('export') },
    { key: 'Esc', does: 'Close the entry', run: () => setAt(-1), quiet: true },
  ])

  const main = (
    <div className="audit-main">
      <div className="head">
        <h1>Audit</h1>
        <span className="grow faint cut">
          {standing !== undefined && isNarrowed(by)
            ? `${counted(total, 'entry', 'entries')} of ${standing.seq.toLocaleString('en-GB')}`
            : 'Who did what in this case, and when'}
        </span>
      </div>
      {standing !== undefined && (
        <Strip
          standing={standing}
          today={today}
          work={verifying.work}
          onVerify={verify}
          onCancel={verifying.cancel}
          onDismiss={verifying.dismiss}
          onExport={() => setOver('export')}
          onCheck={() => setOver('check')}
        />
      )}
      {error !== null && (
        <div className="audit-told">
          <ErrorNote error={error} title="The history could not be read" />
        </div>
      )}
      {standing === undefined ? (
        <p className="audit-told dim" role="status">
          {error === null ? 'Reading the history' : 'Nothing of it can be shown until it is read.'}
        </p>
      ) : total === 0 ? (
        <Empty
          title={isNarrowed(by) ? 'No entry fits' : 'Nothing entered yet'}
          act={isNarrowed(by) && <Button onClick={() => narrow(everything)}>Show everything</Button>}
        />
      ) : (
        <LongTable
          name="Entries, newest first"
          columns={columns}
          count={total}
          rowAt={rowAt}
          onSee={onSee}
          chosen={at}
          onChoose={setAt}
        />
      )}
      <div className="foot">
        <KeyHints
          keys={[
            ['↓', 'next'],
            ['End', 'oldest'],
            ['V', 'verify'],
            ['X', 'export'],
            ['?', 'all keys'],
          ]}
        />
      </div>
    </div>
  )
  return (
    <>
      <Filters by={by} actors={standing?.actors ?? []} onChange={narrow} />
      <SplitPanes
        name="audit"
        mainName="Entries"
        detailName="The entry"
        main={main}
        detail={
          open === undefined ? null : (
            <Entry
              caseId={caseId}
              entry={open}
              signed={standing?.signed ?? null}
              onAbout={() => {
                const { record } = open
                if (record !== null)
                  narrow({ ...everything, about: { type: record.type, id: record.id, words: open.about } })
              }}
              onClose={() => setAt(-1)}
            />
          )
        }
      />
      {over === 'export' && standing !== undefined && (
        <ExportDialog
          caseId={caseId}
          first={1}
          last={standing.seq}
          about={by.about}
          doing={exporting}
          onClose={() => setOver(null)}
        />
      )}
      {over === 'check' && (
        <Picker
          title="Choose a file with part of a history"
          show="files"
          act="Check"
          onPick={([place]) => {
            setOver(null)
            if (place !== undefined)
              checking.start(() => jobs.start('audit.check', { file: place.id }, 'Checking a proof'))
          }}
          onClose={() => setOver(null)}
        />
      )}
      {checking.work.step !== 'none' && (
        <CheckDialog work={checking.work} onCancel={checking.cancel} onClose={checking.dismiss} />
      )}
    </>
  )
}
