import { z } from 'zod'
import { sealedFormat } from '../../../casework/rules/bundle-seal.ts'
import { MANIFEST_FORMATS, type Manifest, manifestText } from './manifest.ts'

const hex = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.number().int().min(0)

const shape = z.looseObject({
  format: z.enum(MANIFEST_FORMATS),
  bundle: z.looseObject({ title: z.string(), pages: count, size: count, sha256: hex }),
  volume: count.optional(),
  volumes: z
    .array(z.looseObject({ file: z.string().regex(/^[^/\\]+$/), size: count, sha256: hex }))
    .optional(),
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

/** The largest manifest that is read, in bytes: some hundred bytes to a page. */
export const LARGEST_MANIFEST = 512 << 20

/**
 * A manifest from the bytes of its file; undefined if they are not one, or not as one is written: a sealed one is the
 * same to the byte when read and written again, so that no name can stand in it twice.
 */
export function readManifest(bytes: Uint8Array): Manifest | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const whole: unknown = JSON.parse(text)
    const read = shape.safeParse(whole)
    if (!read.success) return undefined
    const manifest = whole as Manifest
    if (manifest.format === sealedFormat) return text === manifestText(manifest) ? manifest : undefined
    return 'seal' in manifest ? undefined : manifest
  } catch {
    return undefined
  }
}
