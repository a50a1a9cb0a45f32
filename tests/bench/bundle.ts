import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import fontkit from '@pdf-lib/fontkit'
import { PDFDocument } from 'pdf-lib'
import { type BundlePlan, buildBundle } from '../../main/services/bundle/index.ts'
import { inFolder, interleaved, type Line, seeded } from './measure.ts'

const run = promisify(execFile)
const resources = fileURLToPath(new URL('../../resources', import.meta.url))
const fonts = join(resources, 'fonts')
const files = 40

/** Ordinary documents: set text with an embedded font, no two pages alike. `TURNSTONE_BENCH_PDFS` names a folder of real ones. */
async function sources(folder: string, pages: number): Promise<string[]> {
  const real = process.env['TURNSTONE_BENCH_PDFS']
  if (real !== undefined)
    return readdirSync(real)
      .filter((name) => name.endsWith('.pdf'))
      .map((name) => join(real, name))
  const chance = seeded(7)
  const font = readFileSync(join(fonts, 'SourceSerif4-Regular.ttf'))
  const made: string[] = []
  for (let file = 0; file < files; file++) {
    const pdf = await PDFDocument.create()
    pdf.registerFontkit(fontkit)
    const face = await pdf.embedFont(font, { subset: false })
    for (let page = 0; page < pages / files; page++) {
      const sheet = pdf.addPage([595, 842])
      for (let line = 0; line < 42; line++) {
        const text = Array.from({ length: 11 }, () => Math.floor(chance() * 1e6).toString(36)).join(' ')
        sheet.drawText(text, { x: 60, y: 780 - line * 17, size: 10, font: face })
      }
    }
    const path = join(folder, `${String(file).padStart(3, '0')}.pdf`)
    writeFileSync(path, await pdf.save())
    made.push(path)
  }
  return made
}

const opened = (path: unknown) => {
  const file = openSync(path as string, 'r')
  return {
    size: fstatSync(file).size,
    read(offset: number, length: number) {
      const buffer = Buffer.allocUnsafe(length)
      return buffer.subarray(0, readSync(file, buffer, 0, length, offset))
    },
    close: () => closeSync(file),
  }
}

function planOf(paths: readonly string[]): BundlePlan {
  const documents = paths.map((path, index) => ({
    id: String(index),
    ref: `JLB/${index + 1}`,
    title: `Document ${index + 1}`,
    content: {
      kind: 'pdf' as const,
      sha256: createHash('sha256').update(readFileSync(path)).digest('hex'),
      source: path,
    },
  }))
  return {
    title: 'Bench',
    date: '2026-03-20',
    caseTitle: 'R v Bench',
    parties: [],
    fictional: false,
    profile: JSON.parse(readFileSync(join(resources, 'profiles', 'general.json'), 'utf8')),
    sections: [{ title: 'Documents', documents }],
  }
}

/** A full bundle (stamps, index, links, labels, bookmarks, manifest) against a merge of the same pages and nothing more. */
export const bundle = (): Promise<Line[]> =>
  inFolder(async (folder) => {
    const pages = 1_000
    const paths = await sources(folder, pages)
    const plan = planOf(paths)
    const to = join(folder, 'out.pdf')
    const built = { pages: 0 }
    const times = await interleaved(
      3,
      () =>
        run('qpdf', ['--empty', '--pages', ...paths, '--', join(folder, 'merged.pdf')]).catch(
          (failed: { code?: number }) => {
            // Exit 3 is a merge with warnings, which real documents bring.
            if (failed.code !== 3) throw failed
          },
        ),
      async () => {
        built.pages = (await buildBundle(plan, { open: opened, fonts, to })).pages
        await rm(to)
        await rm(to.replace(/pdf$/, 'manifest.json'))
      },
    )
    const note = `${built.pages} pages; this process ${Math.round(process.resourceUsage().maxRSS / 1024)} MB at its peak`
    return [
      {
        id: 'R61',
        what: `Build a full bundle of about ${pages.toLocaleString('en-GB')} pages`,
        baseline: 'qpdf’s merge of the same pages',
        target: '<= 3',
        note,
        ...times,
      },
    ]
  })
