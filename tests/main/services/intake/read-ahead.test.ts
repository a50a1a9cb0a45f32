import { expect, test } from 'vitest'
import { readAhead } from '../../../../main/services/intake/read-ahead.ts'

/** A handle over some bytes that gives at most so many at a time, and fails when it comes to `failAt`. */
function over(bytes: Buffer, atMost: number, failAt = Number.POSITIVE_INFINITY) {
  const state = { at: 0, reading: 0, buffers: new Set<Buffer>() }
  const read = async (buffer: Buffer, offset: number, length: number) => {
    state.reading += 1
    state.buffers.add(buffer)
    await Promise.resolve()
    state.reading -= 1
    if (state.at >= failAt) throw Object.assign(new Error('EIO'), { code: 'EIO' })
    const part = bytes.subarray(state.at, state.at + Math.min(length, atMost))
    part.copy(buffer, offset)
    state.at += part.length
    return { bytesRead: part.length, buffer }
  }
  return { state, handle: { read } as unknown as Parameters<typeof readAhead>[0] }
}

const bytes = Buffer.from(Array.from({ length: 5_000_000 }, (_, at) => (at * 31) & 0xff))

test.each([1 << 20, 65_537, 4_999_999])(
  'gives every byte in order, however few come at once (%i)',
  async (n) => {
    const pieces: Buffer[] = []
    for await (const piece of readAhead(over(bytes, n).handle)) pieces.push(Buffer.from(piece))
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true)
  },
)

test('a failure comes in its turn, after the bytes before it', async () => {
  const taken = { bytes: 0 }
  const all = async () => {
    for await (const piece of readAhead(over(bytes, 1 << 20, 2 << 20).handle)) taken.bytes += piece.length
  }
  await expect(all()).rejects.toMatchObject({ code: 'EIO' })
  expect(taken.bytes).toBe(2 << 20)
})

test('whoever stops early finds nothing still being read, and no byte is left in memory', async () => {
  const { state, handle } = over(bytes, 1 << 20)
  for await (const _ of readAhead(handle)) break
  expect(state.reading).toBe(0)
  expect(state.buffers.size).toBe(2)
  for (const buffer of state.buffers) expect(buffer.every((byte) => byte === 0)).toBe(true)
})
