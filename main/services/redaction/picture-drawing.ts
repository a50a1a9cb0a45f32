import { CaseworkError } from '../../../casework/contract/errors.ts'
import { canvasLibrary } from './canvas.ts'
import { type DrawnPage, MOST_POINTS } from './drawing.ts'

/** From the stored points of a picture to upright ones, by what its camera noted; in widths and heights as stored. */
const upright: Readonly<
  Record<number, (w: number, h: number) => [number, number, number, number, number, number]>
> = {
  1: () => [1, 0, 0, 1, 0, 0],
  2: (w) => [-1, 0, 0, 1, w, 0],
  3: (w, h) => [-1, 0, 0, -1, w, h],
  4: (_w, h) => [1, 0, 0, -1, 0, h],
  5: () => [0, 1, 1, 0, 0, 0],
  6: (_w, h) => [0, 1, -1, 0, h, 0],
  7: (w, h) => [0, -1, -1, 0, h, w],
  8: (w) => [0, -1, 1, 0, 0, w],
}

/** A picture as it is seen, upright on white. Throws `unreadable`. */
export async function drawPicture(bytes: Uint8Array, orientation: number): Promise<DrawnPage> {
  const { createCanvas, loadImage } = canvasLibrary()
  const picture = await loadImage(withoutNotes(bytes)).catch((cause: unknown) => {
    throw new CaseworkError(
      'unreadable',
      'The picture can’t be drawn, so no edited copy of it can be made.',
      {
        cause,
      },
    )
  })
  const { width: w, height: h } = picture
  const [wide, tall] = orientation >= 5 ? [h, w] : [w, h]
  const scale = Math.min(1, Math.sqrt(MOST_POINTS / (wide * tall)))
  const canvas = createCanvas(Math.ceil(wide * scale), Math.ceil(tall * scale))
  const context = canvas.getContext('2d')
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  const m = (upright[orientation] ?? upright[1]!)(w, h).map((n) => n * scale) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  context.setTransform(...m)
  context.drawImage(picture, 0, 0)
  context.setTransform(1, 0, 0, 1, 0, 0)
  return { canvas, scale }
}

/**
 * A JPEG without what its camera noted of it. What decodes may turn a picture by that, or not; without it there is
 * nothing to turn by, and it is turned once, here.
 */
function withoutNotes(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return bytes
  const kept: Uint8Array[] = [bytes.subarray(0, 2)]
  let at = 2
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    const end = bytes[at + 1] === 0xff ? at + 1 : at + 2 + bytes[at + 2]! * 256 + bytes[at + 3]!
    if (bytes[at + 1] !== 0xe1) kept.push(bytes.subarray(at, end))
    at = end
  }
  return Buffer.concat([...kept, bytes.subarray(at)])
}
