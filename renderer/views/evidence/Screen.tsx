import { Plus } from 'lucide-react'
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { counted } from '../../../casework/rules/words.ts'
import { useDo } from '../../data/ask.ts'
import { useJobs } from '../../data/jobs.ts'
import { announce } from '../../parts/Announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { KeyHints } from '../../parts/Marks.tsx'
import { Empty, ErrorNote } from '../../parts/Note.tsx'
import { SplitPanes } from '../../parts/Panes.tsx'
import { toast } from '../../parts/Toast.tsx'
import { useKeys } from '../../state/use-keys.ts'
import { useCaseId, useRouter, useSpot } from '../../state/use-router.ts'
import { CheckReport } from './CheckReport.tsx'
import { type CheckItems, checkWords, troubled } from './check-summary.ts'
import { Detail, type DetailTab, Several } from './Detail.tsx'
import { EvidenceTable } from './EvidenceTable.tsx'
import './evidence.css'
import { FilterBox } from './FilterBox.tsx'
import { FilterMenu, Filters } from './Filters.tsx'
import { everything, filtersOf, narrowed } from './filters.ts'
import { QuickLook } from './QuickLook.tsx'
import { canRedact } from './rows.ts'
import { SetReference } from './SetReference.tsx'
import { useEvidence } from './use-evidence.ts'
import { useImportFlow } from './use-import-flow.tsx'

const Redact = lazy(async () => ({ default: (await import('../redact/Redact.tsx')).Redact }))
const none: ReadonlySet<string> = new Set()
type Over = { readonly show: 'reference' | 'look' } | { readonly show: 'checked'; readonly items: CheckItems }

