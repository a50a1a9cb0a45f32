import { FIELD_FONT } from './annotation-looks.ts'
import { keepAnnotations, RAN_A_PROGRAM, retarget } from './annotations.ts'
import type { FoundCitation } from './citations.ts'
import { CitedWords } from './cited-words.ts'
import { Comments } from './comments.ts'
import { Copier } from './copier.ts'
import { Destinations, type SourceBookmark } from './destinations.ts'
import { unpackedPart } from './filters.ts'
import type { FontMeasure } from './font-widths.ts'
import { meet } from './geometry.ts'
import { type InkFound, InkReader, type Mark } from './ink.ts'
import { PdfProblem } from './lexer.ts'
import type { Stretch } from './object-file.ts'
import { type Dict, dict, type Made, Name, name, Ref, Stream, type Value } from './objects.ts'
import { PageSurvey } from './page-survey.ts'
import { textOn, wordsLaid } from './page-text.ts'
import { boxOf, type PageView, pageEntry, pagesOf, type SourcePage, viewOf } from './page-tree.ts'
import { type BuildTools, type BundleDocument, entryTitle, type ReportKind } from './plan.ts'
import type { Bookmark, Press, Slot } from './press.ts'
import { ReadWords } from './read-words.ts'
import type { PdfReader } from './reader.ts'
import { type Active, refusedWords } from './refused.ts'
import { APART, setApart } from './set-apart.ts'
import { sayOfCatalogue, takeLayers } from './source-catalogue.ts'
import { CORNERS, type Corner, placeStamps, STAMP_FONT } from './stamp.ts'
import { UnseenPages } from './unseen-words.ts'

/** What a document brought to the bundle. */
export interface Laid {
  readonly slots: readonly Slot[]
  readonly stretches: readonly Stretch[]
  readonly bookmarks: readonly Bookmark[]
}

/** Lets other work happen between pages, and hears a cancel. */
export type Pause = () => Promise<void>

/** Pages of a source that are not laid as they are, and objects of it that no page may bring along. */
export interface Replaced {
  readonly without: ReadonlySet<number>
  /** Writes the page with this number under its slot, if it is one of them. */
  lay(number: number, slot: Slot): boolean
}

/** Lays a PDF's pages into the bundle: content as it was, the page number added, what must not be carried left out and said. */
export async function laySource(
  press: Press,
  document: BundleDocument,
  reader: PdfReader,
  pause: Pause,
  open?: BuildTools['open'],
  replaced?: Replaced,
): Promise<Laid> {
  const pages = pagesOf(reader)
  const copier = new Copier(reader, press.file, replaced?.without)
  const slots = pages.map(() => press.take())
  for (const [i, page] of pages.entries()) if (page.number > 0) copier.pages.set(page.number, slots[i]!.ref)
  const lay = new SourceLayer(press, document, copier, new ReadWords(press, document, open))
  const stretches: Stretch[] = []
  for (const [i, page] of pages.entries()) {
    const start = press.file.begin('page')
    if (!replaced?.lay(i + 1, slots[i]!)) lay.page(page, i + 1, slots[i]!)
    copier.drain()
    stretches.push(press.file.finish('page', start))
    reader.forget()
    if (i % 16 === 15) await pause()
  }
  lay.sayWhatWasLeft()
  return { slots, stretches, bookmarks: lay.bookmarks() }
}

class SourceLayer {
  readonly #press: Press
  readonly #document: BundleDocument
  readonly #copier: Copier
  readonly #reader: PdfReader
  readonly #destinations: Destinations
  readonly #words: ReadWords
  readonly #citedWords: CitedWords
  readonly #survey: PageSurvey
  readonly #fonts = new Map<Value, FontMeasure>()
  readonly #resources = new Map<Value, { ref: Made; font: string }>()
  readonly #held = new Set<Active>()
  readonly #comments = new Comments()
  readonly #unseen = new UnseenPages()
  #forms = 0

