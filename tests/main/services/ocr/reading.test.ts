import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ReadPage, readPage } from '../../../../main/jobs/read-text.ts'
import { openTextPages } from '../../../../main/services/bundle/index.ts'
import { remarkOn } from '../../../../main/services/ocr/complaints.ts'
import { dataFolder, openEngine, type ReadingEngine } from '../../../../main/services/ocr/engine.ts'
import { packedImages } from '../bundle/packed-scans.ts'
import { images, scanLines, scanned, scanPdf, sheet, typedPdf } from '../bundle/scans.ts'
import { folder } from '../bundle/workshop.ts'

const held: { engine?: ReadingEngine } = {}
beforeAll(() => {
  held.engine = openEngine()
})
afterAll(() => held.engine?.close())

const memory = (bytes: Buffer) => ({
  size: bytes.length,
  read: (offset: number, length: number) => bytes.subarray(offset, offset + length),
})
const never = new AbortController().signal

async function read(bytes: Buffer, kind: 'pdf' | 'jpeg' | 'png' = 'pdf', page = 1): Promise<ReadPage> {
  return readPage(await openTextPages(memory(bytes), kind), page, held.engine!, 30_000, never)
}
const linesOf = ({ lines }: ReadPage) => lines.map(({ words }) => words.map(({ text }) => text).join(' '))
const boxOf = ({ lines }: ReadPage, text: string): readonly number[] =>
  lines.flatMap(({ words }) => words).find((word) => word.text === text)!.box
const far = (box: readonly number[], wanted: readonly number[]) =>
  Math.max(...box.map((edge, i) => Math.abs(edge - wanted[i]!)))

/** Where the ink of “Harbour” is on the sheet, told by the typed page itself: Times, 14 points, on a baseline 95 up. */
function harbour(lines?: readonly string[]): [number, number, number, number] {
  const out = execFileSync('pdftotext', ['-bbox', '-', '-'], { input: typedPdf(lines), encoding: 'utf8' })
  const [, left, right] = /xMin="([\d.]+)"[^>]*xMax="([\d.]+)"[^>]*>Harbour</.exec(out)!
  return [Number(left), 95, Number(right), 105]
}

describe('a scanned page is read, each word at its place', { timeout: 60_000 }, () => {
  test.each(Object.entries(images))('as %s', async (_form, image) => {
    const page = await read(scanPdf([{ image: image() }]))
    expect(linesOf(page)).toEqual(scanLines)
    expect(page.note).toBe('')
    expect(page.confidence).toBeGreaterThan(75)
    expect(far(boxOf(page, 'Harbour'), harbour())).toBeLessThan(2)
  })

  test.each(Object.entries(packedImages))('packed as %s', async (_form, image) => {
    const page = await read(scanPdf([{ image }]))
    expect(page.note).toBe('')
    expect(linesOf(page)).toEqual(['Harbour'])
    expect(far(boxOf(page, 'Harbour'), harbour(['Harbour']))).toBeLessThan(2)
  })

  const [left, bottom, right, top] = harbour()
  const { width, height } = sheet
  test.each([
    [
      'turned a quarter',
      { rotate: 90, media: [0, 0, height, width], matrix: [0, width, -height, 0, height, 0] },
      [height - top, left, height - bottom, right],
      90,
    ],
    [
      'stored upside down',
      { rotate: 180, matrix: [-width, 0, 0, -height, width, height] },
      [width - right, height - top, width - left, height - bottom],
      180,
    ],
    [
      'small, on a large sheet in large units',
      { unit: 2, media: [0, 0, 300, 300], matrix: [width / 2, 0, 0, height / 2, 50, 80] },
      [left / 2 + 50, bottom / 2 + 80, right / 2 + 50, top / 2 + 80],
      0,
    ],
  ] as const)('when it is %s', async (_how, more, box, turn) => {
    const page = await read(scanPdf([{ image: images.grey(), ...more }]))
    expect(linesOf(page)).toEqual(scanLines)
    expect(page.lines[0]!.turn).toBe(turn)
    expect(far(boxOf(page, 'Harbour'), box)).toBeLessThan(2)
  })

  const flat = [-width, 0, 0, -height, width, height] as const
  test.each([
    [
      'upside down',
      flat,
      {},
      [width - right, height - top, width - left, height - bottom],
      180,
      'upside-down',
    ],
    [
      'upside down, on a page that is shown on its side',
      flat,
      { rotate: 90 },
      [width - right, height - top, width - left, height - bottom],
      180,
      'sideways',
    ],
    [
      'on its side, from the foot up',
      [0, width, -height, 0, height, 0],
      { media: [0, 0, height, width] },
      [height - top, left, height - bottom, right],
      90,
      'sideways',
    ],
    [
      'on its side, from the head down',
      [0, -width, height, 0, 0, width],
      { media: [0, 0, height, width] },
      [bottom, width - right, top, width - left],
      270,
      'sideways',
    ],
  ] as const)('when it lies %s, and that is told', async (_how, matrix, more, box, turn, lie) => {
    const page = await read(scanPdf([{ image: images.grey(), matrix, ...more }]))
    expect(linesOf(page)).toEqual(scanLines)
    expect(page.lines.map((line) => line.turn)).toEqual([turn, turn])
    expect(page.lie).toBe(lie)
    expect(far(boxOf(page, 'Harbour'), box)).toBeLessThan(2)
  })

  test('when its camera held a photograph sideways, counting from the foot of the upright picture', async () => {
    // Turned a quarter back, with a note that says so, as a telephone writes it: little-endian.
    const sideways = scanned('jpeg', typedPdf(scanLines, 270))
    const note = Buffer.from(
      'Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0',
      'latin1',
    )
    const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, note.length + 2])
    const page = await read(Buffer.concat([head, note, sideways.subarray(2)]), 'jpeg')
    expect(linesOf(page)).toEqual(scanLines)
    const points = harbour().map((n) => (n * 150) / 72)
    expect(far(boxOf(page, 'Harbour'), points)).toBeLessThan(4)
  })

  test('when it is a PNG file', async () => {
    expect(linesOf(await read(scanned('png'), 'png'))).toEqual(scanLines)
  })
})

