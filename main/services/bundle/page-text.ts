import { ENOUGH, type InkFound } from './ink.ts'
import type { PageView } from './page-tree.ts'

/** Whether the words of a page can be searched and copied: they can, they can't though it has ink, or it is blank. */
export type PageText = 'text' | 'none' | 'blank'

/** A picture of at least this much of the page makes it a scan, unless there is more text than a stamp or a caption. */
const SCAN = 0.4

/**
 * What can be had of a page's words (R40). A page number or a received stamp set over a scan does not make it a page
 * with text. `noted`: it bears notes or fields of its own, whose words are text.
 */
export function textOn(
  found: Pick<InkFound, 'letters' | 'pictured' | 'hasInk'>,
  view: PageView,
  noted: boolean,
): PageText {
  const [left, bottom, right, top] = view.crop
  const share = found.pictured / ((right - left) * (top - bottom))
  if (share >= SCAN) return found.letters >= ENOUGH ? 'text' : 'none'
  if (found.letters > 0 || (noted && found.pictured === 0)) return 'text'
  return found.hasInk ? 'none' : 'blank'
}
