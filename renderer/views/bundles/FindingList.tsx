import type { Result } from '../../../casework/contract/contract.ts'
import './findings.css'
import { whereFound } from './report-lines.ts'

type Findings = Result<'bundle.build'>['findings']

/** What verifying found wrong, each with its rule and page. */
export const FindingList = ({
  findings,
  names,
}: {
  readonly findings: Findings
  /** What documents are called, where that is known. A finding of any other says in its sentence which it is. */
  readonly names?: ReadonlyMap<string, string>
}) => (
  <ul className="bundles-report">
    {findings.map((each, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: two findings may read the same
      <li key={index}>
        <span>{each.sentence}</span>
        <span className="small dim">{whereFound(each, names)}</span>
      </li>
    ))}
  </ul>
)
