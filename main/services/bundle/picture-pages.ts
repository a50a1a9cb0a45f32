import { FIELD_FONT } from './annotation-looks.ts'
import type { Made } from './objects.ts'
import { orient } from './orientation.ts'
import { jpegFacts, writeJpeg, writePng } from './pictures.ts'
import { type BuildTools, type BundleDocument, entryTitle, type Source } from './plan.ts'
import type { Press } from './press.ts'
import { ReadWords } from './read-words.ts'
import { A4, INK, MARGIN, MEASURE, MM, Sheet, wrap } from './sheet.ts'
import { noteForeign } from './source-meaning.ts'
import type { Laid } from './source-pages.ts'

/** Lays a picture on an A4 page, upright as its camera said, never larger than its resolution allows, its bytes untouched. */
export function layPicture(
  press: Press,
  document: BundleDocument,
  kind: 'jpeg' | 'png',
  source: Source,
  open?: BuildTools['open'],
): Laid {
  const start = press.file.begin('page')
  let picture: { ref: Made; width: number; height: number; orientation: number }
  let inks = false
  if (kind === 'jpeg') {
    const facts = jpegFacts(source)
    inks = facts.components === 4
    picture = {
      ref: writeJpeg(press.file, source, facts),
      width: facts.width,
      height: facts.height,
      orientation: facts.orientation,
    }
  } else picture = { ...writePng(press.file, source.read(0, source.size)), orientation: 1 }
  const slot = press.take()
  if (inks) noteForeign(press, document, [slot], 'inks')
  const sheet = new Sheet(press.faces)
  const caption = { face: 'sans', size: 9.5, ink: INK.grey } as const
  let y = MARGIN.top + 8
  sheet.as('H1')
  for (const line of wrap(press.faces, entryTitle(document), caption, MEASURE).slice(0, 4)) {
    sheet.text(MARGIN.left, y, line, caption)
    y += 13
  }
  const turned = picture.orientation >= 5
  const [wide, tall] = turned ? [picture.height, picture.width] : [picture.width, picture.height]
  const room = A4.height - MARGIN.foot - y - 2 * MM
  const scale = Math.min(MEASURE / wide, room / tall, 72 / press.plan.profile.imageDpi)
  const [w, h] = [wide * scale, tall * scale]
  const [x, bottom] = [MARGIN.left + (MEASURE - w) / 2, A4.height - y - h]
  const m = orient(picture.orientation, w, h).map((n) => Math.round(n * 1000) / 1000)
  const figure = sheet.as('Figure')
  // What a picture shows is for a person to say, in the title; it is not guessed at.
  figure.alt = `The picture ${entryTitle(document)}. What it shows is not described.`
  figure.box = [x, bottom, x + w, bottom + h].map((n) => Math.round(n * 100) / 100) as [
    number,
    number,
    number,
    number,
  ]
  sheet.raw(
    `q 1 0 0 1 ${Math.round(x * 1000) / 1000} ${Math.round(bottom * 1000) / 1000} cm ${m.join(' ')} cm /Picture Do Q\n`,
  )
  const words = new ReadWords(press, document, open)
  sheet.used.add('sans')
  sheet.raw(
    words.layer(1, 'none', slot, { at: { x, y: bottom, scale } }).replaceAll(`/${FIELD_FONT} `, '/sans '),
  )
  words.say()
  press.writeSheet(sheet, slot, (s) => press.pageOf(s, slot), { Picture: picture.ref })
  return { slots: [slot], stretches: [press.file.finish('page', start)], bookmarks: [] }
}
