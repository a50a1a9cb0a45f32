import { CircleCheck, CircleMinus } from 'lucide-react'
import { pageRuns } from '../../../casework/rules/page-marks.ts'
import { counted } from '../../../casework/rules/words.ts'
import { useAsk } from '../../data/ask.ts'
import { useToday } from '../../data/machine.ts'
import { ErrorNote, Note } from '../../parts/Note.tsx'
import { sizeWords, whenDone } from '../../shell/times.ts'
import type { RedactionOf } from './use-redaction.ts'

/** What an edited copy was searched for and what was found, its boxes, and the hashes that tie it to its original. */
export function ProofTab({
  caseId,
  exhibit,
  of,
}: {
  readonly caseId: string
  readonly exhibit: string
  readonly of: RedactionOf
}) {
  const today = useToday()
  const asked = useAsk('redaction.proof', { caseId, exhibit })
  const proof = asked.data?.proof ?? null
  if (proof === null)
    return (
      <div className="v">
        <ErrorNote error={asked.error} />
        {asked.data !== undefined && (
          <p className="dim redact-hint">
            There is no edited copy yet. When one is made, what it was searched for and what was found stands
            here.
          </p>
        )}
      </div>
    )
  const { edited } = proof
  const still = new Map(proof.still.map(({ text, pages }) => [text, pages]))
  return (
    <div className="v">
      {of.state === 'burned' ? (
        <Note tone="good" title="Nothing is left under the boxes">
          <p>
            Read again from its bytes, every stream unpacked, every page drawn:{' '}
            {counted(edited.boxes, 'box', 'boxes')} on{' '}
            {counted(new Set(proof.log.map(({ page }) => page)).size, 'page')}.
          </p>
        </Note>
      ) : (
        <Note tone="soon" title="The boxes were changed since">
          <p>This proof is of the copy as it was made. Burn the boxes again before it is served.</p>
        </Note>
      )}
      <dl className="facts">
        <dt>Made by</dt>
        <dd>
          {edited.by}, {whenDone(edited.at, today)}
        </dd>
        <dt>Checked by</dt>
        <dd>{edited.checkedBy === '' ? 'nobody when it was made' : edited.checkedBy}</dd>
        <dt>Size</dt>
        <dd>
          {counted(edited.pages, 'page')}, {sizeWords(edited.bytes)}
        </dd>
        <dt>Edited copy</dt>
        <dd className="mono redact-hash">{edited.sha256}</dd>
        <dt>Original</dt>
        <dd className="mono redact-hash">{edited.source}</dd>
      </dl>
      <h3>Looked for in the copy</h3>
      {proof.tested.length === 0 ? (
        <p className="dim">
          No telling words lay under the boxes. Their places and their pictures were tested.
        </p>
      ) : (
        <ul className="redact-tested">
          {proof.tested.map((text) => {
            const pages = still.get(text)
            return (
              <li key={text}>
                {pages === undefined ? (
                  <CircleCheck className="i s good" aria-hidden />
                ) : (
                  <CircleMinus className="i s soon" aria-hidden />
                )}
                <span>
                  {text}{' '}
                  <span className="small faint">
                    {pages === undefined
                      ? 'nowhere'
                      : `let stand on page ${pageRuns(pages)}, where no box is`}
                  </span>
                </span>
              </li>
            )
          })}
        </ul>
      )}
      {proof.mute !== '' && (
        <p className="small soon">Pages {proof.mute} have no words, so their pictures alone were tested.</p>
      )}
      {proof.notes !== '' && <p className="small faint redact-notes">{proof.notes}</p>}
    </div>
  )
}
