import type { Result } from '../../../casework/contract/contract.ts'
import { counted } from '../../../casework/rules/words.ts'
import type { Work } from '../../data/kept.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote, Note } from '../../parts/Note.tsx'
import { Working } from '../../parts/Working.tsx'

/** What checking a file with part of a history came to. */
export function CheckDialog({
  work,
  onCancel,
  onClose,
}: {
  readonly work: Exclude<Work<Result<'audit.check'>>, { step: 'none' }>
  readonly onCancel: () => void
  readonly onClose: () => void
}) {
  if (work.step === 'running')
    return (
      <Dialog title="Checking the proof" open held onClose={onCancel}>
        <Working name="Checking" at={null} before="Reading the file" onCancel={onCancel} />
      </Dialog>
    )
  const acts = <Button onClick={onClose}>Close</Button>
  if (work.step === 'failed')
    return (
      <Dialog title="It could not be checked" open onClose={onClose} acts={acts}>
        <ErrorNote error={work.error} />
      </Dialog>
    )
  const { ok, fileName, entries, withheld, signedBy, findings } = work.result
  return (
    <Dialog title={fileName} open wide onClose={onClose} acts={acts}>
      <Note tone={ok ? 'good' : 'bad'} title={ok ? 'It proves itself' : 'It does not verify'} live>
        <p>
          {counted(entries, 'entry', 'entries')}
          {withheld === 0 ? '' : `, ${withheld.toLocaleString('en-GB')} of them withheld`}
          {signedBy.length === 0 ? '; no signature' : `; signed by ${signedBy.join(', ')}`}.
        </p>
        {findings.length > 0 && (
          <ul className="audit-findings">
            {findings.slice(0, 20).map((finding) => (
              <li key={`${finding.code} ${finding.what}`}>{finding.sentence}</li>
            ))}
          </ul>
        )}
      </Note>
      <p className="small dim">
        The names are those the file gives. To know whose keys they are, compare its head with one you have
        from elsewhere: a served bundle’s manifest, or a code noted at the time.
      </p>
    </Dialog>
  )
}
