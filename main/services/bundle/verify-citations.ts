import { CITATION_NAME } from './citations.ts'
import { readTextString, Text } from './objects.ts'
import type { SourcePage } from './page-tree.ts'
import type { PdfReader } from './reader.ts'
import { pageOfDest } from './verify-view.ts'

/** Checks the links laid over a page's citations: each leads to the page whose number it says. */
export function checkCitations(
  reader: PdfReader,
  page: SourcePage,
  number: number,
  {
    pageAt,
    labels,
  }: {
    readonly pageAt: ReadonlyMap<number, number>
    readonly labels: readonly (string | undefined)[]
  },
  say: (rule: string, sentence: string, page?: number) => void,
): void {
  const annotations = reader.get(page.dict, 'Annots')
  for (const item of Array.isArray(annotations) ? annotations : []) {
    const annotation = reader.resolve(item)
    if (!(annotation instanceof Map)) continue
    const called = reader.get(annotation, 'NM')
    if (!(called instanceof Text) || !readTextString(called).startsWith(CITATION_NAME)) continue
    const words = reader.get(annotation, 'Contents')
    const said = words instanceof Text ? /, page (.+)$/su.exec(readTextString(words))?.[1] : undefined
    const leads = labels[pageOfDest(reader, reader.get(annotation, 'Dest'), pageAt) - 1]
    if (said === undefined || said !== leads)
      say(
        'R24',
        `A citation on page ${labels[number - 1] ?? number} says page ${said ?? 'nothing'} and leads to ${leads === undefined ? 'none' : `page ${leads}`}.`,
        number,
      )
  }
}
