import { labelAt, labelSpan, type NumberRun } from '../../../casework/rules/numbering.ts'
import type { Citations } from './citations.ts'
import type { PageMeaning } from './meaning.ts'
import type { ObjectFile } from './object-file.ts'
import { type Dict, dict, type Made, name, textString, type Value } from './objects.ts'
import { type LabelledFrom, labelTree } from './page-labels.ts'
import type { PageView } from './page-tree.ts'
import type { BundlePlan, ReportKind, ReportLine, SheetHead } from './plan.ts'
import { A4, INK, MARGIN, MEASURE, MM, type Sheet, type SheetLink, wrap } from './sheet.ts'
import { placeStamps, STAMP_FONT } from './stamp.ts'
import type { Face, Typefaces } from './typeface.ts'

const PER_NODE = 64

/** A page's place in the file: its reference, its place from 1, its number as printed, and the tree node above it. */
export interface Slot {
  readonly ref: Made
  readonly number: number
  readonly label: string
  readonly parent: Made
}

/** A bookmark of the bundle. */
export interface Bookmark {
  readonly title: string
  /** Where it leads, in the bundle's own references. */
  readonly target: readonly Value[]
  readonly children: readonly Bookmark[]
  readonly open: boolean
}

/** How far a file had come. */
interface Mark {
  readonly file: ReturnType<ObjectFile['save']>
  readonly pages: number
  readonly notes: number
  readonly layers: readonly [number, number]
  readonly parts: number
}

/** Pages that are not set by us, or a picture on one of ours that the rules for archives do not allow. */
export interface Foreign {
  /** What the document is called. */
  readonly entry: string
  readonly why: 'source' | 'inks'
  readonly pages: readonly [first: string, last: string]
}

/** The file of a bundle being made: the file, its pages so far, its typefaces and its report. */
export class Press {
  readonly plan: BundlePlan
  readonly file: ObjectFile
  readonly faces: Typefaces
  readonly report: ReportLine[] = []
  readonly slots: Slot[] = []
  readonly #nodes: Made[] = []
  #runs: LabelledFrom[] = [{ at: 0, run: { style: 'decimal', prefix: '', from: 1 } }]
  /** Draws the number of the last page; written when it is known. */
  readonly total: Made
  readonly #graphics: Made
  readonly #opened = new Map<number, Made>()
  /** Layers of sources, and those of them switched off. */
  readonly layers: Value[] = []
  readonly layersOff: Value[] = []
  /** What each page set by us means. */
  readonly meanings = new WeakMap<Slot, PageMeaning>()
  /** Where pages begin that are as their file made them, and of which document. */
  readonly foreign = new WeakMap<Slot, Foreign>()
  /** Citations that wait for their pages; without, none become links: a file that is not a whole bundle. */
  citations: Citations | undefined
  /** How many parts and marked stretches the pages set so far have. */
  parts = 0
  /** What the sheets set now say of their case: as the bundle does, but for those of a document that was frozen otherwise. */
  head: SheetHead

  constructor(plan: BundlePlan, file: ObjectFile, faces: Typefaces) {
    this.plan = plan
    this.head = plan
    this.file = file
    this.faces = faces
    this.total = file.reserve()
    this.#graphics = file.add(dict({ Type: name('ExtGState'), ca: 0.05, CA: 0.05 }))
  }

  /** The pages taken from here on are numbered by this run. */
  number(run: NumberRun): void {
    this.#runs.push({ at: this.slots.length, run })
  }

  /** The runs the pages taken so far are numbered by. */
  get runs(): readonly LabelledFrom[] {
    return this.#runs.filter(({ at }, i) => at < (this.#runs[i + 1]?.at ?? this.slots.length))
  }

