import type { Made } from './objects.ts'
import { jpegFacts, writeJpeg, writePng } from './pictures.ts'
import { type BundleDocument, entryTitle, type Source } from './plan.ts'
import type { Press } from './press.ts'
import { A4, INK, MARGIN, MEASURE, MM, Sheet, wrap } from './sheet.ts'
import type { Laid } from './source-pages.ts'

/** Lays a picture on an A4 page, upright as its camera said, never larger than its resolution allows, its bytes untouched. */
export function layPicture(
  press: Press,
  document: BundleDocument,
  kind: 'jpeg' | 'png',
  source: Source,
): Laid {
  const start = press.file.begin('page')
  let picture: { ref: Made; width: number; height: number; orientation: number }
  if (kind === 'jpeg') {
    const facts = jpegFacts(source)
    picture = {
      ref: writeJpeg(press.file, source, facts),
      width: facts.width,
      height: facts.height,
      orientation: facts.orientation,
    }
  } else picture = { ...writePng(press.file, source.read(0, source.size)), orientation: 1 }
  const slot = press.take()
  const sheet = new Sheet(press.faces)
  const caption = { face: 'sans', size: 9.5, ink: INK.grey } as const
  let y = MARGIN.top + 8
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
  sheet.raw(
    `q 1 0 0 1 ${Math.round(x * 1000) / 1000} ${Math.round(bottom * 1000) / 1000} cm ${m.join(' ')} cm /Picture Do Q\n`,
  )
  press.writeSheet(sheet, slot, (s) => press.pageOf(s, slot), { Picture: picture.ref })
  return { slots: [slot], stretches: [press.file.finish('page', start)], bookmarks: [] }
}

/** The matrix that shows the unit square as a w by h picture, turned or mirrored as EXIF says. */
function orient(orientation: number, w: number, h: number): number[] {
  switch (orientation) {
    case 2:
      return [-w, 0, 0, h, w, 0]
    case 3:
      return [-w, 0, 0, -h, w, h]
    case 4:
      return [w, 0, 0, -h, 0, h]
    case 5:
      return [0, -h, -w, 0, w, h]
    case 6:
      return [0, -h, w, 0, 0, h]
    case 7:
      return [0, h, w, 0, 0, 0]
    case 8:
      return [0, h, -w, 0, w, 0]
    default:
      return [w, 0, 0, h, 0, 0]
  }
}
