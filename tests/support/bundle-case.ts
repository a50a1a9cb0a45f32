import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Params, Result } from '../../casework/contract/contract.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { documentEntry, type Entry, readArrangement } from '../../casework/rules/arrangement.ts'
import type { openInProcess } from './hosts.ts'

type Plan = Result<'bundle.plan'>

/** The documents of a plan: `JLB/1 3-4`. */
export const listed = ({ sections }: Plan) =>
  sections.flatMap(({ documents }) => documents.map(({ ref, first, last }) => `${ref} ${first}-${last}`))

/** What tests of bundles do in a case of the host that is open. */
export function bundleCase(host: () => Awaited<ReturnType<typeof openInProcess>>) {
  /** A case with four text exhibits JLB/1 to JLB/4, the first three in a bundle, and the id of a folder to build into. */
  async function caseWithBundle(change: Partial<Pick<Plan['profile'], 'late'>> = {}, profile = 'general') {
    const { client, folder, grant } = host()
    for (const name of ['cases', 'papers', 'late', 'out']) mkdirSync(join(folder, name))
    for (const n of [1, 2, 3])
      writeFileSync(join(folder, 'papers', `${n}.txt`), `Paper ${n}.\n`.repeat(n * 90))
    writeFileSync(join(folder, 'late', '4.txt'), 'What came late.')
    const [place, papers, late, out] = await grant(
      ['cases', 'papers', 'late', 'out'].map((name) => join(folder, name)),
    )
    const { caseId } = await client.call('cases.create', {
      place: place!,
      name: 'R v X',
      passphrase: 'a long passphrase',
    })
    await client.call('evidence.add', { caseId, from: [papers!], producer: 'JLB' })
    const { record } = await client.call('bundle.create', { caseId, profile, title: 'Trial bundle' })
    const bundle = record.id
    if (change.late !== undefined)
      await client.call('records.change', {
        caseId,
        type: 'bundle',
        id: bundle,
        version: record.version,
        fields: { late: change.late },
      })
    await client.call('evidence.add', { caseId, from: [late!], producer: 'JLB' })
    return { caseId, bundle, out: out! }
  }

  const plan = (caseId: string, bundle: string) => host().client.call('bundle.plan', { caseId, bundle })
  /** Saves the arrangement as `edit` leaves it. */
  async function arrange(caseId: string, bundle: string, edit: (entries: Entry[]) => readonly Entry[]) {
    const { record } = await host().client.call('records.get', { caseId, type: 'bundle', id: bundle })
    const { fields, version } = record as StoredOf<'bundle'>
    const entries = edit(readArrangement(fields.entries)) as Params<'bundle.arrange'>['entries']
    return host().client.call('bundle.arrange', { caseId, bundle, version, entries })
  }

  /** Puts the exhibit that came late behind the one with a reference. */
  async function addLate(caseId: string, bundle: string, after: string) {
    const { offered, sections } = await plan(caseId, bundle)
    const { at } = sections.flatMap(({ documents }) => documents).find(({ ref }) => ref === after)!
    const { id } = offered.find(({ ref }) => ref === 'JLB/4')!
    await arrange(caseId, bundle, (entries) => entries.toSpliced(at + 1, 0, documentEntry('exhibit', id)))
  }

  /** Takes the exhibit with the reference out. */
  async function takeOut(caseId: string, bundle: string, ref: string) {
    const { sections } = await plan(caseId, bundle)
    const { at } = sections.flatMap(({ documents }) => documents).find((each) => each.ref === ref)!
    await arrange(caseId, bundle, (entries) =>
      entries.map((entry, i) => (i === at && entry.kind === 'document' ? { ...entry, taken: true } : entry)),
    )
  }

  async function built(
    caseId: string,
    bundle: string,
    out: string,
    version: number | null,
    fileName: string,
  ) {
    const made = await host().client.call('bundle.build', { caseId, bundle, version, to: out, fileName })
    return { ...made, path: join(host().folder, 'out', made.fileName) }
  }
  return { caseWithBundle, plan, arrange, addLate, takeOut, built }
}
