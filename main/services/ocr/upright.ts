import { crc32 } from 'node:zlib'

/** A picture as it is stored, with how it is turned to be upright: 1 to 8, as EXIF counts. */
export interface StoredPicture {
  readonly form: 'jpeg' | 'png' | 'grey'
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
}

/**
 * A picture’s bytes in a form the engine reads, so that it sees the picture upright: its boxes then count from the top
 * left of what a person sees. The engine looks for an EXIF orientation in the first 500 bytes and takes the first it
 * finds; it is given ours, whatever the file says, so that the two can’t disagree.
 */
export function upright(picture: StoredPicture, orientation: number): Uint8Array {
  const { form, bytes } = picture
  if (form === 'grey') return greyUpright(picture, orientation)
  const mark = orientationEntry(orientation)
  if (form === 'jpeg') {
    const exif = Buffer.concat([
      Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\x01', 'latin1'),
      mark,
      Buffer.from([0, 0, 0, 0, 0, 0]),
    ])
    const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 0])
    head.writeUInt16BE(exif.length + 2, 4)
    return Buffer.concat([head, exif, bytes.subarray(2)])
  }
  const chunk = Buffer.concat([Buffer.from('tuRn', 'latin1'), mark])
  const whole = Buffer.alloc(chunk.length + 8)
  whole.writeUInt32BE(mark.length, 0)
  chunk.copy(whole, 4)
  whole.writeUInt32BE(crc32(chunk), chunk.length + 4)
  // Behind the signature and the head, before all else.
  return Buffer.concat([bytes.subarray(0, 33), whole, bytes.subarray(33)])
}

/** How a picture is turned to be upright, and then a quarter or a half further clockwise. */
export function turnedOn(orientation: number, turn: 90 | 180): number {
  const round = [2, 4, 5, 7].includes(orientation) ? [2, 7, 4, 5] : [1, 6, 3, 8]
  return round[(Math.max(0, round.indexOf(orientation)) + turn / 90) % 4]!
}

/** Tag 0x0112, a short, one of it: as EXIF writes an orientation, and as the engine looks for it. */
const orientationEntry = (orientation: number) =>
  Buffer.from([0x01, 0x12, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01, 0x00, orientation])

/** One grey byte a point, turned upright, with the plainest head there is. */
function greyUpright({ bytes, width, height }: StoredPicture, orientation: number): Buffer {
  const [wide, tall] = orientation >= 5 ? [height, width] : [width, height]
  const head = Buffer.from(`P5\n${wide} ${tall}\n255\n`, 'latin1')
  const out = Buffer.alloc(head.length + wide * tall)
  head.copy(out)
  if (orientation === 1) out.set(bytes.subarray(0, wide * tall), head.length)
  else {
    for (let y = 0; y < tall; y++) {
      for (let x = 0; x < wide; x++)
        out[head.length + y * wide + x] = bytes[storedAt(orientation, x, y, width, height)]!
    }
  }
  return out
}

/** Where the point seen at x, y of the upright picture is stored. */
function storedAt(orientation: number, x: number, y: number, width: number, height: number): number {
  switch (orientation) {
    case 2:
      return y * width + (width - 1 - x)
    case 3:
      return (height - 1 - y) * width + (width - 1 - x)
    case 4:
      return (height - 1 - y) * width + x
    case 5:
      return x * width + y
    case 6:
      return (height - 1 - x) * width + y
    case 7:
      return (height - 1 - x) * width + (width - 1 - y)
    default:
      return x * width + (width - 1 - y)
  }
}