  constructor(press: Press, document: BundleDocument, copier: Copier, words: ReadWords) {
    this.#words = words
    this.#survey = new PageSurvey(press.plan.profile)
    this.#press = press
    this.#document = document
    this.#copier = copier
    this.#reader = copier.reader
    this.#destinations = new Destinations(copier.reader)
    this.#citedWords = new CitedWords(copier.reader)
  }

  #note(kind: ReportKind, sentence: string, slot?: Slot): void {
    this.#press.note({ document: this.#document.id, ...(slot ? { page: slot.number } : {}), kind, sentence })
  }

  page(page: SourcePage, at: number, slot: Slot): void {
    const press = this.#press
    const { file, faces } = press
    const view = viewOf(this.#reader, page)
    const resources = pageEntry(this.#reader, page, 'Resources')
    const kept = keepAnnotations(
      this.#copier,
      page,
      this.#destinations,
      faces.get('sans'),
      this.#document.comments,
    )
    this.#comments.add(kept.comments)
    for (const note of kept.notes) {
      this.#note(note.kind, note.sentence, slot)
      if (note.kind === 'attachment') this.#held.add('attachments')
      if (note.kind === 'annotation-removed') this.#held.add('multimedia')
      if (note.sentence === RAN_A_PROGRAM) this.#held.add('scripts')
    }
    if (page.dict.has('AA')) this.#held.add('scripts')
    if (kept.fields > 0) this.#forms++
    const face = faces.get('sans-bold')
    const inset = press.plan.profile.stamp
    const corners = press.plan.unnumbered ? [] : CORNERS
    const stamps = placeStamps(view, slot.label, face, corners, inset)
    const ink = new InkReader(
      this.#reader,
      stamps.map((stamp) => stamp.box),
      this.#fonts,
      view.crop,
    )
    const contents = this.#contents(page, slot)
    for (const box of kept.boxes) ink.mark(box, 'text')
    const found = ink.read(contents.data, resources)
    const text = textOn(found, view, kept.boxes.length > 0, wordsLaid(this.#reader, resources))
    const layer = this.#words.layer(at, text, slot, { seen: view.crop })
    this.#unseen.page(found.unseen, text, slot)
    const lies = this.#survey.page(found, view)
    if (lies !== '') this.#note('turned', lies, slot)
    const apart =
      found.faulty && contents.whole ? this.#setApart(contents.data, { found, resources, view, slot }) : null
    const { ref: resourceRef, font } = this.#resourcesFor(
      resources,
      apart === null ? kept.pictures : new Map([...kept.pictures, [APART, apart]]),
      kept.needsFont || layer !== '',
    )
    const stamp = stamps.length === 0 ? undefined : stamps[CORNERS.indexOf(this.#corner(found.marks, slot))]
    const number = stamp?.operators(font) ?? ''
    const end = apart === null ? `${found.unclosed}\n${'Q\n'.repeat(found.open + 1)}` : `/${APART} Do\nQ\n`
    const tail = `\n${end}${kept.operators}${layer}${number}`
    const last = file.reserve()
    const cited = this.#cited(contents.data, resources, kept.annotations)
    const annotations = kept.annotations.map((annotation) => {
      const ref = file.reserve()
      file.write(ref, annotation, this.#copier.number)
      return ref
    })
    file.write(
      slot.ref,
      dict({
        Type: name('Page'),
        Parent: slot.parent,
        MediaBox: [...view.media],
        CropBox: view.crop.some((n, i) => n !== view.media[i]) ? [...view.crop] : undefined,
        Rotate: view.rotate === 0 ? undefined : view.rotate,
        UserUnit: view.unit === 1 ? undefined : view.unit,
        Group: page.dict.get('Group') ?? undefined,
        Resources: resourceRef,
        Contents:
          apart === null
            ? [press.opening(found.under + 1), ...contents.refs, last]
            : [press.opening(1), last],
        Annots:
          cited.length > 0
            ? press.citations?.keep(press, slot, annotations, cited)
            : annotations.length > 0
              ? annotations
              : undefined,
      }),
      this.#copier.number,
    )
    file.writeStream(last, dict({}), Buffer.from(tail, 'latin1'))
  }

  #setApart(
    content: Uint8Array,
    of: { found: InkFound; resources: Value; view: PageView; slot: Slot },
  ): Made {
    this.#note(
      'repaired',
      `Page ${of.slot.label}: its drawing instructions are faulty, and programs differ in what they show of them. They were set apart from the page number.`,
      of.slot,
    )
    return setApart(this.#press.file, this.#copier, of.found, { ...of, content })
  }

  /** What the page cites, where that is asked for; not where a link of its own lies already. */
  #cited(content: Uint8Array, resources: Value, kept: readonly Dict[]): FoundCitation[] {
    if (!this.#press.citations || !this.#document.cites) return []
    const found = this.#citedWords.on(content, resources)
    if (found.length === 0) return found
    const taken = kept
      .filter((each) => isLink(this.#reader, each))
      .map((each) => boxOf(this.#reader, this.#reader.get(each, 'Rect')))
    return found.filter(({ box }) => !taken.some((own) => own && meet(own, box)))
  }

  #corner(marks: readonly ReadonlySet<Mark>[], slot: Slot): Corner {
    const free = CORNERS[marks.findIndex(({ size }) => size === 0)]
    if (free === 'bottom-right') return free
    if (free !== undefined) {
      const taken = free === 'top-right' ? 'at the foot' : 'in the corners before it'
      this.#note(
        'stamp-moved',
        `Page ${slot.label}: there is something ${taken}, so the page number stands at the ${free.replace('-', ' ')}.`,
        slot,
      )
      return free
    }
    const [low, high] = marks as readonly [ReadonlySet<Mark>, ReadonlySet<Mark>]
    // A scan reaches into every corner; its foot is the place readers look.
    const onlyPicture = !low.has('text') || high.has('text')
    const corner = onlyPicture ? 'bottom-right' : 'top-right'
    const where = corner === 'bottom-right' ? 'bottom right' : 'top right'
    this.#note(
      'stamp-over-ink',
      `Page ${slot.label}: the page is filled to its edges, so the page number stands on a white box over the ${where} corner.`,
      slot,
    )
    return corner
  }

  /** The pieces of a page's content, and what is in them: the whole of it, unless a piece is packed in a way we do not read. */
  #contents(page: SourcePage, slot: Slot): { refs: Value[]; data: Uint8Array; whole: boolean } {
    const reader = this.#reader
    const own = page.dict.get('Contents')
    const content = reader.resolve(own)
    const list: Value[] = Array.isArray(content) ? content : own === undefined || own === null ? [] : [own]
    const refs: Value[] = []
    const parts: Uint8Array[] = []
    let whole = true
    for (const item of list) {
      const stream = reader.resolve(item)
      if (!(stream instanceof Stream) || !(item instanceof Ref)) {
        if (item !== null)
          this.#note(
            'repaired',
            `Page ${slot.label}: a piece of the page’s content is missing from the file.`,
            slot,
          )
        continue
      }
      try {
        const data = reader.unpacked(stream)
        if (data) parts.push(data, Buffer.from('\n'))
        else whole = false
        refs.push(item)
      } catch (problem) {
        if (!(problem instanceof PdfProblem) || problem.kind === 'hostile') throw problem
        const filter = reader.get(stream.dict, 'Filter')
        const salvaged = filter instanceof Name && filter.value.startsWith('Fl')
        const saved = salvaged ? this.#salvage(stream) : { data: new Uint8Array(0), ref: item }
        whole &&= salvaged
        parts.push(saved.data, Buffer.from('\n'))
        refs.push(saved.ref)
        this.#note(
          'repaired',
          `Page ${slot.label}: a piece of the page’s content is damaged and may not show whole.`,
          slot,
        )
      }
    }
    return { refs, data: parts.length === 2 ? parts[0]! : Buffer.concat(parts), whole }
  }

  /** As much of a damaged piece of content as can be unpacked, written anew. */
  #salvage(stream: Stream): { ref: Made; data: Uint8Array } {
    const data = unpackedPart(stream.raw)
    const ref = this.#press.file.reserve()
    this.#press.file.writePacked(ref, dict({}), data)
    return { ref, data }
  }

  /** The page's resources with our font added, written once for all pages that share them. */
  #resourcesFor(
    own: Value,
    pictures: ReadonlyMap<string, Value>,
    field: boolean,
  ): { ref: Made; font: string } {
    const plain = pictures.size === 0 && !field
    const known = plain ? this.#resources.get(own) : undefined
    if (known) return known
    const { file, faces } = this.#press
    const resources: Dict = own instanceof Map ? new Map(this.#copier.withoutLeft(own)) : new Map()
    resources.delete('ProcSet')
    const fonts = this.#reader.get(resources, 'Font')
    const all: Dict = fonts instanceof Map ? new Map(fonts) : new Map()
    let font = STAMP_FONT
    // A source may itself be one of our bundles.
    while (all.has(font)) font += 'x'
    all.set(font, faces.get('sans-bold').ref)
    if (field) all.set(FIELD_FONT, faces.get('sans').ref)
    resources.set('Font', all)
    if (pictures.size > 0) {
      const xobjects = this.#reader.get(resources, 'XObject')
      resources.set('XObject', new Map([...(xobjects instanceof Map ? xobjects : []), ...pictures]))
    }
    const made = { ref: file.reserve(), font }
    file.write(made.ref, resources, this.#copier.number)
    if (plain) this.#resources.set(own, made)
    return made
  }

  /** The source's own bookmarks, leading to where its pages now are. */
  bookmarks(): Bookmark[] {
    const turn = (list: readonly SourceBookmark[]): Bookmark[] =>
      list.flatMap((item) => {
        const target = retarget(this.#copier, item.target)
        const children = turn(item.children)
        if (!target && children.length === 0) return []
        return [{ title: item.title, target: target ?? children[0]!.target, children, open: false }]
      })
    return turn(this.#destinations.bookmarks())
  }

  /** Puts into the report what of the source stayed behind, and takes over its layers. */
  sayWhatWasLeft(): void {
    const reader = this.#reader
    this.#words.say()
    this.#survey.say((kind, sentence) => this.#note(kind, sentence))
    this.#unseen.say((kind, sentence, first) => this.#note(kind, sentence, first))
    for (const words of this.#comments.sentences()) this.#note('comments', words)
    for (const repair of reader.repairs) this.#note('repaired', repair)
    const { lock } = reader
    if (lock) this.#held.add('encrypted')
    if (lock)
      this.#note(
        'decrypted',
        `It was encrypted and was opened with ${lock.byPassword ? 'the password given' : 'an empty password'}; the bundle is not encrypted.`,
      )
    if (lock && lock.forbids.length > 0)
      this.#note('decrypted', `Its owner’s settings forbid ${listed(lock.forbids)}.`)
    if (this.#copier.external > 0)
      this.#note('repaired', 'Some of its content lies in another file and could not be brought along.')
    const root = reader.get(reader.trailer, 'Root')
    if (root instanceof Map) {
      sayOfCatalogue(reader, root, {
        forms: this.#forms,
        held: this.#held,
        note: (kind, words) => this.#note(kind, words),
      })
      const off = takeLayers(this.#press, this.#copier, root)
      if (off > 0)
        this.#note(
          'hidden',
          `${off === 1 ? 'One layer of it is' : `${off.toLocaleString('en-GB')} layers of it are`} switched off: what lies there does not show, is in the bundle all the same, and can be switched on.`,
        )
    }
    for (const words of refusedWords(this.#press.plan.profile, this.#held, `“${entryTitle(this.#document)}”`))
      this.#note('refused', words)
  }
}

function isLink(reader: PdfReader, annotation: Dict): boolean {
  const kind = reader.get(annotation, 'Subtype')
  return kind instanceof Name && kind.value === 'Link'
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
