import {
  alteredTogether,
  droppedTogether,
  filedTogether,
  nestedTogether,
  steppedTogether,
  withoutTogether,
} from '../../../casework/rules/arranging-together.ts'
import { counted } from '../../../casework/rules/words.ts'
import { type LiveDocument, type LivePlan, saidNow } from './live-plan.ts'
import type { Builder } from './use-builder.ts'

/** Whether what is said of a document may still be changed. */
const isOpen = ({ standing }: LiveDocument) => standing === 'open' || standing === 'late'

/** Work on several documents of a bundle at once: each act is one change, said once and taken back at once. */
export function together({ rearrange }: Builder, several: readonly LiveDocument[]) {
  const keys = new Set(several.map(({ key }) => key))
  const open = several.filter(isOpen)
  const openKeys = new Set(open.map(({ key }) => key))
  const frozen = several.filter(({ standing }) => standing === 'frozen')
  const left = several.filter(({ standing }) => standing !== 'taken')
  const said = (what: string) => (live: LivePlan) =>
    `${counted(keys.size, 'document')} ${what}. ${saidNow(live, several[0]?.key ?? '')}`
  return {
    documents: several,
    /** Those whose titles, sheets and readers can still be changed. */
    open,
    frozen,
    step: (way: -1 | 1) =>
      rearrange(`step ${way} together`, (all) => steppedTogether(all, keys, way), said('moved')),
    nest: (depth: 0 | 1) =>
      rearrange(
        'nest together',
        (all) => nestedTogether(all, keys, depth),
        said(depth === 1 ? 'put under the one above' : 'stand for themselves'),
      ),
    drop: (to: number) => rearrange('drop together', (all) => droppedTogether(all, keys, to), said('moved')),
    file: (letter: string) =>
      rearrange(
        'file together',
        (all) => filedTogether(all, keys, letter),
        said(`moved to section ${letter}`),
      ),
    alter: (part: Parameters<typeof alteredTogether>[2], done: string) =>
      open.length > 0 &&
      rearrange(
        `alter ${Object.keys(part).join()} together`,
        (all) => alteredTogether(all, openKeys, part),
        () => `${done} for ${counted(open.length, 'document')}`,
      ),
    /** Takes them out; of those that are frozen one page each stays and stands for its numbers. */
    takeOut: () =>
      rearrange(
        'out together',
        (all) =>
          withoutTogether(all, new Set(left.map(({ key }) => key)), new Set(frozen.map(({ key }) => key))),
        () => `${counted(left.length, 'document')} taken out`,
      ),
  }
}
export type Together = ReturnType<typeof together>
