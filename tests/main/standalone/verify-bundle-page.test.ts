import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyCode } from '../../../casework/rules/bundle-seal.ts'
import { manifestPath } from '../../../main/services/bundle/index.ts'
import type { Manifest } from '../../../main/services/bundle/manifest.ts'
import { source } from '../../architecture/sources.ts'
import { findBrowser } from '../../support/browser.ts'
import { buildStandalone } from '../../support/standalone.ts'
import { pagesPdf } from '../services/bundle/sample-pdfs.ts'
import {
  build,
  buildSealed,
  content,
  document,
  folder,
  plan,
  signerFrom,
} from '../services/bundle/workshop.ts'

const at = folder()
const made = join(at, 'made')
const path = join(made, 'verify-bundle.html')
const to = join(at, 'Trial <b>bundle.pdf')
const plain = join(at, 'plain.pdf')
const sample = plan([
  document('one', 'First <img src=x>', content('pdf', pagesPdf([{ words: 'Alpha' }, { words: 'Beta' }]))),
  document('two', 'Second', content('text', Buffer.from('Some words.\n'.repeat(90))), { ref: 'JLB/4' }),
])
beforeAll(async () => {
  mkdirSync(made)
  buildStandalone('page', made)
  await buildSealed(sample, to)
  await build(plan([document('x', 'Plain', content('text', Buffer.from('Plain.')))]), plain)
}, 60_000)

