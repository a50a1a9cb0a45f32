import { type CSSProperties, useMemo, useState } from 'react'
import type { Result } from '../../../casework/contract/contract.ts'
import type { StoredOf } from '../../../casework/entities/index.ts'
import { counted } from '../../../casework/rules/words.ts'
import { useAsk } from '../../data/ask.ts'
import { useJobs } from '../../data/jobs.ts'
import { useToday } from '../../data/machine.ts'
import { Button } from '../../parts/Button.tsx'
import { KeyHints } from '../../parts/Marks.tsx'
import { Empty, ErrorNote } from '../../parts/Note.tsx'
import { SplitPanes } from '../../parts/Panes.tsx'
import { Tabs } from '../../parts/Tabs.tsx'
import { sizeWords } from '../../shell/times.ts'
import { useKeys } from '../../state/use-keys.ts'
import { useOpenRecord } from '../../state/use-open.ts'
import { useCaseId, useRouter, useSpot } from '../../state/use-router.ts'
import { Picker } from '../picker/Picker.tsx'
import { BuildFoot } from './BuildFoot.tsx'
import { Built, Past } from './Built.tsx'
import './bundles.css'
import { useKept, useWork } from '../../data/kept.ts'
import { Checks } from './Checks.tsx'
import { CoverForm } from './CoverForm.tsx'
import { type Cover, coverFaults, fileNameFor, freshCover } from './cover.ts'
import { Earlier, EarlierMenu } from './Earlier.tsx'
import { PlanTree } from './PlanTree.tsx'
import { checksByWeight } from './plan-lines.ts'
import { namesIn } from './report-lines.ts'
import { VerifyDialog } from './VerifyDialog.tsx'

// Page numbers are never cut: the column is as wide as the longest range needs.
const pagesColumn = (pages: number) =>
  ({ '--bundles-pages': `${Math.max(4.5, (2 * String(pages).length + 1) * 0.53)}rem` }) as CSSProperties

