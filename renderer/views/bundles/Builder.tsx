import { type CSSProperties, useMemo, useState } from 'react'
import { documentIdOf, type Entry, keyOf } from '../../../casework/rules/arrangement.ts'
import { freshEntry, placeFor } from '../../../casework/rules/arranging.ts'
import { counted } from '../../../casework/rules/words.ts'
import { useDo } from '../../data/ask.ts'
import { useKept } from '../../data/kept.ts'
import { announce } from '../../parts/Announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { KeyHints } from '../../parts/Marks.tsx'
import { Empty, ErrorNote } from '../../parts/Note.tsx'
import { SplitPanes } from '../../parts/Panes.tsx'
import { toast } from '../../parts/Toast.tsx'
import { useOpenRecord } from '../../state/use-open.ts'
import { useRouter } from '../../state/use-router.ts'
import { AddPane } from './AddPane.tsx'
import { BuilderDialogs, type Over } from './BuilderDialogs.tsx'
import { BuilderHead } from './BuilderHead.tsx'
import { Built } from './Built.tsx'
import { Foot } from './Foot.tsx'
import { measuresFor } from './for-reader.ts'
import { KeepsTitle } from './KeepsTitle.tsx'
import { KeptReport } from './KeptReport.tsx'
import { type LivePlan, nameOf, type Offered } from './live-plan.ts'
import { Meter } from './Meter.tsx'
import { PreviewPane } from './PreviewPane.tsx'
import { checksByWeight, dropBefore, planLines } from './plan-lines.ts'
import { namesIn } from './report-lines.ts'
import { SideTabs, type Tab } from './SideTabs.tsx'
import { lineRem, Tree } from './Tree.tsx'
import { Floating } from './TreeLine.tsx'
import { together } from './together.ts'
import { useAdding } from './use-adding.ts'
import { useBuilder } from './use-builder.ts'
import { useBuilderKeys } from './use-builder-keys.ts'
import { useChoosing } from './use-choosing.ts'
import { useDrag } from './use-drag.ts'
import { useLines } from './use-lines.ts'
import { useWorkOn } from './use-work-on.ts'

type Dragged = { readonly key: string; readonly several: boolean } | { readonly offer: Offered }

// Page numbers are never cut: the column is as wide as the longest range needs.
const pagesColumn = (live: LivePlan) => {
  const longest = live.sections
    .flatMap(({ ends, documents }) => [ends, ...documents.map((each) => each.ends)])
    .reduce((most, [first, last]) => Math.max(most, first.length + last.length + 1), 0)
  return { '--bundles-pages': `${Math.max(4.5, longest * 0.53)}rem` } as CSSProperties
}