/** Evidence: what the case holds, found, looked at, brought in, given its reference and checked. */
export function Screen() {
  const caseId = useCaseId()
  const { item, part } = useSpot()
  const router = useRouter()
  const jobs = useJobs()
  const archive = useDo('records.archive')
  const { rows, pending, error } = useEvidence(caseId)
  const place = useRef<HTMLDivElement>(null)
  const box = useRef<HTMLInputElement>(null)
  const [filter, setFilter] = useState(everything)
  const [words, setWords] = useState('')
  const [many, setMany] = useState<ReadonlySet<string>>(none)
  const [over, setOver] = useState<Over | null>(null)
  const [tab, setTab] = useState<DetailTab>('details')
  const [wide, setWide] = useState(true)
  const [editing, setEditing] = useState(false)
  const [failed, setFailed] = useState<Error | null>(null)

  const groups = useMemo(() => filtersOf(rows), [rows])
  const shown = useMemo(() => narrowed(rows, filter, words), [rows, filter, words])
  const byId = useMemo(() => new Map(rows.map((row) => [row.id, row])), [rows])
  const open = item === null ? null : (byId.get(item) ?? null)
  const chosen = useMemo(() => (many.size > 1 ? many : item === null ? none : new Set([item])), [many, item])
  const selected = useMemo(() => [...chosen].flatMap((id) => byId.get(id) ?? []), [chosen, byId])
  const page = Number(/^(?:redact-)?p(\d+)$/.exec(part ?? '')?.[1] ?? 1)
  const redacting = open !== null && canRedact(open) && /^redact(?:-p\d+)?$/.test(part ?? '')

  // Another screen may send one here with the list already narrowed: `kind:document`, `attention:no-ref`, `only:…`.
  useEffect(() => {
    if (part?.includes(':')) setFilter(part)
  }, [part])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another exhibit is not being edited
  useEffect(() => setEditing(false), [item])
  // A record reached from elsewhere may be hidden by what the list is narrowed to; typing in the box hides it by intent.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked only when another record is opened
  useEffect(() => {
    if (open === null || shown.includes(open)) return
    setFilter(everything)
    setWords('')
  }, [item])

  useEffect(() => {
    const element = place.current
    if (element === null) return
    const watcher = new ResizeObserver(() => {
      const unit = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
      setWide(element.clientWidth >= 46 * unit)
    })
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [])

  const grid = () => place.current?.querySelector<HTMLElement>('[role=grid]')
  const choose = (ids: ReadonlySet<string>) => {
    setMany(ids)
    if (ids.size > 1) announce(`${ids.size} selected`)
    router.open(ids.size === 1 ? [...ids][0]! : null)
  }
  // The table knows its own order, so the keys go through it.
  const step = (key: 'ArrowDown' | 'ArrowUp') => {
    grid()?.focus({ preventScroll: true })
    grid()?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  }
  const check = async (ids: readonly string[] | null) => {
    setFailed(null)
    try {
      const { items } = await jobs.start(
        'evidence.check',
        { caseId, ids: ids === null ? null : [...ids] },
        'Checking files',
      )
      if (troubled(items).length > 0) setOver({ show: 'checked', items })
      else toast({ words: checkWords(items) })
    } catch (thrown) {
      if ((thrown as { code?: string }).code !== 'cancelled') setFailed(thrown as Error)
    }
  }
  const putAway = async () => {
    if (open === null) return
    const about = { caseId, type: 'exhibit', id: open.id } as const
    try {
      await archive.run({ ...about, archived: true })
      choose(none)
      toast({
        words: `${open.ref || open.title} archived`,
        undo: () => void archive.run({ ...about, archived: false }).then(() => router.open(open.id)),
      })
    } catch (thrown) {
      setFailed(thrown as Error)
    }
  }
  const askRef = () => {
    if (selected.some((row) => row.ref === '')) setOver({ show: 'reference' })
    else if (selected.length > 0)
      toast({
        words: selected.length === 1 ? 'It has its reference already' : 'Each has its reference already',
      })
  }
  const edit = () => {
    if (open === null) return
    setTab('details')
    setEditing(true)
  }
  const goTo = (id: string) => {
    setOver(null)
    setMany(none)
    router.open(id)
  }

  const coming = useImportFlow(caseId, {
    onOpen: goTo,
    onSelect: (ids) => {
      choose(new Set(ids))
      requestAnimationFrame(() => requestAnimationFrame(() => grid()?.focus({ preventScroll: true })))
    },
  })

  const keys: Parameters<typeof useKeys>[1] = [
    { key: 'I', does: 'Import files', run: coming.begin },
    { key: '/', does: 'Filter the list', run: () => box.current?.focus(), quiet: true },
    { key: 'R', does: 'Set the reference of what is selected', run: askRef },
    {
      key: 'V',
      does: chosen.size === 0 ? 'Check every file' : 'Check the files selected',
      run: () => void check(chosen.size === 0 ? null : [...chosen]),
    },
    {
      key: 'E',
      does: 'Edit the details',
      run: edit,
      quiet: true,
    },
    {
      key: 'M',
      does: 'Redact the exhibit',
      run: () => open !== null && canRedact(open) && router.open(open.id, 'redact'),
    },
    { key: '[', does: 'Previous exhibit', run: () => step('ArrowUp'), quiet: true },
    { key: ']', does: 'Next exhibit', run: () => step('ArrowDown'), quiet: true },
    {
      key: 'Esc',
      does: 'Back to the list',
      run: () => (place.current?.contains(document.activeElement) ? choose(none) : grid()?.focus()),
      quiet: true,
    },
  ]
  useKeys('Evidence', redacting ? [] : keys)

  if (redacting)
    return (
      <Suspense fallback={null}>
        <Redact key={open.id} row={open} caseId={caseId} at={page} onClose={() => router.open(open.id)} />
      </Suspense>
    )

  const empty = !pending && error === null && rows.length === 0
  const main = (
    <div className="evidence-main" ref={place}>
      <div className="head">
        <h1>Evidence</h1>
        <span className="faint num">
          {shown.length === rows.length
            ? rows.length.toLocaleString('en-GB')
            : `${shown.length.toLocaleString('en-GB')} of ${rows.length.toLocaleString('en-GB')}`}
        </span>
        <span className="grow" />
        <FilterMenu groups={groups} chosen={filter} onChoose={setFilter} />
        {rows.length > 0 && (
          <FilterBox box={box} words={words} onChange={setWords} onLeave={() => grid()?.focus()} />
        )}
        {!empty && (
          <Button look="first" icon={<Plus className="i s" aria-hidden />} onClick={coming.begin}>
            Import
          </Button>
        )}
      </div>
      {(error !== null || failed !== null) && (
        <div className="evidence-error">
          <ErrorNote error={error ?? failed}>
            {failed !== null && (
              <Button look="link" size="slim" onClick={() => setFailed(null)}>
                Dismiss
              </Button>
            )}
          </ErrorNote>
        </div>
      )}
      {empty ? (
        <Empty
          title="No evidence yet"
          act={
            <Button look="first" icon={<Plus className="i s" aria-hidden />} onClick={coming.begin}>
              Import the first files
            </Button>
          }
        >
          Files are copied in, sealed and hashed; the originals are only read. Drop them anywhere on this
          window.
        </Empty>
      ) : rows.length > 0 && shown.length === 0 ? (
        <Empty
          title="Nothing fits"
          act={
            <Button
              onClick={() => {
                setFilter(everything)
                setWords('')
              }}
            >
              Show all {rows.length.toLocaleString('en-GB')}
            </Button>
          }
        >
          No exhibit has these words under this filter.
        </Empty>
      ) : (
        <EvidenceTable
          rows={shown}
          chosen={chosen}
          wide={wide}
          onChoose={choose}
          onOpen={(row) => {
            choose(new Set([row.id]))
            setTimeout(() =>
              document.querySelector<HTMLElement>('.pane.detail [role=tab][data-selected]')?.focus(),
            )
          }}
          onLook={(row) => {
            choose(new Set([row.id]))
            setOver({ show: 'look' })
          }}
        />
      )}
      {!empty && (
        <div className="foot">
          <span className="grow">
            {chosen.size === 0 ? '' : `${counted(chosen.size, 'exhibit')} selected`}
          </span>
          <KeyHints
            keys={[
              ['I', 'import'],
              ['R', 'set ref'],
              ['V', 'check'],
              ['Space', 'look'],
              ['E', 'edit'],
              ['/', 'filter'],
              ['?', 'all keys'],
            ]}
          />
        </div>
      )}
    </div>
  )

  return (
    <>
      {!empty && <Filters groups={groups} chosen={filter} onChoose={setFilter} />}
      <SplitPanes
        name="evidence"
        mainName="List of evidence"
        detailName="The exhibit"
        main={main}
        detail={
          chosen.size > 1 ? (
            <Several
              rows={selected}
              onRef={askRef}
              onCheck={() => void check([...chosen])}
              onClear={() => choose(none)}
            />
          ) : open === null ? null : (
            <Detail
              row={open}
              caseId={caseId}
              page={page}
              tab={tab}
              onTab={setTab}
              editing={editing}
              onEdit={setEditing}
              acts={{
                look: () => setOver({ show: 'look' }),
                setRef: askRef,
                redact: () => router.open(open.id, 'redact'),
                check: () => void check([open.id]),
                archive: () => void putAway(),
                close: () => {
                  choose(none)
                  grid()?.focus()
                },
              }}
            />
          )
        }
      />
      {over?.show === 'look' && open !== null && (
        <QuickLook row={open} caseId={caseId} page={page} onStep={step} onClose={() => setOver(null)} />
      )}
      {over?.show === 'reference' && (
        <SetReference rows={selected} all={rows} caseId={caseId} onClose={() => setOver(null)} />
      )}
      {over?.show === 'checked' && (
        <CheckReport items={over.items} onOpen={goTo} onClose={() => setOver(null)} />
      )}
      {coming.sheets}
    </>
  )
}
