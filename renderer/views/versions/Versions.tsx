import { type KeyboardEvent, useState } from 'react'
import type { RecordVersion } from '../../../casework/contract/history.ts'
import { useAsk, useDo } from '../../data/ask.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { toast } from '../../parts/Toast.tsx'
import { stampWords } from '../../shell/times.ts'
import { changesWords, type VersionedType, versionWords } from './version-words.ts'
import './versions.css'

/** A record's versions, newest first: who, when, and each field before and after. An earlier one can be made the newest. */
export function Versions({
  caseId,
  type,
  id,
  title,
  onClose,
}: {
  readonly caseId: string
  readonly type: VersionedType
  readonly id: string
  readonly title: string
  readonly onClose: () => void
}) {
  const asked = useAsk('records.versions', { caseId, type, id })
  const restore = useDo('records.restore')
  const versions = asked.data?.versions ?? []
  const [chosen, setChosen] = useState<number | null>(null)
  const newest = versions[0]
  const one = versions.find((each) => each.version === chosen) ?? newest

  const bringBack = async (to: number) => {
    if (newest === undefined) return
    const { version } = await restore.run({ caseId, type, id, version: newest.version, to })
    onClose()
    toast({
      words: `${title}: version ${to} is the newest again`,
      undo: () => void restore.run({ caseId, type, id, version, to: newest.version }).catch(() => undefined),
    })
  }

  return (
    <Dialog
      title={`Versions of ${title}`}
      open
      wide
      onClose={onClose}
      acts={
        <>
          {one !== undefined && newest !== undefined && one !== newest && (
            <Button
              disabled={restore.busy}
              onClick={() => void bringBack(one.version).catch(() => undefined)}
            >
              Make version {one.version} the newest again
            </Button>
          )}
          <Button look="first" onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      <ErrorNote error={asked.error ?? restore.error} />
      {versions.length > 0 && (
        <div className="versions">
          <ol className="row-list versions-list" aria-label="Versions, newest first">
            {versions.map((each) => (
              <li key={each.version}>
                <button
                  type="button"
                  aria-current={each === one ? 'true' : undefined}
                  // One stop for Tab, however long the list; the arrows go on from there.
                  tabIndex={each === one ? 0 : -1}
                  onClick={() => setChosen(each.version)}
                  onFocus={() => setChosen(each.version)}
                  onKeyDown={walk}
                >
                  <span className="versions-no num">{each.version}</span>
                  <span className="grow">
                    <span className="versions-what">{versionWords(each)}</span>
                    <span className="small dim">
                      {stampWords(each.at)} · {each.by}
                    </span>
                  </span>
                </button>
              </li>
            ))}
            {asked.data?.whole === false && (
              <li className="small faint versions-older">
                Earlier versions were not kept: the case was begun with an older program.
              </li>
            )}
          </ol>
          {one !== undefined && (
            <Changes
              of={one}
              newest={one === newest}
              known={asked.data?.whole === true || one !== versions.at(-1)}
            />
          )}
        </div>
      )}
    </Dialog>
  )
}

function walk(event: KeyboardEvent<HTMLButtonElement>) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const item = event.currentTarget.parentElement
  const next = event.key === 'ArrowDown' ? item?.nextElementSibling : item?.previousElementSibling
  event.preventDefault()
  next?.querySelector('button')?.focus()
}

function Changes({
  of,
  newest,
  known,
}: {
  readonly of: RecordVersion
  readonly newest: boolean
  readonly known: boolean
}) {
  const added = of.act === 'added'
  return (
    <section className="versions-changes" aria-label={`Version ${of.version}`} aria-live="polite">
      <p className="dim">
        {newest ? 'The newest. ' : ''}
        {changesWords(of, known)}
      </p>
      <dl>
        {of.changes.map((each) => (
          <div key={each.field}>
            <dt>{each.name}</dt>
            {!added && (
              <dd className={each.before === '' ? 'versions-before faint' : 'versions-before'}>
                <span className="unseen">Before: </span>
                {each.before === '' ? 'Empty' : <del>{each.before}</del>}
              </dd>
            )}
            <dd className={each.after === '' ? 'faint' : undefined}>
              {!added && <span className="unseen">After: </span>}
              {each.after === '' ? 'Empty' : each.after}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
