import { EyeOff, FileX, KeyRound, Package, RotateCw } from 'lucide-react'
import { type KeyboardEvent, lazy, Suspense, useEffect, useState } from 'react'
import { useAsk } from '../../data/ask.ts'
import { Button } from '../../parts/Button.tsx'
import { PageButtons, ZoomButtons } from '../../parts/PageButtons.tsx'
import { GivePassword } from './GivePassword.tsx'
import type { Looking } from './PdfView.tsx'
import { Picture } from './Picture.tsx'
import './preview.css'
import type { EvidenceRow } from './rows.ts'

const PdfView = lazy(async () => ({ default: (await import('./PdfView.tsx')).PdfView }))
const zooms = [0, 0.5, 0.75, 1, 1.5, 2, 3] as const
/** Long texts are shown from their beginning. */
const mostText = 262_144

/** What an exhibit looks like: its pages, its picture once asked for, its text, or why there is nothing to see. */
export function Preview({
  row,
  caseId,
  page,
}: {
  readonly row: EvidenceRow
  readonly caseId: string
  readonly page: number
}) {
  const { file } = row.record.fields
  const [looking, setLooking] = useState<Looking>({ page, zoom: 0, turn: 0 })
  const [count, setCount] = useState(file?.pages ?? 1)
  const [seen, setSeen] = useState(false)
  const [asking, setAsking] = useState(false)
  const locked = file?.kind === 'pdf' ? { caseId, id: row.id } : null
  const password = useAsk('evidence.passwordOf', row.unshown === '' ? locked : null)
  useEffect(() => setLooking((before) => ({ ...before, page })), [page])
  const address = `evidence/${caseId}/${row.id}`
  const name = `${row.ref} ${row.title}`.trim()

  if (file === null || row.unshown !== '')
    return (
      <div className="evidence-view">
        <p className="evidence-cannot">
          {file === null ? <Package className="i" aria-hidden /> : <FileX className="i" aria-hidden />}
          <b>{file === null ? 'No file' : 'Can’t be shown'}</b>
          {file === null ? 'This exhibit is a thing, or its file has not been brought in.' : row.unshown}
          {locked !== null && (
            <Button icon={<KeyRound className="i s" aria-hidden />} onClick={() => setAsking(true)}>
              Give its password
            </Button>
          )}
        </p>
        {asking && locked !== null && (
          <GivePassword {...locked} name={name} onClose={() => setAsking(false)} />
        )}
      </div>
    )

  const go = (to: number) => setLooking((before) => ({ ...before, page: Math.max(1, Math.min(count, to)) }))
  const at = zooms.indexOf(looking.zoom as 0)
  const zoomTo = (to: number) =>
    setLooking((before) => ({ ...before, zoom: zooms[Math.max(0, Math.min(zooms.length - 1, to))]! }))
  const onKey = (event: KeyboardEvent) => {
    if ((event.target as HTMLElement).closest('input')) return
    const { key } = event
    if (event.ctrlKey || event.altKey) return
    if (key === 'PageDown' || key === 'PageUp') go(looking.page + (key === 'PageDown' ? 1 : -1))
    else if (key === '+' || key === '-') zoomTo(at + (key === '+' ? 1 : -1))
    else return
    event.preventDefault()
  }
  const isPdf = file.kind === 'pdf'
  const isImage = file.kind === 'jpeg' || file.kind === 'png'

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the pages, which are reached by Tab within
    <div className="evidence-preview" onKeyDown={onKey}>
      {/* biome-ignore-start lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="evidence-view" aria-label={`Preview of ${name}`} tabIndex={0}>
        {/* biome-ignore-end lint/a11y/noNoninteractiveTabindex: and no more than that */}
        {isPdf && password.data !== undefined && (
          <Suspense fallback={<p className="evidence-cannot faint">Opening…</p>}>
            <PdfView
              address={address}
              bytes={file.bytes}
              password={password.data.password}
              name={name}
              looking={looking}
              onPages={setCount}
            />
          </Suspense>
        )}
        {isImage && (
          <Picture address={address} name={name} looking={looking} seen={seen} onSee={() => setSeen(true)} />
        )}
        {file.kind === 'text' && <PlainText address={address} bytes={file.bytes} name={name} />}
      </section>
      {(isPdf || isImage) && (
        <div className="evidence-turn small dim">
          {isPdf && (
            <PageButtons at={looking.page} of={count} onGo={go}>
              <label>
                Page{' '}
                <input
                  key={looking.page}
                  className="evidence-page"
                  inputMode="numeric"
                  defaultValue={looking.page}
                  onFocus={(event) => event.target.select()}
                  onBlur={(event) =>
                    Number(event.target.value) > 0 && go(Math.floor(Number(event.target.value)))
                  }
                  onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
                />{' '}
                of {count}
              </label>
            </PageButtons>
          )}
          {isImage && seen && (
            <Button
              look="bare"
              size="slim"
              icon={<EyeOff className="i s" aria-hidden />}
              onClick={() => setSeen(false)}
            >
              Blur again
            </Button>
          )}
          <span className="grow" />
          <Button
            look="bare"
            size="slim"
            icon={<RotateCw className="i s" aria-hidden />}
            onClick={() => setLooking((before) => ({ ...before, turn: (before.turn + 90) % 360 }))}
          >
            Turn
          </Button>
          <ZoomButtons at={at} most={zooms.length - 1} onGo={zoomTo}>
            <span className="evidence-zoom">{looking.zoom === 0 ? 'Fit' : `${looking.zoom * 100}%`}</span>
          </ZoomButtons>
        </div>
      )}
    </div>
  )
}

function PlainText({
  address,
  bytes,
  name,
}: {
  readonly address: string
  readonly bytes: number
  readonly name: string
}) {
  const [text, setText] = useState<string | null>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    const stop = new AbortController()
    setText(null)
    setFailed(false)
    const last = Math.min(bytes, mostText) - 1
    fetch(address, { headers: { Range: `bytes=0-${last}` }, signal: stop.signal })
      .then(async (answer) => {
        if (!answer.ok) throw new Error('not read')
        setText(new TextDecoder().decode((await answer.arrayBuffer()).slice(0, mostText)))
      })
      .catch(() => stop.signal.aborted || setFailed(true))
    return () => stop.abort()
  }, [address, bytes])
  if (failed)
    return (
      <p className="evidence-cannot" role="status">
        <FileX className="i" aria-hidden />
        <b>This text could not be read.</b>
        It is kept as it came. Check the file.
      </p>
    )
  return (
    <div className="evidence-pages">
      <div className="evidence-sheet evidence-text" role="document" aria-label={name}>
        {text ?? ''}
        {bytes > mostText && (
          <p className="small">Only the first {(mostText / 1_024).toFixed(0)} kB are shown here.</p>
        )}
      </div>
    </div>
  )
}
