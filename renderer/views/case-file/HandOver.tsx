import { Send } from 'lucide-react'
import { useState } from 'react'
import type { Result } from '../../../casework/contract/contract.ts'
import type { Place } from '../../../casework/contract/shapes.ts'
import { counted } from '../../../casework/rules/words.ts'
import { useAsk } from '../../data/ask.ts'
import { useJobs } from '../../data/jobs.ts'
import { useWork } from '../../data/kept.ts'
import { useToday } from '../../data/machine.ts'
import { Button } from '../../parts/Button.tsx'
import { ChoiceField, LinesField, ListField, TextField } from '../../parts/Field.tsx'
import { Note } from '../../parts/Note.tsx'
import { sizeWords } from '../../shell/times.ts'
import { Picker } from '../picker/Picker.tsx'
import { Outcome } from './Check.tsx'
import { namedIn, recipientFault, recipientsIn } from './words.ts'

const wholes = {
  whole: 'The whole case',
  part: 'Chosen exhibits and statements, with all they refer to',
} as const

/** Seals the case, or part of it, as one file that only the people named can open. */
export function HandOver({ caseId }: { readonly caseId: string }) {
  const jobs = useJobs()
  const today = useToday()
  const holders = useAsk('holders.list', { caseId }).data?.holders ?? []
  const exhibits = useAsk('records.list', { caseId, type: 'exhibit' }).data?.records ?? []
  const statements = useAsk('records.list', { caseId, type: 'statement' }).data?.records ?? []
  const sealing = useWork<Result<'handover.seal'>>(`handover-seal ${caseId}`)
  const [to, setTo] = useState('')
  const [reason, setReason] = useState('')
  const [recipients, setRecipients] = useState('')
  const [how, setHow] = useState<keyof typeof wholes>('whole')
  const [refs, setRefs] = useState<readonly string[]>([])
  const [tried, setTried] = useState(false)
  const [picking, setPicking] = useState(false)
  const asked = recipientsIn(recipients)
  const named = namedIn([...exhibits, ...statements], refs)
  const faults = {
    to: to.trim() === '' ? 'Say who gets it. It is entered in the history.' : undefined,
    recipients:
      asked.map(recipientFault).find((fault) => fault !== undefined) ??
      (asked.length === 0 ? recipientFault('') : undefined),
    refs:
      how === 'whole'
        ? undefined
        : named.unknown.length > 0
          ? `Not in this case: ${named.unknown.join(', ')}.`
          : named.part.length === 0
            ? 'Give at least one reference, such as JLB/3 or S1.'
            : undefined,
  }
  const known = holders.filter(
    (each) => each.recipient !== '' && !each.you && !recipients.includes(each.recipient),
  )
  const start = ([place]: readonly Place[]) => {
    setPicking(false)
    if (place === undefined) return
    sealing.start(() =>
      jobs.start(
        'handover.seal',
        {
          caseId,
          place: place.id,
          fileName: `Hand-over ${today}`,
          recipients: [...asked],
          part: how === 'whole' ? null : [...named.part],
          to: to.trim(),
          reason: reason.trim(),
        },
        'Sealing a hand-over',
      ),
    )
  }
  return (
    <div className="pane-body case-file">
      <form
        className="form case-file-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (Object.values(faults).every((fault) => fault === undefined)) setPicking(true)
        }}
      >
        <p className="dim">
          One sealed file, which only the people named can open, in Turnstone or with the keys of their own.
          Nothing is sent: you carry the file. Its sealing is entered as a disclosure.
        </p>
        <TextField label="For" value={to} onChange={setTo} error={tried ? faults.to : undefined} required />
        <TextField label="Reason" value={reason} onChange={setReason} />
        <LinesField
          label="Recipients"
          hint="One age1… a line, as they sent it."
          value={recipients}
          onChange={setRecipients}
          error={tried ? faults.recipients : undefined}
        />
        {known.length > 0 && (
          <div className="h case-file-acts">
            {known.slice(0, 6).map((each) => (
              <Button
                key={each.slot}
                size="slim"
                onClick={() => setRecipients([...asked, each.recipient].join('\n'))}
              >
                Add {each.label}
              </Button>
            ))}
          </div>
        )}
        <ChoiceField
          label="What"
          value={how}
          onChange={(chosen) => setHow(chosen as keyof typeof wholes)}
          options={wholes}
        />
        {how === 'part' && (
          <ListField
            label="References"
            hint="Whatever they refer to goes with them. Contact pages never do."
            value={refs}
            onChange={setRefs}
            error={tried ? faults.refs : undefined}
          />
        )}
        <div className="acts">
          <Button
            look="first"
            submits
            disabled={sealing.work.step === 'running'}
            icon={<Send className="i s" aria-hidden />}
          >
            Seal…
          </Button>
        </div>
      </form>
      <div className="case-file-told">
        <Outcome doing={sealing} name="Sealing">
          {({ file, sha256, records, files, bytes, left }) => (
            <Note tone="good" title={`Sealed, read back and compared: ${file}`} live>
              <p>
                {counted(records, 'record')}, {counted(files, 'file')}, {sizeWords(bytes)}
                {left === 0 ? '' : `; ${counted(left, 'contact page')} left out`}.
              </p>
              <p className="mono case-file-path">SHA-256 {sha256}</p>
            </Note>
          )}
        </Outcome>
      </div>
      {picking && (
        <Picker
          title="Where should the hand-over go?"
          show="folders"
          act="Seal it here"
          onPick={start}
          onClose={() => setPicking(false)}
        />
      )}
    </div>
  )
}
