import type { BundleCheck } from '../../casework/contract/bundles.ts'
import { CaseworkError } from '../../casework/contract/errors.ts'
import { type BundlePlan, lettersWords, PaperLetters } from '../services/bundle/index.ts'
import type { Bound } from './binder.ts'
import { about, nameOf } from './bundle-check-parts.ts'
import type { Desk } from './desk.ts'
import type { OpenCase } from './open-cases.ts'

/** A text file longer than this is looked through only when it is laid. */
const longestLookedAt = 16 << 20

interface Known {
  readonly letters: PaperLetters
  /** Of text files, by SHA-256: they are read once while the case is open. */
  readonly texts: Map<string, readonly string[]>
}
const asked = new WeakMap<OpenCase, Known>()

/** What a bundle prints in letters that its typefaces lack, by document (R66). It looks; it lays no bundle. */
export async function letterChecks(
  held: OpenCase,
  { paper }: Pick<Desk, 'paper'>,
  documents: readonly Bound[],
  plan: BundlePlan,
): Promise<BundleCheck[]> {
  const known = asked.get(held) ?? { letters: new PaperLetters(paper), texts: new Map() }
  asked.set(held, known)
  const found: BundleCheck[] = []
  const front = known.letters.ofFront(plan)
  if (front.length > 0)
    found.push({
      rule: 'R66',
      weight: 'look',
      sentence: `The cover, a heading or the head of sheets holds ${countOf(front)} the paper typefaces lack`,
      detail: `They lack ${lettersWords(front)}. ${boxes(front)} Spell the names of the case, of the bundle and of its sections in other letters.`,
      fix: 'details',
    })
  for (const each of documents) {
    if (each.entry.taken) continue
    const inWords = known.letters.ofDocument(each.document)
    const inText = await ofText(held, known, each)
    const all = [...new Set([...inWords, ...inText])].sort()
    if (all.length === 0) continue
    found.push({
      rule: 'R66',
      weight: 'look',
      sentence: `${nameOf(each)} holds ${countOf(all)} the paper typefaces lack`,
      detail: `They lack ${lettersWords(all)}. ${boxes(all)} ${remedy(each, inText.length > 0)}`,
      ...about(each, fixOf(each, inText.length > 0)),
    })
  }
  return found
}

const countOf = (characters: readonly string[]) =>
  characters.length === 1 ? 'a character' : `${characters.length.toLocaleString('en-GB')} characters`

const boxes = (characters: readonly string[]) =>
  `An empty box is printed for ${characters.length === 1 ? 'it' : 'each'}; the text can still be searched and copied.`

function remedy({ document, frozenIn }: Bound, text: boolean): string {
  if (frozenIn !== undefined)
    return `It stands so since version ${frozenIn} was frozen: hand over beside it what shows them.`
  if (text) return 'Bring it in as a PDF, which has letters of its own.'
  return document.content.kind === 'statement'
    ? 'Have them spelled in other letters before it is signed, or put in a PDF of it, which has letters of its own.'
    : 'Spell in other letters what the index and its sheets say of it.'
}

const fixOf = ({ document }: Bound, text: boolean): BundleCheck['fix'] =>
  text || document.content.kind === 'statement' ? 'open' : 'details'

async function ofText(
  { store }: OpenCase,
  { letters, texts }: Known,
  { document: { content }, record }: Bound,
): Promise<readonly string[]> {
  const file = 'file' in record.fields ? record.fields.file : null
  if (content.kind !== 'text' || file === null || file.bytes > longestLookedAt) return []
  const before = texts.get(content.sha256)
  if (before !== undefined) return before
  try {
    const found = letters.ofText(await store.readBlob(file.blob))
    texts.set(content.sha256, found)
    return found
  } catch (cause) {
    // A file that does not open stops the build and says why there.
    if (!(cause instanceof CaseworkError)) throw cause
    return []
  }
}
