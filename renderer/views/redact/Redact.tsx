import { Eye } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { SeenBox } from '../../../casework/rules/redacting.ts'
import { useAsk } from '../../data/ask.ts'
import { Button } from '../../parts/Button.tsx'
import { SplitPanes } from '../../parts/Panes.tsx'
import { useKeys } from '../../state/use-keys.ts'
import type { EvidenceRow } from '../evidence/rows.ts'
import { RedactFoot } from './RedactFoot.tsx'
import { RedactHead, type View } from './RedactHead.tsx'
import { RedactPage } from './RedactPage.tsx'
import { RedactSide, type Tab } from './RedactSide.tsx'
import './redact.css'
import { StillDialog } from './StillDialog.tsx'
import type { ShownFile } from './use-page.ts'
import { type Mark, useRedaction, type Why } from './use-redaction.ts'

const zooms = [1, 1.5, 2, 3] as const

/** Where things are taken out of what is served of one exhibit: its pages large, its boxes, and the proof. */
export function Redact({
  row,
  caseId,
  at,
  onClose,
}: {
  readonly row: EvidenceRow
  readonly caseId: string
  readonly at: number
  readonly onClose: () => void
}) {
  const name = row.ref || row.title
  const file = row.record.fields.file!
  const redaction = useRedaction(caseId, row.id, name)
  const password = useAsk('evidence.passwordOf', file.kind === 'pdf' ? { caseId, id: row.id } : null)
  const [tab, setTab] = useState<Tab>('boxes')
  const [page, setPage] = useState(at)
  const [pages, setPages] = useState(file.pages ?? 1)
  const [zoom, setZoom] = useState(0)
  const [view, setView] = useState<View>('original')
  const [finding, setFinding] = useState(false)
  const found = useCallback(() => setFinding(false), [])
  const [seen, setSeen] = useState(file.kind === 'pdf')
  const [chosen, setChosen] = useState<string | null>(null)
  const [wanted, setWhy] = useState<Why | null>(null)
  const { of } = redaction
  const why = wanted ?? { reason: redaction.reasons[0]?.code ?? '', note: '' }
  const edited = of?.edited ?? null
  const onEdited = view === 'edited' && edited !== null
  const marks = of?.marks ?? []
  const numberOf = (mark: Mark) => marks.indexOf(mark) + 1
  const nameOf = (mark: Mark) =>
    `${redaction.reasons.find(({ code }) => code === mark.reason)?.name ?? mark.reason}${mark.note === '' ? '' : `, ${mark.note}`}`
  const shown: ShownFile | null = onEdited
    ? { address: `edited/${caseId}/${edited.id}`, kind: 'pdf', bytes: edited.bytes, password: null }
    : file.kind === 'pdf' && password.data === undefined
      ? null
      : {
          address: `evidence/${caseId}/${row.id}`,
          kind: file.kind as ShownFile['kind'],
          bytes: file.bytes,
          password: password.data?.password ?? null,
        }
  const go = (to: number) => {
    setPage(Math.max(1, Math.min(pages, to)))
    setChosen(null)
  }
  const choose = (mark: Mark) => {
    setView('original')
    setPage(mark.page)
    setChosen(mark.id)
  }
  const draw = (box: SeenBox) => void redaction.mark(row.id, [{ page, box }], why)
  // The page’s own size is known when its boxes are kept; all of it is more than any page is large.
  const cover = () => draw({ left: 0, top: 0, right: 100_000, bottom: 100_000 })

  const find = () => {
    setTab('find')
    setFinding(true)
  }

  useKeys('Redact', [
    { key: 'PageDown', does: 'Next page', run: () => go(page + 1), quiet: true },
    { key: 'PageUp', does: 'Previous page', run: () => go(page - 1), quiet: true },
    { key: 'F', does: 'Find words to redact', run: find },
    { key: 'B', does: 'The list of boxes', run: () => setTab('boxes') },
    { key: 'P', does: 'The proof', run: () => setTab('proof') },
    { key: 'Esc', does: 'Back to the exhibit', run: onClose, quiet: true },
  ])

  const main = (
    <div className="redact-main">
      <RedactHead row={row} redaction={redaction} view={view} onView={setView} onClose={onClose} />
      {shown !== null && (
        <RedactPage
          file={shown}
          page={page}
          zoom={zooms[zoom]!}
          blurred={!seen}
          marks={onEdited || !seen ? null : marks.filter((mark) => mark.page === page)}
          numberOf={numberOf}
          nameOf={nameOf}
          chosen={chosen}
          onChoose={setChosen}
          onDraw={draw}
          onRemove={(mark) => void redaction.remove([mark])}
          onPages={setPages}
        />
      )}
      {shown !== null && !seen && (
        <div className="redact-reveal">
          <Button icon={<Eye className="i s" aria-hidden />} onClick={() => setSeen(true)}>
            Show picture
          </Button>
          <span className="small dim">Pictures stay blurred until asked for</span>
        </div>
      )}
      <RedactFoot
        page={page}
        pages={pages}
        zoom={zoom}
        most={zooms.length - 1}
        onGo={go}
        onZoom={setZoom}
        onCover={!onEdited && seen ? cover : null}
      />
    </div>
  )

  return (
    <>
      <SplitPanes
        name="redact"
        mainName="The page"
        detailName="What is taken out"
        first={370}
        main={main}
        detail={
          of === undefined ? null : (
            <RedactSide
              caseId={caseId}
              exhibit={row.id}
              of={of}
              redaction={redaction}
              tab={tab}
              onTab={setTab}
              why={why}
              onWhy={setWhy}
              chosen={chosen}
              onChoose={choose}
              numberOf={numberOf}
              onGo={go}
              finding={finding}
              onFinding={found}
            />
          )
        }
      />
      {redaction.asking !== null && (
        <StillDialog
          name={name}
          asking={redaction.asking}
          onKeep={() => void redaction.burn(true)}
          onClose={redaction.notNow}
        />
      )}
    </>
  )
}