describe('what can’t be read', () => {
  const stated = (more: string) =>
    scanPdf([
      { image: { dict: `${more} /ColorSpace /DeviceGray /BitsPerComponent 8`, data: Buffer.alloc(64) } },
    ])

  test.each([
    ['an absurd size', stated('/Width 60000 /Height 60000'), /too large to read/],
    ['a size that is none', stated('/Width -5 /Height 40'), /too small/],
    ['fewer points than it states', stated('/Width 400 /Height 400'), /cut short/],
    ['JPEG 2000 that is none', stated('/Width 400 /Height 400 /Filter /JPXDecode'), /damaged/],
    [
      'a fax of a kind nobody sends',
      stated('/Width 400 /Height 400 /Filter /CCITTFaxDecode'),
      /fax of another width/,
    ],
    ['a JPEG that is none', stated('/Width 400 /Height 400 /Filter /DCTDecode'), /not a JPEG/],
    ['no picture at all', scanPdf([{ image: null, content: '0 0 m 90 90 l S' }]), /drawn, not pictured/],
  ])('%s is said in a sentence', async (_what, bytes, why) => {
    const page = await read(bytes)
    expect(page.note).toMatch(why)
    expect(page.lines).toEqual([])
  })

  test('a picture that takes too long is given up, and the next is read', async () => {
    const pages = await openTextPages(memory(scanPdf([{ image: images.grey() }])), 'pdf')
    const slow = await readPage(pages, 1, held.engine!, 1, never)
    expect(slow.note).toMatch(/too long/)
    expect(linesOf(await readPage(pages, 1, held.engine!, 30_000, never))).toEqual(scanLines)
  })

  test('a stop is heard in the middle of a page', async () => {
    const stop = new AbortController()
    const pages = await openTextPages(memory(scanPdf([{ image: images.grey() }])), 'pdf')
    const reading = readPage(pages, 1, held.engine!, 30_000, stop.signal)
    setTimeout(() => stop.abort(), 30)
    await expect(reading).rejects.toThrow(/abort/i)
  })
})

