import type { Result } from '../../casework/contract/contract.ts'
import { volumesSpoken } from '../../casework/rules/volume-words.ts'
import { counted } from '../../casework/rules/words.ts'
import type { TerminalDesk } from './terminal-desk.ts'
import type { Line } from './terminal-words.ts'

interface Outcome {
  readonly json: object
  readonly rows: readonly (readonly string[])[]
  readonly failed?: string
}
type Command = (desk: TerminalDesk, line: Line) => Promise<Outcome>

const verifyBundle: Command = async (desk, line) => {
  const file = await desk.grant(line.places[0]!)
  const holderKey = line.text('holder-key')
  const asked = { file, ...(holderKey === undefined ? {} : { holderKey }) }
  const result = await desk.client.call('bundle.verify', asked, desk.options)
  return {
    json: result,
    rows: [
      [
        result.ok
          ? `${result.fileName} verifies: ${counted(result.documents, 'document')}, ${counted(result.pages, 'page')}.`
          : `${result.fileName} does not verify.`,
      ],
      ...sealRows(result),
      ...volumesSpoken(result.others).map((sentence) => ['Volumes', sentence]),
      ...result.findings.map(({ rule, sentence }) => [rule, sentence]),
    ],
    ...(result.ok ? {} : { failed: `${result.fileName} does not verify.` }),
  }
}

function sealRows({ seal, findings }: Result<'bundle.verify'>): string[][] {
  if (seal === null)
    return findings.some(({ rule }) => ['seal', 'manifest', 'no-manifest'].includes(rule))
      ? []
      : [['Seal', 'Nobody sealed it: whoever can replace the bundle can replace its manifest.']]
  return [
    ['Sealed by', seal.holder],
    ['Key', seal.code],
    ['', seal.knownIn === null ? 'This machine does not know that key.' : `A holder of ${seal.knownIn}.`],
  ]
}

const compareBundles: Command = async (desk, line) => {
  const [a, b] = [await desk.grant(line.places[0]!), await desk.grant(line.places[1]!)]
  const result = await desk.client.call('bundle.compare', { a, b }, desk.options)
  const { warnings, said, damage, fileNames } = result
  const harmed = (['a', 'b'] as const).filter((which) => damage[which].length > 0)
  const named = harmed.map((which) => fileNames[which]).join(' and ')
  return {
    json: result,
    rows: [...warnings, ...said].map((sentence) => [sentence]),
    ...(harmed.length === 0 ? {} : { failed: `There is something wrong with ${named}: get a sound copy.` }),
  }
}

/** The commands about bundles that need no case. */
export const bundleCheckCommands: Readonly<Record<string, Command>> = {
  'bundle verify': verifyBundle,
  'bundle compare': compareBundles,
}
