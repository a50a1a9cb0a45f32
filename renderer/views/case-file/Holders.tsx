import { KeyRound, Plus, UserMinus } from 'lucide-react'
import { useState } from 'react'
import type { CaseHolder } from '../../../casework/contract/holders.ts'
import { useAsk } from '../../data/ask.ts'
import { useToday } from '../../data/machine.ts'
import { Button, IconButton } from '../../parts/Button.tsx'
import { Flag } from '../../parts/Marks.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { whenDone } from '../../shell/times.ts'
import { AddHolder } from './AddHolder.tsx'
import { AnotherKey } from './AnotherKey.tsx'
import { ChangePassphrase } from './ChangePassphrase.tsx'
import { RemoveHolder } from './RemoveHolder.tsx'
import { waysIn } from './words.ts'

type Over = 'add' | 'passphrase' | 'key' | { readonly remove: CaseHolder }

/** Everyone who can open the case, everyone who once could, and how that changes. */
export function Holders({ caseId, readOnly }: { readonly caseId: string; readonly readOnly: boolean }) {
  const asked = useAsk('holders.list', { caseId })
  const today = useToday()
  const [over, setOver] = useState<Over | null>(null)
  const close = () => setOver(null)
  const { holders = [], past = [] } = asked.data ?? {}
  const you = holders.find((each) => each.you)
  return (
    <div className="pane-body case-file">
      <section className="sec">
        <div className="h case-file-acts">
          <p className="grow dim">
            Each has a way in of their own. Nobody needs to know another’s passphrase, and all can add or
            remove.
          </p>
          <Button disabled={readOnly} onClick={() => setOver('key')}>
            Another recovery key…
          </Button>
          <Button
            disabled={readOnly || you?.kind !== 'passphrase'}
            icon={<KeyRound className="i s" aria-hidden />}
            onClick={() => setOver('passphrase')}
          >
            Change your passphrase…
          </Button>
          <Button
            look="first"
            disabled={readOnly}
            icon={<Plus className="i s" aria-hidden />}
            onClick={() => setOver('add')}
          >
            Add somebody…
          </Button>
        </div>
        <ErrorNote error={asked.error} />
        <table className="case-file-list">
          <caption className="unseen">Who can open the case</caption>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Opens it with</th>
              <th scope="col">Recipient</th>
              <th scope="col">Since</th>
              <th scope="col">
                <span className="unseen">Acts</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {holders.map((each) => (
              <tr key={each.slot}>
                <th scope="row">
                  {each.label} {each.you && <Flag tone="calm">You</Flag>}
                </th>
                <td>{waysIn(each)}</td>
                <td>
                  {each.recipient === '' ? (
                    <span className="faint">–</span>
                  ) : (
                    <code className="mono case-file-key" title={each.recipient}>
                      {each.recipient}
                    </code>
                  )}
                </td>
                <td className="num">{whenDone(each.since, today)}</td>
                <td>
                  {!each.you && (
                    <IconButton
                      name={`Remove ${each.label}`}
                      size="slim"
                      disabled={readOnly}
                      icon={<UserMinus className="i s" aria-hidden />}
                      onClick={() => setOver({ remove: each })}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {past.length > 0 && (
        <section className="sec">
          <h2>No longer</h2>
          <p className="dim small">
            What they could read while they could open it, they can read still if they kept a copy. Nothing
            written since.
          </p>
          <table className="case-file-list">
            <caption className="unseen">Who could once open the case</caption>
            <tbody>
              {past.map((each) => (
                <tr key={`${each.label} ${each.since}`}>
                  <th scope="row">{each.label}</th>
                  <td className="num dim">
                    {whenDone(each.since, today)} to {whenDone(each.until, today)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {over === 'add' && <AddHolder caseId={caseId} onClose={close} />}
      {over === 'passphrase' && <ChangePassphrase caseId={caseId} onClose={close} />}
      {over === 'key' && <AnotherKey caseId={caseId} onClose={close} />}
      {typeof over === 'object' && over !== null && (
        <RemoveHolder caseId={caseId} holder={over.remove} onClose={close} />
      )}
    </div>
  )
}
