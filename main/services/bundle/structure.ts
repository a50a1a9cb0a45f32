import { Meaning } from './meaning.ts'
import { type Dict, dict, type Made, name, textString, type Value } from './objects.ts'
import type { Foreign, Press } from './press.ts'

const PER_NODE = 64

/** The structure of a file as it was written. */
export interface WrittenStructure {
  readonly root: Made
  /** Whether every page is tagged. Only then may a file say that it is. */
  readonly whole: boolean
}

/**
 * Writes the structure of the pages we set, in reading order: a part for each run of them, and for pages that are as
 * their file made them a part that says what they are and that nothing of them is tagged.
 */
export function writeStructure(press: Press): WrittenStructure {
  const { file, slots, meanings, foreign } = press
  const root = file.reserve()
  const document = new Meaning('Document')
  const placed = new Set<Meaning>()
  const keys: [number, Made | Meaning | readonly Meaning[]][] = []
  for (const slot of slots) {
    const own = meanings.get(slot)
    const other = foreign.get(slot)
    if (other?.why === 'source') document.kids.push(untagged(other))
    if (!own) continue
    if (!placed.has(own.part)) {
      placed.add(own.part)
      document.kids.push(own.part)
    }
    if (own.marks.length > 0) keys.push([slot.ref.number, own.marks])
    for (const { annotation, meaning } of own.links) keys.push([annotation.number, meaning])
  }
  const refs = writeParts(press, document, root)
  const refOf = (meaning: Meaning): Value => refs.get(meaning) ?? null
  const pairs = keys
    .sort(([a], [b]) => a - b)
    .map(([key, value]): [number, Value] => [
      key,
      Array.isArray(value) ? value.map(refOf) : refOf(value as Meaning),
    ])
  const entries = dict({
    Type: name('StructTreeRoot'),
    K: refs.get(document),
    ParentTree: parentTree(press, pairs),
    ParentTreeNextKey: file.objects,
  })
  file.write(root, entries)
  return { root, whole: slots.every((slot) => meanings.has(slot)) }
}

function untagged({ entry, pages: [first, last] }: Foreign): Meaning {
  const part = new Meaning('Part')
  part.title = entry
  const where = first === last ? `page ${first}` : `pages ${first} to ${last}`
  part.alt = `${entry}, ${where}. The pages are as their file made them and are not tagged.`
  return part
}

/** Writes parts from the outside in, and returns where each went. */
function writeParts({ file }: Press, document: Meaning, root: Made): Map<Meaning, Made> {
  const refs = new Map<Meaning, Made>([[document, file.reserve()]])
  const queue: [Meaning, Made][] = [[document, root]]
  for (let at = 0; at < queue.length; at++) {
    const [part, parent] = queue[at]!
    const ref = refs.get(part)!
    const page = pageOf(part)
    const kids: Value[] = []
    for (const kid of part.kids) {
      if (kid instanceof Meaning) {
        if (!kid.speaks) continue
        const below = file.reserve()
        refs.set(kid, below)
        queue.push([kid, ref])
        kids.push(below)
      } else if ('annotation' in kid)
        kids.push(dict({ Type: name('OBJR'), Pg: kid.page, Obj: kid.annotation }))
      else if (kid.place.page === page) kids.push(kid.mark)
      else kids.push(dict({ Type: name('MCR'), Pg: kid.place.page, MCID: kid.mark }))
    }
    file.write(
      ref,
      dict({
        S: name(part.role),
        P: parent,
        Pg: page,
        K: kids.length === 1 && !(kids[0] instanceof Map) ? kids[0] : kids.length > 0 ? kids : undefined,
        T: part.title === undefined ? undefined : textString(part.title),
        Alt: part.alt === undefined ? undefined : textString(part.alt),
        A: attributes(part),
      }),
    )
  }
  return refs
}

function pageOf(part: Meaning): Made | undefined {
  for (const kid of part.kids) if ('place' in kid) return kid.place.page
  return undefined
}

function attributes({ box, numbered }: Meaning): Dict | undefined {
  if (box) return dict({ O: name('Layout'), Placement: name('Block'), BBox: [...box] })
  if (numbered) return dict({ O: name('List'), ListNumbering: name('Decimal') })
  return undefined
}

/** From a page or a link to the parts it belongs to. */
function parentTree({ file }: Press, pairs: readonly [number, Value][]): Dict {
  if (pairs.length <= PER_NODE) return dict({ Nums: pairs.flat() as Value[] })
  const kids: Made[] = []
  for (let i = 0; i < pairs.length; i += PER_NODE) {
    const some = pairs.slice(i, i + PER_NODE)
    kids.push(file.add(dict({ Limits: [some[0]![0], some.at(-1)![0]], Nums: some.flat() as Value[] })))
  }
  return dict({ Kids: kids })
}
