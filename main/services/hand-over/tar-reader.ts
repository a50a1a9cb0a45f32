import { CaseworkError } from '../../../casework/contract/errors.ts'
import { blockLength, paddingOf, readPax, readTarHeader, type TarHeader } from './tar-header.ts'

/** What is wrong with the inside of a hand-over, as a refusal: the sentence says that nothing was changed. */
export const refusal = (what: string): CaseworkError =>
  new CaseworkError(
    'hand-over-refused',
    `The hand-over is not as one is made: ${what}. Nothing was changed. Ask whoever made it for another.`,
  )

/** A stream read in amounts of the reader's choosing. */
interface Source {
  /** Exactly `length` bytes. Refuses when there are fewer. */
  take(length: number): Promise<Buffer>
  /** The next bytes, at most `most`. Refuses when there are none. */
  some(most: number): Promise<Buffer>
  /** The next bytes, or null at the end. */
  rest(): Promise<Buffer | null>
}

function sourceOf(stream: AsyncIterable<Uint8Array>): Source {
  const pieces = stream[Symbol.asyncIterator]()
  const state: { held: Buffer } = { held: Buffer.alloc(0) }
  const fill = async (): Promise<boolean> => {
    while (state.held.length === 0) {
      const next = await pieces.next()
      if (next.done === true) return false
      state.held = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength)
    }
    return true
  }
  const some = async (most: number) => {
    if (!(await fill())) throw refusal('it ends too early')
    const piece = state.held.subarray(0, most)
    state.held = state.held.subarray(piece.length)
    return piece
  }
  return {
    some,
    async take(length) {
      const parts: Buffer[] = []
      for (let missing = length; missing > 0; ) {
        const part = await some(missing)
        parts.push(part)
        missing -= part.length
      }
      return Buffer.concat(parts)
    },
    async rest() {
      if (!(await fill())) return null
      const piece = state.held
      state.held = Buffer.alloc(0)
      return piece
    },
  }
}

/** One file of a tar. Its content is read before the next is asked for, or it is passed over. */
export interface TarEntry {
  readonly name: string
  readonly size: number
  content(): AsyncIterable<Buffer>
}

const largestPax = 64 * 1024

/** A name that stays below the folder it is unpacked in, on every system. */
const plainName = /^(?!\.{1,2}(?:\/|$))[A-Za-z0-9_.-]+(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9_.-]+)*$/

/**
 * The files of a tar stream, in order. Takes plain files with plain names, each once, and nothing but emptiness behind
 * the end; refuses links, folders, devices, other names, a header that does not add up and a stream that stops early.
 */
export async function* readTar(stream: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry, void, undefined> {
  const source = sourceOf(stream)
  const seen = new Set<string>()
  for (;;) {
    const header = await nextHeader(source)
    if (header === null) break
    const { name, size } = header
    if (header.type !== '0') throw refusal('it holds something other than files')
    if (!plainName.test(name)) throw refusal('a file in it has a name that leads elsewhere')
    if (seen.has(name)) throw refusal('it holds two files of one name')
    seen.add(name)
    const state = { left: size, begun: false }
    async function* content() {
      if (state.begun) throw new CaseworkError('internal', 'A file of a hand-over is read once.')
      state.begun = true
      while (state.left > 0) {
        const piece = await source.some(state.left)
        state.left -= piece.length
        yield piece
      }
    }
    yield { name, size, content }
    while (state.left > 0) state.left -= (await source.some(state.left)).length
    if ((await source.take(paddingOf(size).length)).some((byte) => byte !== 0))
      throw refusal('there is something between its files')
  }
  for (let piece = await source.rest(); piece !== null; piece = await source.rest())
    if (piece.some((byte) => byte !== 0)) throw refusal('there is something behind its end')
}

async function nextHeader(source: Source): Promise<TarHeader | null> {
  const block = await source.take(blockLength)
  if (block.every((byte) => byte === 0)) {
    if ((await source.take(blockLength)).some((byte) => byte !== 0)) throw refusal('its end is not one')
    return null
  }
  const header = readTarHeader(block)
  if (header === null) throw refusal('a header in it does not add up')
  if (header.type !== 'x') return header
  if (header.size > largestPax) throw refusal('a header in it is too long')
  const records = readPax(await source.take(header.size))
  await source.take(paddingOf(header.size).length)
  const next = readTarHeader(await source.take(blockLength))
  if (records === null || next === null || next.type === 'x') throw refusal('a header in it does not add up')
  const size = records.get('size')
  if (size !== undefined && !/^\d{1,15}$/.test(size)) throw refusal('a size in it is none')
  if (records.has('linkpath')) throw refusal('it holds something other than files')
  return {
    ...next,
    name: records.get('path') ?? next.name,
    size: size === undefined ? next.size : Number(size),
  }
}
