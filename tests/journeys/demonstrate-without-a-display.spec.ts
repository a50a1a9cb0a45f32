import { execFileSync } from 'node:child_process'
import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@playwright/test'
import { chromium } from 'playwright-core'
import { findBrowser } from '../support/browser.ts'
import { asked, freshFolder } from '../support/shell.ts'

interface Demo {
  readonly case: string
  readonly passphraseFile: string
  readonly bundle: string
  readonly documents: number
  readonly pages: number
  readonly verified: boolean
}
interface Manifest {
  readonly documents: readonly { readonly title: string; readonly from: number; readonly to: number }[]
}

const tool = (name: string, ...args: string[]) =>
  execFileSync(name, args, { encoding: 'utf8', maxBuffer: 64 << 20 })
const made: { machine: string; demo: Demo | null } = { machine: '', demo: null }

test.beforeAll(async () => {
  made.machine = freshFolder('machine')
  const { code, json } = await asked(made.machine, 'demo', '--out', freshFolder('demo'), '--on', '2026-03-18')
  expect(code).toBe(0)
  made.demo = json as unknown as Demo
})
const demo = () => made.demo!
const manifestPath = (bundle: string) => bundle.replace(/\.pdf$/, '.manifest.json')
const manifest = () => JSON.parse(readFileSync(manifestPath(demo().bundle), 'utf8')) as Manifest

test('other people’s tools agree with the bundle', () => {
  expect(demo().verified).toBe(true)
  tool('qpdf', '--check', demo().bundle)
  expect(tool('pdfinfo', demo().bundle)).toMatch(new RegExp(`Pages:\\s+${demo().pages}\\n`))
  const pages = tool('pdftotext', '-layout', demo().bundle, '-').split('\f').slice(0, -1)
  expect(pages).toHaveLength(demo().pages)
  for (const [index, text] of pages.entries())
    expect(text.split(/\s+/), `page ${index + 1}`).toContain(String(index + 1))
  const labels = JSON.parse(tool('qpdf', '--json', '--json-key=pagelabels', demo().bundle)) as {
    pagelabels: unknown[]
  }
  expect(labels.pagelabels.length).toBeGreaterThan(0)
})

test('a browser’s own viewer opens it and pages through it', async () => {
  const browser = await chromium.launch({
    executablePath: (await findBrowser())!,
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--headless=new'],
  })
  try {
    const shown: Buffer[] = []
    for (const page of [1, 5]) {
      const tab = await browser.newPage({ viewport: { width: 900, height: 1_100 } })
      await tab.goto(`${pathToFileURL(demo().bundle).href}#page=${page}`)
      // The viewer is no page of ours: what it draws is all there is to wait for.
      const drawn = async () => (await tab.screenshot()).length
      await expect.poll(drawn, { timeout: 20_000 }).toBeGreaterThan(40_000)
      shown.push(await tab.screenshot())
      await tab.close()
    }
    expect(shown[0]!.equals(shown[1]!)).toBe(false)
  } finally {
    await browser.close()
  }
})

test('the manifest accounts for every page after the front, in order', () => {
  const ranges = manifest().documents.map(({ from, to }) => [from, to] as const)
  expect(ranges).toHaveLength(demo().documents)
  for (const [index, [from, to]] of ranges.entries()) {
    expect(to).toBeGreaterThanOrEqual(from)
    if (index > 0) expect(from).toBe(ranges[index - 1]![1] + 1)
  }
  expect(ranges.at(-1)![1]).toBe(demo().pages)
})

test('what must stay out is in neither the bundle nor its manifest', () => {
  const text = tool('pdftotext', demo().bundle, '-') + readFileSync(manifestPath(demo().bundle), 'utf8')
  const statements = JSON.parse(
    readFileSync(new URL('../../resources/demonstration/statements.json', import.meta.url), 'utf8'),
  ) as readonly {
    readonly contact?: {
      readonly phones?: readonly string[]
      readonly postcode?: string
      readonly email?: string
    }
  }[]
  const secrets = statements
    .flatMap(({ contact }) => [...(contact?.phones ?? []), contact?.postcode ?? '', contact?.email ?? ''])
    .filter((each) => each !== '')
  expect(secrets.length).toBeGreaterThan(2)
  for (const secret of secrets) expect(text).not.toContain(secret)
  expect(text).not.toContain(readFileSync(demo().passphraseFile, 'utf8').trim())
})

test('the same bundle is verified, and any one changed byte is noticed', async () => {
  const { code, json } = await asked(made.machine, 'bundle', 'verify', demo().bundle)
  expect([code, json['ok']]).toEqual([0, true])
  const folder = freshFolder('altered')
  const copy = join(folder, 'bundle.pdf')
  copyFileSync(manifestPath(demo().bundle), manifestPath(copy))
  const bytes = readFileSync(demo().bundle)
  for (const at of [9, Math.floor(bytes.length / 3), Math.floor(bytes.length / 2), bytes.length - 8]) {
    const altered = Buffer.from(bytes)
    altered[at]! ^= 1
    writeFileSync(copy, altered)
    const verdict = await asked(made.machine, 'bundle', 'verify', copy)
    expect(verdict.code, `byte ${at}`).toBe(1)
    expect((verdict.json['findings'] as unknown[]).length).toBeGreaterThan(0)
  }
  copyFileSync(demo().bundle, copy)
  execFileSync('rm', [manifestPath(copy)])
  const alone = await asked(made.machine, 'bundle', 'verify', copy)
  expect(alone.code).toBe(1)
  expect(JSON.stringify(alone.json)).toContain('no-manifest')
})

test('nothing a case holds can be read in its folder', () => {
  const files = (readdirSync(demo().case, { recursive: true }) as string[])
    .map((name) => join(demo().case, name))
    .filter((path) => statSync(path).isFile())
  expect(files.length).toBeGreaterThan(20)
  const words = [
    'Marram',
    'Whitlock',
    'Hoxha',
    'Nguy',
    'Hường',
    'Harbour',
    'notebook',
    'passport',
    '.pdf',
    '.jpg',
    'JLB/7',
    '%PDF',
    'FICTIONAL',
    'statement',
    'title',
  ]
  for (const path of files) {
    // What a machine's own search would read out of it, and the name of the file itself.
    const readable = `${path.slice(demo().case.length)}\n${tool('strings', '-n', '4', '-e', 'S', path)}\n${tool('strings', '-n', '4', '-e', 'l', path)}`
    for (const word of words) expect(readable.includes(word), `“${word}” in ${path}`).toBe(false)
  }
})

test('the case opens with its passphrase, is intact, and with another is not opened', async () => {
  const verdict = await asked(
    made.machine,
    'case',
    'verify',
    demo().case,
    '--full',
    '--passphrase-file',
    demo().passphraseFile,
  )
  expect([verdict.code, verdict.json['ok']]).toEqual([0, true])
  const wrong = join(freshFolder('wrong'), 'wrong.txt')
  writeFileSync(wrong, 'not the passphrase\n')
  const refused = await asked(made.machine, 'case', 'show', demo().case, '--passphrase-file', wrong)
  expect([refused.code, (refused.json['error'] as { code: string }).code]).toEqual([1, 'wrong-passphrase'])
})
