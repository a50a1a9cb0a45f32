import { type CSSProperties, useMemo, useState } from 'react'
import { documentIdOf } from '../../../casework/rules/arrangement.ts'
import { useDo } from '../../data/ask.ts'
import { useKept } from '../../data/kept.ts'
import { Button } from '../../parts/Button.tsx'
import { Empty, ErrorNote } from '../../parts/Note.tsx'
import { SplitPanes } from '../../parts/Panes.tsx'
import { useOpenRecord } from '../../state/use-open.ts'
import { useRouter } from '../../state/use-router.ts'
import { AddPane } from './AddPane.tsx'
import { BuilderDialogs, type Over } from './BuilderDialogs.tsx'
import { BuilderHead } from './BuilderHead.tsx'
import { Built } from './Built.tsx'
import { BundleSum } from './BundleSum.tsx'
import { builderActs } from './builder-acts.ts'
import { Foot } from './Foot.tsx'
import { KeepsTitle } from './KeepsTitle.tsx'
import { KeptReport } from './KeptReport.tsx'
import type { LivePlan } from './live-plan.ts'
import { PreviewPane } from './PreviewPane.tsx'
import { planLines } from './plan-lines.ts'
import { namesIn } from './report-lines.ts'
import { SideTabs, type Tab } from './SideTabs.tsx'
import { lineRem, Tree } from './Tree.tsx'
import { Floating } from './TreeLine.tsx'
import { together } from './together.ts'
import { useAdding } from './use-adding.ts'
import { useBuilder } from './use-builder.ts'
import { useBuilderKeys } from './use-builder-keys.ts'
import { useChoosing } from './use-choosing.ts'
import { useLines } from './use-lines.ts'
import { useMoving } from './use-moving.ts'
import { useRenaming } from './use-renaming.ts'
import { useWorkOn } from './use-work-on.ts'

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
  const title = useRenaming(builder, entry, document)
  const moving = useMoving(builder, lines, view, all)
  const acts = builderActs(builder, works, {
    document,
    all,
    onOver: setOver,
    onChecks: () => setTab('checks'),
  })

  const fold = (key: string, shut: boolean) =>
    setClosed((before) => {
      const next = new Set(before)
      if (shut) next.add(key)
      else next.delete(key)
      return next
    })
  useBuilderKeys({
    onEntry: (run) => (entry !== null || several.length > 0) && run(current),
    step: (key, way) => void (several.length > 0 ? all.step(way) : builder.step(key, way)),
    nest: (key, depth) => void (several.length > 0 ? all.nest(depth) : builder.nest(key, depth)),
    rename: title.begin,
    takeOut: (key) => (several.length > 0 ? acts.takeOutAll() : acts.takeOut(key)),
    all: choosing.all,
    add: adding.putCurrent,
    section: () => setOver({ what: 'section' }),
    preview: () => setPreviewing((before) => !before),
    freeze: acts.freeze,
    build: () => acts.build(works.version),
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
      {title.kept !== undefined && (
        <div className="bundles-note">
          <KeepsTitle document={title.kept} onAgain={title.again} onDismiss={title.dismiss} />
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
                renaming={title.renaming}
                onRename={title.end}
                onDrag={moving.startLine}
                dropAt={moving.dropAt}
              />
            </>
          )}
          <BundleSum
            plan={plan}
            live={live}
            reader={works.reader}
            chosen={several.length}
            renames={entry !== null && title.free}
          />
        </>
      )}
    </div>
  )
  const detail = loading ? null : previewing && live.documents > 0 ? (
    <PreviewPane
      caseId={caseId}
      bundle={bundle}
      version={plan.bundle?.version ?? 0}
      part={document === null ? 'front' : documentIdOf(document.entry)}
      reader={works.reader}
      name={document === null ? 'Cover and index' : document.ref || document.title}
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
        onTakeOut={acts.takeOut}
        onTakeOutAll={acts.takeOutAll}
        onBuild={acts.build}
        onVerify={onVerify}
      />
      <Foot
        plan={plan}
        live={live}
        work={works.building.work}
        reader={works.reader}
        stops={acts.stops}
        previewing={previewing}
        onPreview={() => setPreviewing(true)}
        onFreeze={acts.freeze}
        onBuild={() => acts.build(works.version)}
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
        onDrag={moving.startOffer}
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
      {moving.floating !== null && <Floating {...moving.floating} />}
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
