import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect, useState } from 'react'
import { IconButton } from '../../parts/Button.tsx'
import { Note } from '../../parts/Note.tsx'
import '../evidence/evidence.css'
import { PdfView } from '../evidence/PdfView.tsx'

/** The statement as its form prints it, page by page. `version` draws it again when the statement changed. */
export function Printed({
  caseId,
  id,
  name,
  version,
}: {
  readonly caseId: string
  readonly id: string
  readonly name: string
  readonly version: number
}) {
  const address = `statement/${caseId}/${id}`
  const [bytes, setBytes] = useState<number | 'failed' | null>(null)
  const [page, setPage] = useState(1)
  const [pages, setPages] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another version has another length
  useEffect(() => {
    const stop = new AbortController()
    setBytes(null)
    fetch(address, { signal: stop.signal })
      .then(async (answer) => {
        if (!answer.ok) throw new Error('not served')
        setBytes((await answer.arrayBuffer()).byteLength)
      })
      .catch(() => !stop.signal.aborted && setBytes('failed'))
    return () => stop.abort()
  }, [address, version])

  if (bytes === 'failed')
    return (
      <div className="statements-cannot">
        <Note tone="bad" title="The printed form could not be made">
          <p>The words are safe. Go back to them, and look here again once they are saved.</p>
        </Note>
      </div>
    )
  if (bytes === null) return <p className="statements-cannot faint">Setting the pages…</p>
  return (
    <div className="statements-printed">
      <div className="statements-turn">
        <IconButton
          name="Previous page"
          icon={<ChevronLeft className="i s" aria-hidden />}
          disabled={page <= 1}
          onClick={() => setPage(page - 1)}
        />
        <span className="num" role="status">
          {pages === 0 ? '' : `Page ${page} of ${pages}`}
        </span>
        <IconButton
          name="Next page"
          icon={<ChevronRight className="i s" aria-hidden />}
          disabled={page >= pages}
          onClick={() => setPage(page + 1)}
        />
      </div>
      <PdfView
        key={version}
        address={address}
        bytes={bytes}
        name={name}
        looking={{ page, zoom: 0, turn: 0 }}
        onPages={(count) => {
          setPages(count)
          setPage((now) => Math.min(now, count))
        }}
      />
    </div>
  )
}
