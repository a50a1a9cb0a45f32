import { FileCheck2, OctagonAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Result } from '../../../casework/contract/contract.ts'
import type { StoredOf } from '../../../casework/entities/index.ts'
import { shortDay } from '../../../casework/rules/days.ts'
import { counted } from '../../../casework/rules/words.ts'
import { Button } from '../../parts/Button.tsx'
import { Flag } from '../../parts/Marks.tsx'
import { Note } from '../../parts/Note.tsx'
import { clockTime, sizeWords } from '../../shell/times.ts'
import { reportGroups } from './report-lines.ts'

type BuildResult = Result<'bundle.build'>
type Findings = BuildResult['findings']

/** Whether a bundle's own bytes say what its index says. */
export const VerifiedFlag = ({ ok }: { readonly ok: boolean }) =>
  ok ? (
    <Flag tone="good" icon={<FileCheck2 className="i s" aria-hidden />}>
      Verified
    </Flag>
  ) : (
    <Flag tone="bad" icon={<OctagonAlert className="i s" aria-hidden />}>
      Not verified
    </Flag>
  )

/** What verifying found wrong, each with its rule and page. */
export const FindingList = ({
  findings,
  names,
}: {
  readonly findings: Findings
  /** What documents are called, where that is known. */
  readonly names?: ReadonlyMap<string, string>
}) => (
  <ul className="bundles-report">
    {findings.map((each, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: two findings may read the same
      <li key={index}>
        <span>{each.sentence}</span>
        <span className="small dim">
          {[
            each.document === undefined ? '' : (names?.get(each.document) ?? each.document),
            each.page === undefined ? '' : `page ${each.page}`,
            `rule ${each.rule}`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </li>
    ))}
  </ul>
)
/** What a build made: where it is, what is in it, what was done to what went in, and whether it proves itself. */
export function Built({
  result,
  names,
  onDone,
}: {
  readonly result: BuildResult
  readonly names: ReadonlyMap<string, string>
  readonly onDone: () => void
}) {
  return (
    <div className="bundles-main">
      <div className="head">
        <h1 className="cut">{result.verified ? 'The bundle is built' : 'Built, but not verified'}</h1>
        <VerifiedFlag ok={result.verified} />
        <span className="grow" />
        <Button look="first" onClick={onDone}>
          Done
        </Button>
      </div>
      <div className="pane-body bundles-built">
        {!result.verified && (
          <Note tone="bad" title="Do not serve this one yet">
            <p>Read back, it does not say what its index says. The lines below say where.</p>
          </Note>
        )}
        <dl className="facts">
          <Fact label="File">{result.fileName}</Fact>
          <Fact label="Folder">{result.folder}</Fact>
          <Fact label="Pages">
            {result.pages.toLocaleString('en-GB')}, {counted(result.documents, 'document')},{' '}
            {sizeWords(result.bytes)}
          </Fact>
          <Fact label="Manifest">{result.manifest}</Fact>
          <Fact label="SHA-256">
            <span className="mono">{result.sha256}</span>
          </Fact>
          {result.left.length > 0 && (
            <Fact label="Stayed out">
              {result.left.map(({ kind, count }) => `${kind}: ${count}`).join(', ')}
            </Fact>
          )}
        </dl>
        {result.findings.length > 0 && (
          <div className="sec">
            <h3>Findings</h3>
            <FindingList findings={result.findings} names={names} />
          </div>
        )}
        <div className="sec">
          <h3>What was done along the way</h3>
          {result.report.length === 0 ? (
            <p className="dim">Nothing had to be changed: every page stands as it came.</p>
          ) : (
            <ul className="bundles-report">
              {reportGroups(result.report, names).map(({ sentence, where }) => (
                <li key={sentence}>
                  <span>{sentence}</span>
                  <span className="small dim">{where.join(' · ')}</span>
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
    </div>
  )
}

/** A bundle built before: what it was, and the hash that proves a copy the same. */
export function Past({
  bundle,
  menu,
  onVerify,
}: {
  readonly bundle: StoredOf<'bundle'>
  /** The way to the other bundles, where the window is narrow. */
  readonly menu: ReactNode
  readonly onVerify: () => void
}) {
  const { fields, made, no } = bundle
  const day = new Date(made.at)
  const iso = `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`
  return (
    <div className="bundles-main">
      <div className="head">
        <span className="ref faint">B{no}</span>
        <h1 className="cut" title={fields.title}>
          {fields.title}
        </h1>
        <span className="grow" />
        {menu}
        <Button onClick={onVerify}>Verify a copy</Button>
      </div>
      <div className="pane-body bundles-built">
        <dl className="facts">
          {fields.subtitle !== '' && <Fact label="Purpose">{fields.subtitle}</Fact>}
          <Fact label="Date on the cover">{fields.date === null ? '–' : shortDay(fields.date)}</Fact>
          <Fact label="Built">
            {shortDay(iso)}, {clockTime(made.at)}, by {made.by}
          </Fact>
          <Fact label="File">{fields.fileName}</Fact>
          <Fact label="Pages">
            {(fields.pages ?? 0).toLocaleString('en-GB')}, {counted(fields.documents ?? 0, 'document')},{' '}
            {sizeWords(fields.bytes ?? 0)}
          </Fact>
          <Fact label="SHA-256">
            <span className="mono">{fields.sha256}</span>
          </Fact>
        </dl>
        <p className="sec dim">
          Turnstone does not keep the file itself. A copy is the same bundle if it has this hash.
        </p>
      </div>
    </div>
  )
}

const Fact = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </>
)