describe('a damaged picture', { timeout: 60_000 }, () => {
  const jpeg = scanned('jpeg')
  const late = Math.floor(jpeg.length * 0.9)
  const broken: Readonly<Record<string, readonly [bytes: Buffer, remark: string]>> = {
    'that ends too early': [
      jpeg.subarray(0, jpeg.length - 60),
      'Its picture ends before it should: the end of it may be missing. What can be seen of it was read.',
    ],
    'with other bytes in it': [
      Buffer.concat([jpeg.subarray(0, late), Buffer.alloc(40, 0x5a), jpeg.subarray(late + 40)]),
      'Its picture is damaged: parts of it may be wrong or missing. What can be seen of it was read.',
    ],
    'that is read whole': [
      Buffer.concat([jpeg.subarray(0, jpeg.length - 2), Buffer.alloc(30, 1)]),
      'Its picture ends before it should: the end of it may be missing.',
    ],
  }
  test.each(Object.entries(broken))('%s is read as far as it can be seen, and says so', async (_how, of) => {
    const [bytes, remark] = of
    const { dict } = images.jpeg()
    const page = await read(scanPdf([{ image: { dict, data: bytes } }]))
    expect(linesOf(page)[0]).toBe(scanLines[0])
    expect(page.note).toBe(remark)
    // It is said of this page alone.
    expect((await read(scanPdf([{ image: images.jpeg() }]))).note).toBe('')
  })

  test('of which nothing can be seen is not read', async () => {
    const { dict } = images.jpeg()
    const page = await read(scanPdf([{ image: { dict, data: jpeg.subarray(0, 300) } }]))
    expect(page.lines).toEqual([])
    expect(page.note).toMatch(/could not be read/)
  })

  test('says nothing on the terminal of whoever started the program', () => {
    const at = folder()
    const scan = join(at, 'scan.jpg')
    writeFileSync(
      scan,
      Buffer.concat([jpeg.subarray(0, late), Buffer.from([0xff, 0xd3]), jpeg.subarray(late)]),
    )
    const url = (path: string) => JSON.stringify(new URL(`../../../../main/${path}`, import.meta.url).href)
    const program = join(at, 'read.mjs')
    writeFileSync(
      program,
      `import { readFileSync } from 'node:fs'
      import { readPage } from ${url('jobs/read-text.ts')}
      import { openTextPages } from ${url('services/bundle/index.ts')}
      import { openEngine } from ${url('services/ocr/engine.ts')}
      const bytes = readFileSync(${JSON.stringify(scan)})
      const source = { size: bytes.length, read: (from, count) => bytes.subarray(from, from + count) }
      const engine = openEngine()
      const pages = await openTextPages(source, 'jpeg')
      const { note } = await readPage(pages, 1, engine, 30_000, new AbortController().signal)
      await engine.close()
      console.log(note)`,
    )
    const { stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', program], { encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(stdout).toContain('damaged')
  })
})

test('talk that is not about the picture makes no remark', () => {
  expect(remarkOn('')).toBe('')
  expect(remarkOn('Image too small to scale!! (2x36 vs min width of 3)\nDetected 12 diacritics\n')).toBe('')
  expect(remarkOn('libpng warning: IDAT: CRC error\n')).toMatch(/damaged/)
})

describe('which pages have words', () => {
  const image = images.mask()
  const pages = scanPdf([
    { image },
    { image, content: 'BT /F1 9 Tf 300 5 Td (Received 4 May 2025) Tj ET' },
    { image, content: `BT 3 Tr /F1 9 Tf 10 50 Td (${'known words '.repeat(12)}) Tj ET` },
    { image: null },
    { image: null, content: 'BT /F1 9 Tf 10 50 Td (Typed.) Tj ET' },
    { image: null, content: '0 0 m 90 90 l S' },
  ])
  test('a stamp over a scan does not make it a page with text', async () => {
    const opened = await openTextPages(memory(pages), 'pdf')
    const told = Array.from({ length: opened.pages }, (_, i) => opened.lookAt(i + 1).text)
    expect(told).toEqual(['none', 'none', 'text', 'blank', 'text', 'none'])
  })
})

test('reading needs neither the network nor the right to write a file', () => {
  const at = folder()
  const scan = join(at, 'scan.png')
  writeFileSync(scan, scanned('png'))
  const shut = `import net from 'node:net'; import dns from 'node:dns'; import dgram from 'node:dgram'
    const no = () => { throw new Error('the network was asked for') }
    net.Socket.prototype.connect = no; dns.lookup = no; dgram.createSocket = no; globalThis.fetch = no`
  const code = `import { readFileSync, writeFileSync } from 'node:fs'
    import { openEngine } from ${JSON.stringify(new URL('../../../../main/services/ocr/engine.ts', import.meta.url).href)}
    let denied = ''
    try { writeFileSync(${JSON.stringify(join(at, 'planted'))}, 'x') } catch (error) { denied = error.code }
    const engine = openEngine()
    const how = { resolution: 150, limit: 30000, signal: new AbortController().signal }
    const lines = await engine.read(readFileSync(${JSON.stringify(scan)}), how)
    await engine.close()
    console.log(JSON.stringify({ denied, lines: lines.map((line) => line.map((word) => word.text).join(' ')) }))`
  const program = join(at, 'read.mjs')
  writeFileSync(program, code)
  const allowed = ['--permission', '--allow-fs-read=*', '--allow-worker', '--no-warnings']
  const first = ['--import', `data:text/javascript,${encodeURIComponent(shut)}`]
  const said = execFileSync(process.execPath, [...allowed, ...first, program], { encoding: 'utf8', cwd: at })
  expect(JSON.parse(said)).toEqual({ denied: 'ERR_ACCESS_DENIED', lines: [...scanLines] })
  expect(readdirSync(at)).toEqual(['read.mjs', 'scan.png'])
})

test('the data that ships is the data the engine is said to read with', () => {
  const files = readdirSync(dataFolder())
  expect(files).toEqual(['eng.traineddata.gz'])
  const file = join(dataFolder(), files[0]!)
  expect(statSync(file).size).toBeLessThan(4_000_000)
  expect(createHash('sha256').update(readFileSync(file)).digest('hex')).toBe(
    '45b4cb346724ac1774f1c36f42f182b887bcdb28ebe63e6fff90ac41f3fcff91',
  )
})