/** Bundles: what would go in and in what order, what stands in the way, built and verified. */
export function Screen() {
  const caseId = useCaseId()
  const { item } = useSpot()
  const router = useRouter()
  const openRecord = useOpenRecord()
  const jobs = useJobs()
  const today = useToday()
  const asked = useAsk('bundle.plan', { caseId })
  const built = useAsk('records.list', { caseId, type: 'bundle' })
  const building = useWork<Result<'bundle.build'>>(`bundle-build ${caseId}`)
  const verifying = useWork<Result<'bundle.verify'>>(`bundle-verify ${caseId}`)
  const [cover, setCover] = useKept<Cover>(`bundle-cover ${caseId}`, freshCover)
  const [tab, setTab] = useState<'checks' | 'cover'>('checks')
  const [picking, setPicking] = useState<'folder' | 'build' | 'verify' | null>(null)

  const plan = asked.data
  const bundles = useMemo(
    () => ((built.data?.records ?? []) as readonly StoredOf<'bundle'>[]).toReversed(),
    [built.data],
  )
  const past = item === null ? undefined : bundles.find(({ id }) => id === item)
  const weights = useMemo(() => checksByWeight(plan?.checks ?? []), [plan])
  const drafts = useMemo(
    () =>
      new Set(
        weights.look.flatMap(({ sentence, id }) =>
          id !== undefined && sentence.endsWith('is not signed') ? [id] : [],
        ),
      ),
    [weights],
  )
  const fileName = fileNameFor(plan?.fileName ?? '', cover, today)
  const refused =
    building.work.step === 'failed' && building.work.error.at === 'fileName'
      ? { fileName: building.work.error.message }
      : {}
  const faults = { ...coverFaults(cover, fileName), ...refused }

  const start = (folder: NonNullable<Cover['folder']>) =>
    building.start(() =>
      jobs.start(
        'bundle.build',
        {
          caseId,
          to: folder.id,
          fileName,
          profile: 'general',
          title: cover.title.trim(),
          subtitle: cover.subtitle.trim(),
          date: cover.date,
        },
        `Building ${cover.title.trim()}`,
      ),
    )
  const build = () => {
    if (plan === undefined || weights.stops.length > 0 || building.work.step === 'running') return
    if (Object.keys(coverFaults(cover, fileName)).length > 0) return setTab('cover')
    if (cover.folder === null) setPicking('build')
    else start(cover.folder)
  }
  const change = (part: Partial<Cover>) => {
    if (building.work.step === 'failed') building.dismiss()
    setCover((before) => ({ ...before, ...part }))
  }
  const picked = (places: readonly { readonly id: string; readonly name: string }[]) => {
    const place = places[0]
    const why = picking
    setPicking(null)
    if (place === undefined) return
    if (why === 'verify')
      return verifying.start(() => jobs.start('bundle.verify', { file: place.id }, 'Verifying a bundle'))
    const folder = { id: place.id, name: place.name }
    change({ folder })
    if (why === 'build') start(folder)
  }

  useKeys('Bundles', [
    { key: 'Ctrl+Enter', does: 'Build the bundle', run: () => past === undefined && build() },
  ])

  const verify = () => setPicking('verify')
  const menu = <EarlierMenu bundles={bundles} onOpen={(id) => router.open(id)} onVerify={verify} />
  const empty = plan !== undefined && plan.sections.length === 0
  const main =
    past !== undefined ? (
      <Past bundle={past} menu={menu} onVerify={verify} />
    ) : building.work.step === 'done' ? (
      <Built result={building.work.result} names={namesIn(plan)} onDone={building.dismiss} />
    ) : (
      <div className="bundles-main" style={pagesColumn(plan?.pages ?? 0)}>
        <div className="head">
          <h1 className="cut" title={cover.title}>
            {cover.title.trim() || 'New bundle'}
          </h1>
          <span className="grow faint cut">{cover.subtitle}</span>
          {menu}
        </div>
        {asked.error !== null && (
          <div className="pane-body">
            <ErrorNote error={asked.error} />
          </div>
        )}
        {plan !== undefined &&
          (empty ? (
            <Empty
              title="Nothing to bundle yet"
              act={
                <Button look="first" onClick={() => router.go({ section: 'evidence' })}>
                  Go to Evidence
                </Button>
              }
            >
              A bundle is made of the statements and exhibits of the case. Bring in evidence or write a
              statement first.
            </Empty>
          ) : (
            <>
              <div className="bundles-heads">
                <span className="grow">Section and document</span>
                <span className="bundles-date">Date</span>
                <span className="bundles-pages">Pages</span>
              </div>
              <PlanTree plan={plan} drafts={drafts} onOpen={({ type, id }) => openRecord(type, id)} />
              <div className="foot bundles-sum">
                <span className="grow">
                  <b>{counted(plan.pages, 'page')}</b>, about {sizeWords(plan.bytes)}
                </span>
                <KeyHints
                  keys={[
                    ['←', 'fold'],
                    ['Enter', 'open'],
                    ['Ctrl+Enter', 'build'],
                    ['?', 'all keys'],
                  ]}
                />
              </div>
            </>
          ))}
      </div>
    )
  const attention = weights.stops.length + weights.look.length
  const detail =
    past !== undefined || plan === undefined || empty || building.work.step === 'done' ? null : (
      <>
        <Tabs
          name="About the bundle"
          chosen={tab}
          onChoose={setTab}
          pages={[
            {
              id: 'checks',
              word: attention === 0 ? 'Checks' : `Checks ${attention}`,
              children: <Checks plan={plan} onOpen={openRecord} />,
            },
            {
              id: 'cover',
              word: 'Cover and file',
              children: (
                <CoverForm
                  cover={cover}
                  fileName={fileName}
                  faults={faults}
                  onChange={change}
                  onFolder={() => setPicking('folder')}
                />
              ),
            },
          ]}
        />
        <BuildFoot
          work={building.work}
          stops={weights.stops.length}
          onBuild={build}
          onCancel={building.cancel}
          onName={() => setTab('cover')}
          onDismiss={building.dismiss}
        />
      </>
    )

  return (
    <>
      <Earlier
        bundles={bundles}
        item={past?.id ?? null}
        left={plan?.left ?? []}
        onOpen={(id) => router.open(id)}
        onVerify={verify}
      />
      <SplitPanes
        name="bundles"
        mainName="The bundle"
        detailName="Checks and cover"
        first={292}
        main={main}
        detail={detail}
      />
      {picking !== null && (
        <Picker
          title={picking === 'verify' ? 'Choose a bundle to verify' : 'Where should the bundle go?'}
          show={picking === 'verify' ? 'bundles' : 'folders'}
          act={picking === 'verify' ? 'Verify' : picking === 'build' ? 'Build here' : 'Choose'}
          onPick={picked}
          onClose={() => setPicking(null)}
        />
      )}
      {verifying.work.step !== 'none' && (
        <VerifyDialog work={verifying.work} onCancel={verifying.cancel} onClose={verifying.dismiss} />
      )}
    </>
  )
}
