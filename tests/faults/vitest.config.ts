import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The longest come first, so that no core waits for them alone at the end. */
const longest = [
  'break-off-refused',
  'break-off-killed',
  'power-cut-of-upkeep',
  'power-cut-of-changes',
  'refused.',
]
const rank = ({ moduleId }: TestSpecification) => {
  const at = longest.findIndex((name) => moduleId.includes(`/${name}`))
  return at === -1 ? longest.length : at
}
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return [...files].sort((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: [
      'tests/faults/**/*.faults.ts',
      // These are told by FAULTS how much to do.
      'tests/faults/{downgrade,full-disk,growth,parsers,schedules,swaps}.test.ts',
      'tests/main/services/vault/{damage,disk-faults,holder-faults}.test.ts',
      'tests/main/services/case-store/{crash,versions}.test.ts',
    ],
    maxWorkers: 2,
    testTimeout: 20_000,
    sequence: { sequencer: LongestFirst },
    allowOnly: !process.env.CI,
  },
})
