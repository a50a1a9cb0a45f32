import type { Result } from '../../casework/contract/contract.ts'
import { counted } from '../../casework/rules/words.ts'

type Checked = Result<'evidence.check'>['items']

/** How the files of a case stand after a check, in a few words: what is wrong first. */
export function filesWords(items: Checked): { readonly words: string; readonly well: boolean } {
  const held = items.filter((item) => item.verdict !== 'no-file')
  const intact = held.filter((item) => item.verdict === 'intact').length
  const wrong = (['altered', 'missing', 'unreadable'] as const)
    .map((verdict) => [verdict, held.filter((item) => item.verdict === verdict).length] as const)
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${verdict}`)
  if (wrong.length > 0) return { words: wrong.join(', '), well: false }
  if (held.length === 0) return { words: 'No files yet', well: true }
  return { words: `${intact} of ${counted(held.length, 'file')} intact`, well: true }
}
