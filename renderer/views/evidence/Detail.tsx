import { Archive, Ellipsis, Maximize, RefreshCw, SquareDashed, Tag, TriangleAlert, X } from 'lucide-react'
import { Button, IconButton } from '../../parts/Button.tsx'
import { ExhibitLabel } from '../../parts/Marks.tsx'
import { Menu } from '../../parts/Menu.tsx'
import { Tabs } from '../../parts/Tabs.tsx'
import { RedactLine } from '../redact/RedactLine.tsx'
import { VersionsButton } from '../versions/VersionsButton.tsx'
import { Custody } from './Custody.tsx'
import { Details } from './Details.tsx'
import { PageText } from './PageText.tsx'
import { Preview } from './Preview.tsx'
import { canRedact, type EvidenceRow, remarkOn } from './rows.ts'
import { UsedIn } from './UsedIn.tsx'

export type DetailTab = 'details' | 'text' | 'custody' | 'used'
/** What can be done from the detail; the screen does it. */
export interface EvidenceActs {
  readonly look: () => void
  readonly setRef: () => void
  readonly redact: () => void
  readonly check: () => void
  readonly archive: () => void
  readonly close: () => void
}

/** One exhibit: what it looks like, what is known of it, who had it, where it is used. */
export function Detail({
  row,
  caseId,
  page,
  tab,
  onTab,
  editing,
  onEdit,
  acts,
}: {
  readonly row: EvidenceRow
  readonly caseId: string
  readonly page: number
  readonly tab: DetailTab
  readonly onTab: (tab: DetailTab) => void
  readonly editing: boolean
  readonly onEdit: (editing: boolean) => void
  readonly acts: EvidenceActs
}) {
  const { file } = row.record.fields
  // Only pages and pictures can be without words; a text is its own.
  const paged = canRedact(row)
  const remark = remarkOn(file)
  const icon = (Icon: typeof Tag) => <Icon className="i s" aria-hidden />
  return (
    <>
      <div className="head">
        <ExhibitLabel reference={row.ref} />
        <h2 className="cut grow" title={row.title}>
          {row.title}
        </h2>
        <IconButton name="Look closer" icon={icon(Maximize)} onClick={acts.look} />
        <VersionsButton
          caseId={caseId}
          type="exhibit"
          id={row.id}
          title={row.ref === '' ? `E${row.record.no}` : row.ref}
        />
        <span className="evidence-close">
          <IconButton name="Close" icon={icon(X)} onClick={acts.close} />
        </span>
        <Menu
          name="More"
          icon={icon(Ellipsis)}
          entries={[
            {
              id: 'ref',
              word: 'Set reference',
              key: 'R',
              icon: icon(Tag),
              disabled: row.ref !== '',
              run: acts.setRef,
            },
            {
              id: 'redact',
              word: 'Redact',
              key: 'M',
              icon: icon(SquareDashed),
              disabled: !canRedact(row),
              run: acts.redact,
            },
            {
              id: 'check',
              word: 'Check file',
              key: 'V',
              icon: icon(RefreshCw),
              disabled: row.state === 'none',
              run: acts.check,
            },
            { id: 'archive', word: 'Archive', icon: icon(Archive), run: acts.archive },
          ]}
        />
      </div>
      <Preview key={row.id} row={row} caseId={caseId} page={page} />
      <RedactLine caseId={caseId} exhibit={row.id} onOpen={acts.redact} />
      {remark !== '' && (
        <p className="evidence-remark small">
          <TriangleAlert className="i s soon" aria-hidden />
          {remark}
        </p>
      )}
      <Tabs
        name={`About ${row.ref || row.title}`}
        chosen={tab === 'text' && !paged ? 'details' : tab}
        onChoose={onTab}
        pages={[
          {
            id: 'details',
            word: 'Details',
            children: <Details row={row} caseId={caseId} editing={editing} onEdit={onEdit} />,
          },
          ...(paged
            ? [
                {
                  id: 'text' as const,
                  word: 'Text',
                  children: <PageText key={row.id} row={row} caseId={caseId} page={page} />,
                },
              ]
            : []),
          {
            id: 'custody',
            word: 'Custody',
            children: <Custody row={row} caseId={caseId} onCheck={acts.check} />,
          },
          { id: 'used', word: 'Used in', children: <UsedIn id={row.id} caseId={caseId} /> },
        ]}
      />
    </>
  )
}

/** What can be done with several exhibits at once. */
export const Several = ({
  rows,
  onRef,
  onCheck,
  onClear,
}: {
  readonly rows: readonly EvidenceRow[]
  readonly onRef: () => void
  readonly onCheck: () => void
  readonly onClear: () => void
}) => {
  const bare = rows.filter((row) => row.ref === '').length
  return (
    <>
      <div className="head">
        <h2>{rows.length.toLocaleString('en-GB')} selected</h2>
      </div>
      <div className="pane-body v">
        <p className="dim">
          {bare === 0 ? 'Each has its reference.' : `${bare.toLocaleString('en-GB')} without a reference.`}
        </p>
        <div className="h evidence-acts">
          <Button disabled={bare === 0} onClick={onRef}>
            Set reference
          </Button>
          <Button onClick={onCheck}>Check files</Button>
          <Button look="link" onClick={onClear}>
            Clear
          </Button>
        </div>
        <ul className="evidence-several">
          {rows.slice(0, 40).map((row) => (
            <li key={row.id}>
              <ExhibitLabel reference={row.ref} />
              <span className="cut">{row.title}</span>
            </li>
          ))}
          {rows.length > 40 && (
            <li className="faint">and {(rows.length - 40).toLocaleString('en-GB')} more</li>
          )}
        </ul>
      </div>
    </>
  )
}
