import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, openSync, readFileSync, readSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { PDFDocument } from 'pdf-lib'
import { build } from 'vite'
import { JOB_FLAGS, JOB_SURROUNDINGS } from '../../main/hosts/node-process.ts'
import type { Act, Went } from './bundle-build.ts'
import { documents, photographs } from './bundle-sources.ts'
import { inFolder, type Line, median, timed } from './measure.ts'

const run = promisify(execFile)
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const resources = at('../../resources')

/** Makes the program of the acts one file of JavaScript: reading TypeScript takes 20 MB that no user's process has. */
let built: Promise<string> | undefined
const program = async (): Promise<string> => {
  const outDir = at('../../out/bench')
  await build({
    configFile: false,
    logLevel: 'error',
    build: { ssr: at('./bundle-build.ts'), outDir, target: 'node24' },
  })
  return join(outDir, 'bundle-build.js')
}

/** An act of the engine in a process started as the workbench starts a job's. */
async function act(what: Act): Promise<Went> {
  built ??= program()
  const child = spawn(process.execPath, [...JOB_FLAGS, await built, resources], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...JOB_SURROUNDINGS },
  })
  child.stdin.end(JSON.stringify(what))
  let said = ''
  child.stdout.on('data', (piece) => {
    said += piece
  })
  return new Promise((resolve, reject) =>
    child.on('close', (code) =>
      code === 0 ? resolve(JSON.parse(said) as Went) : reject(new Error('It failed.')),
    ),
  )
}

const merge = (paths: readonly string[], to: string) =>
  run('qpdf', ['--empty', '--pages', ...paths, '--', to]).catch((failed: { code?: number }) => {
    // Exit 3 is a merge with warnings, which real documents bring.
    if (failed.code !== 3) throw failed
  })

/** pdf-lib's way: every page copied into one document, held in memory, and saved. */
async function pdfLib(paths: readonly string[]): Promise<void> {
  const whole = await PDFDocument.create()
  for (const path of paths) {
    const from = await PDFDocument.load(readFileSync(path), { ignoreEncryption: true, updateMetadata: false })
    for (const page of await whole.copyPages(from, from.getPageIndices())) whole.addPage(page)
  }
  await whole.save()
}

function sha256Of(path: string): void {
  const hash = createHash('sha256')
  const bytes = Buffer.alloc(1 << 20)
  const file = openSync(path, 'r')
  for (let got = readSync(file, bytes); got > 0; got = readSync(file, bytes))
    hash.update(bytes.subarray(0, got))
  closeSync(file)
  hash.digest()
}

const noteOf = ({ pages, peakMb }: Went, more = '') =>
  `${pages} pages; its process ${peakMb} MB at its peak${more}`

async function ofDocuments(folder: string, pages: number): Promise<Line[]> {
  const { paths, what } = await documents(folder, pages)
  const to = join(folder, 'out.pdf')
  const merged = join(folder, 'merged.pdf')
  const base: number[] = []
  const went: Went[] = []
  const again: Went[] = []
  for (let i = 0; i < (pages > 2_000 ? 1 : 3); i++) {
    base.push(await timed(() => merge(paths, merged)))
    went.push(await act({ do: 'build', sources: paths, to }))
    again.push(await act({ do: 'build', sources: paths.toReversed(), to }))
  }
  const hashed = await timed(() => sha256Of(to))
  const subjectMs = median(went.map(({ ms }) => ms))
  const last = went.at(-1)!
  const lines: Line[] = [
    {
      id: 'R61',
      what: `Build a full bundle of about ${pages.toLocaleString('en-GB')} pages (${what})`,
      baseline: 'qpdf’s merge of the same pages and nothing more',
      target: pages > 2_000 ? '<= 0.35' : '<= 1.3',
      subjectMs,
      baselineMs: median(base),
      note: noteOf(last),
    },
    {
      id: 'R61r',
      what: `Build it again in another order (${what})`,
      baseline: 'SHA-256 of its bytes',
      target: '<= 2.5',
      subjectMs: median(again.map(({ ms }) => ms)),
      baselineMs: hashed,
    },
  ]
  const checked = await act({ do: 'verify', bundle: to })
  lines.push({
    id: 'R55',
    what: `Check it (${what})`,
    baseline: 'SHA-256 of its bytes',
    target: 'none',
    subjectMs: checked.ms,
    baselineMs: hashed,
    note: noteOf(checked),
  })
  if (pages > 2_000)
    lines.push({
      id: 'R61p',
      what: `The same against pdf-lib (${what})`,
      baseline: 'pdf-lib’s copyPages of the same pages and nothing more',
      target: '<= 1/3',
      subjectMs,
      baselineMs: await timed(() => pdfLib(paths)),
      note: `pdf-lib’s process ${Math.round(process.resourceUsage().maxRSS / 1024)} MB at its peak`,
    })
  rmSync(to)
  rmSync(merged)
  return lines
}

async function ofPhotographs(folder: string): Promise<Line[]> {
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize < 6 * 2 ** 30) throw new Error('This bench needs 6 GiB of disk.')
  const paths = photographs(folder, 2_200_000_000)
  // The disk has 2.2 GB to put away now; what is measured is not to wait for that.
  await run('sync').catch(() => undefined)
  const to = join(folder, 'out.pdf')
  const hashed: number[] = []
  const built: Went[] = []
  const again: Went[] = []
  for (let i = 0; i < 3; i++) {
    hashed.push(
      await timed(() => {
        for (const path of paths) sha256Of(path)
      }),
    )
    built.push(await act({ do: 'build', sources: paths, to }))
    again.push(await act({ do: 'build', sources: paths.toReversed(), to }))
  }
  const checked = await act({ do: 'verify', bundle: to })
  const common = { baseline: 'SHA-256 of the same bytes', baselineMs: median(hashed) }
  return [
    {
      id: 'R61j',
      what: 'Build a bundle of 2.2 GB of photographs, their bytes unchanged',
      ...common,
      target: '<= 3',
      subjectMs: median(built.map(({ ms }) => ms)),
      note: noteOf(built.at(-1)!),
    },
    {
      id: 'R61k',
      what: 'Build it again in another order',
      ...common,
      target: '<= 2.5',
      subjectMs: median(again.map(({ ms }) => ms)),
      note: noteOf(again.at(-1)!),
    },
    {
      id: 'R55j',
      what: 'Check it against its manifest and its rules',
      ...common,
      target: 'none',
      subjectMs: checked.ms,
      note: noteOf(checked),
    },
  ]
}

/** Full bundles (stamps, index, links, labels, bookmarks, manifest) against merges of the same pages and plain hashing. */
export const bundle = async (): Promise<Line[]> => [
  ...(await inFolder((folder) => ofDocuments(folder, 1_000))),
  ...(await inFolder((folder) => ofDocuments(folder, 10_000))),
  ...(await inFolder(ofPhotographs)),
]
