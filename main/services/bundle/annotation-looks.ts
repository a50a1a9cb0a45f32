import type { Copier } from './copier.ts'
import { type multiply, transformBox } from './geometry.ts'
import { type Dict, Made, Name, name, Ref, readTextString, Stream, Text, type Value } from './objects.ts'
import { type Box, boxOf } from './page-tree.ts'
import type { Typeface } from './typeface.ts'

/** The name field values are set under in a page's resources. */
export const FIELD_FONT = 'TurnstoneField'

/** What an annotation looks like, drawn into its page: operators, and the picture they name. */
export interface DrawnLook {
  readonly key: string
  readonly operators: string
  readonly picture?: Value
  readonly note?: string
}

/**
 * Draws an annotation by the picture it has of itself. `none` where it has no picture; null where none of its pictures is
 * shown.
 */
export function drawLook(
  copier: Copier,
  annotation: Dict,
  rect: Box,
  key: string,
): DrawnLook | 'none' | null {
  const { reader } = copier
  const looks = reader.get(annotation, 'AP')
  let ref: Value | undefined = looks instanceof Map ? looks.get('N') : undefined
  let picture = reader.resolve(ref)
  if (picture instanceof Map) {
    const state = reader.get(annotation, 'AS')
    ref = state instanceof Name ? picture.get(state.value) : undefined
    picture = reader.resolve(ref)
    if (!(picture instanceof Stream)) return null
  }
  if (!(picture instanceof Stream) || !(ref instanceof Ref)) return 'none'
  picture.dict.set('Type', name('XObject'))
  picture.dict.set('Subtype', name('Form'))
  const box = boxOf(reader, reader.get(picture.dict, 'BBox'))
  if (!box) return null
  const own = reader.get(picture.dict, 'Matrix')
  const matrix =
    Array.isArray(own) && own.length === 6
      ? own.map((v) => Number(reader.resolve(v)) || 0)
      : [1, 0, 0, 1, 0, 0]
  const shown = transformBox(matrix as unknown as Parameters<typeof multiply>[0], box)
  const sx = (rect[2] - rect[0]) / (shown[2] - shown[0] || 1)
  const sy = (rect[3] - rect[1]) / (shown[3] - shown[1] || 1)
  const m = [sx, 0, 0, sy, rect[0] - shown[0] * sx, rect[1] - shown[1] * sy].map(
    (n) => Math.round(n * 1e5) / 1e5,
  )
  return {
    key,
    operators: `q ${m.join(' ')} cm /${key} Do Q\n`,
    picture: new Made(copier.number(ref) ?? 0),
  }
}

/** Draws a form field as it is filled in: by its own picture, else its value in our type. Null where nothing shows. */
export function drawField(
  copier: Copier,
  widget: Dict,
  rect: Box,
  key: string,
  font: Typeface,
): DrawnLook | null {
  const look = drawLook(copier, widget, rect, key)
  if (look !== 'none') return look
  const type = fieldEntry(copier, widget, 'FT')
  const value = fieldEntry(copier, widget, 'V')
  if (!(type instanceof Name) || !(value instanceof Text) || (type.value !== 'Tx' && type.value !== 'Ch'))
    return null
  const words = readTextString(value).replace(/\s+/g, ' ').trim()
  if (!words) return null
  const size = Math.max(4, Math.min(10, (rect[3] - rect[1]) * 0.7))
  const y = rect[1] + (rect[3] - rect[1] - size * 0.72) / 2
  const operators = `q ${rect[0]} ${rect[1]} ${rect[2] - rect[0]} ${rect[3] - rect[1]} re W n BT 0 g 0 Tr 0 Tc 0 Tw 100 Tz /${FIELD_FONT} ${size} Tf 1 0 0 1 ${rect[0] + 2} ${y} Tm\n${font.show(words)}ET Q\n`
  return {
    key,
    operators,
    note: 'A form field had a value but no picture of it; the value is printed in the bundle’s own type.',
  }
}

/** An entry of a form field, its own or from the fields above it. */
function fieldEntry(copier: Copier, field: Dict, key: string): Value {
  let at: Value = field
  for (let hops = 0; at instanceof Map && hops < 32; hops++) {
    const value = copier.reader.get(at, key)
    if (value !== null) return value
    at = copier.reader.get(at, 'Parent')
  }
  return null
}
