import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Result } from '../../../casework/contract/contract.ts'
import { pageRuns } from '../../../casework/rules/page-marks.ts'
import { unsearched } from '../../../casework/rules/redacting.ts'
import { counted } from '../../../casework/rules/words.ts'
import { useJobList, useJobs } from '../../data/jobs.ts'
import { Button, Segments } from '../../parts/Button.tsx'
import { TextField } from '../../parts/Field.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { toast } from '../../parts/Toast.tsx'
import { useOpenRecord } from '../../state/use-open.ts'
import { WhyFields } from './Boxes.tsx'
import type { Redaction, Why } from './use-redaction.ts'

type Found = Result<'redaction.find'>['items']
const keyOf = (item: string, at: number) => `${item} ${at}`
const scopes = [
  { value: 'this', word: 'This exhibit' },
  { value: 'all', word: 'All exhibits' },
] as const

/** Where words stand, in this exhibit or in all; what is ticked is marked together. */
export function FindTab({
  caseId,
  exhibit,
  redaction,
  why,
  onWhy,
  onGo,
  asked,
  onAsked,
}: {
  readonly caseId: string
  readonly exhibit: string
  readonly redaction: Redaction
  readonly why: Why
  readonly onWhy: (why: Why) => void
  readonly onGo: (page: number) => void
  /** The key for it was pressed: the words are typed next. */
  readonly asked: boolean
  readonly onAsked: () => void
}) {
  const jobs = useJobs()
  const openRecord = useOpenRecord()
  const title = 'Finding words in exhibits'
  const running = useJobList().some((each) => each.title === title && each.state === 'running')
  const [words, setWords] = useState('')
  const [scope, setScope] = useState<'this' | 'all'>('this')
  const [found, setFound] = useState<Found | null>(null)
  const [off, setOff] = useState<ReadonlySet<string>>(new Set())
  const [failed, setFailed] = useState<Error | null>(null)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (!asked) return
    form.current?.querySelector('input')?.focus()
    onAsked()
  }, [asked, onAsked])
  const sought = words
    .split(/[;\n]/)
    .map((each) => each.trim())
    .filter((each) => each.length >= 2)

  const find = async () => {
    setFailed(null)
    setOff(new Set())
    try {
      const exhibits = scope === 'this' ? [exhibit] : null
      setFound((await jobs.start('redaction.find', { caseId, exhibits, words: sought }, title)).items)
    } catch (thrown) {
      if ((thrown as { code?: string }).code !== 'cancelled') setFailed(thrown as Error)
    }
  }
  const ticked = (found ?? []).map((item) => ({
    ...item,
    hits: item.hits.filter((hit, at) => hit.boxes.length > 0 && !off.has(keyOf(item.id, at))),
  }))
  const places = (found ?? []).reduce((sum, { hits }) => sum + hits.length, 0)
  const count = ticked.reduce((sum, { hits }) => sum + hits.length, 0)
  const mark = async () => {
    for (const { id, hits } of ticked) {
      const boxes = hits.flatMap(({ page, boxes: each }) => each.map((box) => ({ page, box })))
      if (boxes.length > 0 && !(await redaction.mark(id, boxes, why))) return
    }
    toast({ words: `${counted(count, 'place')} marked` })
    setFound(null)
  }
  const mute = (found ?? []).filter((item) => item.mute.length > 0)
  const closed = unsearched(found ?? [])

  return (
    <div className="v">
      <form
        ref={form}
        className="redact-find"
        onSubmit={(event) => {
          event.preventDefault()
          if (sought.length > 0) void find()
        }}
      >
        <TextField
          label="Words"
          value={words}
          hint="A name, a number, an address; several parted by ;"
          onChange={setWords}
        />
        <div className="h">
          <Segments name="Where" options={scopes} value={scope} onChange={setScope} />
          <span className="grow" />
          <Button
            submits
            disabled={sought.length === 0 || running}
            icon={<Search className="i s" aria-hidden />}
          >
            {running ? 'Finding…' : 'Find'}
          </Button>
        </div>
      </form>
      <ErrorNote error={failed} />
      {found !== null && (
        <>
          <p className="redact-count" role="status">
            {places === 0
              ? 'Found nowhere. Nothing is marked.'
              : `${counted(places, 'place')}. Nothing is marked yet.`}
          </p>
          {count > 0 && <WhyFields reasons={redaction.reasons} why={why} onWhy={onWhy} />}
          {found
            .filter(({ hits }) => hits.length > 0)
            .map((item) => (
              <section key={item.id} aria-label={item.ref || item.title}>
                {scope === 'all' && (
                  <h3 className="redact-in">
                    <span className="ref">{item.ref}</span>{' '}
                    <span className="cut" title={item.title}>
                      {item.title}
                    </span>
                  </h3>
                )}
                <ul className="redact-hits">
                  {item.hits.map((hit, at) => {
                    const key = keyOf(item.id, at)
                    return (
                      <li key={key}>
                        <input
                          type="checkbox"
                          aria-label={`Mark “${hit.text}” on page ${hit.page}`}
                          checked={hit.boxes.length > 0 && !off.has(key)}
                          disabled={hit.boxes.length === 0}
                          onChange={() => {
                            const next = new Set(off)
                            if (!next.delete(key)) next.add(key)
                            setOff(next)
                          }}
                        />
                        <button
                          type="button"
                          onClick={() =>
                            item.id === exhibit
                              ? onGo(hit.page)
                              : openRecord('exhibit', item.id, `redact-p${hit.page}`)
                          }
                          className="redact-hit"
                        >
                          <span className="num faint">p {hit.page}</span>
                          <span>
                            <span className="faint">{hit.before} </span>
                            <mark>{hit.text}</mark>
                            <span className="faint"> {hit.after}</span>
                            {hit.off && (
                              <span className="faint">
                                {' '}
                                · outside the page as it is seen, where no box can be put
                              </span>
                            )}
                          </span>
                        </button>
                      </li>
                    )
                  })}
                </ul>
              </section>
            ))}
          {mute.length > 0 && (
            <p className="small soon">
              {mute.map(({ ref, title, mute: pages }) => `${ref || title} p ${pageRuns(pages)}`).join('; ')}:
              no words can be had there, so nothing could be found. Look at these pages, or have them read by
              machine.
            </p>
          )}
          {closed.map(({ why: reason, names }) => (
            <p key={reason} className="small soon">
              {names}: {reason}
            </p>
          ))}
          {count > 0 && (
            <div className="redact-do">
              <Button look="first" disabled={redaction.busy} onClick={() => void mark()}>
                Mark {counted(count, 'place')}
              </Button>
            </div>
          )}
        </>
      )}
    </div>
  )
}
