import { jcs } from '../recovery/words.mjs'

const unsealed = 'turnstone-bundle-manifest/1'
const sealed = 'turnstone-bundle-manifest/2'

const text = (value) => typeof value === 'string'
const count = (value) => Number.isSafeInteger(value) && value >= 0
const hex = (value, digits) => text(value) && value.length === digits && /^[0-9a-f]*$/.test(value)
const object = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether stretches [first, after last, …] follow one another within [from, to]. */
const follow = (stretches, from, to) => {
  let last = from
  return stretches.every((each) => {
    if (!Array.isArray(each) || !count(each[0]) || !count(each[1])) return false
    const fits = each[0] >= last && each[1] >= each[0] && each[1] <= to
    last = each[1]
    return fits
  })
}

const isDocument = (document) =>
  object(document) &&
  text(document.id) &&
  text(document.title) &&
  [document.from, document.to, document.pages].every(count) &&
  hex(document.sha256, 64) &&
  Array.isArray(document.bytes) &&
  document.bytes.length === 2 &&
  Array.isArray(document.pageBytes) &&
  document.pageBytes.every((page) => Array.isArray(page) && page.length === 3 && hex(page[2], 16)) &&
  follow(document.pageBytes, ...document.bytes)

const isManifest = (manifest) =>
  object(manifest) &&
  object(manifest.bundle) &&
  text(manifest.bundle.title) &&
  count(manifest.bundle.pages) &&
  count(manifest.bundle.size) &&
  hex(manifest.bundle.sha256, 64) &&
  Array.isArray(manifest.documents) &&
  manifest.documents.every(isDocument)

/** The one way a manifest is written. What is the same when read and written again holds no name twice. */
function written(manifest) {
  const { documents, ...rest } = manifest
  const lines = documents.map((document) => `    ${JSON.stringify(document)}`).join(',\n')
  return `${JSON.stringify(rest, null, 2).slice(0, -2)},\n  "documents": [\n${lines}\n  ]\n}\n`
}

/** A manifest from the bytes of its file, or a sentence that says what is wrong with it. */
export function readManifest(bytes) {
  const notOne = 'It is not the manifest of a bundle, or it was altered.'
  try {
    const whole = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const manifest = JSON.parse(whole)
    if (![unsealed, sealed].includes(manifest?.format)) {
      return text(manifest?.format) && manifest.format.startsWith('turnstone-bundle-manifest/')
        ? 'It is of a newer format than this verifier knows. Ask for a newer verifier.'
        : notOne
    }
    if (!isManifest(manifest)) return notOne
    if (manifest.format === sealed && whole !== written(manifest))
      return 'It is not as it was written: it was altered.'
    if (manifest.format === unsealed && 'seal' in manifest) return notOne
    const stretches = manifest.documents.map(({ bytes }) => bytes)
    return follow(stretches, 0, manifest.bundle.size)
      ? manifest
      : 'Its documents do not follow one another: it was altered.'
  } catch {
    return notOne
  }
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const spoken = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Bytes from base64url; undefined for any text that is not the one way to write so many bytes. */
function bytesOf(value, length) {
  if (!text(value) || value.length !== Math.ceil((length * 4) / 3)) return undefined
  const bytes = new Uint8Array(length)
  let bits = 0
  let held = 0
  let at = 0
  for (const digit of value) {
    const n = digits.indexOf(digit)
    if (n < 0) return undefined
    bits = ((bits & 0xff) << 6) | n
    held += 6
    if (held >= 8) {
      held -= 8
      bytes[at++] = (bits >> held) & 0xff
    }
  }
  return (bits & ((1 << held) - 1)) === 0 ? bytes : undefined
}

const inFours = (code) => code.replace(/.{4}(?!$)/g, '$&-')

function codeOf(key) {
  const bits = Array.from(key.subarray(0, 10), (byte) => byte.toString(2).padStart(8, '0')).join('')
  return inFours(bits.replace(/.{5}/g, (five) => spoken[Number.parseInt(five, 2)]))
}

/** A key or the code of one as somebody typed it, as a code; an empty text for what is neither. */
export function typedCode(typed) {
  const key = bytesOf(typed.trim().replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'), 32)
  if (key !== undefined) return codeOf(key)
  const plain = typed.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0')
  return plain.length === 16 && [...plain].every((digit) => spoken.includes(digit)) ? inFours(plain) : ''
}

/**
 * What is to be said of a seal. `state`: `none`, `broken`, `sound`, or `unchecked` where `verify` cannot tell (null).
 * `verify` is given the key, the signature and what was signed, as bytes.
 */
export async function checkSeal(manifest, verify) {
  if (manifest.format === unsealed) return { state: 'none' }
  const { seal, ...rest } = manifest
  const broken = { state: 'broken' }
  if (!object(seal) || Object.keys(seal).sort().join() !== 'algorithm,holder,key,signature') return broken
  const key = bytesOf(seal.key, 32)
  const signature = bytesOf(seal.signature, 64)
  if (key === undefined || signature === undefined || seal.algorithm !== 'Ed25519') return broken
  if (!text(seal.holder) || seal.holder !== manifest.made?.holder) return broken
  const signed = new TextEncoder().encode(`${sealed}\n${jcs(rest)}`)
  const fits = await verify(key, signature, signed)
  if (fits === false) return broken
  return {
    state: fits === null ? 'unchecked' : 'sound',
    holder: seal.holder,
    key: seal.key,
    code: codeOf(key),
  }
}
