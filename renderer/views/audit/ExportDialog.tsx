import { useState } from 'react'
import type { Result } from '../../../casework/contract/contract.ts'
import type { Place } from '../../../casework/contract/shapes.ts'
import { counted } from '../../../casework/rules/words.ts'
import { useJobList, useJobs } from '../../data/jobs.ts'
import type { Work } from '../../data/kept.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { FlagField, NumberField, TextField } from '../../parts/Field.tsx'
import { ErrorNote, Note } from '../../parts/Note.tsx'
import { Working } from '../../parts/Working.tsx'
import { Picker } from '../picker/Picker.tsx'
import type { About } from './filters.ts'
import { exportName, rangeOf } from './words.ts'

interface Doing {
  readonly work: Work<Result<'audit.export'>>
  readonly start: (begin: () => Promise<Result<'audit.export'>>) => void
  readonly cancel: () => void
  readonly dismiss: () => void
}

/** Part of the history as one file that proves itself; what is about other records can be withheld. */
export function ExportDialog({
  caseId,
  first,
  last,
  about,
  doing,
  onClose,
}: {
  readonly caseId: string
  readonly first: number
  readonly last: number
  /** The record the list is narrowed to, if it is. */
  readonly about: About | null
  readonly doing: Doing
  readonly onClose: () => void
}) {
  const jobs = useJobs()
  const list = useJobList()
  const [from, setFrom] = useState<number | null>(first)
  const [to, setTo] = useState<number | null>(last)
  const [only, setOnly] = useState(about !== null)
  const [named, setNamed] = useState<string | null>(null)
  const [picking, setPicking] = useState(false)
  const range = rangeOf({ from, to }, last)
  const faults = 'faults' in range ? range.faults : {}
  const fileName = named ?? exportName(from ?? 1, to ?? last)
  const { work } = doing
  const close = () => {
    doing.dismiss()
    onClose()
  }
  const save = ([place]: readonly Place[]) => {
    setPicking(false)
    if (place === undefined || 'faults' in range) return
    const keep = only && about !== null ? { keep: [{ type: about.type, id: about.id }] } : {}
    doing.start(() =>
      jobs.start(
        'audit.export',
        { caseId, ...range, ...keep, place: place.id, fileName: fileName.trim() },
        'Exporting the history',
      ),
    )
  }
  if (picking)
    return (
      <Picker
        title="Where should the file go?"
        show="folders"
        act="Save here"
        onPick={save}
        onClose={() => setPicking(false)}
      />
    )
  if (work.step === 'running')
    return (
      <Dialog title="Exporting the history" open held onClose={doing.cancel}>
        <Working
          name="Exporting"
          at={list.find(({ id }) => id === work.job)?.at ?? null}
          onCancel={doing.cancel}
        />
      </Dialog>
    )
  if (work.step === 'done') {
    const { file, entries, withheld, sha256, code } = work.result
    return (
      <Dialog title="Exported" open wide onClose={close} acts={<Button onClick={close}>Close</Button>}>
        <Note tone="good" title={file} live>
          <p>
            {counted(entries, 'entry', 'entries')}
            {withheld === 0 ? '' : `, ${counted(withheld, 'of them')} withheld and still proved`}. This export
            is itself entered as a disclosure.
          </p>
        </Note>
        <dl className="facts">
          <dt>Head</dt>
          <dd className="mono">{code}</dd>
          <dt>SHA-256</dt>
          <dd className="mono audit-sum">{sha256}</dd>
        </dl>
        <p className="small dim">
          Whoever gets the file can check it without the case: on this screen with “Check a proof”, or by
          hand.
        </p>
      </Dialog>
    )
  }
  return (
    <Dialog
      title="Export part of the history, with its proof"
      open
      onClose={close}
      acts={
        <>
          <Button onClick={close}>Not now</Button>
          <Button
            look="first"
            disabled={'faults' in range || fileName.trim() === ''}
            onClick={() => setPicking(true)}
          >
            Choose where…
          </Button>
        </>
      }
    >
      {work.step === 'failed' && <ErrorNote error={work.error} title="Nothing was written" />}
      <div className="audit-range">
        <NumberField
          label="From entry"
          value={from}
          onChange={setFrom}
          {...(faults.from ? { error: faults.from } : {})}
        />
        <NumberField
          label="To entry"
          value={to}
          onChange={setTo}
          {...(faults.to ? { error: faults.to } : {})}
        />
      </div>
      {about !== null && (
        <FlagField
          label={`Withhold what is not about ${about.words}`}
          hint="The file shows that an entry stands in each place, not what it says. It verifies all the same."
          value={only}
          onChange={setOnly}
        />
      )}
      <TextField label="File name" value={fileName} onChange={setNamed} />
      {about === null && (
        <p className="small dim">
          To give away only what concerns one record, first narrow the list to it: open an entry and choose
          “Every entry on this”.
        </p>
      )}
    </Dialog>
  )
}
