import { ShieldCheck, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { counted } from '../../../casework/rules/words.ts'
import { useToday } from '../../data/machine.ts'
import { Button, IconButton } from '../../parts/Button.tsx'
import { ChoiceField, TextField } from '../../parts/Field.tsx'
import { whenDone } from '../../shell/times.ts'
import { Others } from './Others.tsx'
import type { Mark, Reasons, Redaction, RedactionOf, Why } from './use-redaction.ts'

/** Why a new box is drawn: asked once, and taken for those that follow. */
export function WhyFields({
  reasons,
  why,
  onWhy,
}: {
  readonly reasons: Reasons
  readonly why: Why
  readonly onWhy: (why: Why) => void
}) {
  const chosen = reasons.find(({ code }) => code === why.reason)
  return (
    <div className="redact-why">
      <ChoiceField
        label="Reason for new boxes"
        value={why.reason}
        options={Object.fromEntries(reasons.map(({ code, name }) => [code, name]))}
        {...(chosen === undefined ? {} : { hint: chosen.about })}
        onChange={(reason) => onWhy({ ...why, reason })}
      />
      <TextField
        label="Note"
        value={why.note}
        required={chosen !== undefined && chosen.asks !== ''}
        {...(chosen === undefined || chosen.asks === '' ? {} : { hint: chosen.asks })}
        onChange={(note) => onWhy({ ...why, note })}
      />
    </div>
  )
}

/** The boxes of an exhibit by page, why each, who drew and who checked it; and those that were removed. */
export function Boxes({
  caseId,
  exhibit,
  of,
  redaction,
  why,
  onWhy,
  chosen,
  onChoose,
  numberOf,
}: {
  readonly caseId: string
  readonly exhibit: string
  readonly of: RedactionOf
  readonly redaction: Redaction
  readonly why: Why
  readonly onWhy: (why: Why) => void
  readonly chosen: string | null
  readonly onChoose: (mark: Mark) => void
  readonly numberOf: (mark: Mark) => number
}) {
  const { reasons } = redaction
  const [checker, setChecker] = useState('')
  const list = useRef<HTMLUListElement>(null)
  const unchecked = of.marks.filter(({ checkedBy }) => checkedBy === '').length
  useEffect(() => {
    list.current?.querySelector(`[data-mark="${chosen}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  const check = async () => {
    if (await redaction.check(checker.trim())) setChecker('')
  }
  return (
    <div className="v">
      <WhyFields reasons={reasons} why={why} onWhy={onWhy} />
      {of.marks.length === 0 ? (
        <p className="dim redact-hint">
          No boxes yet. Draw one on the page, or find words. A box hides nothing until it is burned into the
          edited copy.
        </p>
      ) : (
        <ul ref={list} className="redact-list" aria-label="Boxes">
          {of.marks.map((mark) => (
            <li key={mark.id} data-mark={mark.id} data-chosen={mark.id === chosen}>
              <button type="button" className="redact-go" onClick={() => onChoose(mark)}>
                <b className="redact-number">{numberOf(mark)}</b>
                <span className="num">Page {mark.page}</span>
              </button>
              <select
                className="input"
                aria-label={`Reason of box ${numberOf(mark)}`}
                value={mark.reason}
                disabled={redaction.busy}
                onChange={(event) =>
                  void redaction.change(mark, { reason: event.target.value, note: mark.note })
                }
              >
                {reasons.map(({ code, name }) => (
                  <option key={code} value={code}>
                    {name}
                  </option>
                ))}
              </select>
              <IconButton
                name={`Remove box ${numberOf(mark)}`}
                size="slim"
                icon={<Trash2 className="i s" aria-hidden />}
                onClick={() => void redaction.remove([mark])}
              />
              <Told mark={mark} />
            </li>
          ))}
        </ul>
      )}
      {unchecked > 0 && (
        <form
          className="redact-check"
          onSubmit={(event) => {
            event.preventDefault()
            void check()
          }}
        >
          <TextField
            label="Checked by"
            value={checker}
            hint="A second person, who drew none of them, has looked at every box"
            onChange={setChecker}
          />
          <Button
            submits
            disabled={checker.trim() === '' || redaction.busy}
            icon={<ShieldCheck className="i s" aria-hidden />}
          >
            Check {counted(unchecked, 'box', 'boxes')}
          </Button>
        </form>
      )}
      {of.removed.length > 0 && <Removed of={of} />}
      <Others caseId={caseId} exhibit={exhibit} />
    </div>
  )
}

function Told({ mark }: { readonly mark: Mark }) {
  const today = useToday()
  return (
    <p className="small faint">
      {mark.note !== '' && <span className="dim">{mark.note} · </span>}
      {mark.by}, {whenDone(mark.at, today)} ·{' '}
      {mark.checkedBy === '' ? 'unchecked' : <span className="good">checked by {mark.checkedBy}</span>}
    </p>
  )
}

function Removed({ of }: { readonly of: RedactionOf }) {
  const today = useToday()
  return (
    <details className="redact-removed small">
      <summary>{counted(of.removed.length, 'box', 'boxes')} removed</summary>
      <ul>
        {of.removed.map(({ mark, by, at }) => (
          <li key={mark.id} className="faint">
            Page {mark.page}, by {by}, {whenDone(at, today)}
          </li>
        ))}
      </ul>
    </details>
  )
}
