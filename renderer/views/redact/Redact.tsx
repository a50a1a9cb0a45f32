import {
  ArrowLeft,
  ChevronLeft,
  ChevronRight,
  Eye,
  Flame,
  Pause,
  Square,
  ZoomIn,
  ZoomOut,
} from 'lucide-react'
import { useCallback, useState } from 'react'
import type { SeenBox } from '../../../casework/rules/redacting.ts'
import { counted } from '../../../casework/rules/words.ts'
import { useAsk } from '../../data/ask.ts'
import { Button, IconButton, Segments } from '../../parts/Button.tsx'
import { ExhibitLabel, Flag, KeyHints } from '../../parts/Marks.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { SplitPanes } from '../../parts/Panes.tsx'
import { ProgressBar } from '../../parts/Progress.tsx'
import { Tabs } from '../../parts/Tabs.tsx'
import { useKeys } from '../../state/use-keys.ts'
import type { EvidenceRow } from '../evidence/rows.ts'
import { Boxes } from './Boxes.tsx'
import { FindTab } from './FindTab.tsx'
import { ProofTab } from './ProofTab.tsx'
import { RedactPage } from './RedactPage.tsx'
import './redact.css'
import { StillDialog } from './StillDialog.tsx'
import { stands } from './stands.ts'
import type { ShownFile } from './use-page.ts'
import { type Mark, useRedaction, type Why } from './use-redaction.ts'

type Tab = 'boxes' | 'find' | 'proof'
const zooms = [1, 1.5, 2, 3] as const
const views = [
  { value: 'original', word: 'Original' },
  { value: 'edited', word: 'Edited copy' },
] as const

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
  const [view, setView] = useState<'original' | 'edited'>('original')
  const [finding, setFinding] = useState(false)
  const found = useCallback(() => setFinding(false), [])
  const [seen, setSeen] = useState(file.kind === 'pdf')
  const [chosen, setChosen] = useState<string | null>(null)
  const [wanted, setWhy] = useState<Why | null>(null)
  const { of, job } = redaction
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

  const [tone, word] = stands[of?.state ?? 'none']
  const main = (
    <div className="redact-main">
      <div className="head">
        <IconButton
          name="Back to the exhibit"
          icon={<ArrowLeft className="i" aria-hidden />}
          onClick={onClose}
        />
        <ExhibitLabel reference={row.ref} />
        <h1 className="cut" title={row.title}>
          {row.title}
        </h1>
        <Flag tone={tone}>{word}</Flag>
        <span className="grow" />
        {edited !== null && <Segments name="Shown" options={views} value={view} onChange={setView} />}
        {job === undefined ? (
          <Button
            look="first"
            disabled={marks.length === 0 || of?.state === 'burned'}
            icon={<Flame className="i s" aria-hidden />}
            onClick={() => void redaction.burn(false)}
          >
            {marks.length === 0 ? 'Burn' : `Burn ${counted(marks.length, 'box', 'boxes')}`}
          </Button>
        ) : (
          <Button icon={<Pause className="i s" aria-hidden />} onClick={redaction.stop}>
            Stop
          </Button>
        )}
      </div>
      {job !== undefined && (
        <div className="redact-progress">
          <ProgressBar name={job.title} done={job.at?.done ?? 0} total={job.at?.total ?? 0} />
          <span className="small dim">{job.at?.note ?? 'Beginning'}</span>
        </div>
      )}
      {redaction.error !== null && (
        <div className="redact-error">
          <ErrorNote error={redaction.error}>
            <Button look="link" size="slim" onClick={redaction.dismiss}>
              Dismiss
            </Button>
          </ErrorNote>
        </div>
      )}
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
      <div className="foot">
        <IconButton
          name="Previous page"
          size="slim"
          disabled={page <= 1}
          icon={<ChevronLeft className="i s" aria-hidden />}
          onClick={() => go(page - 1)}
        />
        <span className="num">
          Page {page} of {pages}
        </span>
        <IconButton
          name="Next page"
          size="slim"
          disabled={page >= pages}
          icon={<ChevronRight className="i s" aria-hidden />}
          onClick={() => go(page + 1)}
        />
        <IconButton
          name="Smaller"
          size="slim"
          disabled={zoom === 0}
          icon={<ZoomOut className="i s" aria-hidden />}
          onClick={() => setZoom(zoom - 1)}
        />
        <IconButton
          name="Larger"
          size="slim"
          disabled={zoom === zooms.length - 1}
          icon={<ZoomIn className="i s" aria-hidden />}
          onClick={() => setZoom(zoom + 1)}
        />
        {!onEdited && seen && (
          <Button look="bare" size="slim" icon={<Square className="i s" aria-hidden />} onClick={cover}>
            Cover the whole page
          </Button>
        )}
        <span className="grow" />
        <KeyHints
          keys={[
            ['Enter', 'box'],
            ['Del', 'remove'],
            ['F', 'find'],
            ['PgDn', 'page'],
          ]}
        />
      </div>
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
            <Tabs
              name="What is taken out"
              chosen={tab}
              onChoose={setTab}
              pages={[
                {
                  id: 'boxes',
                  word: marks.length === 0 ? 'Boxes' : `Boxes ${marks.length}`,
                  children: (
                    <Boxes
                      caseId={caseId}
                      exhibit={row.id}
                      of={of}
                      redaction={redaction}
                      why={why}
                      onWhy={setWhy}
                      chosen={chosen}
                      onChoose={choose}
                      numberOf={numberOf}
                    />
                  ),
                },
                {
                  id: 'find',
                  word: 'Find',
                  children: (
                    <FindTab
                      caseId={caseId}
                      exhibit={row.id}
                      redaction={redaction}
                      why={why}
                      onWhy={setWhy}
                      onGo={go}
                      asked={finding}
                      onAsked={found}
                    />
                  ),
                },
                {
                  id: 'proof',
                  word: 'Proof',
                  children: <ProofTab caseId={caseId} exhibit={row.id} of={of} />,
                },
              ]}
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
