import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { type SampleObject, samplePdf } from './sample-pdfs.ts'

/** The words of our scans, a line each. */
export const scanLines = ['He was seen at 14 Harbour Lane.', 'Account 40-12-77 was closed.'] as const

/** A sheet in points: wide and low, so that reading it is quick. */
export const sheet = { width: 400, height: 130 } as const

const run = (program: string, ...args: string[]) => execFileSync(program, args, { stdio: 'pipe' })

/** A page of typed words, as a PDF. */
export function typedPdf(lines: readonly string[] = scanLines, rotate = 0): Buffer {
  const content = lines.map((line, i) => `1 0 0 1 30 ${95 - i * 26} Tm (${line}) Tj`).join('\n')
  return samplePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [4 0 R] >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${sheet.width} ${sheet.height}] /Rotate ${rotate} /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>`,
    { dict: '', data: Buffer.from(`BT /F1 14 Tf\n${content}\nET`) },
  ])
}

/** A picture of typed words, 150 points to the inch, as poppler draws it. */
export function scanned(form: 'gray' | 'mono' | 'jpeg' | 'png', pdf = typedPdf()): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'turnstone-scan-'))
  try {
    const [from, to] = [join(folder, 'from.pdf'), join(folder, 'to')]
    writeFileSync(from, pdf)
    run('pdftoppm', '-r', '150', '-singlefile', `-${form}`, from, to)
    const ending = { gray: 'pgm', mono: 'pbm', jpeg: 'jpg', png: 'png' }[form]
    return readFileSync(`${to}.${ending}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The samples of a PGM or PBM, and its size. */
export function samplesOf(pnm: Buffer): {
  readonly width: number
  readonly height: number
  readonly data: Buffer
} {
  const [head, width, height] = /^P[45]\s+(\d+)\s+(\d+)\s+(?:255\s)?/.exec(pnm.toString('latin1', 0, 60))!
  return { width: Number(width), height: Number(height), data: pnm.subarray(head.length) }
}

/** The size a JPEG of ours has. */
export const pixels = {
  width: Math.ceil((sheet.width * 150) / 72),
  height: Math.ceil((sheet.height * 150) / 72),
}

/** An image object: its dictionary beside Type and Subtype, and its data. */
export interface SampleImage {
  readonly dict: string
  readonly data: Buffer
}

/** The scan in the forms scanners write. */
export const images = {
  jpeg: (): SampleImage => {
    const data = scanned('jpeg')
    return { dict: `${size(pixels)} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode`, data }
  },
  grey: (lines: readonly string[] = scanLines): SampleImage => {
    const { data, ...facts } = samplesOf(scanned('gray', typedPdf(lines)))
    return {
      dict: `${size(facts)} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode`,
      data: deflateSync(data),
    }
  },
  bits: (): SampleImage => {
    const { data, ...facts } = samplesOf(scanned('mono'))
    const dict = `${size(facts)} /ColorSpace [/Indexed /DeviceRGB 1 <ffffff000000>] /BitsPerComponent 1 /Filter /FlateDecode`
    return { dict, data: deflateSync(data) }
  },
  mask: (): SampleImage => {
    const { data, ...facts } = samplesOf(scanned('mono'))
    return {
      dict: `${size(facts)} /ImageMask true /Decode [1 0] /BitsPerComponent 1 /Filter /FlateDecode`,
      data: deflateSync(data),
    }
  },
}

const size = ({ width, height }: { width: number; height: number }) => `/Width ${width} /Height ${height}`

/** One page of a scanned file. */
export interface ScanPage {
  readonly image: SampleImage | null
  readonly media?: readonly number[]
  readonly crop?: readonly number[]
  readonly rotate?: number
  readonly unit?: number
  /** The matrix the picture is drawn with; the whole sheet when left out. */
  readonly matrix?: readonly number[]
  /** More content, with /F1 at hand. */
  readonly content?: string
}

/** A PDF of scanned pages. */
export function scanPdf(pages: readonly ScanPage[]): Buffer {
  const objects: SampleObject[] = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, i) => `${4 + i * 3} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  for (const [i, page] of pages.entries()) {
    const at = 4 + i * 3
    const media = page.media ?? [0, 0, sheet.width, sheet.height]
    const matrix = page.matrix ?? [sheet.width, 0, 0, sheet.height, 0, 0]
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [${media.join(' ')}] ${page.crop ? `/CropBox [${page.crop.join(' ')}]` : ''} /Rotate ${page.rotate ?? 0} ${page.unit ? `/UserUnit ${page.unit}` : ''} /Resources << /Font << /F1 3 0 R >> ${page.image ? `/XObject << /Im ${at + 2} 0 R >>` : ''} >> /Contents ${at + 1} 0 R >>`,
      {
        dict: '',
        data: Buffer.from(`${page.image ? `q ${matrix.join(' ')} cm /Im Do Q` : ''}\n${page.content ?? ''}`),
      },
      page.image
        ? { dict: `/Type /XObject /Subtype /Image ${page.image.dict}`, data: page.image.data }
        : '<< >>',
    )
  }
  return samplePdf(objects)
}
