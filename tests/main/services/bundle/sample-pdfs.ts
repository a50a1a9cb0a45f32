import { deflateSync } from 'node:zlib'

/** An object of a sample file: its body, and the data of its stream if it is one. */
export type SampleObject = string | { readonly dict: string; readonly data: Buffer; readonly length?: string }

/** A PDF from its objects, numbered from 1; object 1 is the catalogue. Written plainly, so that each fault is plain. */
export function samplePdf(objects: readonly SampleObject[], trailer = ''): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.5\n%\xe2\xe3\xcf\xd3\n', 'latin1')]
  const offsets: number[] = []
  let at = parts[0]!.length
  const put = (bytes: Buffer) => {
    parts.push(bytes)
    at += bytes.length
  }
  for (const [i, object] of objects.entries()) {
    offsets.push(at)
    if (typeof object === 'string') put(Buffer.from(`${i + 1} 0 obj\n${object}\nendobj\n`, 'latin1'))
    else {
      const length = object.length ?? String(object.data.length)
      put(Buffer.from(`${i + 1} 0 obj\n<< ${object.dict} /Length ${length} >>\nstream\n`, 'latin1'))
      put(object.data)
      put(Buffer.from('\nendstream\nendobj\n'))
    }
  }
  const start = at
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  put(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`,
      'latin1',
    ),
  )
  return Buffer.concat(parts)
}

/** A page of a sample: the words on it and how it lies. */
export interface SamplePage {
  readonly words: string
  readonly box?: readonly [number, number, number, number]
  readonly crop?: readonly [number, number, number, number]
  readonly rotate?: number
  readonly unit?: number
  /** Where the words stand; else a little in from the box's corner. */
  readonly at?: readonly [number, number]
  readonly extra?: string
}

/** An ordinary PDF with these pages. */
export function pagesPdf(pages: readonly SamplePage[], catalog = ''): Buffer {
  const objects: SampleObject[] = [
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, i) => `${4 + i * 2} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  for (const [i, page] of pages.entries()) {
    const box = page.box ?? [0, 0, 595, 842]
    const seen = page.crop ?? box
    const [x, y] = page.at ?? [seen[0] + (seen[2] - seen[0]) * 0.3, seen[1] + (seen[3] - seen[1]) * 0.5]
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [${box.join(' ')}] ${page.crop ? `/CropBox [${page.crop.join(' ')}]` : ''} ${page.rotate === undefined ? '' : `/Rotate ${page.rotate}`} ${page.unit ? `/UserUnit ${page.unit}` : ''} /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + i * 2} 0 R ${page.extra ?? ''} >>`,
    )
    objects.push({
      dict: '/Filter /FlateDecode',
      data: deflateSync(Buffer.from(`BT /F1 12 Tf 1 0 0 1 ${x} ${y} Tm (${page.words}) Tj ET`, 'latin1')),
    })
  }
  return samplePdf(objects)
}
