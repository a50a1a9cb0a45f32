import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { verifyBundle } from '../../../../main/services/bundle/index.ts'
import { build, content, document, folder, plan, run } from './workshop.ts'

interface PngKind {
  readonly colour: 0 | 2 | 3 | 4 | 6
  readonly depth: 1 | 8 | 16
  readonly interlaced?: boolean
}

const [W, H] = [40, 24]

/** What each point of the sample is: red on the left half, blue on the right; clear in its lowest quarter. */
function point(x: number, y: number) {
  return { left: x < W / 2, clear: y >= H * 0.75 }
}

function samples(kind: PngKind, x: number, y: number): number[] {
  const { left, clear } = point(x, y)
  const top = 2 ** kind.depth - 1
  const alpha = clear ? 0 : top
  switch (kind.colour) {
    case 0:
      return [left ? 0 : top]
    case 2:
      return left ? [top, 0, 0] : [0, 0, top]
    case 3:
      return [left ? 0 : 1]
    case 4:
      return [left ? 0 : top, alpha]
    case 6:
      return [...(left ? [top, 0, 0] : [0, 0, top]), alpha]
  }
}

function png(kind: PngKind): Buffer {
  const rows: Buffer[] = []
  const passes = kind.interlaced
    ? [
        [0, 0, 8, 8],
        [4, 0, 8, 8],
        [0, 4, 4, 8],
        [2, 0, 4, 4],
        [0, 2, 2, 4],
        [1, 0, 2, 2],
        [0, 1, 1, 2],
      ]
    : [[0, 0, 1, 1]]
  for (const [x0, y0, dx, dy] of passes as [number, number, number, number][]) {
    for (let y = y0; y < H; y += dy) {
      const values: number[] = []
      for (let x = x0; x < W; x += dx) values.push(...samples(kind, x, y))
      const row = Buffer.alloc(1 + Math.ceil((values.length * kind.depth) / 8))
      for (const [i, value] of values.entries()) {
        if (kind.depth === 16) row.writeUInt16BE(value, 1 + i * 2)
        else if (kind.depth === 8) row[1 + i] = value
        else row[1 + (i >> 3)]! |= value << (7 - (i & 7))
      }
      rows.push(row)
    }
  }
  const chunk = (name: string, body: Buffer) => {
    const head = Buffer.alloc(4)
    head.writeUInt32BE(body.length)
    const named = Buffer.concat([Buffer.from(name), body])
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32(named))
    return Buffer.concat([head, named, sum])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(W, 0)
  header.writeUInt32BE(H, 4)
  header.set([kind.depth, kind.colour, 0, 0, kind.interlaced ? 1 : 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...(kind.colour === 3
      ? [chunk('PLTE', Buffer.from([255, 0, 0, 0, 0, 255])), chunk('tRNS', Buffer.from([255, 255]))]
      : []),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** The colours of a rendered page at points given as shares of the picture. */
function rendered(path: string, page: number): (x: number, y: number) => number[] {
  const out = join(path.replace(/\.pdf$/, ''))
  run('pdftoppm', '-r', '300', '-f', String(page), '-l', String(page), '-singlefile', path, out)
  const ppm = readFileSync(`${out}.ppm`)
  const [, width] = /^P6\s(\d+)\s(\d+)\s255\s/.exec(ppm.toString('latin1', 0, 40))!
  const start = /^P6\s\d+\s\d+\s255\s/.exec(ppm.toString('latin1', 0, 40))![0].length
  // At 300 dpi a point of the picture is a point of the page, centred between the margins.
  const left = Math.round(((27 + (210 - 27 - 20) / 2) * 300) / 25.4 - W / 2)
  const top = findTop(ppm, start, Number(width), left)
  return (x, y) => {
    const at = start + (Math.round(top + y * H) * Number(width) + Math.round(left + x * W)) * 3
    return [...ppm.subarray(at, at + 3)]
  }
}

function findTop(ppm: Buffer, start: number, width: number, left: number): number {
  for (let y = 290; y < 900; y++) {
    const at = start + (y * width + left + 5) * 3
    if (ppm[at]! !== 255 || ppm[at + 1]! !== 255) return y
  }
  return 0
}

const kinds: PngKind[] = [
  { colour: 0, depth: 1 },
  { colour: 0, depth: 16 },
  { colour: 2, depth: 8 },
  { colour: 2, depth: 16, interlaced: true },
  { colour: 3, depth: 1 },
  { colour: 4, depth: 8, interlaced: true },
  { colour: 6, depth: 8 },
  { colour: 6, depth: 16, interlaced: true },
]

for (const kind of kinds) {
  test(`a PNG of colour type ${kind.colour}, ${kind.depth} bits${kind.interlaced ? ', interlaced' : ''}, is shown as it is`, async () => {
    const to = join(folder(), 'png.pdf')
    const { report } = await build(
      plan([document('a', 'Picture', content('png', png(kind)))], { fictional: false }),
      to,
    )
    expect(report.filter(({ kind }) => kind !== 'no-text')).toEqual([])
    expect(run('qpdf', '--check', to)).toContain('No syntax or stream encoding errors')
    const at = rendered(to, 3)
    const grey = kind.colour === 0 || kind.colour === 4
    const near = (seen: number[], wanted: number[]) => seen.every((n, i) => Math.abs(n - wanted[i]!) < 40)
    expect(near(at(0.25, 0.4), grey ? [0, 0, 0] : [255, 0, 0]), `left ${at(0.25, 0.4)}`).toBe(true)
    expect(near(at(0.75, 0.4), grey ? [255, 255, 255] : [0, 0, 255]), `right ${at(0.75, 0.4)}`).toBe(true)
    if (kind.colour >= 4) expect(near(at(0.25, 0.9), [255, 255, 255]), `clear ${at(0.25, 0.9)}`).toBe(true)
  })
}

/** A small real JPEG, 2 by 1 points, with an EXIF note that it lies on its side. */
const jpeg = Buffer.from(
  'ffd8ffe1002245786966000049492a0008000000010012010300010000000600000000000000ffdb004300' +
    '01'.repeat(64) +
    'ffc0000b08000100020101110' +
    '0ffc40014000100000000000000000000000000000009ffc40014100100000000000000000000000000000000ffda0008010100003f0000ffd9',
  'hex',
)

test('a JPEG goes in byte for byte, turned as its camera said', async () => {
  const to = join(folder(), 'jpeg.pdf')
  const { report } = await build(plan([document('a', 'Photograph', content('jpeg', jpeg))]), to)
  expect(report.filter(({ kind }) => kind !== 'no-text')).toEqual([])
  expect(readFileSync(to).includes(jpeg)).toBe(true)
  const listed = run('pdfimages', '-list', to).split('\n')[2]!
  expect(listed).toMatch(/image +2 +1 +gray +1 +8 +jpeg/)
  expect(await verifyBundle(to)).toMatchObject({ ok: true })
})

test('a picture cut short becomes a page that says so', async () => {
  const to = join(folder(), 'cut.pdf')
  const whole = png({ colour: 2, depth: 8 })
  const cut = [whole.subarray(0, 60), jpeg.subarray(0, 30), Buffer.from('GIF89a')]
  const { report } = await build(
    plan(cut.map((bytes, i) => document(`d${i}`, `Picture ${i}`, content(i === 1 ? 'jpeg' : 'png', bytes)))),
    to,
  )
  expect(report.map((line) => line.kind)).toEqual(['placeholder', 'placeholder', 'placeholder'])
  expect(await verifyBundle(to)).toMatchObject({ ok: true })
})
