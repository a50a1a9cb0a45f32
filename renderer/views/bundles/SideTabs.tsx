import { useJobs } from '../../data/jobs.ts'
import { Tabs } from '../../parts/Tabs.tsx'
import { toast } from '../../parts/Toast.tsx'
import { useOpenRecord } from '../../state/use-open.ts'
import type { Over } from './BuilderDialogs.tsx'
import { BundleDetails } from './BundleDetails.tsx'
import { Checks } from './Checks.tsx'
import { DocumentDetails, SectionDetails } from './Details.tsx'
import { frozenToBuild } from './Foot.tsx'
import { History } from './History.tsx'
import type { Check } from './live-plan.ts'
import { checksByWeight, type PlanLine } from './plan-lines.ts'
import { SeveralDetails } from './SeveralDetails.tsx'
import type { Together } from './together.ts'
import type { Builder } from './use-builder.ts'
import type { WorkOn } from './use-work-on.ts'

export type Tab = 'checks' | 'details' | 'history'

/** The right of the builder: what stands in the way, what is selected, and what was done. */
export function SideTabs({
  caseId,
  builder,
  works,
  tab,
  line,
  all,
  onTab,
  onOver,
  onTakeOut,
  onTakeOutAll,
  onBuild,
  onVerify,
}: {
  readonly caseId: string
  readonly builder: Builder
  readonly works: WorkOn
  readonly tab: Tab
  /** The line that is selected. */
  readonly line: PlanLine | undefined
  /** What can be done with all that are chosen, where there are several. */
  readonly all: Together
  readonly onTab: (tab: Tab) => void
  readonly onOver: (over: Over) => void
  readonly onTakeOut: (key: string) => void
  readonly onTakeOutAll: () => void
  readonly onBuild: (version: number | null) => void
  readonly onVerify: () => void
}) {
  const openRecord = useOpenRecord()
  const jobs = useJobs()
  const { plan, live } = builder
  if (plan === undefined || live === null) return null
  const { stops, look } = checksByWeight(plan.checks)
  const attention = stops.length + look.length
  const several = all.documents.length
  const document = line?.kind === 'document' && several === 0 ? line.document : null

  /** Reads the pages of one exhibit, or of all that are in, by machine; goes on in the drawer and may be paused there. */
  const readTexts = (id: string | undefined) => {
    const inside = live.sections.flatMap(({ documents }) => documents)
    const exhibits =
      id === undefined
        ? inside.filter(({ entry }) => entry.type === 'exhibit' && !entry.taken).map(({ entry }) => entry.id)
        : [id]
    const name = inside.find(({ entry }) => entry.id === id)?.ref || 'the exhibits of the bundle'
    jobs.start('text.read', { caseId, exhibits }, `Reading ${name}`).then(
      () => toast({ words: `${name.charAt(0).toUpperCase()}${name.slice(1)} read by machine` }),
      // The drawer says why, or that it was paused.
      () => undefined,
    )
  }
  const fix = ({ type, id, key: own, keys, sentence }: Check, how: NonNullable<Check['fix']>) => {
    const key = own ?? `${type} ${id}`
    const about = live.sections.flatMap(({ documents }) => documents).find((each) => each.key === key)
    if (how === 'profile') return onOver({ what: 'profile' })
    if (how === 'details') {
      builder.setCurrent(about?.key ?? 'cover')
      return onTab('details')
    }
    if (how === 'read-text') return readTexts(id)
    if (how === 'move-all-to-end') return void builder.behind(keys ?? [])
    if (type === undefined || id === undefined) return
    if (how === 'open') return openRecord(type, id)
    if (how === 'redact') return openRecord(type, id, 'redact')
    if (how === 'reference') return onOver({ what: 'reference', id, name: about?.title ?? sentence })
    if (about === undefined) return
    builder.setCurrent(key)
    if (how === 'stand-in') onOver({ what: 'stand-in', document: about })
    else if (how === 'replace') builder.replace(key)
    else if (how === 'move-to-end') builder.behind([key])
    else if (about.standing === 'frozen') onOver({ what: 'take-out', document: about })
    else builder.takeOut(key)
  }

  return (
    <Tabs
      name="About the bundle"
      chosen={tab}
      onChoose={onTab}
      pages={[
        {
          id: 'checks',
          word: attention === 0 ? 'Checks' : `Checks ${attention}`,
          children: (
            <Checks checks={plan.checks} frozen={frozenToBuild(plan) !== null} live={live} onFix={fix} />
          ),
        },
        {
          id: 'details',
          word:
            several > 0
              ? `${several} chosen`
              : line?.kind === 'section'
                ? `${line.section.letter} details`
                : document !== null && document.ref !== ''
                  ? `${document.ref} details`
                  : 'Details',
          children:
            several > 0 ? (
              <SeveralDetails
                together={all}
                sections={live.sections}
                readers={plan.profile.readers}
                onTakeOut={onTakeOutAll}
              />
            ) : document !== null ? (
              <DocumentDetails
                document={document}
                builder={builder}
                taken={live.gone.has(document.key)}
                onOpen={() => openRecord(document.entry.type, document.entry.id)}
                onStandIn={() => onOver({ what: 'stand-in', document })}
                onTakeOut={() => onTakeOut(document.key)}
              />
            ) : line?.kind === 'section' ? (
              <SectionDetails
                section={line.section}
                builder={builder}
                onTakeOut={() => onTakeOut(line.key)}
              />
            ) : (
              <BundleDetails
                plan={plan}
                builder={builder}
                fileName={works.fileName}
                fileFault={works.fileFault}
                onFileName={works.setFileName}
                withVerifier={works.withVerifier}
                onVerifier={works.setWithVerifier}
                apart={works.apart}
                onApart={works.setApart}
                onProfile={() => onOver({ what: 'profile' })}
              />
            ),
        },
        {
          id: 'history',
          word: 'History',
          children: (
            <History
              caseId={caseId}
              plan={plan}
              onBuild={onBuild}
              onReport={works.read}
              onServe={() => onOver({ what: 'serve' })}
              onVerify={onVerify}
            />
          ),
        },
      ]}
    />
  )
}
