import { BookOpen, FileCheck2, OctagonAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Result } from '../../../casework/contract/contract.ts'
import { reportGroups } from '../../../casework/rules/report-groups.ts'
import { counted } from '../../../casework/rules/words.ts'
import { Button } from '../../parts/Button.tsx'
import { Flag } from '../../parts/Marks.tsx'
import { Note } from '../../parts/Note.tsx'
import { Pane } from '../../parts/Panes.tsx'
import { sizeWords } from '../../shell/times.ts'
import { useShell } from '../../state/session.ts'
import { FindingList } from './FindingList.tsx'

type BuildResult = Omit<Result<'bundle.build'>, 'file'>

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

/** What a build made: where it is, what is in it, what was done to what went in, and whether it proves itself. */
export function Built({
  result,
  file,
  names,
  when,
  onDone,
}: {
  readonly result: BuildResult
  /** The place of what was built, while that is known. */
  readonly file: string | null
  readonly names: ReadonlyMap<string, string>
  /** What was built, when and by whom, where the report is read again later. */
  readonly when?: { readonly title: string; readonly facts: ReactNode } | undefined
  readonly onDone: () => void
}) {
  const { read } = useShell()
  return (
    <Pane name="What was built">
      <div className="head">
        <h1 className="cut">
          {when?.title ?? (result.verified ? 'The bundle is built' : 'Built, but not verified')}
        </h1>
        <VerifiedFlag ok={result.verified} />
        <span className="grow" />
        {file !== null && (
          <Button
            icon={<BookOpen className="i s" aria-hidden />}
            onClick={() =>
              read({ id: file, name: result.fileName, kind: 'file', bytes: result.bytes, modified: null })
            }
          >
            Read it
          </Button>
        )}
        <Button look="first" onClick={onDone}>
          {when === undefined ? 'Done' : 'Back to the bundle'}
        </Button>
      </div>
      <div className="pane-body bundles-built">
        {!result.verified && (
          <Note tone="bad" title="Do not serve this one yet">
            <p>Read back, it does not say what its index says. The lines below say where.</p>
          </Note>
        )}
        <dl className="facts">
          {when?.facts}
          <Fact label="File">{result.fileName}</Fact>
          <Fact label="Folder">{result.folder}</Fact>
          <Fact label="Pages">
            {result.pages.toLocaleString('en-GB')}, {counted(result.documents, 'document')},{' '}
            {sizeWords(result.bytes)}
          </Fact>
          {result.volumes.length > 1 && <Fact label="Volumes">{result.volumes.join(', ')}</Fact>}
          <Fact label="Manifest">{result.manifest}</Fact>
          {result.verifier !== null && (
            <Fact label="Checks it">{result.verifier}, in any browser, with no Turnstone</Fact>
          )}
          {result.apart.length > 0 && (
            <Fact label="Single documents">
              {counted(result.apart.length, 'file')} in a folder beside it, by section: {result.apart[0]}
              {result.apart.length > 1 && ' and so on'}
            </Fact>
          )}
          {result.originals.length > 0 && (
            <Fact label="Originals">
              {result.originals.join(', ')}: signed documents as they were taken in, in a folder beside it
            </Fact>
          )}
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
    </Pane>
  )
}

/** One fact of a build, under its word. */
export const Fact = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </>
)