  /** Takes the next page of the file. */
  take(): Slot {
    const index = this.slots.length
    const { at, run } = this.#runs.at(-1)!
    if (index % PER_NODE === 0 && index / PER_NODE >= this.#nodes.length)
      this.#nodes.push(this.file.reserve())
    const slot = {
      ref: this.file.reserve(),
      number: index + 1,
      label: labelAt(run, index - at),
      parent: this.#nodes[Math.floor(index / PER_NODE)]!,
    }
    this.slots.push(slot)
    return slot
  }

  /** Gives back pages taken since there were `count`. */
  giveBack(count: number): void {
    this.slots.length = count
    this.citations?.giveBack(count)
    this.#nodes.length = Math.ceil(count / PER_NODE)
    this.#runs = this.#runs.filter(({ at }) => at <= count)
  }

  /** A place to go back to when a document is to begin the next volume. */
  mark(): Mark {
    return {
      file: this.file.save(),
      pages: this.slots.length,
      notes: this.report.length,
      layers: [this.layers.length, this.layersOff.length],
      parts: this.parts,
    }
  }

  /** Takes back everything since the mark. */
  back(to: Mark): void {
    this.file.restore(to.file)
    this.giveBack(to.pages)
    this.forgetShared()
    this.report.length = to.notes
    this.layers.length = to.layers[0]
    this.layersOff.length = to.layers[1]
    this.parts = to.parts
  }

  note(line: { document?: string; page?: number; kind: ReportKind; sentence: string }): void {
    const slot = line.page === undefined ? undefined : this.slots[line.page - 1]
    this.report.push(slot === undefined ? line : { ...line, label: slot.label })
  }

  /** A stream that saves the graphics state `times` times, shared by all pages. */
  opening(times: number): Made {
    const known = this.#opened.get(times)
    if (known) return known
    const ref = this.file.reserve()
    this.file.writeStream(ref, dict({}), Buffer.from('q\n'.repeat(times), 'latin1'))
    this.#opened.set(times, ref)
    return ref
  }

  /** Forgets shared streams written after a savepoint. */
  forgetShared(): void {
    this.#opened.clear()
  }

  /** Writes a page drawn by us: header, notice, watermark, footer and stamp added. */
  writeSheet(
    sheet: Sheet,
    slot: Slot,
    footer: (sheet: Sheet) => void,
    pictures: Record<string, Value> = {},
    stamped = true,
  ): void {
    const { plan, file, faces, head } = this
    const small = { face: 'sans', size: 8, ink: INK.grey } as const
    sheet.aside(true)
    const top = 9 * MM + 8
    const third = MEASURE / 3
    const cut = (text: string, width: number) => {
      let out = text
      while (out.length > 4 && sheet.width(out, small) > width) out = `${out.slice(0, -2).trimEnd()}…`
      return out
    }
    sheet.text(MARGIN.left, top, cut(head.caseTitle, head.fictional ? third * 1.05 : third * 2), small)
    if (head.fictional)
      sheet.text(MARGIN.left + MEASURE / 2, top, 'FICTIONAL: demonstration data', small, 'centre')
    if (head.urn) sheet.text(A4.width - MARGIN.right, top, cut(head.urn, third * 0.8), small, 'right')
    if (head.marking) this.#marking(sheet, head.marking)
    footer(sheet)
    const face = faces.get('sans-bold')
    const stamp = placeStamps(A4_VIEW, slot.label, face, ['bottom-right'], plan.profile.stamp)[0]!
    const content = `${head.fictional ? this.#watermark(sheet) : ''}${sheet.content()}${stamped ? stamp.operators(STAMP_FONT) : ''}`
    const fonts: Dict = new Map([[STAMP_FONT, faces.get('sans-bold').ref as Value]])
    for (const face of [...sheet.used].sort() as Face[]) fonts.set(face, faces.get(face).ref)
    const body = file.reserve()
    file.writePacked(body, dict({}), Buffer.from(content, 'latin1'))
    const links = sheet.links.map((link) => ({ annotation: this.#link(link, slot), meaning: link.meaning }))
    sheet.place.page = slot.ref
    this.meanings.set(slot, { part: sheet.part, marks: sheet.marks, links })
    this.parts += sheet.marks.length + links.length + sheet.citations.length
    const written = links.map(({ annotation }) => annotation)
    file.write(
      slot.ref,
      dict({
        Type: name('Page'),
        Parent: slot.parent,
        MediaBox: [0, 0, A4.width, A4.height],
        Resources: dict({
          Font: fonts,
          XObject: dict({ Total: this.total, ...pictures }),
          ExtGState: dict({ Faint: this.#graphics }),
        }),
        Contents: body,
        Annots:
          this.citations && sheet.citations.length > 0
            ? this.citations.keep(this, slot, written, sheet.citations)
            : written.length > 0
              ? written
              : undefined,
        Tabs: name('S'),
        StructParents: sheet.marks.length > 0 ? slot.ref.number : undefined,
      }),
    )
  }

  // The number of an object is a key no other object has, whatever is taken back.
  #link({ box, page, words, meaning }: SheetLink, slot: Slot): Made {
    const at = this.slots[page - 1]
    const annotation = this.file.reserve()
    meaning.kids.push({ annotation, page: slot.ref })
    const entries = dict({
      Type: name('Annot'),
      Subtype: name('Link'),
      Rect: [...box],
      Border: [0, 0, 0],
      F: 4,
      H: name('I'),
      Contents: words === '' ? undefined : textString(words),
      Dest: at ? [at.ref, name('XYZ'), null, null, null] : undefined,
      StructParent: annotation.number,
    })
    this.file.write(annotation, entries)
    return annotation
  }

  #watermark(sheet: Sheet): string {
    const word = 'FICTIONAL'
    const face = this.faces.get('sans-bold')
    sheet.used.add('sans-bold')
    const size = 82
    const wide = face.width(word, size)
    const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)]
    const x = A4.width / 2 - (wide / 2) * c + size * 0.36 * s
    const y = A4.height / 2 - (wide / 2) * s - size * 0.36 * c
    const m = [c, s, -s, c, x, y].map((n) => Math.round(n * 1000) / 1000)
    return `/Artifact <</Type /Background>> BDC\nq /Faint gs BT 0 g /sans-bold ${size} Tf ${m.join(' ')} Tm\n${face.show(word)}ET Q\nEMC\n`
  }

  /** The marking, at head and foot, above and below everything else. */
  #marking(sheet: Sheet, words: string): void {
    const style = { face: 'sans-bold', size: 9, ink: INK.chestnut } as const
    const lines = wrap(this.faces, words, style, MEASURE).slice(0, 1)
    for (const line of lines) {
      sheet.text(A4.width / 2, 6.5 * MM, line, style, 'centre')
      sheet.text(A4.width / 2, A4.height - 4 * MM, line, style, 'centre')
    }
  }

  /** The usual footer: page x of y, and the version. The last page's number is drawn when it is known. */
  pageOf(sheet: Sheet, slot: Slot): void {
    const small = { face: 'sans', size: 8, ink: INK.grey } as const
    const y = A4.height - 9 * MM
    // Where numbers begin again, the last of them says nothing of how many there are.
    const total = this.plan.profile.numbering === 'continuous'
    const words = total ? `Page ${slot.label} of ` : `Page ${slot.label}`
    sheet.text(MARGIN.left, y, words, small)
    const x = MARGIN.left + sheet.width(words, small)
    if (total)
      sheet.raw(
        `q 1 0 0 1 ${Math.round(x * 1000) / 1000} ${Math.round((A4.height - y) * 1000) / 1000} cm /Total Do Q\n`,
      )
    if (!this.plan.version) return
    const room = `${this.plan.series ?? ''}0000`
    const at = x + (total ? sheet.width(room, small) : 0) + 6 * MM
    const [line] = wrap(this.faces, this.plan.version, small, A4.width - MARGIN.right - 24 * MM - at)
    sheet.text(at, y, line!, small)
  }

  /** Writes the number the bundle ends with, by the label of its last page, for every footer at once. */
  writeTotal(label = this.slots.at(-1)?.label ?? ''): void {
    const face = this.faces.get('sans')
    const [, last] = labelSpan(label, label)
    const ops = `BT ${INK.grey} /sans 8 Tf 1 0 0 1 0 0 Tm\n${face.show(last)}ET\n`
    this.file.writeStream(
      this.total,
      dict({
        Type: name('XObject'),
        Subtype: name('Form'),
        BBox: [-1, -3, Math.ceil(face.width(last, 8)) + 1, 9],
        Resources: dict({ Font: dict({ sans: face.ref }) }),
      }),
      Buffer.from(ops, 'latin1'),
    )
  }

  /** Writes the number each page shows in a reader, and returns the tree's root. */
  writeLabels(): Made {
    return this.file.add(labelTree(this.runs, this.slots.length))
  }

  /** Writes the page tree, at most 64 kids to a node, and returns its root. */
  writeTree(): Made {
    const { file } = this
    let level: { ref: Made; count: number }[] = this.#nodes.map((ref, i) => ({
      ref,
      count: Math.min(PER_NODE, this.slots.length - i * PER_NODE),
    }))
    let kids: Made[][] = this.#nodes.map((_, i) =>
      this.slots.slice(i * PER_NODE, (i + 1) * PER_NODE).map((slot) => slot.ref),
    )
    for (;;) {
      const single = level.length === 1
      const above: { ref: Made; count: number }[] = []
      for (let i = 0; i < level.length && !single; i += PER_NODE) {
        const group = level.slice(i, i + PER_NODE)
        above.push({ ref: file.reserve(), count: group.reduce((sum, node) => sum + node.count, 0) })
      }
      for (const [i, node] of level.entries()) {
        const parent = single ? undefined : above[Math.floor(i / PER_NODE)]!.ref
        file.write(node.ref, dict({ Type: name('Pages'), Parent: parent, Kids: kids[i]!, Count: node.count }))
      }
      if (single) return level[0]!.ref
      kids = above.map((_, i) => level.slice(i * PER_NODE, (i + 1) * PER_NODE).map((node) => node.ref))
      level = above
    }
  }
}

/** How an A4 page of ours is seen. */
export const A4_VIEW: PageView = {
  media: [0, 0, A4.width, A4.height],
  crop: [0, 0, A4.width, A4.height],
  rotate: 0,
  unit: 1,
}
