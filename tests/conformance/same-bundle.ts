import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OpenHost } from '../support/hosts.ts'

/** The hash of a bundle of the same three papers, made through a host in a case of its own. */
export async function bundleThrough({ client, folder, grant }: OpenHost, name: string): Promise<string> {
  const at = (part: string) => join(folder, `${name} ${part}`)
  for (const part of ['cases', 'papers', 'out']) mkdirSync(at(part))
  for (const n of [1, 2, 3])
    writeFileSync(join(at('papers'), `${n}.txt`), `Paper ${n}: Đặng Hường, Łęcka.\n`.repeat(40 * n))
  const [place, papers, to] = await grant(['cases', 'papers', 'out'].map(at))
  const { caseId } = await client.call('cases.create', {
    place: place!,
    name: 'R v X',
    passphrase: 'six plain words that nobody guesses',
  })
  try {
    await client.call('evidence.add', { caseId, from: [papers!], producer: 'JLB' })
    const fields = { title: 'Statement bundle', date: '2026-03-02', profile: 'crown-court' }
    const asked = { caseId, bundle: null, version: null, to: to!, fileName: 'x.pdf', ...fields }
    return (await client.call('bundle.build', asked)).sha256
  } finally {
    await client.call('cases.close', { caseId })
  }
}
