import { FileInput } from 'lucide-react'
import { useState } from 'react'
import type { Result } from '../../../casework/contract/contract.ts'
import type { Place } from '../../../casework/contract/shapes.ts'
import { counted } from '../../../casework/rules/words.ts'
import { useJobs } from '../../data/jobs.ts'
import { useKept, useWork } from '../../data/kept.ts'
import { useToday } from '../../data/machine.ts'
import { Button } from '../../parts/Button.tsx'
import { Note } from '../../parts/Note.tsx'
import { whenDone } from '../../shell/times.ts'
import { Picker } from '../picker/Picker.tsx'
import { Outcome } from './Check.tsx'
import { mergeWords, verdictWords } from './words.ts'

type Merged = Result<'handover.merge'>
const shown = 200

/** Takes a hand-over in: first only a look at what is new, the same or in conflict, then the merge. */
export function TakeIn({ caseId, readOnly }: { readonly caseId: string; readonly readOnly: boolean }) {
  const jobs = useJobs()
  const [file, setFile] = useKept<Place | null>(`merge-file ${caseId}`, null)
  const [picking, setPicking] = useState(false)
  const looking = useWork<Merged>(`merge-look ${caseId}`)
  const merging = useWork<Merged>(`merge ${caseId}`)
  const busy = looking.work.step === 'running' || merging.work.step === 'running'
  const ask = (look: boolean, from: Place) =>
    (look ? looking : merging).start(() =>
      jobs.start(
        'handover.merge',
        { caseId, file: from.id, look },
        look ? 'Looking into a hand-over' : 'Taking a hand-over in',
      ),
    )
  return (
    <div className="pane-body case-file">
      <section className="sec case-file-sort">
        <div className="grow">
          <p className="dim">
            A hand-over that names you as its recipient. You see what it would bring before anything is
            changed. Nothing of yours is overwritten: where both changed, yours stays and theirs is kept as a
            version of the record.
          </p>
          {file !== null && <p className="case-file-path">{file.name}</p>}
        </div>
        <div className="h case-file-acts">
          <Button
            {...(looking.work.step === 'done' ? {} : { look: 'first' as const })}
            disabled={busy}
            icon={<FileInput className="i s" aria-hidden />}
            onClick={() => setPicking(true)}
          >
            Choose a hand-over…
          </Button>
        </div>
      </section>
      <div className="case-file-told">
        <Outcome doing={looking} name="Looking into it">
          {(found) => (
            <Report
              found={found}
              did={false}
              act={
                <Button
                  look="first"
                  disabled={readOnly || busy || file === null}
                  onClick={() => {
                    looking.dismiss()
                    if (file !== null) ask(false, file)
                  }}
                >
                  Take it in
                </Button>
              }
            />
          )}
        </Outcome>
        <Outcome doing={merging} name="Taking it in">
          {(found) => <Report found={found} did />}
        </Outcome>
      </div>
      {picking && (
        <Picker
          title="Choose a hand-over"
          show="files"
          act="Look into it"
          onClose={() => setPicking(false)}
          onPick={([place]) => {
            setPicking(false)
            if (place === undefined) return
            setFile(place)
            merging.dismiss()
            ask(true, place)
          }}
        />
      )}
    </div>
  )
}

function Report({
  found,
  did,
  act,
}: {
  readonly found: Merged
  readonly did: boolean
  readonly act?: React.ReactNode
}) {
  const today = useToday()
  const { from, items, counts } = found
  return (
    <>
      <Note
        tone={counts.conflict > 0 ? 'soon' : did ? 'good' : 'calm'}
        title={did ? 'Taken in' : 'Nothing has been changed yet'}
        live
      >
        <p>{mergeWords(found)}</p>
        <p className="dim">
          From {from.caseName}, sealed by {from.by} {whenDone(from.at, today)}.{' '}
          {from.signed === 'known'
            ? 'Its signature is of a key this case knows.'
            : 'Its signature is of a key this case does not know: ask them for their code.'}
        </p>
        {act}
      </Note>
      {items.length > 0 && (
        <table className="case-file-list">
          <caption className="unseen">What the hand-over holds</caption>
          <thead>
            <tr>
              <th scope="col">Reference</th>
              <th scope="col">Title</th>
              <th scope="col">What it is</th>
            </tr>
          </thead>
          <tbody>
            {items.slice(0, shown).map((item) => (
              <tr key={`${item.type} ${item.id}`}>
                <th scope="row">{item.ref || <span className="faint">{item.type}</span>}</th>
                <td>{item.title}</td>
                <td>
                  {verdictWords(item)}
                  {item.twin && <span className="soon"> Its reference is on another record here too.</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {items.length > shown && (
        <p className="dim">{counted(items.length - shown, 'more record')} not listed here.</p>
      )}
    </>
  )
}
