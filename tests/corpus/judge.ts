import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A page as a grey picture. */
export interface Grey {
  readonly width: number
  readonly height: number
  readonly points: Uint8Array
}

const DPI = 50
const mm = (n: number) => Math.ceil((n * DPI) / 25.4)

/** How different two points must be to count, and what part of a page may differ: a hair's breadth of rounding. */
const STEP = 80
const PART = 0.002

function readGrey(path: string): Grey {
  const bytes = readFileSync(path)
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.toString('latin1', 0, 40))
  if (!head) throw new Error(`${path} is not a grey picture.`)
  return { width: Number(head[1]), height: Number(head[2]), points: bytes.subarray(head[0].length) }
}

/** Pages `from` to `to` of a PDF as poppler shows them; undefined where it shows none. Empty if it cannot open the file. */
export async function pictures(
  pdf: string,
  from: number,
  to: number,
  scratch: string,
): Promise<(Grey | undefined)[]> {
  await run(
    'pdftoppm',
    ['-q', '-gray', '-r', String(DPI), '-f', String(from), '-l', String(to), pdf, scratch],
    {
      timeout: 60_000,
    },
  ).catch(() => undefined)
  const shown: (Grey | undefined)[] = []
  const stem = `${basename(scratch)}-`
  for (const name of readdirSync(dirname(scratch)).filter((file) => file.startsWith(stem))) {
    const path = join(dirname(scratch), name)
    const page = readGrey(path)
    // What poppler gives for a page it cannot find.
    if (page.width > 8 || page.height > 8) shown[Number(name.slice(stem.length, -4)) - from] = page
    rmSync(path)
  }
  return shown
}

/** True where the page number may stand: the corners. */
function masked(x: number, y: number, { width, height }: Grey): boolean {
  return (x >= width - mm(40) || x < mm(40)) && (y < mm(24) || y >= height - mm(24))
}

/** What part of a page is not as it was, the corners of the page number left out: 0 for none, 1 for another page. */
export function difference(before: Grey, after: Grey): number {
  if (Math.abs(before.width - after.width) > 1 || Math.abs(before.height - after.height) > 1) return 1
  const wide = Math.min(before.width, after.width)
  const high = Math.min(before.height, after.height)
  let different = 0
  for (let y = 0; y < high; y++) {
    for (let x = 0; x < wide; x++) {
      const gap = before.points[y * before.width + x]! - after.points[y * after.width + x]!
      if ((gap > STEP || gap < -STEP) && !masked(x, y, before)) different++
    }
  }
  return different / (wide * high)
}

/** True if a page is, but for the page number, what it was. */
export const alike = (before: Grey, after: Grey): boolean => difference(before, after) <= PART
