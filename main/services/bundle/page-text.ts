import { ENOUGH, type InkFound } from './ink.ts'
import type { Value } from './objects.ts'
import type { PageView } from './page-tree.ts'
import type { PdfReader } from './reader.ts'

/** Whether the words of a page can be searched and copied: they can, they can't though it has ink, or it is blank. */
export type PageText = 'text' | 'none' | 'blank'

/** A picture of at least this much of the page makes it a scan, unless there is more text than a stamp or a caption. */
const SCAN = 0.4

/**
 * The font of the words on a page with boxes, where what it was burned from had words that could be had. Where it had
 * none but a stamp on a scan, they are in another, and the picture alone decides.
 */
export const WORDS_FONT = 'TurnstoneWords'

/** Whether a page's words were laid there with its boxes, all that are left of it: they are text however few they are. */
export function wordsLaid(reader: PdfReader, resources: Value): boolean {
  const fonts = resources instanceof Map ? reader.get(resources, 'Font') : null
  return fonts instanceof Map && fonts.has(WORDS_FONT)
}

/**
 * What can be had of a page's words (R40). A page number or a received stamp set over a scan does not make it a page
 * with text. `noted`: it bears notes or fields of its own, whose words are text. `laid`: see {@link wordsLaid}.
 */
export function textOn(
  found: Pick<InkFound, 'letters' | 'pictured' | 'hasInk'>,
  view: PageView,
  noted: boolean,
  laid: boolean,
): PageText {
  if (laid && found.letters > 0) return 'text'
  const [left, bottom, right, top] = view.crop
  const share = found.pictured / ((right - left) * (top - bottom))
  if (share >= SCAN) return found.letters >= ENOUGH ? 'text' : 'none'
  if (found.letters > 0 || (noted && found.pictured === 0)) return 'text'
  return found.hasInk ? 'none' : 'blank'
}
