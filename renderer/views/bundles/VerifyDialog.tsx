import type { Result } from '../../../casework/contract/contract.ts'
import { volumesSpoken } from '../../../casework/rules/volume-words.ts'
import { counted } from '../../../casework/rules/words.ts'
import { useJobList } from '../../data/jobs.ts'
import type { Work } from '../../data/kept.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote, Note } from '../../parts/Note.tsx'
import { ProgressBar } from '../../parts/Progress.tsx'
import { FindingList } from './FindingList.tsx'
import { SealLine } from './SealLine.tsx'

/** Verifying a bundle from its own bytes: how far it is, then what was found. */
export function VerifyDialog({
  work,
  onCancel,
  onClose,
}: {
  readonly work: Exclude<Work<Result<'bundle.verify'>>, { step: 'none' }>
  readonly onCancel: () => void
  readonly onClose: () => void
}) {
  const jobs = useJobList()
  if (work.step === 'running') {
    const at = jobs.find(({ id }) => id === work.job)?.at
    return (
      <Dialog
        title="Verifying the bundle"
        open
        held
        onClose={onCancel}
        acts={
          <Button disabled={work.stopping} onClick={onCancel}>
            {work.stopping ? 'Stopping…' : 'Cancel'}
          </Button>
        }
      >
        <ProgressBar name="Verifying" done={at?.done ?? 0} total={at?.total ?? 0} />
        <p className="small dim" role="status">
          {at && at.total > 0 ? `Page ${at.done} of ${at.total}` : 'Reading the file'}
        </p>
      </Dialog>
    )
  }
  if (work.step === 'failed')
    return (
      <Dialog
        title="It could not be verified"
        open
        onClose={onClose}
        acts={<Button onClick={onClose}>Close</Button>}
      >
        <ErrorNote error={work.error} />
      </Dialog>
    )
  const { ok, fileName, pages, documents, findings, seal, others } = work.result
  return (
    <Dialog title={fileName} open wide onClose={onClose} acts={<Button onClick={onClose}>Close</Button>}>
      <Note tone={ok ? 'good' : 'bad'} title={ok ? 'Verified' : 'Not verified'} live>
        <p>
          {counted(pages, 'page')}, {counted(documents, 'document')}.{' '}
          {ok
            ? 'Printed numbers, page labels, index, bookmarks and hashes agree.'
            : `${counted(findings.length, 'finding')} below.`}
        </p>
        <SealLine seal={seal} findings={findings} />
        {volumesSpoken(others).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </Note>
      {findings.length > 0 && <FindingList findings={findings} />}
    </Dialog>
  )
}
