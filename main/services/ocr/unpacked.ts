import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PictureUnread } from './engine.ts'
import type { StoredPicture } from './upright.ts'

/** A picture packed as faxes, scanners and archives pack them. */
export type PackedPicture = {
  readonly width: number
  readonly height: number
  readonly bytes: Uint8Array
} & (
  | { readonly form: 'fax'; readonly packing: object; readonly inverted: boolean }
  | { readonly form: 'jbig2'; readonly globals: Uint8Array | null; readonly inverted: boolean }
  | { readonly form: 'jpx'; readonly inverted: boolean }
)

/** As much of the viewer's own decoders as is used here. */
interface Decoders {
  readonly Jbig2Image: {
    readonly instance: {
      decode(
        bytes: Uint8Array,
        width: number,
        height: number,
        globals: Uint8Array | null,
        fax?: object,
      ): Promise<Uint8Array>
    }
  }
  readonly JpxImage: {
    readonly instance: { decode(bytes: Uint8Array): Promise<Uint8Array> }
    setOptions(options: object): void
  }
  readonly JpegImage: new () => {
    readonly width: number
    readonly height: number
    parse(bytes: Uint8Array): void
    getData(size: { width: number; height: number }): Uint8Array
  }
  readonly VerbosityLevel: { readonly ERRORS: number }
  setVerbosityLevel(level: number): void
}

/** The decoders of the viewer that shows the same pages, with their programs read from the disk. */
async function decoders(): Promise<Decoders> {
  const here = createRequire(import.meta.url)
  const folder = join(dirname(here.resolve('pdfjs-dist/package.json')), 'wasm')
  const found = (await import('pdfjs-dist/image_decoders/pdf.image_decoders.mjs' as string)) as Decoders
  const read = (_what: string, { filename }: { filename: string }) => readFile(join(folder, filename))
  found.JpxImage.setOptions({
    useWasm: true,
    useWorkerFetch: false,
    wasmUrl: folder,
    getHandler: () => ({ sendWithPromise: read }),
  })
  return found
}

/** A picture as it can be read: unpacked to one grey byte a point, if it was not so already. Throws PictureUnread. */
export async function unpackedPicture(picture: PackedPicture | StoredPicture): Promise<StoredPicture> {
  if (picture.form !== 'fax' && picture.form !== 'jbig2' && picture.form !== 'jpx') return picture
  const { width, height } = picture
  const kind = { fax: 'fax', jbig2: 'JBIG2', jpx: 'JPEG 2000' }[picture.form]
  try {
    const { Jbig2Image, JpxImage } = await decoders()
    if (picture.form === 'jpx') {
      const samples = await JpxImage.instance.decode(picture.bytes)
      return { form: 'grey', bytes: greyOf(samples, width * height, picture.inverted), width, height }
    }
    const bits =
      picture.form === 'fax'
        ? await Jbig2Image.instance.decode(picture.bytes, width, height, null, picture.packing)
        : await Jbig2Image.instance.decode(picture.bytes, width, height, picture.globals)
    return { form: 'grey', bytes: greyBits(bits, width, height, picture.inverted), width, height }
  } catch (cause) {
    throw new PictureUnread(
      `Its picture is packed as ${kind} and could not be unpacked: it is damaged.`,
      cause,
    )
  }
}

/**
 * What can be seen of a damaged JPEG: the viewer's decoder shows as much of it as there is, where the engine's own shows
 * nothing. Throws PictureUnread where there is nothing to see.
 */
export async function mendedJpeg({ bytes, width, height }: StoredPicture): Promise<StoredPicture> {
  try {
    const { JpegImage, VerbosityLevel, setVerbosityLevel } = await decoders()
    setVerbosityLevel(VerbosityLevel.ERRORS)
    const picture = new JpegImage()
    picture.parse(bytes)
    if (picture.width !== width || picture.height !== height)
      throw new RangeError('Another size than it states.')
    const samples = picture.getData({ width, height })
    return { form: 'grey', bytes: greyOf(samples, width * height, false), width, height }
  } catch (cause) {
    throw new PictureUnread('Its picture could not be read: it is damaged.', cause)
  }
}

function greyOf(samples: Uint8Array, points: number, inverted: boolean): Uint8Array {
  const channels = Math.floor(samples.length / points)
  if (channels < 1) throw new RangeError('Fewer samples than points.')
  const out = new Uint8Array(points)
  const colours = channels >= 3 ? 3 : 1
  for (let i = 0; i < points; i++) {
    let sum = 0
    for (let c = 0; c < colours; c++) sum += samples[i * channels + c]!
    out[i] = inverted ? 255 - sum / colours : sum / colours
  }
  return out
}

function greyBits(bits: Uint8Array, width: number, height: number, inverted: boolean): Uint8Array {
  const row = Math.ceil(width / 8)
  if (bits.length < row * height) throw new RangeError('Fewer samples than points.')
  const out = new Uint8Array(width * height)
  const white = inverted ? 0 : 255
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const bit = (bits[y * row + (x >> 3)]! >> (7 - (x & 7))) & 1
      out[y * width + x] = bit === 1 ? white : 255 - white
    }
  return out
}
