import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Fate, Trial } from './faithful.ts'

// node tests/corpus/index.ts FOLDER [MOST PAGES OF EACH]
// Bundles every PDF under a folder alone, compares each page with its source, and counts what became of them.

const [folder, most] = process.argv.slice(2)
if (folder === undefined) throw new Error('Which folder of PDFs?')
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.pdf$/i.test(name))
  .sort()
const scratch = mkdtempSync(join(tmpdir(), 'turnstone-corpus-'))
const trial = new Trial(scratch, Number(most ?? 10_000))
const counts = new Map<Fate, number>()
try {
  for (const name of files) {
    const { fate, why } = await trial.try(join(folder, name))
    counts.set(fate, (counts.get(fate) ?? 0) + 1)
    if (fate !== 'faithful') console.log(`${fate.padEnd(9)} ${name}: ${why.slice(0, 300)}`)
  }
} finally {
  trial.close()
  rmSync(scratch, { recursive: true, force: true })
}
const judged = files.length - (counts.get('blind') ?? 0)
const share = (((counts.get('faithful') ?? 0) / judged) * 100).toFixed(1)
console.log(
  `${files.length} files: ${[...counts].map(([fate, count]) => `${count} ${fate}`).join(', ')}; ${share} % of those that can be compared are faithful`,
)
