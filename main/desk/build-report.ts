import type { Result } from '../../casework/contract/contract.ts'
import { CaseworkError } from '../../casework/contract/errors.ts'
import type { BundlePlan } from '../services/bundle/index.ts'
import type { OpenCase } from './open-cases.ts'

/** What a build tells, but for the place of its file, which holds for one run of the program. */
export type Told = Omit<Result<'bundle.build'>, 'file'>

/** What stands in the record of a copy itself. */
type Recorded = 'fileName' | 'pages' | 'documents' | 'bytes' | 'sha256' | 'verified'
type Head = Omit<Told, Recorded | 'report' | 'findings'>
type Line =
  | { readonly head: Head }
  | { readonly name: readonly [id: string, name: string] }
  | { readonly told: Told['report'][number] }
  | { readonly found: Told['findings'][number] }

/** As many lines as the record of a copy takes, less one that says what was cut. */
const most = 99_999

/** What each document of a plan is called in a report, by its id. */
export const namesIn = ({ sections }: BundlePlan): ReadonlyMap<string, string> =>
  new Map(
    sections.flatMap(({ documents }) =>
      documents.map(({ id, ref, title }): [string, string] => [id, ref ?? title]),
    ),
  )

/** The lines that keep a report: what was made, what documents it speaks of were called, what was done, what was found. */
export function reportLines(told: Told, names: ReadonlyMap<string, string>): string[] {
  const { folder, manifest, verifier, volumes, originals, apart, left, report, findings } = told
  const spoken = new Set([...report, ...findings].flatMap(({ document }) => document ?? []))
  const lines: Line[] = [
    { head: { folder, manifest, verifier, volumes, originals, apart, left } },
    ...[...spoken].flatMap((id): Line[] => {
      const name = names.get(id)
      return name === undefined ? [] : [{ name: [id, name] }]
    }),
    ...findings.map((found): Line => ({ found })),
    ...report.map((line): Line => ({ told: line })),
  ]
  const cut = lines.length - most
  const kept: Line[] =
    cut <= 0
      ? lines
      : [
          ...lines.slice(0, most),
          {
            told: {
              kind: 'report',
              sentence: `${cut.toLocaleString('en-GB')} more lines were told when it was built, and are not kept.`,
            },
          },
        ]
  return kept.map(line)
}

// A file's own words may hold what no text of a record may; JSON has another way of writing it.
const line = (each: Line): string =>
  JSON.stringify(each).replace(
    /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** What was told when a copy was built. Throws `not-found` for one whose report was not kept. */
export async function keptReport(held: OpenCase, id: string): Promise<Result<'bundle.report'>> {
  const { made, fields } = await held.records.get('copy', id)
  const lines = fields.report.map((each) => JSON.parse(each) as Line)
  const head = lines.flatMap((each) => ('head' in each ? [each.head] : []))[0]
  if (head === undefined)
    throw new CaseworkError(
      'not-found',
      `What was told when “${fields.fileName}” was built was not kept: an earlier Turnstone built it.`,
    )
  const { bundle, draft, version } = fields
  const now = held.records.list('bundle', { archived: true }).find((each) => each.id === bundle)
  return {
    ...head,
    fileName: fields.fileName,
    pages: fields.pages ?? 0,
    documents: fields.documents ?? 0,
    bytes: fields.bytes ?? 0,
    sha256: fields.sha256,
    verified: fields.verified === 'yes',
    report: lines.flatMap((each) => ('told' in each ? [each.told] : [])),
    findings: lines.flatMap((each) => ('found' in each ? [each.found] : [])),
    at: made.at,
    by: made.by,
    version,
    reader: fields.reader,
    // A frozen version stays what it was.
    changed: version !== null ? false : now === undefined || draft === null ? null : now.version > draft,
    names: lines.flatMap((each) => ('name' in each ? [{ id: each.name[0], name: each.name[1] }] : [])),
  }
}
