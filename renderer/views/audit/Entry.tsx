import { X } from 'lucide-react'
import type { AuditRow } from '../../../casework/contract/audit.ts'
import type { Result } from '../../../casework/contract/contract.ts'
import { type RecordType, register } from '../../../casework/entities/index.ts'
import { Button, IconButton } from '../../parts/Button.tsx'
import { SourceLink } from '../../parts/Marks.tsx'
import { Note } from '../../parts/Note.tsx'
import { useOpenRecord } from '../../state/use-open.ts'
import { VersionsButton } from '../versions/VersionsButton.tsx'
import type { VersionedType } from '../versions/version-words.ts'
import { KindMark } from './KindMark.tsx'
import { coverWords, kindWords, momentWords } from './words.ts'

const underDuty = ['collection', 'alteration', 'consultation', 'disclosure', 'combination', 'erasure']

/** One entry, whole: what was done, when, by whom, on what machine, to which version of which record. */
export function Entry({
  caseId,
  entry,
  signed,
  onAbout,
  onClose,
}: {
  readonly caseId: string
  readonly entry: AuditRow
  readonly signed: Result<'audit.list'>['signed']
  /** Narrows the list to the record of this entry. */
  readonly onAbout: () => void
  readonly onClose: () => void
}) {
  const open = useOpenRecord()
  const { record } = entry
  const shown = record !== null && record.type in register
  const named = shown ? register[record.type as RecordType].name.one : (record?.type ?? '')
  return (
    <>
      <div className="head">
        <h2 className="ref num">{entry.seq.toLocaleString('en-GB')}</h2>
        <span className="state dim">
          <KindMark kind={entry.kind} />
          <span aria-hidden>{kindWords[entry.kind]}</span>
        </span>
        <span className="grow" />
        <IconButton name="Close" icon={<X className="i s" aria-hidden />} onClick={onClose} />
      </div>
      <div className="pane-body audit-entry">
        <p className="audit-sentence">{entry.sentence}</p>
        {entry.odd !== null && (
          <Note tone="soon" title="Something is odd here">
            <p>{entry.odd}</p>
          </Note>
        )}
        <dl className="facts">
          <dt>When</dt>
          <dd className="num">{momentWords(entry.at)}</dd>
          <dt>Who</dt>
          <dd>{entry.actor}</dd>
          <dt>Machine</dt>
          <dd>{entry.device || <span className="faint">Not recorded</span>}</dd>
          <dt>Program</dt>
          <dd>{entry.app || <span className="faint">Not recorded</span>}</dd>
          <dt>Act</dt>
          <dd className="mono">{entry.action}</dd>
        </dl>
        {record !== null && (
          <section className="sec">
            <h3>On</h3>
            <div className="h audit-on">
              {entry.about !== '' && shown && record.type !== 'contact' ? (
                <SourceLink words={entry.about} onOpen={() => open(record.type, record.id)} />
              ) : (
                <b>{entry.about}</b>
              )}
              <span className="dim">
                {named}
                {record.version === null ? '' : `, version ${record.version}`}
              </span>
            </div>
            <div className="h audit-acts">
              <Button size="slim" onClick={onAbout}>
                Every entry on this
              </Button>
              {shown && record.type !== 'contact' && (
                <VersionsButton
                  caseId={caseId}
                  type={record.type as VersionedType}
                  id={record.id}
                  title={entry.about || named}
                />
              )}
            </div>
          </section>
        )}
        <section className="sec">
          <h3>What holds it in place</h3>
          <p className="dim">{coverWords(entry, signed)}</p>
          <p className="small faint">
            {underDuty.includes(entry.kind)
              ? `${kindWords[entry.kind]} is one of the six operations that the Data Protection Act 2018 (section 62) asks to be logged.`
              : 'About the case file itself: not one of the six operations of the logging duty.'}
          </p>
        </section>
      </div>
    </>
  )
}