test('it is one file, has the hash its pages give, and asks for nothing beside itself', () => {
  expect(readdirSync(made)).toEqual(['verify-bundle.html'])
  const text = readFileSync(path, 'utf8')
  const sum = createHash('sha256').update(text).digest('hex')
  for (const page of ['main/standalone/README.md', 'resources/manual/checking-a-bundle.md'])
    expect(source(page).text).toContain(`    ${sum}  verify-bundle.html\n`)
  expect(text).not.toMatch(
    /https?:|\bsrc=|\bhref=|@import|url\(|\bimport\b|\bfetch\(|XMLHttpRequest|WebSocket/,
  )
  expect(text).toContain("default-src 'none'")
  expect(text).not.toContain('unsafe')
})

test('its colours are those of the program’s own screens', () => {
  const tokens = source('renderer/style/tokens.css').text
  const own = source('main/standalone/verifying/page.css').text.match(/^ {2}--[a-z0-9-]+: .*;$/gm) ?? []
  expect(own.length).toBeGreaterThan(15)
  for (const line of own) expect(tokens).toContain(`${line}\n`)
})

const browser = await findBrowser()
describe.skipIf(browser === undefined)('in a browser, opened from the disk', () => {
  const held: { browser?: Browser; page?: Page; asked: string[]; failed: string[] } = {
    asked: [],
    failed: [],
  }
  const page = () => held.page!
  beforeAll(async () => {
    held.browser = await chromium.launch({
      args: ['--enable-precise-memory-info'],
      executablePath: browser!,
      chromiumSandbox: process.getuid?.() !== 0,
    })
    held.page = await held.browser.newPage()
    page().on('request', (request) => held.asked.push(request.url()))
    page().on('console', (message) => message.type() === 'error' && held.failed.push(message.text()))
    page().on('pageerror', (error) => held.failed.push(error.message))
  }, 60_000)
  afterAll(async () => {
    expect(held.asked.every((url) => url.startsWith('file:'))).toBe(true)
    expect(held.failed).toEqual([])
    await held.browser?.close()
  })

  /** Opens the page afresh, gives it files, and waits for what it says of them. */
  async function verdict(files: readonly string[], code = '', on = page()): Promise<string> {
    await on.goto(pathToFileURL(path).href)
    if (code !== '') await on.getByLabel('Key code you were told').fill(code)
    await on.getByLabel('Choose both files').setInputFiles([...files])
    return (await on.locator('.note').first().textContent()) ?? ''
  }
  const both = [to, manifestPath(to)]
  const put = (name: string, bytes: Uint8Array) => {
    const file = join(at, name)
    writeFileSync(file, bytes)
    return file
  }

  test('a sealed bundle matches, with the holder and the code of the key', async () => {
    const said = await verdict(both)
    expect(said).toContain('It matches, and the seal is sound')
    expect(said).toContain(`It was sealed by Asha Verity with the key ${keyCode(signerFrom(7).key)}.`)
    expect(said).toContain(`SHA-256 ${createHash('sha256').update(readFileSync(to)).digest('hex')}`)
    expect(await verdict(both, keyCode(signerFrom(7).key).toLowerCase())).toContain('the seal is sound')
    expect(await verdict(both, keyCode(signerFrom(8).key))).toContain('ought to bear the seal of')
  })

  test('the two may come one after the other, and it says which is wanting', async () => {
    await page().goto(pathToFileURL(path).href)
    const status = page().getByRole('status')
    await page().getByLabel('Choose both files').setInputFiles([to])
    await expect.poll(() => status.textContent()).toContain('Now choose its manifest')
    await page()
      .getByLabel('Choose both files')
      .setInputFiles([manifestPath(to)])
    expect(await page().locator('.note').textContent()).toContain('the seal is sound')
  })

  test('one changed byte in any region of either file is caught, and the words of files are only ever words', async () => {
    const pdf = readFileSync(to)
    const manifest = readFileSync(manifestPath(to))
    const { documents } = JSON.parse(manifest.toString()) as Manifest
    const flip = (bytes: Buffer, i: number) => {
      const altered = Buffer.from(bytes)
      altered[i]! ^= 1
      return altered
    }
    const [first] = documents
    const inside = await verdict([put('x.pdf', flip(pdf, first!.pageBytes[1]![0] + 3)), both[1]!])
    expect(inside).toContain('It does not match')
    expect(inside).toContain(
      `First <img src=x> (pages ${first!.from} to ${first!.to}) was altered, on page ${first!.from + 1}`,
    )
    expect(await page().locator('.note img').count()).toBe(0)
    for (const i of [5, Math.floor(pdf.length * 0.8), pdf.length - 3])
      expect(await verdict([put('x.pdf', flip(pdf, i)), both[1]!]), `byte ${i}`).toContain(
        'It does not match',
      )
    for (let i = 0; i < manifest.length; i += Math.floor(manifest.length / 24))
      expect(await verdict([to, put('x.json', flip(manifest, i))]), `byte ${i}`).toContain(
        'It does not match',
      )
    expect(await verdict([put('x.pdf', pdf.subarray(0, -9)), both[1]!])).toContain('bytes long')
    expect(await verdict([to, manifestPath(plain)])).toContain('It does not match')
  }, 60_000)

  test('a bundle nobody sealed is told apart', async () => {
    expect(await verdict([plain, manifestPath(plain)])).toContain('which nobody sealed')
  })

  test('several volumes are checked together, each with its own manifest', async () => {
    await page().goto(pathToFileURL(path).href)
    await page()
      .getByLabel('Choose both files')
      .setInputFiles([...both, plain, manifestPath(plain)])
    await expect.poll(() => page().locator('.note h2').allInnerTexts()).toHaveLength(2)
  })

  test('a browser that does not know the algorithm says so, and does not call the seal sound', async () => {
    const older = await held.browser!.newPage()
    await older.addInitScript(() => {
      SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException('no', 'NotSupportedError'))
    })
    expect(await verdict(both, '', older)).toContain('the seal could not be checked')
    await older.close()
  })

  test('it is worked by keys alone, and what it finds is said aloud', async () => {
    await page().goto(pathToFileURL(path).href)
    await page().keyboard.press('Tab')
    expect(await page().locator(':focus').getAttribute('id')).toBe('files')
    await page().keyboard.press('Tab')
    expect(await page().locator(':focus').getAttribute('id')).toBe('code')
    expect(await page().locator('#verdicts').getAttribute('aria-live')).toBe('polite')
    expect(await page().title()).toBe('Check a bundle')
  })

  test('a file many times the size of what is read at once stays out of memory', async () => {
    const devtools = await page().context().newCDPSession(page())
    // What is no longer wanted but not yet collected is nobody's memory: it depends on when the browser tidies up.
    const kept = async () => {
      await devtools.send('HeapProfiler.collectGarbage')
      return page().evaluate(
        () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
      )
    }
    await page().goto(pathToFileURL(path).href)
    const before = await kept()
    const big = put('big.pdf', Buffer.alloc(128_000_000))
    await page().getByLabel('Choose both files').setInputFiles([big, both[1]!])
    let [most, looked] = [0, 0]
    for (; (await page().locator('.note').count()) === 0; looked++) most = Math.max(most, await kept())
    expect(await page().locator('.note').textContent()).toContain('128,000,000 bytes long')
    expect(looked).toBeGreaterThan(3)
    expect(most - before).toBeLessThan(40_000_000)
    await devtools.detach()
  }, 60_000)
})
