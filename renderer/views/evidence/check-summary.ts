import type { Result } from '../../../casework/contract/contract.ts'
import { counted } from '../../../casework/rules/words.ts'

export type CheckItems = Result<'evidence.check'>['items']

/** What a check found, for a toast when all is well: "17 files intact. 2 exhibits have no file." */
export function checkWords(items: CheckItems): string {
  const files = items.filter(({ verdict }) => verdict !== 'no-file').length
  const bare = items.length - files
  const without = bare === 0 ? '' : ` ${counted(bare, 'exhibit')} ${bare === 1 ? 'has' : 'have'} no file.`
  return files === 0 ? `No file to check.${without}` : `${counted(files, 'file')} intact.${without}`
}

/** The exhibits whose file is not as it came. */
export const troubled = (items: CheckItems): CheckItems =>
  items.filter(({ verdict }) => verdict !== 'intact' && verdict !== 'no-file')
