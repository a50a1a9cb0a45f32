/** The primaries of IEC 61966-2-1 and their white, as ICC.1:2001-04 wants them: seen under D50. */
const COLORANTS = {
  wtpt: [0.9642, 1, 0.8249],
  rXYZ: [0.43607, 0.22249, 0.01392],
  gXYZ: [0.38515, 0.71687, 0.09708],
  bXYZ: [0.14307, 0.06061, 0.7141],
} as const
// Within 1/10,000 of the curve between its points; a longer table makes some readers slow at every page.
const STEPS = 64

/** The light of a stored value, both from 0 to 1 (IEC 61966-2-1 §5.2). */
export function lightOf(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

/**
 * A colour profile (ICC version 2.1, for displays) that says red, green and blue are meant as IEC 61966-2-1 defines
 * them. Worked out from the definition, so it is nobody's file; always the same bytes.
 */
export function colourProfile(): Buffer {
  const curve = Buffer.alloc(12 + STEPS * 2)
  curve.write('curv', 0, 'latin1')
  curve.writeUInt32BE(STEPS, 8)
  for (let i = 0; i < STEPS; i++)
    curve.writeUInt16BE(Math.round(lightOf(i / (STEPS - 1)) * 65_535), 12 + i * 2)
  const tags: [string, Buffer][] = [
    ['desc', described('Red, green and blue as IEC 61966-2-1')],
    ['cprt', Buffer.from('text\0\0\0\0No copyright, use freely\0', 'latin1')],
    ...Object.entries(COLORANTS).map(([tag, xyz]): [string, Buffer] => [tag, point(xyz)]),
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ]
  const table = Buffer.alloc(4 + tags.length * 12)
  table.writeUInt32BE(tags.length, 0)
  const bodies: Buffer[] = []
  const places = new Map<Buffer, number>()
  let at = 128 + table.length
  for (const [i, [tag, body]] of tags.entries()) {
    if (!places.has(body)) {
      places.set(body, at)
      const padded = Buffer.alloc((body.length + 3) & ~3)
      body.copy(padded)
      bodies.push(padded)
      at += padded.length
    }
    table.write(tag, 4 + i * 12, 'latin1')
    table.writeUInt32BE(places.get(body)!, 8 + i * 12)
    table.writeUInt32BE(body.length, 12 + i * 12)
  }
  return Buffer.concat([header(at), table, ...bodies])
}

function header(size: number): Buffer {
  const head = Buffer.alloc(128)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(0x02100000, 8)
  head.write('mntrRGB XYZ ', 12, 'latin1')
  // A date is asked for; the day the standard's amendment came out is nobody's day of work.
  for (const [i, n] of [2003, 1, 1].entries()) head.writeUInt16BE(n, 24 + i * 2)
  head.write('acsp', 36, 'latin1')
  for (const [i, n] of COLORANTS.wtpt.entries()) head.writeInt32BE(Math.round(n * 65_536), 68 + i * 4)
  return head
}

function point(xyz: readonly number[]): Buffer {
  const body = Buffer.alloc(20)
  body.write('XYZ ', 0, 'latin1')
  for (const [i, n] of xyz.entries()) body.writeInt32BE(Math.round(n * 65_536), 8 + i * 4)
  return body
}

function described(words: string): Buffer {
  const body = Buffer.alloc(12 + words.length + 1 + 8 + 3 + 67)
  body.write('desc', 0, 'latin1')
  body.writeUInt32BE(words.length + 1, 8)
  body.write(words, 12, 'latin1')
  return body
}