/** One bundle being put together: what could go in, what is in and in what order, and what stands in the way. */
export function Builder({
  caseId,
  bundle,
  onVerify,
}: {
  readonly caseId: string
  readonly bundle: string
  readonly onVerify: () => void
}) {
  const router = useRouter()
  const openRecord = useOpenRecord()
  const archive = useDo('records.archive')
  const builder = useBuilder(caseId, bundle)
  const works = useWorkOn(caseId, bundle, builder)
  const { plan, live, entries, current, asked } = builder
  const [over, setOver] = useState<Over | null>(null)
  const [tab, setTab] = useKept<Tab>(`bundle-tab ${bundle}`, 'checks')
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [renaming, setRenaming] = useState<string | null>(null)
  // What was to be renamed and can’t be: that is said until it is dismissed, or something else is renamed.
  const [keeping, setKeeping] = useState<string | null>(null)
  const [previewing, setPreviewing] = useState(false)
  const [aside, setAside] = useState(false)
  const adding = useAdding(builder, () => setOver({ what: 'section' }))
  const lines = useMemo(() => (live === null ? [] : planLines(live, closed)), [live, closed])
  const at = Math.max(
    0,
    lines.findIndex(({ key }) => key === current),
  )
  const view = useLines(lines.length, lineRem, at)
  const choosing = useChoosing(builder, lines, at)
  const { several } = choosing
  const all = together(builder, several)
  const column = useMemo(() => (live === null ? {} : pagesColumn(live)), [live])

  const line = lines[at]
  const entry = line === undefined || line.kind === 'front' ? null : (entries[line.at] ?? null)
  const document = line?.kind === 'document' ? line.document : null
  const stops = checksByWeight(plan?.checks ?? []).stops.length

  const whereTo = (what: Dragged, place: number): number => {
    const to = dropBefore(lines, place, entries.length)
    const moving: Entry | undefined =
      'offer' in what
        ? freshEntry(entries, what.offer.type, what.offer.id)
        : entries.find((each) => keyOf(each) === what.key)
    return moving === undefined ? to : placeFor(entries, moving, to)
  }
  const { drag, start } = useDrag<Dragged>(view.box, view.tall, (what, place) => {
    if ('offer' in what) builder.add([what.offer], whereTo(what, place))
    else if (what.several) all.drop(dropBefore(lines, place, entries.length))
    else builder.drop(what.key, whereTo(what, place))
  })

  const fold = (key: string, shut: boolean) =>
    setClosed((before) => {
      const next = new Set(before)
      if (shut) next.add(key)
      else next.delete(key)
      return next
    })
  const takeOutAll = () => {
    const names = counted(several.length, 'document')
    if (all.frozen.length > 0) setOver({ what: 'take-out-several', together: all })
    else if (all.takeOut()) toast({ words: `${names} taken out. Ctrl+Z brings them back.` })
  }
  const takeOut = (key: string) => {
    const name = live === null ? '' : nameOf(live, key)
    if (document?.key === key && document.standing === 'taken') return
    if (document?.key === key && document.standing === 'frozen') setOver({ what: 'take-out', document })
    else if (builder.takeOut(key)) toast({ words: `${name} taken out. Ctrl+Z brings it back.` })
  }
  const rename = (key: string, title: string | null) => {
    setRenaming(null)
    if (title === null || entry === null || keyOf(entry) !== key) return
    if (title.trim() === '' && entry.kind === 'section') return
    // Left as it was shown, it stays the record's own title.
    if (document?.key === key && title.trim() === document.title) return
    builder.rename(key, title.trim())
  }
  const build = (version: number | null) => {
    if (works.building.work.step === 'running' || live === null || live.documents === 0) return
    if (version === null && stops > 0) {
      announce(`Fix ${counted(stops, 'thing')} to build.`)
      return setTab('checks')
    }
    void builder.settled().then((saved) => saved && setOver({ what: 'folder', version }))
  }
  const freeze = () => {
    if (plan === undefined) return
    if (stops > 0 || !plan.changed) {
      announce(stops > 0 ? `Fix ${counted(stops, 'thing')} to freeze it.` : 'There is nothing new to freeze.')
      return setTab('checks')
    }
    void builder.settled().then((saved) => saved && setOver({ what: 'freeze' }))
  }
  const kept = live?.sections
    .flatMap(({ documents }) => documents)
    .find(({ key, standing }) => key === keeping && (standing === 'frozen' || standing === 'taken'))
  const unlocked = document === null || document.standing === 'open' || document.standing === 'late'

  useBuilderKeys({
    onEntry: (run) => (entry !== null || several.length > 0) && run(current),
    step: (key, way) => void (several.length > 0 ? all.step(way) : builder.step(key, way)),
    nest: (key, depth) => void (several.length > 0 ? all.nest(depth) : builder.nest(key, depth)),
    rename: (key) => {
      if (entry === null) return
      setKeeping(unlocked ? null : key)
      setRenaming(key)
    },
    takeOut: (key) => (several.length > 0 ? takeOutAll() : takeOut(key)),
    all: choosing.all,
    add: adding.putCurrent,
    section: () => setOver({ what: 'section' }),
    preview: () => setPreviewing((before) => !before),
    freeze,
    build: () => build(works.version),
  })

  if (works.ended !== null)
    return <Built result={works.ended} file={works.ended.file} names={namesIn(live)} onDone={works.done} />
  if (works.reading !== null) return <KeptReport caseId={caseId} copy={works.reading} onDone={works.done} />
  const loading = plan === undefined || live === null
  const main = (
    <div className="bundles-main" style={column}>
      {plan !== undefined && (
        <BuilderHead
          plan={plan}
          reader={works.reader}
          onReader={works.setReader}
          onProfile={() => setOver({ what: 'profile' })}
          onAdd={() => setAside((before) => !before)}
          acts={[
            { id: 'section', word: 'New section', key: 'N', run: () => setOver({ what: 'section' }) },
            { id: 'all', word: 'All bundles', run: () => router.open(null) },
            { id: 'verify', word: 'Verify a bundle', run: onVerify },
            {
              id: 'archive',
              word: 'Put in the archive',
              run: () =>
                void archive
                  .run({ caseId, type: 'bundle', id: bundle, archived: true })
                  .then(() => router.open(null)),
            },
          ]}
        />
      )}
      {(asked.error ?? builder.error) !== null && (
        <div className="bundles-note">
          <ErrorNote error={asked.error ?? builder.error}>
            {builder.error !== null && (
              <Button look="link" size="slim" onClick={builder.forget}>
                Dismiss
              </Button>
            )}
          </ErrorNote>
        </div>
      )}
      {kept !== undefined && (
        <div className="bundles-note">
          <KeepsTitle
            document={kept}
            onAgain={() => {
              setKeeping(null)
              setRenaming(builder.replace(kept.key))
            }}
            onDismiss={() => setKeeping(null)}
          />
        </div>
      )}
      {!loading && (
        <>
          {entries.length === 0 ? (
            <Empty
              title="Nothing in it yet"
              act={
                <Button look="first" onClick={() => setOver({ what: 'section' })}>
                  New section
                </Button>
              }
            >
              A bundle begins with a section. Documents are put into it from the left.
            </Empty>
          ) : (
            <>
              <div className="bundles-heads">
                <span className="grow">Section and document</span>
                <span className="bundles-date">Date</span>
                <span className="bundles-pages">Pages</span>
              </div>
              <Tree
                lines={lines}
                view={view}
                at={at}
                several={several}
                reader={works.reader}
                onGo={choosing.go}
                onOne={choosing.one}
                onFold={fold}
                onOpen={({ entry: { type, id } }) => openRecord(type, id)}
                renaming={renaming}
                onRename={rename}
                onDrag={(event, key) =>
                  start(event, { key, several: several.some((each) => each.key === key) })
                }
                dropAt={drag === null || drag.place === null ? null : whereTo(drag.what, drag.place)}
              />
            </>
          )}
          <div className="foot bundles-sum">
            <Meter
              measures={measuresFor(plan, live, works.reader)}
              profile={plan.profile}
              reader={works.reader}
            />
            {several.length > 0 ? (
              <>
                <b className="bundles-chosen">{several.length.toLocaleString('en-GB')} chosen</b>
                <KeyHints
                  keys={[
                    ['Ctrl+Shift+↑↓', 'move'],
                    ['Esc', 'only one'],
                  ]}
                />
              </>
            ) : (
              <KeyHints
                keys={[
                  ['Ctrl+Shift+↑↓', 'move'],
                  ['Ctrl+]', 'nest'],
                  ...(entry !== null && unlocked ? ([['F2', 'rename']] as const) : []),
                ]}
              />
            )}
          </div>
        </>
      )}
    </div>
  )
  const title = document === null ? 'Cover and index' : document.ref || document.title
  const detail = loading ? null : previewing && live.documents > 0 ? (
    <PreviewPane
      caseId={caseId}
      bundle={bundle}
      version={plan.bundle?.version ?? 0}
      part={document === null ? 'front' : documentIdOf(document.entry)}
      reader={works.reader}
      name={title}
      onClose={() => setPreviewing(false)}
    />
  ) : (
    <>
      <SideTabs
        caseId={caseId}
        builder={builder}
        works={works}
        tab={tab}
        line={line}
        all={all}
        onTab={setTab}
        onOver={setOver}
        onTakeOut={takeOut}
        onTakeOutAll={takeOutAll}
        onBuild={build}
        onVerify={onVerify}
      />
      <Foot
        plan={plan}
        live={live}
        work={works.building.work}
        reader={works.reader}
        stops={stops}
        previewing={previewing}
        onPreview={() => setPreviewing(true)}
        onFreeze={freeze}
        onBuild={() => build(works.version)}
        onCancel={works.building.cancel}
        onName={() => {
          builder.setCurrent('cover')
          setTab('details')
        }}
        onDismiss={works.building.dismiss}
        last={works.last}
        onReport={works.read}
      />
    </>
  )
  return (
    <div className={`bundles-builder${aside ? ' aside' : ''}${previewing ? ' previewing' : ''}`}>
      <AddPane
        offered={adding.offered}
        shown={adding.shown}
        left={plan?.left ?? []}
        kind={adding.kind}
        words={adding.words}
        at={adding.at}
        onKind={adding.setKind}
        onWords={adding.setWords}
        onAt={adding.setAt}
        onAdd={adding.put}
        onDrag={(event, offer) => start(event, { offer })}
        onClose={() => setAside(false)}
      />
      <SplitPanes
        name={previewing ? 'bundles-preview' : 'bundles'}
        mainName="The bundle"
        detailName={previewing ? 'Preview' : 'Checks and details'}
        first={previewing ? 480 : 292}
        main={main}
        detail={detail}
      />
      {drag !== null && (
        <Floating
          x={drag.x}
          y={drag.y}
          words={
            'offer' in drag.what
              ? `${drag.what.offer.ref} ${drag.what.offer.title}`.trim()
              : drag.what.several
                ? counted(several.length, 'document')
                : live === null
                  ? ''
                  : nameOf(live, drag.what.key)
          }
        />
      )}
      <BuilderDialogs
        caseId={caseId}
        bundle={bundle}
        builder={builder}
        works={works}
        over={over}
        onOver={setOver}
      />
    </div>
  )
}
