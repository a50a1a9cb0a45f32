import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fontkit from '@pdf-lib/fontkit'
import { PDFDocument } from 'pdf-lib'
import { pagesOf } from '../../main/services/bundle/page-tree.ts'
import { PdfReader } from '../../main/services/bundle/reader.ts'
import { seeded } from './measure.ts'

const fonts = fileURLToPath(new URL('../../resources/fonts', import.meta.url))
const PAGES_OF_ONE = 25

/** Documents to bundle, and the words that say which. */
export interface Corpus {
  readonly paths: readonly string[]
  readonly what: string
}

function pagesIn(path: string): number {
  try {
    return pagesOf(new PdfReader(readFileSync(path))).length
  } catch {
    return 0
  }
}

function realDocuments(folder: string): { path: string; pages: number }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.pdf'))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).size < 3_000_000)
    .sort()
    .flatMap((path) => {
      const pages = pagesIn(path)
      return pages > 0 && pages <= 110 ? [{ path, pages }] : []
    })
}

async function made(folder: string, index: number): Promise<string> {
  const chance = seeded(7 + index)
  const pdf = await PDFDocument.create()
  pdf.registerFontkit(fontkit)
  const face = await pdf.embedFont(readFileSync(join(fonts, 'SourceSerif4-Regular.ttf')), { subset: false })
  for (let page = 0; page < PAGES_OF_ONE; page++) {
    const sheet = pdf.addPage([595, 842])
    for (let line = 0; line < 42; line++) {
      const text = Array.from({ length: 11 }, () => Math.floor(chance() * 1e6).toString(36)).join(' ')
      sheet.drawText(text, { x: 60, y: 780 - line * 17, size: 10, font: face })
    }
  }
  const path = join(folder, `${String(index).padStart(4, '0')}.pdf`)
  writeFileSync(path, await pdf.save())
  return path
}

/**
 * Documents of about so many pages: those of the folder `TURNSTONE_BENCH_PDFS` names, spread over it and copied under
 * other names when there are too few; without it, set text made here, no two pages alike.
 */
export async function documents(folder: string, pages: number): Promise<Corpus> {
  const real = process.env['TURNSTONE_BENCH_PDFS']
  const paths: string[] = []
  if (real === undefined) {
    const base: string[] = []
    for (let i = 0; i < Math.min(40, pages / PAGES_OF_ONE); i++) base.push(await made(folder, i))
    while (paths.length < pages / PAGES_OF_ONE) {
      const from = base[paths.length % base.length]!
      const path = paths.length < base.length ? from : join(folder, `copy-${paths.length}.pdf`)
      if (path !== from) writeFileSync(path, readFileSync(from))
      paths.push(path)
    }
    return { paths, what: 'set text made for it' }
  }
  const all = realDocuments(real)
  const step = Math.max(1, Math.floor(all.reduce((sum, item) => sum + item.pages, 0) / pages))
  let got = 0
  for (let round = 0; got < pages; round++) {
    for (let i = round === 0 ? 0 : round % step; i < all.length && got < pages; i += step) {
      const { path: from, pages: more } = all[i]!
      const path = round === 0 ? from : join(folder, `copy-${paths.length}.pdf`)
      if (path !== from) writeFileSync(path, readFileSync(from))
      paths.push(path)
      got += more
    }
  }
  return { paths, what: `${paths.length} real documents` }
}

/** Photographs of three megabytes each, no two alike: a JPEG's header and noise, which is all that is looked at. */
export function photographs(folder: string, bytes: number): string[] {
  const size = 3_000_000
  const chance = seeded(3)
  const noise = Buffer.alloc(size)
  for (let at = 0; at < size; at += 4) noise.writeUInt32LE(Math.floor(chance() * 2 ** 32), at)
  const head = Buffer.from(
    'ffd8ffe000104a46494600010100000100010000ffc0001108' + '0bb8' + '0fa0' + '03012200021101031101',
    'hex',
  )
  const paths: string[] = []
  for (let i = 0; i * size < bytes; i++) {
    head.copy(noise)
    noise.writeUInt32LE(i, 1_000)
    const path = join(folder, `photograph-${i}.jpg`)
    writeFileSync(path, noise)
    paths.push(path)
  }
  return paths
}
