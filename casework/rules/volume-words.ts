import { counted } from './words.ts'

interface Other {
  readonly file: string
  readonly stands: 'same' | 'another' | 'absent'
}

/** What is to be said of the other volumes of a bundle that was checked; nothing where it has none. */
export function volumesSpoken(others: readonly Other[]): string[] {
  const same = others.filter(({ stands }) => stands === 'same')
  const absent = others.filter(({ stands }) => stands === 'absent')
  const said: string[] = []
  if (same.length > 0)
    said.push(
      same.length === others.length
        ? `${same.length === 1 ? 'The other volume' : `All ${same.length} other volumes`} beside it ${same.length === 1 ? 'is' : 'are'} as built.`
        : `${counted(same.length, 'other volume')} beside it ${same.length === 1 ? 'is' : 'are'} as built.`,
    )
  if (absent.length > 0)
    said.push(
      `Not in its folder, so not compared: ${absent.map(({ file }) => `“${file}”`).join(', ')}. Put all volumes in one folder.`,
    )
  return said
}
