import { X } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { type ErrorShape, shapeOf } from '../../../casework/contract/errors.ts'
import { client } from '../../api.ts'
import { IconButton } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { PageButtons } from '../../parts/PageButtons.tsx'
import '../evidence/preview.css'
import { readerWord } from './for-reader.ts'

const PdfView = lazy(async () => ({ default: (await import('../evidence/PdfView.tsx')).PdfView }))
/** How long the bundle must rest before its pages are laid anew, in milliseconds. */
const rest = 350

interface Laid {
  readonly address: string
  readonly bytes: number
}

/** Pages as they will print: of one document, or of the cover and index. They follow what is selected and edited. */
export function PreviewPane({
  caseId,
  bundle,
  version,
  part,
  reader,
  name,
  onClose,
}: {
  readonly caseId: string
  readonly bundle: string
  /** The record's version: another lays the pages anew. */
  readonly version: number
  /** A document's id, or `front`. */
  readonly part: string
  /** Whose copy it is of; null for everyone's. */
  readonly reader: string | null
  readonly name: string
  readonly onClose: () => void
}) {
  const [laid, setLaid] = useState<Laid | null>(null)
  const [error, setError] = useState<ErrorShape | null>(null)
  const [page, setPage] = useState(1)
  const [count, setCount] = useState(1)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another document begins at its first page
  useEffect(() => setPage(1), [part])
  useEffect(() => {
    // The version is not sent: it only says that what was laid before is out of date.
    void version
    const stop = new AbortController()
    const wait = setTimeout(() => {
      client
        .call(
          'bundle.preview',
          { caseId, bundle, key: part, ...(reader === null ? {} : { reader }) },
          { signal: stop.signal },
        )
        .then(
          (answer) => {
            if (stop.signal.aborted) return
            setError(null)
            setLaid(answer)
          },
          (thrown: unknown) => {
            const shape = shapeOf(thrown)
            if (!stop.signal.aborted && shape.code !== 'cancelled') setError(shape)
          },
        )
    }, rest)
    return () => {
      clearTimeout(wait)
      stop.abort()
    }
  }, [caseId, bundle, version, part, reader])

  return (
    <section className="bundles-preview" aria-label={`Preview of ${name}`}>
      <div className="head line">
        <h2 className="cut grow" title={name}>
          {name}
          {reader !== null && <span className="dim">, for {readerWord(reader)}</span>}
        </h2>
        <span className="small dim bundles-turn" role="status">
          Page {Math.min(page, count)} of {count}
        </span>
        <PageButtons at={page} of={count} onGo={setPage} />
        <IconButton
          name="Close the preview"
          size="slim"
          icon={<X className="i s" aria-hidden />}
          onClick={onClose}
        />
      </div>
      {error !== null && (
        <div className="bundles-note">
          <ErrorNote error={error} />
        </div>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="evidence-view" tabIndex={0} aria-label="The page">
        {laid === null ? (
          error === null && <p className="evidence-cannot faint">Laying the pages…</p>
        ) : (
          <Suspense fallback={<p className="evidence-cannot faint">Opening…</p>}>
            <PdfView
              address={laid.address}
              bytes={laid.bytes}
              name={name}
              looking={{ page, zoom: 0, turn: 0 }}
              onPages={setCount}
            />
          </Suspense>
        )}
      </section>
    </section>
  )
}
