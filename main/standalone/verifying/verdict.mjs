import { checkSeal, readManifest, typedCode } from './manifest.mjs'
import { hashStretches } from './stretches.mjs'

const number = (n) => n.toLocaleString('en-GB')
const counted = (n, thing) => `${number(n)} ${thing}${n === 1 ? '' : 's'}`
const mostNamed = 20

const labelled = ({ labels, from, to }) =>
  Array.isArray(labels) && labels.length === 2 && labels.every((label) => typeof label === 'string')
    ? labels
    : [String(from), String(to)]

/** Where a document lies, as printed. */
const pagesOf = (document) => {
  const [first, last] = labelled(document)
  return first === last ? `page ${first}` : `pages ${first} to ${last}`
}

/** A page of a document, by its printed number where that can be counted up to. */
const pageOf = (document, i) =>
  labelled(document)[0] === String(document.from)
    ? `page ${document.from + i}`
    : `page ${i + 1} of its ${document.pageBytes.length}`

/** What hashes say of the documents: a finding for each that was altered, with its pages. */
function alteredDocuments(documents, [wholes, pages]) {
  let next = 0
  const findings = []
  for (const [i, document] of documents.entries()) {
    const own = pages.slice(next, next + document.pageBytes.length)
    next += document.pageBytes.length
    const altered = own.flatMap((hash, page) =>
      hash?.slice(0, 16) === document.pageBytes[page][2] ? [] : [page],
    )
    if (wholes[i] === document.sha256 && altered.length === 0) continue
    const named = altered.slice(0, mostNamed).map((page) => pageOf(document, page))
    const more = altered.length > mostNamed ? ` and ${counted(altered.length - mostNamed, 'more page')}` : ''
    const where =
      altered.length === 0
        ? 'between its pages'
        : `on ${named.join(', ')}${more}, or in what ${altered.length === 1 ? 'that page first uses' : 'those pages first use'}`
    findings.push({
      kind: 'document',
      document: document.id,
      pages: altered.map((page) => document.from + page),
      sentence: `${document.title} (${pagesOf(document)}) was altered, ${where}.`,
    })
  }
  return findings
}

function alteredBytes(manifest, found) {
  const { bundle, documents } = manifest
  const findings = []
  if (found.size !== bundle.size)
    findings.push({
      kind: 'size',
      sentence: `The PDF is ${number(found.size)} bytes long; when it was built it was ${number(bundle.size)}.`,
    })
  const altered = alteredDocuments(documents, found.lists)
  findings.push(...altered)
  if (found.sha256 !== bundle.sha256 && altered.length === 0)
    findings.push({
      kind: 'whole',
      sentence:
        'The cover, index, bookmarks or tables of the PDF were altered, or something was put in. Its documents are as they were.',
    })
  if (found.sha256 === bundle.sha256 && altered.length > 0)
    findings.push({ kind: 'manifest', sentence: 'The manifest contradicts itself, so it was altered.' })
  return findings
}

/** What a seal, and the key that was expected, come to. */
function sealFindings(seal, expected) {
  if (seal.state === 'broken')
    return [
      { kind: 'seal', sentence: 'The seal does not fit the manifest: the manifest or the seal was altered.' },
    ]
  const wanted = expected ? typedCode(expected) : undefined
  if (wanted === undefined || wanted === seal.code) return []
  if (wanted === '')
    return [{ kind: 'seal', sentence: `“${expected}” is neither a key nor the code of one.` }]
  return [
    {
      kind: 'seal',
      sentence:
        seal.state === 'none'
          ? `Nobody sealed the manifest; it ought to bear the seal of ${wanted}.`
          : `It was sealed with the key ${seal.code}; it ought to bear the seal of ${wanted}.`,
    },
  ]
}

/** The names of the other volumes it came with. */
const othersOf = ({ volume, volumes }) =>
  Array.isArray(volumes)
    ? volumes.map(({ file }) => file).filter((file, i) => i + 1 !== volume && typeof file === 'string')
    : []

/**
 * Checks a bundle against its manifest. `manifest` is the bytes of the one, `pieces` those of the other; `newHash` makes
 * a SHA-256, `verify` an Ed25519 check that gives null where it cannot; `expected` is the key or code one was told.
 * `state` is `sound`, `unsealed`, `unchecked` (the seal could not be checked here) or `altered`.
 */
export async function checkBundle({ manifest: bytes, pieces, newHash, verify, expected, onBytes }) {
  const manifest = readManifest(bytes)
  if (typeof manifest === 'string')
    return {
      state: 'altered',
      seal: { state: 'broken' },
      findings: [{ kind: 'manifest', sentence: `The manifest cannot be used. ${manifest}` }],
    }
  const { bundle, documents, made } = manifest
  const seal = await checkSeal(manifest, verify)
  const lists = [documents.map((each) => each.bytes), documents.flatMap((each) => each.pageBytes)]
  const found = await hashStretches(pieces, lists, newHash, onBytes)
  const findings = [...sealFindings(seal, expected), ...alteredBytes(manifest, found)]
  const quiet = { none: 'unsealed', unchecked: 'unchecked', sound: 'sound' }
  return {
    state: findings.length > 0 ? 'altered' : quiet[seal.state],
    seal,
    findings,
    sha256: found.sha256,
    bundle: { title: bundle.title, pages: bundle.pages, documents: documents.length },
    others: othersOf(manifest),
    ...(made ? { made } : {}),
  }
}

/** A verdict in words: a headline, and sentences under it. */
export function inWords({ state, seal, findings, bundle, others = [] }) {
  const volumes =
    others.length > 0
      ? ` It is one of ${others.length + 1} volumes: check ${others.map((file) => `“${file}”`).join(', ')} in the same way.`
      : ''
  const what = bundle
    ? `${bundle.title}, ${counted(bundle.documents, 'document')}, ${counted(bundle.pages, 'page')}.${volumes}`
    : ''
  const by = seal.code ? `sealed by ${seal.holder} with the key ${seal.code}.` : ''
  const trust =
    'The name is the one written in the seal. Compare the key’s code with one you were told by some other way.'
  if (state === 'altered')
    return {
      headline: 'It does not match',
      // A seal nobody could check says nothing about who is behind what was altered.
      sentences: [
        ...findings.map(({ sentence }) => sentence),
        ...(seal.state === 'sound' ? [`The manifest was ${by}`] : []),
      ],
    }
  if (state === 'sound')
    return { headline: 'It matches, and the seal is sound', sentences: [what, `It was ${by}`, trust] }
  if (state === 'unsealed')
    return {
      headline: 'It matches its manifest, which nobody sealed',
      sentences: [what, 'Whoever can replace the PDF can replace such a manifest with it.'],
    }
  return {
    headline: 'It matches its manifest; the seal could not be checked',
    sentences: [
      what,
      `This browser cannot check Ed25519 signatures, so the seal of “${seal.holder}” (${seal.code}) was not looked at. Use a newer one, or verify-bundle.mjs.`,
    ],
  }
}
