import { z } from 'zod'
import { MANIFEST_FORMAT, type Manifest } from './manifest.ts'

const hex = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.number().int().min(0)

const shape = z.looseObject({
  format: z.literal(MANIFEST_FORMAT),
  bundle: z.looseObject({ title: z.string(), pages: count, size: count, sha256: hex }),
  documents: z.array(
    z.looseObject({
      id: z.string(),
      title: z.string(),
      section: z.string(),
      from: count,
      to: count,
      pages: count,
      bytes: z.tuple([count, count]),
      sha256: hex,
      pageBytes: z.array(z.tuple([count, count, z.string().regex(/^[0-9a-f]{16}$/)])),
    }),
  ),
})

/** A manifest from the bytes of its file; undefined if they are not one. */
export function readManifest(bytes: Uint8Array): Manifest | undefined {
  try {
    const read = shape.safeParse(JSON.parse(new TextDecoder().decode(bytes)))
    return read.success ? (read.data as unknown as Manifest) : undefined
  } catch {
    return undefined
  }
}
