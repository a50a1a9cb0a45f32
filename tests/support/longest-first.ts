import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** A sequencer that begins with the files whose paths hold these words, in this order: no core waits for them at the end. */
export function longestFirst(words: readonly string[]): typeof BaseSequencer {
  const rank = ({ moduleId }: TestSpecification) => {
    const at = words.findIndex((word) => moduleId.includes(`/${word}`))
    return at === -1 ? words.length : at
  }
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      return [...files].sort((a, b) => rank(a) - rank(b))
    }
  }
}
