import { type Dict, dict, type Made, name, textString, type Value } from './objects.ts'
import type { Bookmark, Press } from './press.ts'

/** Writes the bookmarks and returns their root. Sections and documents stand open; what a source brought is folded. */
export function writeOutlines(press: Press, bookmarks: readonly Bookmark[]): Made {
  const { file } = press
  const root = file.reserve()
  const queue: {
    parent: Made
    list: readonly Bookmark[]
    done(first: Made, last: Made, shown: number): void
  }[] = []
  const visible = (list: readonly Bookmark[]): number =>
    list.reduce((sum, item) => sum + 1 + (item.open ? visible(item.children) : 0), 0)
  const rootEntries = dict({ Type: name('Outlines') })
  queue.push({
    parent: root,
    list: bookmarks,
    done: (first, last, shown) => {
      rootEntries.set('First', first).set('Last', last).set('Count', shown)
    },
  })
  const written: [Made, Dict][] = []
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { parent, list, done } = next
    if (list.length === 0) continue
    const refs = list.map(() => file.reserve())
    done(refs[0]!, refs.at(-1)!, visible(list))
    for (const [i, item] of list.entries()) {
      const entries = dict({
        Title: textString(item.title),
        Parent: parent,
        Prev: refs[i - 1],
        Next: refs[i + 1],
        Dest: [...item.target] as Value[],
      })
      written.push([refs[i]!, entries])
      queue.push({
        parent: refs[i]!,
        list: item.children,
        done: (first, last, shown) => {
          entries
            .set('First', first)
            .set('Last', last)
            .set('Count', item.open ? shown : -shown)
        },
      })
    }
  }
  file.write(root, rootEntries)
  for (const [ref, entries] of written) file.write(ref, entries)
  return root
}
